"""What `ecodemo supervise` says is what the state and the status say, and nothing is judged again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from rich.cells import cell_len

from cli.running import invoke
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build
from ecodemo.report.contents.labels import LATENESS
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.supervision_view import Supervision, UnitSupervision
from support import check, edit


def of(supervision: Supervision, unit: str) -> UnitSupervision:
    return next(each for each in supervision.units if each.standing.unit == unit)


def test_every_unit_has_the_line_of_the_status(supervision: Supervision, example_result: CheckResult) -> None:
    ranking = build(example_result, Speaker(Language.ZH)).ranking
    assert tuple(unit.standing for unit in supervision.units[: len(ranking)]) == ranking


def test_the_counts_are_those_of_the_state(supervision: Supervision, example_result: CheckResult) -> None:
    units = {unit.id: unit for unit in state_of(example_result).units}
    for unit in supervision.units:
        state = units.get(unit.standing.unit)
        counted = (
            len(unit.items_standing("overdue")),
            len(unit.items_standing("returned", "returned, overdue")),
            len(unit.late),
        )
        assert counted == ((state.overdue, state.returned, state.late_done) if state else (0, 0, 0))
    totals = supervision.totals
    assert (totals.units, totals.due, totals.on_time) == (46, 679, 668)
    assert (totals.late_done, totals.overdue, totals.returned, totals.figures_missing) == (4, 5, 2, 3)


def test_a_unit_owes_documents_figures_and_entries_of_the_ledger(supervision: Supervision) -> None:
    unit = of(supervision, "nanjin")
    assert [(item.no, item.standing, item.days_late) for item in unit.items] == [
        ("38-2", "overdue", 123),
        ("25-1", "returned, overdue", 111),
    ]
    [part] = unit.items[1].parts
    assert (part.years, part.received, part.returned, part.again) == (
        "2018—2020",
        "2021-05-15",
        "2021-05-26",
        "2021-06-01",
    )
    [figures] = unit.figures
    assert (figures.count, figures.years, figures.days_late) == (2, "2020", 123)
    assert figures.hinders == ("党政领导干部参加生态文明培训的人数比例",)
    assert [entry.no for entry in unit.rectification] == ["ZG-006"]


@pytest.mark.parametrize(
    ("unit", "colour"),
    [("nanjin", "red"), ("tianzhuang", "yellow"), ("taoxi", "red"), ("changtang", ""), ("agriculture", "")],
)
def test_a_slip_is_red_for_what_is_overdue_and_yellow_for_returns(
    supervision: Supervision, unit: str, colour: str
) -> None:
    assert of(supervision, unit).colour == colour


def test_kinds_of_return_are_counted_by_unit(own_example: Path) -> None:
    edit(
        own_example / "data" / "progress" / "tianzhuang.yaml",
        "result: returned,",
        "result: returned, kind: [blurred, no-stamp],",
    )
    ran = invoke("-C", own_example, "supervise", "-f", "json", "--unit", "tianzhuang")
    [unit] = json.loads(ran.stdout)["units"]
    assert unit["returns"] == 1
    assert [(reason["kind"], reason["count"]) for reason in unit["reasons"]] == [
        ("blurred", 1),
        ("no-stamp", 1),
    ]


def test_the_json_is_what_its_schema_says(example: Path) -> None:
    schema = json.loads(invoke("schema", "supervise").stdout)
    ran = invoke("-C", example, "--lang", "en", "supervise", "-f", "json")
    assert ran.exit_code == 0
    jsonschema.Draft202012Validator(schema).validate(json.loads(ran.stdout))


def test_the_text_has_the_ranking_with_its_definition_and_what_expires(example: Path) -> None:
    ran = invoke("-C", example, "--lang", "en", "supervise", env={"COLUMNS": "200"})
    assert ran.exit_code == 0
    assert "not yet submitted, 123 days overdue" in ran.stdout
    assert LATENESS.text.split(".")[0] in " ".join(ran.stdout.split())
    assert "Expires within 30 days" in ran.stdout


@pytest.mark.parametrize("language", Language)
def test_at_80_columns_all_that_ranks_is_shown_and_what_is_left_out_is_said(
    example: Path, language: Language
) -> None:
    ran = invoke("-C", example, "--lang", language, "supervise", env={"COLUMNS": "80"})
    lines = ran.stdout.splitlines()
    assert max(map(cell_len, lines)) <= 80
    [nanjin] = [line for line in lines if re.match(r" +23 +(Nanjin|南金乡) ", line)]
    assert nanjin.split()[2:-1] == ["22", "18", "2", "1", "1", "81.8%", "123", "2"]
    said = "Not shown, as the window is narrow: Received on" in ran.stdout
    assert said is (language is Language.EN)
    assert said is not ("收到日期 " in ran.stdout)


def test_how_far_ahead_is_looked_can_be_said(example: Path) -> None:
    numbers = {}
    for within in ("0", "30d"):
        ran = invoke("-C", example, "supervise", "-f", "json", "--within", within, "--unit", "创建办")
        [unit] = json.loads(ran.stdout)["units"]
        numbers[within] = [item["no"] for item in unit["items"]]
    assert numbers["0"] == ["00-1"]
    assert set(numbers["30d"]) > {"00-1", "00-8"}


@pytest.mark.parametrize("within", ["3x", "-1", "1000", "", "٣"])
def test_what_is_no_number_of_days_is_refused(example: Path, within: str) -> None:
    ran = invoke("-C", example, "--lang", "en", "supervise", f"--within={within}")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "--within" in ran.stderr


@pytest.mark.parametrize("command", [(), ("circular",)])
def test_where_nobody_owes_anything_there_is_no_paper(
    example: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    out = ("--out", str(tmp_path / "out")) if command else ()
    ran = invoke("-C", example, "supervise", *command, "--unit", "changtang", *out)
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert not (tmp_path / "out").exists()


def test_an_unknown_unit_is_refused(example: Path, tmp_path: Path) -> None:
    assert invoke("-C", example, "supervise", "slips", "--unit", "nobody", "--out", tmp_path).exit_code == 2


def test_in_april_units_owe_what_will_be_due(example: Path) -> None:
    ran = invoke("-C", example, "--today", "2021-05-16", "supervise", "-f", "json", "--unit", "nanjin")
    [unit] = json.loads(ran.stdout)["units"]
    assert unit["colour"] == ""
    assert {item["standing"] for item in unit["items"]} == {"not yet due"}


def test_a_received_document_whose_file_is_gone_is_outstanding_and_stays_on_time(
    supervision: Supervision,
) -> None:
    unit = of(supervision, "gaoming")
    assert (unit.standing.on_time, unit.standing.due, unit.colour) == (22, 22, "yellow")
    [item] = unit.items
    [part] = item.parts
    assert (item.no, item.standing, item.days_late) == ("35-1", "to be replaced", 0)
    assert (part.years, part.received, part.situation) == ("2020", "2021-05-10", "登记的文件未找到")


def test_a_late_document_whose_file_is_gone_is_late_and_outstanding(own_example: Path) -> None:
    (lost,) = (own_example / "evidence").glob("32 */长塘镇/2018-2020/32-2 *.jpg")
    lost.unlink()
    unit = of(build_supervision(check(own_example), Speaker(Language.ZH)), "changtang")
    assert (unit.standing.late_done, [item.no for item in unit.late]) == (2, ["29-1", "32-2"])
    [item] = unit.items
    assert (item.no, item.standing, item.days_late) == ("32-2", "to be replaced", 0)
    assert (item.parts[0].years, item.parts[0].lack) == ("2018—2020", "登记的文件未找到")


@pytest.mark.parametrize(
    ("today", "standing", "days", "situation"),
    [
        ("2021-09-20", "not yet due", 0, "，还有20天"),
        ("2021-10-08", "due soon", 0, "，还有2天"),
        ("2021-10-12", "to be replaced", 2, "，逾期2天"),
    ],
)
def test_a_certificate_that_ends_too_early_is_outstanding_and_in_no_count(
    example: Path, today: str, standing: str, days: int, situation: str
) -> None:
    unit = of(build_supervision(check(example, today=today), Speaker(Language.ZH)), "ecology")
    [item] = [item for item in unit.items if item.no == "V3"]
    assert (item.standing, item.days_late, item.due) == (standing, days, "2021-10-10")
    assert item.parts[0].situation.startswith("证明所涵盖期间截至")
    assert item.parts[0].situation.endswith(situation)
    counts = (len(unit.items_standing("overdue")), len(unit.items_standing("returned", "returned, overdue")))
    assert counts == (unit.standing.overdue, unit.standing.returned)


def test_what_expires_is_named_with_the_units_that_owe_it(supervision: Supervision) -> None:
    assert [(row.until, row.kind, row.what, row.unit) for row in supervision.expiring] == [
        (
            "2021-10-15",
            "豁免",
            "07-3 目标完成情况考核通报（2019年）：缺材料",
            "市生态环境局安化分局",
        ),
        ("2021-10-15", "豁免", "29-1 污水处理厂运行月报汇总（2018年）：缺材料", "长塘镇"),
    ]


def test_of_one_unit_only_what_concerns_it_expires(example_result: CheckResult) -> None:
    shown = build_supervision(example_result, Speaker(Language.ZH), ["ecology"])
    assert [row.what.split()[0] for row in shown.expiring] == ["07-3"]


def test_too_many_days_are_refused_with_the_most_that_are_allowed(example: Path) -> None:
    ran = invoke("-C", example, "--lang", "en", "supervise", "--within", "400d")
    assert ran.exit_code == 2
    assert "at most 366" in ran.stderr


def test_that_nothing_is_outstanding_is_said_of_the_units_that_were_asked_for(example: Path) -> None:
    ran = invoke("-C", example, "supervise", "--unit", "东坪镇,长塘镇", env={"ECODEMO_LANG": "zh"})
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert "东坪镇、长塘镇无待办事项" in ran.stderr
