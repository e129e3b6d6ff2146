"""The rows of the key projects that a unit leads: a row a stage, the money in the first row of each project."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.project_standing import ProjectStanding, StageStanding
from ecodemo.forms import words
from ecodemo.forms.contract import Content
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import PROJECT_SHEET


def project_table(assessment: Assessment, unit: str) -> SheetTable:
    """The sheet of the projects that a unit leads."""
    own = (standing for standing in assessment.projects if standing.project.unit == unit)
    return SheetTable(
        PROJECT_SHEET,
        tuple(row for standing in own for row in _rows(standing)),
        PROJECT_SHEET.title.format(unit=assessment.workspace.units[unit].name),
        PROJECT_SHEET.note,
    )


def _rows(standing: ProjectStanding) -> Iterator[SheetRow]:
    project = standing.project
    money: dict[str, Content] = {
        "invest": project.invest,
        "budget": standing.budget,
        "paid": standing.paid,
    }
    checked = _of_money(standing)
    if not standing.stages:
        contents: dict[str, Content] = {
            "document": str(project.document) if project.document else None,
            "note": project.note or None,
        }
        yield _row(standing, contents | money, checked, frozenset(("done",)))
    for number, stage in enumerate(standing.stages):
        is_first = number == 0
        checks = {**_of_stage(stage), **(checked if is_first else {})}
        contents = {**_of_data(stage), **(money if is_first else {})}
        yield _row(standing, contents, checks, frozenset() if is_first else frozenset(("paid",)))


def _row(
    standing: ProjectStanding, contents: dict[str, Content], checks: dict[str, str], closed: frozenset[str]
) -> SheetRow:
    project = standing.project
    remark = "；".join(checks.values())
    return SheetRow(
        project.no,
        {"no": project.no, "name": project.name, **contents, "remark": remark or None},
        wrong=frozenset((*checks, *(("remark",) if remark else ()))),
        closed=closed,
        is_owed=False,
    )


def _of_data(standing: StageStanding) -> dict[str, Content]:
    stage = standing.stage
    return {
        "stage": stage.name,
        "due": stage.due,
        "done": stage.done,
        "document": str(stage.document) if stage.document else None,
        "note": stage.note or None,
    }


def _of_stage(standing: StageStanding) -> dict[str, str]:
    """What is wrong with a stage, by column."""
    document = standing.stage.document
    if standing.is_overdue:
        return {"done": words.STAGE_OVERDUE.format(days=standing.days_late)}
    if not standing.done or standing.is_proven:
        return {}
    missing = words.STAGE_DOCUMENT_MISSING.format(no=document) if document else words.STAGE_WITHOUT_DOCUMENT
    return {"document": missing}


def _of_money(standing: ProjectStanding) -> dict[str, str]:
    found = {}
    if years := standing.without_budget:
        found["budget"] = words.WITHOUT_BUDGET.format(years=words.years_words(years))
    if years := standing.beyond_budget:
        found["paid"] = words.BEYOND_BUDGET.format(years=words.years_words(years))
    return found
