"""The rows that only departments have: what the upper level assigned, and the texts for the report."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.owed import rows_by_indicator
from ecodemo.assess.requested_figures import RequestedFigures
from ecodemo.forms.contract import FULFILLED, LIMITS, Content
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets.stamped_figures import standing_number
from ecodemo.forms.sheets_for_units import ASSIGNED_SHEET, STATEMENT_SHEET
from ecodemo.model.indicator import Measure
from ecodemo.model.number import plain
from ecodemo.model.progress import Assignment
from ecodemo.model.reference import Reference
from ecodemo.model.target import AllOf, AnyOf, Assigned, ByProfile, Target
from ecodemo.model.workspace import Workspace


def assigned_table(requested: RequestedFigures, unit: str) -> SheetTable:
    """The sheet of targets assigned by the upper level, for the measures that a unit answers for.

    A measure that may be met by an assigned drop or change has a row for that, too: the assignment may be on either.
    """
    workspace = requested.workspace
    return SheetTable(
        ASSIGNED_SHEET,
        tuple(_assigned_rows(requested, unit)),
        ASSIGNED_SHEET.title.format(unit=workspace.units[unit].name),
        ASSIGNED_SHEET.note,
    )


def assignable(requested: RequestedFigures, unit: str) -> tuple[tuple[Measure, str], ...]:
    """The measures whose assignments a unit enters, each with the number that stands for it."""
    workspace = requested.workspace
    subjects: dict[str, None] = {}
    for measure_id, target in requested.targets.items():
        if _is_assigned(target):
            subjects[measure_id] = None
            subjects.update(
                dict.fromkeys(m.id for m in workspace.measures.values() if measure_id in m.made_from)
            )
    return tuple(
        (measure, standing_number(measure, workspace))
        for measure in workspace.measures.values()
        if measure.id in subjects and workspace.lead_of(measure.id) == unit
    )


def _assigned_rows(requested: RequestedFigures, unit: str) -> Iterator[SheetRow]:
    workspace, bid = requested.workspace, requested.bid
    progress = workspace.progress.get(unit)
    entered = progress.assigned if progress else ()
    for measure, no in assignable(requested, unit):
        own = {entry.year: entry for entry in entered if entry.measure == measure.id}
        years = sorted({bid.assessed, *(year for year in own if year in bid.span)})
        for year in years:
            yield SheetRow(measure.id, _assigned(workspace, unit, measure, no, year, own.get(year)))


def _assigned(
    workspace: Workspace, unit: str, measure: Measure, no: str, year: int, entry: Assignment | None
) -> dict[str, Content]:
    unit_words = f"（{measure.unit}）" if measure.unit not in ("", "无量纲") else ""
    contents: dict[str, Content] = {"no": no, "name": f"{measure.name}{unit_words}", "year": year}
    if entry is None:
        return contents
    limits = ((sign, getattr(entry, key)) for key, sign in LIMITS.items())
    contents["target"] = (
        "、".join(f"{sign}{plain(limit)}" for sign, limit in limits if limit is not None) or None
    )
    contents["by"] = entry.by or None
    contents["number"] = _official_number(workspace, unit, entry.document)
    contents["document"] = entry.document.requirement if entry.document else None
    contents["conclusion"] = FULFILLED[entry.fulfilled] if entry.fulfilled is not None else None
    return contents


def _official_number(workspace: Workspace, unit: str, reference: Reference | None) -> str | None:
    """The 文号 that the register has of a document."""
    progress = workspace.progress.get((reference.unit or unit) if reference else "")
    if progress is None or reference is None:
        return None
    return next(
        (
            document.number
            for document in progress.documents
            if document.requirement == reference.requirement
            and (reference.year is None or reference.year in document.years)
            and document.number
        ),
        None,
    )


def _is_assigned(target: Target) -> bool:
    match target:
        case Assigned():
            return True
        case AllOf():
            return any(map(_is_assigned, target.all_of))
        case AnyOf():
            return any(map(_is_assigned, target.any_of))
        case ByProfile():
            return any(map(_is_assigned, target.cases.values()))
        case _:
            return False


def statement_table(requested: RequestedFigures, unit: str) -> SheetTable:
    """The sheet of texts for the report, one row for each indicator that a unit leads."""
    workspace = requested.workspace
    touched = rows_by_indicator(workspace, requested.bid)
    progress = workspace.progress.get(unit)
    said = {statement.indicator: statement for statement in (progress.statements if progress else ())}
    rows = []
    for indicator in workspace.indicators:
        applies = any(
            workspace.county.fits(row.applies_if) is not False for row in touched.get(indicator.id, ())
        )
        if indicator.lead != unit or not applies:
            continue
        statement = said.get(indicator.id)
        contents: dict[str, Content] = {"no": indicator.no, "indicator": indicator.name}
        if statement:
            contents |= {key: getattr(statement, key) or None for key in ("done", "problems", "next")}
        rows.append(SheetRow(indicator.id, contents))
    return SheetTable(
        STATEMENT_SHEET, tuple(rows), STATEMENT_SHEET.title.format(unit=workspace.units[unit].name)
    )
