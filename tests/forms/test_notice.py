"""The text that goes into the chat with the packs: whom, what, three things, by when; and that it fits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.forms.export.notice import NoticeFacts, notice_text
from ecodemo.forms.words import LONGEST_TEXT
from forms.packs import import_, opened, zipped

NAME = "发包通知.txt"


def _export(county: Path, out: Path, day: str, *more: str) -> Result:
    ran = invoke("-C", county, "--lang", "en", "--today", day, "form", "export", "--out", out, *more)
    assert ran.exit_code == 0, ran.stderr
    return ran


def _text(out: Path) -> str:
    content = (out / NAME).read_bytes()
    assert content.endswith(b"\r\n")
    return content.decode("utf-8-sig").strip()


def test_it_is_beside_the_packs_and_is_shown(county: Path, tmp_path: Path) -> None:
    ran = _export(county, tmp_path / "out", "2021-05-06")
    text = _text(tmp_path / "out")
    assert f"Message to send with the packs ({NAME}):\n{text}\n" in ran.stderr
    assert NAME not in ran.stdout
    assert text.startswith(
        "各单位：清溪县实施阶段任务包已发，每个单位一个压缩包，请各自接收。［示例：数值为编造］解压后"
    )
    assert "扫描后存入。将整个文件夹压缩后报回创建办。乡镇5月20日前、部门5月25日前交齐。" in text
    before = (tmp_path / "out" / NAME).stat().st_mtime_ns
    _export(county, tmp_path / "out", "2021-05-06")
    assert (tmp_path / "out" / NAME).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("unit", "day", "begins", "says"),
    [
        ("dongshan", "2021-05-06", "东山镇：清溪县实施阶段任务包已发。", "3 打印“数据”表，签字盖章"),
        (
            "dongshan,xihe",
            "2021-05-06",
            "各乡镇：",
            "文件夹。将整个文件夹压缩后报回创建办。5月20日前交齐。",
        ),
        ("statistics", "2021-05-06", "县统计局：", "3 将整个文件夹压缩后报回创建办。5月25日前交齐。"),
        ("dongshan", "2021-05-26", "东山镇：", "报回创建办。已到期未交的，请尽快补交。"),
    ],
)
def test_it_speaks_to_those_whose_packs_were_written(
    county: Path, tmp_path: Path, unit: str, day: str, begins: str, says: str
) -> None:
    _export(county, tmp_path / "out", day, "--unit", unit)
    assert _text(tmp_path / "out").startswith(begins)
    assert says in _text(tmp_path / "out")


def test_quiet_writes_it_and_does_not_show_it(county: Path, tmp_path: Path) -> None:
    ran = invoke("-C", county, "-q", "form", "export", "--out", tmp_path / "out")
    assert "三项工作" not in ran.stdout + ran.stderr
    assert "三项工作" in _text(tmp_path / "out")


def test_nothing_is_taken_of_it_when_it_comes_back(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _export(county, out, "2021-05-06", "--unit", "dongshan")
    pack = opened(next(out.glob("*.zip")), tmp_path / "东山镇")
    (out / NAME).replace(pack / NAME)
    assert import_(county, zipped(pack, tmp_path / "东山镇.zip")).exit_code == 0
    _export(county, out, "2021-05-06", "--unit", "dongshan")
    ran = import_(county, out)
    assert ran.exit_code == 0
    assert NAME not in ran.stdout


NAMES = st.text("某县乡镇文件夹（） ", max_size=90)
DAYS = st.dates(date(2021, 3, 1), date(2023, 3, 1))


@given(
    st.builds(
        NoticeFacts,
        units=NAMES,
        is_for_one=st.booleans(),
        about=NAMES,
        folder=NAMES.map(lambda name: f"00-7 {name}") | st.just(""),
        is_signed_by_all=st.booleans(),
        office=NAMES,
        due=st.dictionaries(st.sampled_from(["乡镇", "部门"]), DAYS),
        first=st.none() | DAYS,
        has_overdue=st.booleans(),
        today=DAYS,
        mark=st.sampled_from(["", "［示例：数值为编造］"]),
    )
)
def test_it_fits_and_leaves_out_no_thing_to_do(facts: NoticeFacts) -> None:
    text = notice_text(facts)
    assert len(text) <= LONGEST_TEXT
    assert len(text.splitlines()) == 1
    assert all(number in text for number in ("：1 ", "；2 ", "；3 "))
    assert text.endswith("。")
