"""Names below evidence/: held everywhere, told apart everywhere, and never able to spoil what is printed."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import invoke
from ecodemo.rules.storage import folded, name_giver, not_portable, plain_name, utf_16_units
from support import problems, workspace

FOLDER = "evidence/07 环境空气质量/生态环境分局/2018-2020"
NUMBERS = ("25-1", "00-1", "V1", "07-3")
odd_names = st.text(
    st.sampled_from('台账25-1 .:?*<>|"\\~\x00\x1f\x7f\u0085CONcomlptnulAUX¹²³0109\u202e\u3000\udcbc\udce0'),
    min_size=1,
    max_size=12,
)
names = odd_names | st.text(st.characters(exclude_characters="/"), min_size=1, max_size=90)


def is_portable(name: str) -> bool:
    """Written down a second time, sign by sign, as Windows and ext4 say it."""
    for sign in name:
        if sign in '<>:"|?*\\' or ord(sign) < 32 or 127 <= ord(sign) < 160 or 0xD800 <= ord(sign) < 0xE000:
            return False
    if name[-1] in (" ", ".") or sum(len(sign.encode("utf-8")) for sign in name) > 255:
        return False
    device = re.fullmatch(
        r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[1-9\u00b9\u00b2\u00b3]) *(\..*)?",
        name,
        re.IGNORECASE | re.DOTALL | re.ASCII,
    )
    return device is None


@given(names)
def test_a_name_is_held_exactly_where_a_second_writing_of_the_rules_says_so(name: str) -> None:
    assert (list(not_portable(name)) == []) is is_portable(name)


@pytest.mark.parametrize("name", ["con", "Nul.tar.gz", "COM1 .txt", "lpt³.doc", "aux", "conin$"])
def test_names_of_devices_are_refused(name: str) -> None:
    assert len(list(not_portable(name))) == 1


@pytest.mark.parametrize(
    "name", ["console.txt", "com10.txt", "com0", "x.con", "com", "测" * 85, ".gitkeep", "表（一）.xlsx"]
)
def test_names_that_only_look_like_it_are_held(name: str) -> None:
    assert list(not_portable(name)) == []


def test_a_name_is_measured_in_bytes_and_a_path_in_what_windows_counts() -> None:
    assert len(list(not_portable("测" * 86))) == 1
    assert utf_16_units("台账𠀀😀") == 6


@given(names, st.text(st.characters(codec="ascii"), max_size=20))
def test_a_name_with_other_capitals_accents_or_ending_is_the_same(name: str, plain: str) -> None:
    assert folded(plain.upper()) == folded(plain.lower()) == folded(plain)
    assert folded(unicodedata.normalize("NFD", name)) == folded(unicodedata.normalize("NFC", name))
    assert folded(f"{name}. ") == folded(name)


@given(names)
def test_a_plain_name_stays_and_has_nothing_that_misleads(name: str) -> None:
    plain = plain_name(name, NUMBERS)
    assert plain_name(plain, NUMBERS) == plain
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0\u3000]", plain)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("２５－１ 台账.xlsx", "25-1 台账.xlsx"),
        ("25–1 台账.xlsx", "25-1 台账.xlsx"),
        ("Ｖ１ 证明.pdf", "V1 证明.pdf"),
        ("00－1－2 签到表.pdf", "00-1-2 签到表.pdf"),
        ("25-1　台账.xlsx", "25-1 台账.xlsx"),
        ("\ufeff25-1 台\u200b账.xlsx", "25-1 台账.xlsx"),
        ("２０１８—２０２０", "2018—2020"),
        ("台账２０２０年.xlsx", "台账2020年.xlsx"),
        ("99－9 台账.xlsx", "99－9 台账.xlsx"),
        ("25-1 第１批（3－5组）.xlsx", "25-1 第１批（3－5组）.xlsx"),
    ],
)
def test_only_what_is_read_as_a_number_is_made_plain(name: str, plain: str) -> None:
    assert plain_name(name, NUMBERS) == plain


@pytest.mark.parametrize(
    "name",
    [
        "微信图片_20210512093015.jpg",
        "企业微信截图_16207860.png",
        "mmexport1620786015.jpg",
        "QQ图片20210512.png",
        "lADPD2eDOx.jpg",
        "IMG_0012.JPG",
        "DSC00012.jpg",
        "WIN_20210412_10_00_00_Pro.jpg",
        "照片1.jpg",
        "扫描0001.pdf",
        "扫描件.pdf",
        "扫描全能王 2021-04-12 10.00.pdf",
        "CamScanner 04-12-2021.pdf",
        "Scan_20210412.pdf",
        "屏幕截图(12).png",
        "Screenshot_20210412.png",
        "新建 Microsoft Word 文档.docx",
        "新建文本文档 (2).txt",
        "工作簿1.xlsx",
        "未命名.pdf",
        "规划文本 - 副本.docx",
        "规划文本 - 副本 (2).docx",
        "复件 规划文本.doc",
        "20210512.jpg",
        "1.pdf",
        "2021-05-12 (1).jpg",
    ],
)
def test_names_that_nobody_chose(name: str) -> None:
    assert name_giver(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "规划文本.pdf",
        "2020年度总结.docx",
        "扫描件（规划文本）.pdf",
        "营业执照副本.pdf",
        "微信公众号运行情况.docx",
        "图片新闻目录.xlsx",
        "新建污水处理厂批复.pdf",
        "document-list.xlsx",
        "window.pdf",
        "照片说明.docx",
        "会场照片1.jpg",
        "无标题栏图纸.pdf",
    ],
)
def test_names_that_somebody_chose(name: str) -> None:
    assert name_giver(name) is None


def test_a_name_in_gbk_is_reported_and_its_meaning_suggested(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    name = os.fsencode(root / FOLDER) + b"/" + "07-3 监测数据.txt".encode("gbk")
    Path(os.fsdecode(name)).write_bytes(b"x")
    (said,) = problems("FX201", root, "sound")
    assert "The name is not UTF-8" in said
    assert said.endswith("Rename it to: 07-3 监测数据.txt")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["text", "json"])
def test_hostile_names_cannot_spoil_what_is_printed(tmp_path: Path, language: str, output: str) -> None:
    root = workspace(tmp_path)
    for name in (b"07-3 a\nFX999 b\x1b[31m.txt", "07-3 \u202etxt.exe".encode(), b"07-3 \xbc\xe0\xff.txt"):
        Path(os.fsdecode(os.fsencode(root / FOLDER) + b"/" + name)).write_bytes(b"x")
    ran = invoke("-C", root, "--lang", language, "check", "--phase", "sound", "--format", output)
    assert ran.exit_code == 1, ran.stderr
    assert ran.clean
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", ran.stdout)
    assert not re.search("^FX999", ran.stdout, re.MULTILINE)
    assert "U+202E" in ran.stdout
    assert "U+001B" in ran.stdout
