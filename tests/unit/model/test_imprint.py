"""What papers say of themselves in plain lines: their number, their day, who issued them; else nothing."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.model.imprint import NO_IMPRINT, Imprint, imprint_of, number_in_name

DAY = date(2021, 3, 5)
BODY = "安化县人民政府"


def said(text: str) -> Imprint:
    return imprint_of(text.split("\n"))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("安政发〔2021〕3号", "安政发〔2021〕3号"),
        ("安环发[2020]12号", "安环发〔2020〕12号"),
        ("安办函（2021）5号", "安办函〔2021〕5号"),
        ("安政办发(2021)第05号", "安政办发〔2021〕5号"),
        ("安 政 发 〔 2021 〕 3 号", "安政发〔2021〕3号"),
        ("安政发【２０２１】３号", "安政发〔2021〕3号"),
        ("（安政发〔2021〕3号）", "安政发〔2021〕3号"),
        ("发文字号：安政发〔2021〕3号", "安政发〔2021〕3号"),
        ("安政发〔2021〕3号          签发人：张三", "安政发〔2021〕3号"),
        ("安化县人民政府文件安政发〔2021〕3号", "安政发〔2021〕3号"),
        ("根据湘政发〔2020〕10号", ""),
        ("转发湘政发〔2020〕10号", ""),
        ("关于印发安政发〔2021〕3号", ""),
        ("按湘政发〔2020〕10号要求，安政发〔2021〕3号已废止", ""),
        ("湘政发〔2020〕10号、湘环发〔2020〕12号", ""),
        ("安政发〔2021〕（示例）号", ""),
        ("安政发2021-3号", ""),
        ("〔2021〕3号", ""),
        ("9" * 5_000 + "号", ""),
    ],
)
def test_the_number_is_what_a_line_at_the_beginning_consists_of(line: str, number: str) -> None:
    assert said(f"{BODY}\n{line}\n关于印发规划的通知").number == number


def test_two_numbers_at_the_beginning_are_none() -> None:
    assert said("安政发〔2021〕3号\n安办发〔2021〕7号").number == ""


def test_a_number_far_down_is_not_the_papers_own() -> None:
    assert said("正文。\n" * 60 + "安政发〔2021〕3号").number == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2021年3月5日", DAY),
        ("2021 年 3 月 5 日", DAY),
        ("２０２１年３月５日", DAY),
        ("二〇二一年三月五日", DAY),
        ("二○二一年三月五日", DAY),
        ("二零二一年十二月三十一日", date(2021, 12, 31)),
        ("2021.3.5", DAY),
        ("2021-03-05", DAY),
        ("2021/3/5", DAY),
        ("日期：2021年3月5日", DAY),
        ("（2021年3月5日）", DAY),
        ("2021年2月30日", None),
        ("2021年13月1日", None),
        ("二〇二一年三月三十二日", None),
        ("二〇二一年三月十十五日", None),
        ("0021年3月5日", None),
        ("2021.3/5", None),
        ("2021年3月", None),
        ("自2021年3月5日起施行。", None),
        ("2021年3月5日印发", None),
        ("2021年3月5日\n印发", None),
    ],
)
def test_the_day_is_a_line_at_the_end(line: str, day: date | None) -> None:
    assert said(f"关于什么的报告\n正文。\n{line}").issued == day


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("安化县人民政府\n2021年3月5日", BODY),
        ("安 化 县 人 民 政 府\n2021年3月5日", BODY),
        ("安化县人民政府（盖章）\n2021年3月5日", BODY),
        ("安化县人民政府\n（公章）\n2021年3月5日", BODY),
        ("安化县人民政府      2021年3月5日", BODY),
        ("单位（盖章）：安化县人民政府\n日期：2021年3月5日", BODY),
        ("市生态环境局（安化分局）\n2021年3月5日", "市生态环境局（安化分局）"),
        ("和顺县人民政府\n2021年3月5日", "和顺县人民政府"),
        ("附件：\n1.规划\n安化县人民政府\n2021年3月5日", BODY),
        ("县水利局    县林业局\n2021年3月5日", "县水利局 县林业局"),
        ("中共安化县委办公室\n安化县人民政府办公室\n2021年3月5日", "中共安化县委办公室 安化县人民政府办公室"),
        ("特此报告。\n2021年3月5日", ""),
        ("张三\n2021年3月5日", ""),
        ("各乡镇人民政府\n2021年3月5日", ""),
        ("关于成立领导小组\n2021年3月5日", ""),
        ("审核：县水利局\n2021年3月5日", ""),
        ("县甲局\n县乙局\n县丙局\n县丁局\n2021年3月5日", ""),
    ],
)
def test_the_issuer_is_named_before_the_day(lines: str, issuer: str) -> None:
    found = said(f"关于什么的报告\n正文。\n{lines}")
    assert (found.issued, found.issuer) == (DAY, issuer)


def test_the_signature_at_the_end_wins_over_days_in_the_text() -> None:
    paper = (
        f"{BODY}文件\n安政发〔2021〕3号\n会议记录\n2020年1月1日\n2020年2月2日\n正文。\n{BODY}\n2021年3月5日"
    )
    assert said(paper) == Imprint("安政发〔2021〕3号", DAY, BODY)


def test_annexes_and_the_day_of_printing_are_not_the_papers_own() -> None:
    paper = "\n".join(
        (
            *(f"{BODY}文件", "安政发〔2021〕3号", "关于印发规划的通知", "各乡镇人民政府：", "现予印发。"),
            *("附件：1. 规划", BODY, "2021年3月5日", "附件1", "规划", "安化县林业局", "2019年1月1日"),
            *("抄送：县委办公室。", "安化县人民政府办公室　2021年3月8日印发"),
        )
    )
    assert said(paper) == Imprint("安政发〔2021〕3号", DAY, BODY)


@pytest.mark.parametrize(
    "lines",
    [
        "安化县水利局\n2021年3月5日\n湖南某环保有限公司\n2021年3月6日",
        "巡查日期\n2021年3月5日\n2021年3月6日",
    ],
)
def test_two_days_at_the_end_are_none(lines: str) -> None:
    assert said(f"合同\n{lines}").issued is None


def test_a_letterhead_and_a_signature_that_contradict_each_other_name_nobody() -> None:
    assert said("安化县林业局文件\n正文。\n安化县水利局\n2021年3月5日").issuer == ""


def test_a_letterhead_alone_names_the_issuer() -> None:
    assert said("安化县人民政府办公室文件\n安政办发〔2021〕3号\n通知").issuer == "安化县人民政府办公室"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("01-1 安政发〔2021〕3号 规划文本.pdf", "安政发〔2021〕3号"),
        ("安政发[2021]3号关于规划的通知.pdf", "安政发〔2021〕3号"),
        ("规划（安政发（2021）3号）.pdf", ""),
        ("转发湘政发〔2020〕10号的通知.pdf", ""),
        ("安政发〔2021〕3号、安办发〔2021〕7号.pdf", ""),
        ("2021年报.pdf", ""),
    ],
)
def test_a_name_bears_a_number(name: str, number: str) -> None:
    assert number_in_name(name) == number


def test_nothing_says_nothing() -> None:
    assert imprint_of(()) == said("\n \n") == said("\x00\n" + "年月日〔〕号" * 50) == NO_IMPRINT


@given(
    st.lists(
        st.text(st.sampled_from("安政局〔2021〕三月十日号年 ()（）.-/附件1印发文:："), max_size=30),
        max_size=20,
    )
)
def test_any_lines_are_read(lines: list[str]) -> None:
    imprint_of(lines)
    number_in_name("".join(lines))


def test_long_texts_of_hostile_lines_are_read_in_little_time() -> None:
    began = process_time()
    for line in ("安化县人民政府 2021年3月5日", "（" * 80, "二〇二一年 " * 15, "政府" * 40, "年" * 100_000):
        imprint_of([line] * 2_000)
    assert process_time() - began < 5
