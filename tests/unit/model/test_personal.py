"""Which numbers are personal: those with a right check digit, however they are written, and nothing that counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecodemo.model.personal import PersonalKind, personal_numbers, without_personal_numbers

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
chinese = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("，。：；（）、《》 \n")
)
widths = st.sampled_from([{}, FULL_WIDTH])
figures = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


def identity_check_digit(seventeen: str) -> str:
    """By the definition (ISO 7064, MOD 11-2): with the last digit, the value to the base two is 1 modulo 11."""
    value = 0
    for digit in seventeen:
        value = (value + int(digit)) * 2 % 11
    return "0123456789X"[(1 - value) % 11]


def luhn_check_digit(others: str) -> str:
    """By hand: double every second from the right, add the digits of all, fill up to a full ten."""
    total = 0
    for place, digit in enumerate(reversed(others)):
        total += sum(map(int, str(int(digit) * 2))) if place % 2 == 0 else int(digit)
    return str(-total % 10)


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    region = draw(st.integers(110000, 659999))
    seventeen = f"{region}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return seventeen + identity_check_digit(seventeen)


@st.composite
def cards(draw: st.DrawFn) -> str:
    others = "62" + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=13, max_size=16)))
    return others + luhn_check_digit(others)


def found(text: str) -> Mapping[PersonalKind, int]:
    return dict(personal_numbers(text))


@given(identities(), chinese, chinese, widths)
def test_an_identity_number_is_found_in_any_text_also_full_width(
    number: str, before: str, after: str, width: dict[int, int]
) -> None:
    written = number.translate(width)
    assert found(f"{before}{written}{after}").get(PersonalKind.IDENTITY) == 1


@given(identities(), st.integers(0, 16), st.integers(1, 9))
def test_with_one_digit_changed_it_is_none(number: str, place: int, more: int) -> None:
    changed = str((int(number[place]) + more) % 10)
    assert PersonalKind.IDENTITY not in found(f"{number[:place]}{changed}{number[place + 1 :]}")


@given(cards(), chinese, chinese, widths)
def test_a_bank_card_number_is_found_in_any_text_also_full_width(
    number: str, before: str, after: str, width: dict[int, int]
) -> None:
    assume(PersonalKind.IDENTITY not in found(number))
    written = number.translate(width)
    assert found(f"{before}{written}{after}").get(PersonalKind.BANK) == 1


@given(cards(), st.integers(2, 14), st.integers(1, 9))
def test_with_one_digit_changed_it_is_no_card(number: str, place: int, more: int) -> None:
    changed = str((int(number[place]) + more) % 10)
    assert PersonalKind.BANK not in found(f"{number[:place]}{changed}{number[place + 1 :]}")


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138-0013-8000",
        "138-00138000",
        "+8613800138000",
        "86 13800138000",
        "电话：138 0013 8000",
        "手机１３８００１３８０００",
        "+86 138 0013 8000",
        "tel13800138000",
        "Tel:13800138000",
        "tel.13800138000",
        "No.13800138000",
        "008613800138000",
        "0086-13800138000",
        "0086 138 0013 8000",
        "电话：138 00138000",
        "联系人：李四 138 00138000",
        "Tel: 138 00138000",
        "13800138000户主",
        "13800138000（李四）",
        "李四13800138000人事股",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(written: str) -> None:
    assert found(f"联系人张三，{written}。") == {PersonalKind.TELEPHONE: 1}


def test_the_same_number_in_two_spellings_is_one() -> None:
    assert found("13800138000 138-0013-8000 手机 138 0013 8000 13900139000") == {PersonalKind.TELEPHONE: 2}


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        "110105 19491231 002X",
        "ID11010519491231002X",
        "ID:11010519491231002X",
        "No.11010519491231002X",
        "1.11010519491231002X",
        "11010519491231002X.5月办理",
        "11010519491231002Xabc",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(written: str) -> None:
    assert found(written) == {PersonalKind.IDENTITY: 1}


def test_a_card_number_in_groups_of_four_is_found_where_it_is_announced() -> None:
    number = "6222021234567890" + "12"
    number += luhn_check_digit(number)
    grouped = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    assert found(f"卡号：{grouped}") == {PersonalKind.BANK: 1}


@pytest.mark.parametrize(
    "mark",
    ["机密★5年", "绝密★长期", "秘　密★1年", "（秘密）", "【机密】", "[绝密]", "密级：秘密", "密 级: 机密 "],
)
def test_secrecy_marks(mark: str) -> None:
    assert found(f"{mark}\n安化县人民政府文件") == {PersonalKind.SECRECY: 1}


@pytest.mark.parametrize(
    "text",
    [
        "21430.5",
        "13812345678.5",
        "0.13812345678",
        "投入1.13812345678",
        "现价地区生产总值13500000000元",
        "面积13500000000平方米",
        "面积13512345678平方米",
        "13512345678 元",
        "产值13512345678（元）",
        "用电量13512345678千瓦时",
        "共13512345678吨、13612345678亩、13712345678人、13812345678户",
        "电话：138 12345678元",
        "13500000000",
        "4d7a213812345678",
        "4d7a13812345678",
        "tel138123456789",
        "150 20180405",
        "Hotel 150 20180405",
        "ID110105194912310021",
        "11010519491231002X13812345678",
        "111010519491231002X",
        "11010519491231002X1",
        "2021-05-20 2021年5月20日 20210520",
        "地块 430923123001、430923123002",
        "150 2018 2019 2020 4500",
        "6230 2018 2019 2020",
        "91430923MA4L1234XT",
        "11430923006512345G",
        "110105194912310021",
        "110105194913310026",
        "138001380001",
        "《中华人民共和国保守国家秘密法》、商业秘密、秘密级",
        "密级：秘密□ 机密□ 绝密□",
        "sha256 4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393",
        "湘环发〔2020〕12号",
        "",
    ],
)
def test_what_is_no_personal_number(text: str) -> None:
    assert found(text) == {}


@given(st.lists(figures | st.dates() | st.integers(10**11, 10**12 - 1), max_size=40))
def test_figures_days_and_codes_of_twelve_digits_are_none(values: list[object]) -> None:
    assert found("，".join(map(str, values))) == {}


@given(
    st.integers(13 * 10**9, 2 * 10**10 - 1),
    st.sampled_from(
        ["元", "平方米", "平方公里", "立方米", "吨", "人", "人次", "户", "亩", "公顷", "千瓦时", "株"]
    ),
    st.sampled_from(["", " ", "（", " ("]),
    chinese,
)
def test_what_counts_something_is_no_telephone_number(
    amount: int, unit: str, between: str, before: str
) -> None:
    assert found(f"{before}{amount}{between}{unit}，") == {}


@given(st.integers(0, 10**9 - 1), st.sampled_from(["11", "12", "52", "91", "92", "93"]))
def test_a_credit_code_of_the_county_is_no_identity_number(organisation: int, kind: str) -> None:
    assert PersonalKind.IDENTITY not in found(f"{kind}430923{organisation:09}1")


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert all(count > 0 for count in personal_numbers(text).values())


@given(st.sampled_from(["43092319900307123X", "11010519491231002X", "13812345678", "6222021234567890128"]))
def test_what_is_kept_of_a_text_holds_no_personal_number(number: str) -> None:
    kept = without_personal_numbers(f"电话 {number}，共 21430.5 吨；另 {number}")
    assert not personal_numbers(kept)
    assert number not in kept
    assert "21430.5" in kept
