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
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build
from ecodemo.report.contents.course_points import point_of
from ecodemo.report.contents.weekly_view import Weekly
from ecodemo.report.kinds import formats_of
from ecodemo.report.state import State
from ecodemo.report.weekly import weekly_paper
from ecodemo.report.weekly.build_weekly import build_weekly
from ecodemo.report.weekly.weekly_table import count_columns
from libreoffice import convert

KINDS = (
    "新增达标",
    "转为未达标、待定",
    "新出证明",
    "收到材料",
    "审核通过",
    "退回",
    "数据更正",
    "推迟",
    "新增豁免、延期、不涉及",
)


def page_of(
    result: CheckResult, language: Language = Language.ZH, snapshot: State | None = None, points: int = 0
) -> Weekly:
    speaker = Speaker(language)
    report = build(result, speaker)
    course = (point_of(report.state).model_copy(update={"day": f"2021-0{5 + n}-01"}) for n in range(points))
    report = report.model_copy(update={"course": (*course, point_of(report.state))})
    return build_weekly(result, report, speaker, snapshot)


@pytest.fixture(scope="module")
def weeklies(results: dict[str, CheckResult]) -> dict[str, Weekly]:
    """Every state without snapshots; that with the longest names also with some of months ago."""
    pages = {
        f"{name}-{language}": page_of(result, language)
        for name, result in results.items()
        for language in Language
    }
    old = state_of(results["overlong"]).model_copy(update={"day": "2021-05-01", "rows": (), "exceptions": ()})
    course = {
        f"course-{language}": page_of(results["overlong"], language, old, points=5) for language in Language
    }
    return pages | course


def written(weekly: Weekly, name: str) -> bytes:
    [format_] = formats_of(["weekly"], [name])
    return format_.render(weekly)


def judged(root: Path, day: str = "2021-09-20") -> Weekly:
    return page_of(check(load(root), CheckOptions(), date.fromisoformat(day)))


def snapshot_of(root: Path, day: str) -> State:
    return state_of(check(load(root), CheckOptions(), date.fromisoformat(day)))


def changes_since(root: Path, snapshot: State) -> dict[str, tuple[int, str]]:
    result = check(load(root), CheckOptions(), date(2021, 9, 20))
    return {c.kind: (c.count, c.what) for c in page_of(result, snapshot=snapshot).changes}


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


def test_what_was_withdrawn_since_the_snapshot_is_named_with_its_reason(own_example: Path) -> None:
    """The conclusion has no day: by the dates of the register it was never there."""
    snapshot = snapshot_of(own_example, "2021-09-13")
    edited(own_example, "progress/ecology.yaml", lambda text: re.sub(
        r"- \{measure: pm25, year: 2020, fulfilled: true[^\n]*\n", "", text
    ))  # fmt: skip
    assert changes_since(own_example, snapshot)["转为未达标、待定"] == (
        1,
        "环境空气质量（上周达标，现待定：考核结论被撤回，市生态环境局安化分局）",
    )
    assert {change.kind: change.count for change in judged(own_example).changes}["转为未达标、待定"] == 0


def test_a_correction_since_the_snapshot_is_a_change_and_a_new_figure_is_none(own_example: Path) -> None:
    snapshot = snapshot_of(own_example, "2021-09-13")
    assert changes_since(own_example, snapshot)["数据更正"] == (0, "无。")
    edited(own_example, "progress/ecology.yaml", lambda text: re.sub(
        r"(measure: pm25, year: 2020, value: )30\b([^}]*)\}",
        r"\g<1>29\2, revised: {on: 2021-09-15, was: 30, reason: 省站复核}}", text, count=1
    ))  # fmt: skip
    figures = [figure for figure in snapshot.figures if figure.measure != "film-used"]
    fewer = snapshot.model_copy(update={"figures": tuple(figures)})
    count, what = changes_since(own_example, fewer)["数据更正"]
    assert count == 1
    assert what.startswith("2020年PM2.5年均浓度（市生态环境局安化分局）由30更正为29，省站复核")


def test_exceptions_granted_since_the_snapshot_are_named_without_codes(own_example: Path) -> None:
    snapshot = snapshot_of(own_example, "2021-09-13")
    edited(own_example, "waivers.yaml", lambda text: text.replace(
        "extensions:", "extensions:\n- {unit: tianzhuang, requirement: 29-1, until: 2021-09-30, reason: 仪器返厂, granted: 2021-09-14, by: office}", 1
    ))  # fmt: skip
    count, what = changes_since(own_example, snapshot)["新增豁免、延期、不涉及"]
    assert (count, "延期：" in what, what.endswith("至9月30日（田庄乡）")) == (1, True, True)
    old = snapshot.model_copy(update={"exceptions": ()})
    assert changes_since(own_example, old)["新增豁免、延期、不涉及"][0] > 5


def test_what_was_registered_late_is_received_in_the_week_in_which_it_was_registered(
    own_example: Path,
) -> None:
    """It came on 3 September; the snapshot of the 13th did not have it."""
    snapshot = snapshot_of(own_example, "2021-09-13")
    known = changes_since(own_example, snapshot)
    [index] = [i for i, item in enumerate(snapshot.items) if item[:3] == ("25-1", "longtang", "2020")]
    items = list(snapshot.items)
    items[index] = items[index]._replace(received="", state="missing")
    late = changes_since(own_example, snapshot.model_copy(update={"items": tuple(items)}))
    assert late["收到材料"][0] == known["收到材料"][0] + 1
    assert late["审核通过"][0] == known["审核通过"][0] + 1


def test_numbers_of_a_snapshot_from_longer_ago_bear_its_day(example: Path) -> None:
    snapshot = snapshot_of(example, "2021-08-02")
    weekly = page_of(check(load(example), CheckOptions(), date(2021, 9, 20)), snapshot=snapshot)
    assert [count.label for count in weekly.counts] == ["8月2日", "本周", "增减"]
    assert weekly.basis == "上期数据取自8月2日留存的进展数据。"
    text = weekly_paper.paper(weekly).text
    assert "与8月2日比" in text
    assert "8月2日以来变化" in text
    assert "上周" not in text


def test_the_paper_says_when_there_is_no_snapshot(weeklies: dict[str, Weekly]) -> None:
    assert "未留存上期数据，上周情况按登记日期推算。" in weekly_paper.paper(weeklies["example-zh"]).text


def test_the_course_of_the_snapshots_is_one_sentence(weeklies: dict[str, Weekly]) -> None:
    number = weeklies["overlong-zh"].counts[1].counted.partition("/")[0]
    assert weeklies["course-zh"].course.startswith(
        f"历次达标且佐证材料齐全项数：5月1日 {number}、6月1日 {number}、"
    )
    assert weeklies["example-zh"].course == ""


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
    assert (len(many.late), many.late_more > 5) == (3, True)
    assert f"另有{many.late_more}项" in weekly_paper.paper(many).text


def test_in_english_no_name_is_cut_and_the_longest_late_are_listed(weeklies: dict[str, Weekly]) -> None:
    weekly = weeklies["example-en"]
    text = weekly_paper.paper(weekly).text
    assert "Hunan eco-civilisation demonstration county: weekly report" in text
    assert "Self-inspection and rectification, 10 days left until 2021-09-30." in text
    chinese = [item.late for item in weeklies["example-zh"].late]
    assert [item.late.split()[-2] for item in weekly.late[:5]] == [days[:-1] for days in chinese[:5]]
    assert "Nanjin" in {item.unit for item in weekly.late}


def test_the_note_ends_with_a_whole_sentence(weeklies: dict[str, Weekly]) -> None:
    assert weeklies["example-zh"].note.endswith("。")
    assert weeklies["example-en"].note.endswith(".")
    assert not any("…" in weekly.note for weekly in weeklies.values())


def test_the_column_of_vetoes_that_are_not_cleared_names_all_that_it_counts(
    weeklies: dict[str, Weekly],
) -> None:
    """Without proof 1, not answered 1, undecided 1."""
    for language, head in (
        ("zh", "否决条件未出证明、未答复或待定"),
        ("en", "Vetoes unproven, unanswered or undecided"),
    ):
        column = next(c for c in count_columns(Speaker(Language(language))) if c.key == "uncleared")
        assert (column.head, column.text(weeklies[f"example-{language}"].counts[1])) == (head, "3/6")


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
