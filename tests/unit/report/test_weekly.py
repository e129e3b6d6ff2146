"""The weekly report: one sheet in every state, every kind of change, and numbers of two weeks from the register's dates."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.contents.build import build
from ecodemo.report.contents.weekly_view import Weekly
from ecodemo.report.kinds import formats_of
from ecodemo.report.weekly import weekly_paper
from ecodemo.report.weekly.build_weekly import build_weekly
from libreoffice import convert

KINDS = ("新增达标", "转为未达标、待定", "新出证明", "收到材料", "审核通过", "退回", "推迟")


def page_of(result: CheckResult, language: Language = Language.ZH) -> Weekly:
    speaker = Speaker(language)
    return build_weekly(result, build(result, speaker), speaker)


@pytest.fixture(scope="module")
def weeklies(results: dict[str, CheckResult]) -> dict[str, Weekly]:
    return {
        f"{name}-{language}": page_of(result, language)
        for name, result in results.items()
        for language in Language
    }


def written(weekly: Weekly, name: str) -> bytes:
    [format_] = formats_of(["weekly"], [name])
    return format_.render(weekly)


def judged(root: Path, day: str = "2021-09-20") -> Weekly:
    return page_of(check(load(root), CheckOptions(), date.fromisoformat(day)))


def edited(root: Path, name: str, change: Callable[[str], str]) -> None:
    """A changed file is a new one: the copies share their bytes."""
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.unlink()
    path.write_text(change(text), encoding="utf-8")


@pytest.mark.long
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")), reason="needs LibreOffice and pdfinfo"
)
def test_every_state_takes_one_page(weeklies: dict[str, Weekly], tmp_path: Path) -> None:
    files = []
    for name, weekly in weeklies.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(written(weekly, "docx"))
    counts = {}
    for pdf in convert(files, "pdf", tmp_path / "pdf"):
        shown = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        counts[pdf.stem] = next(line.split()[-1] for line in shown.splitlines() if line.startswith("Pages"))
    assert counts == dict.fromkeys(weeklies, "1")


def test_this_week_beside_last_week_with_denominators(weeklies: dict[str, Weekly]) -> None:
    weekly = weeklies["example-zh"]
    lines = [
        (c.label, c.met, c.not_met, c.undecided, c.counted, c.cleared, c.uncleared, c.closed)
        for c in weekly.counts
    ]
    assert lines == [
        ("上周", "26/32", "2/32", "4/32", "22/32", "0/6", "5/6", "3/10"),
        ("本周", "26/32", "2/32", "4/32", "22/32", "2/6", "3/6", "3/10"),
        ("增减", "0", "0", "0", "0", "＋2", "－2", "0"),
    ]
    assert (weekly.begins, weekly.ends, weekly.due_ends) == ("2021年9月13日", "9月19日", "9月26日")


def test_every_kind_of_change_is_there_in_every_state(weeklies: dict[str, Weekly]) -> None:
    for name, weekly in weeklies.items():
        assert len(weekly.changes) == len(KINDS), name
        assert all(change.what for change in weekly.changes), name
        assert all(change.count or change.what in ("无。", "None.") for change in weekly.changes), name
        if weekly.language == "zh":
            assert tuple(change.kind for change in weekly.changes) == KINDS
    changes = {change.kind: change for change in weeklies["example-zh"].changes}
    assert changes["新出证明"].what.startswith("一票否决第1项（由未出证明转为已出证明，")
    assert "9月15日：督察整改情况证明、" in changes["收到材料"].what
    assert (changes["审核通过"].count, changes["退回"].what) == (2, "无。")


def test_what_the_register_dates_into_the_week_is_a_change(own_example: Path) -> None:
    edited(own_example, "progress/longtang.yaml", lambda text: re.sub(
        r"('on': )2021-\d\d-\d\d(, by: \w+, result: )accepted", r"\g<1>2021-09-14\2returned, reason: 缺签字, due: 2021-09-24", text, count=1
    ))  # fmt: skip
    weekly = judged(own_example)
    changes = {change.kind: change for change in weekly.changes}
    assert changes["退回"].count == 1
    assert "（龙塘镇，缺签字）" in changes["退回"].what
    assert any(item.day == "9月24日" and item.what.startswith("重交") for item in weekly.due)


def test_a_figure_that_was_reported_this_week_is_newly_met(own_example: Path) -> None:
    edited(own_example, "progress/ecology.yaml", lambda text: re.sub(
        r"(\{measure: good-days, year: 2020, value: [0-9.]+)", r"\1, reported: 2021-09-15", text, count=1
    ))  # fmt: skip
    changes = {change.kind: change for change in judged(own_example).changes}
    assert changes["新增达标"].count == 1
    assert changes["新增达标"].what.startswith("环境空气质量（上周待定，")


def test_looking_back_the_week_is_another_one(example: Path) -> None:
    weekly = judged(example, "2021-05-24")
    assert (weekly.begins, weekly.ends) == ("2021年5月17日", "5月23日")
    assert {change.kind: change.count for change in weekly.changes}["收到材料"] > 100


def test_the_longest_late_come_first_and_all_are_counted(weeklies: dict[str, Weekly]) -> None:
    weekly = weeklies["example-zh"]
    assert [item.late for item in weekly.late] == [
        "143天",
        "123天",
        "123天",
        "123天",
        "118天",
        "退回，111天",
        "退回，未到期",
    ]
    assert (weekly.late_more, weekly.late_units_more) == (0, 0)
    many = weeklies["overlong-zh"]
    assert (len(many.late), many.late_more > 5) == (4, True)
    assert f"另有{many.late_more}项" in weekly_paper.paper(many).text


def test_what_is_due_and_what_is_asked(weeklies: dict[str, Weekly]) -> None:
    weekly = weeklies["example-zh"]
    assert [(item.day, item.units) for item in weekly.due] == [("9月25日", "南金乡"), ("9月25日", "田庄乡")]
    assert weekly.next_ledger.startswith("9月30日到期的整改3项：县卫生健康局、")
    assert len(weekly.asks) == weekly.all_asks == 2


def test_nobody_reads_a_code_a_path_or_a_day_of_the_data(weeklies: dict[str, Weekly]) -> None:
    for name, weekly in weeklies.items():
        text = weekly_paper.paper(weekly).text
        assert not re.findall(r"\b[A-Z]{2}\d{3}\b|\w+\.yaml\b|data/|evidence/", text), name
        if weekly.language == "zh":
            assert not re.findall(r"\d{4}-\d{2}-\d{2}", text), name


def test_names_are_text_and_never_markup(weeklies: dict[str, Weekly]) -> None:
    assert "<b>" not in written(weeklies["overlong-zh"], "md").decode()


def test_a_workspace_has_its_own_words_and_letterhead(weeklies: dict[str, Weekly], tmp_path: Path) -> None:
    weekly = weeklies["sound-zh"]
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "weekly.title.md.j2").write_text("# {{ weekly.county }}一周情况", encoding="utf-8")
    own = docx.Document(io.BytesIO(written(weekly, "docx")))
    own.sections[0].header.paragraphs[0].text = "清溪县人民政府"
    own.styles["内部标题"].font.italic = True
    own.save(str(tmp_path / "report.docx"))
    [format_] = formats_of(["weekly"], ["docx"])
    document = docx.Document(io.BytesIO(format_.render(weekly, str(tmp_path))))
    assert document.sections[0].header.paragraphs[0].text == "清溪县人民政府"
    title: Any = document.paragraphs[0]
    assert (title.text, title.style.font.italic) == (f"{weekly.county}一周情况", True)
