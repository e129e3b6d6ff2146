"""The facts of a year: the numbers of the ranking, summed by leader, without a score and without personal numbers."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cli.running import invoke
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_duties import build_duties
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.build_year_facts import build_year_facts
from ecodemo.supervise.supervision_view import Supervision
from ecodemo.supervise.year_paper import year_paper
from ecodemo.supervise.year_view import YearFacts
from golden.test_golden import Matcher
from support import check, edit

LEDGER = Path("data/rectification.yaml")


def facts_of(result: CheckResult, year: int = 2021, language: Language = Language.ZH) -> YearFacts:
    speaker = Speaker(language)
    supervision = build_supervision(result, speaker)
    return build_year_facts(supervision, result, build_duties(supervision, result, speaker, year).units, year)


@pytest.fixture
def matches(request: pytest.FixtureRequest) -> Matcher:
    return Matcher(update=bool(request.config.getoption("--update-golden")))


@pytest.mark.parametrize("language", [Language.ZH, Language.EN])
def test_the_facts_of_the_example(example_result: CheckResult, matches: Matcher, language: Language) -> None:
    name = "year-facts.md" if language is Language.ZH else "year-facts.en.md"
    matches(name, markdown_content(year_paper(facts_of(example_result, language=language))).decode())


def test_numbers_are_those_of_the_ranking(supervision: Supervision, example_result: CheckResult) -> None:
    facts = facts_of(example_result)
    totals, sums = supervision.totals, facts.totals
    assert (sums.due, sums.on_time, sums.late_done, sums.overdue, sums.returned, sums.returns) == (
        totals.due, totals.on_time, totals.late_done, totals.overdue, totals.returned, supervision.returns,
    )  # fmt: skip
    standings = {unit.standing.unit: unit.standing for unit in supervision.units}
    for unit in facts.units:
        its = standings[unit.unit]
        counts = unit.counts
        assert (counts.due, counts.on_time, counts.late_done, counts.overdue, counts.returned) == (
            its.due, its.on_time, its.late_done, its.overdue, its.returned,
        )  # fmt: skip
        assert counts.due == counts.on_time + counts.late_done + counts.overdue + counts.returned


def test_entries_of_the_ledger_count_in_the_year_of_their_due_date(example_result: CheckResult) -> None:
    counts = {unit.unit: unit.counts for unit in facts_of(example_result).units}
    assert (counts["longtang"].to_close, counts["longtang"].closed_on_time, counts["longtang"].closed_late) == (
        1, 0, 1,
    )  # fmt: skip
    assert (counts["ecology"].to_close, counts["ecology"].closed_on_time) == (1, 1)
    assert (counts["agriculture"].to_close, counts["agriculture"].closed_late) == (1, 0)


def test_what_is_due_in_another_year_does_not_count(example_result: CheckResult) -> None:
    totals = facts_of(example_result, 2020).totals
    assert set(totals.model_dump(exclude={"schema_version"}).values()) == {0}


def test_all_exceptions_granted_in_the_year_are_listed(example_result: CheckResult) -> None:
    units = {unit.unit: unit.exceptions for unit in facts_of(example_result).units}
    assert any("管网建设验收（2018年）" in said and "2021-08-31" in said for said in units["housing"])
    assert any("目标完成情况考核通报（2019年）" in said for said in units["ecology"])
    assert not any("项目清单" in said for said in units["housing"]), "granted by the unit itself"
    assert not any(unit.exceptions for unit in facts_of(example_result, 2020).units)


def test_a_year_in_which_nothing_fell_due_writes_nothing(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "--lang", "en", "supervise", "duties", "--year", "2019", "--out", tmp_path)
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert "No document or ledger entry of the bid fell due in 2019." in ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_a_leader_with_several_units_is_summed_and_a_deputy_of_each_is_not(own_example: Path) -> None:
    for person in ("龙塘镇分管副镇长", "古楼乡分管副乡长"):
        edit(own_example / LEDGER, f"person: {person}", "person: 分管副县长")
    for person in ("县发展和改革局分管副局长", "县卫生健康局分管副局长"):
        edit(own_example / LEDGER, f"person: {person}", "person: 分管副局长")
    facts = facts_of(check(own_example))
    counts = {unit.name: unit.counts for unit in facts.units}
    [county] = [leader for leader in facts.leaders if leader.leader == "分管副县长"]
    assert set(county.units) == {"龙塘镇", "古楼乡"}
    assert county.counts.due == counts["龙塘镇"].due + counts["古楼乡"].due
    assert county.counts.closed_late == 1
    deputies = [leader.units for leader in facts.leaders if leader.leader == "分管副局长"]
    assert sorted(deputies) == [("县卫生健康局",), ("县发展和改革局",)]


@pytest.mark.long
def test_the_files_are_written_without_personal_numbers(own_example: Path, tmp_path: Path) -> None:
    edit(own_example / LEDGER, "person: 龙塘镇分管副镇长", "person: 龙塘镇分管副镇长13907375566")
    ran = invoke("-C", own_example, "supervise", "duties", "--year", "2021", "--out", tmp_path)
    assert ran.exit_code == 0, ran.stderr
    name = "duties-provincial-2021-2021-2021-09-20"
    assert {path.name for path in tmp_path.glob("duties-*")} == {
        f"{name}.{suffix}" for suffix in ("docx", "md", "xlsx")
    }
    book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    for said in (" ".join(cells), (tmp_path / f"{name}.md").read_text(encoding="utf-8")):
        assert "龙塘镇分管副镇长" in said
        assert "139" not in said


@pytest.mark.long
def test_a_year_that_is_over_is_judged_on_its_last_day(own_example: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C", own_example, "--today", "2022-03-01", "supervise", "duties", "--year", "2021", "--out", tmp_path
    )
    assert ran.exit_code == 0, ran.stderr
    assert {path.stem for path in tmp_path.glob("duties-*")} == {"duties-provincial-2021-2021-2021-12-31"}


@pytest.mark.parametrize("year", ["2022", "1999"])
def test_a_year_that_cannot_be_counted_is_refused(example: Path, tmp_path: Path, year: str) -> None:
    ran = invoke("-C", example, "--lang", "en", "supervise", "duties", "--year", year, "--out", tmp_path)
    assert ran.exit_code == 2
    assert "--year takes a year from 2000 to 2021." in ran.stderr
