"""The tables of the phase report, with the heads that a paper has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ecodemo.language import Language, Speaker
from ecodemo.paper.parts import Grid
from ecodemo.report.contents.delivery_view import PreparationRow, UnitRow
from ecodemo.report.contents.finding_view import UnitCount
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.verdict_view import IndicatorRow, VetoRow
from ecodemo.report.papers.composition import grid, headed
from ecodemo.report.tables.document_table import preparation_columns
from ecodemo.report.tables.figure_table import correction_columns
from ecodemo.report.tables.indicator_table import (
    MeasureLine,
    field_columns,
    group_columns,
    indicator_columns,
    measure_columns,
    measure_lines,
    tally_columns,
)
from ecodemo.report.tables.ledger_table import veto_columns
from ecodemo.report.tables.unit_table import unit_columns, unit_count_columns
from ecodemo.table import Column, pick


def preparation_grid(report: Report, speaker: Speaker) -> Grid:
    heads = {"no": speaker.text("No.", "documents")}
    due: Column[PreparationRow] = Column(
        "due", speaker.text("Units with documents due"), lambda row: row.owed_by_now, 12, "number"
    )
    not_due: Column[PreparationRow] = Column(
        "not_due", speaker.text("Not yet due"), lambda row: row.not_due or None, 12, "number"
    )
    columns = pick(
        (*preparation_columns(speaker), due, not_due),
        "no",
        "name",
        "due",
        "there",
        "waived",
        "not_due",
        **heads,
    )
    return grid(columns, (row for row in report.preparation if row.owed))


def group_grid(report: Report, speaker: Speaker) -> Grid:
    text = speaker.text
    heads = {
        "lead": text("Lead"),
        "applicable": text("Rows", "groups"),
        "counted": text("Met with proof"),
    }
    columns = pick(group_columns(speaker), "name", "lead", "applicable", "met", "counted", **heads)
    return grid(columns, (group for group in report.groups if group.applicable))


def ranking_grid(units: Sequence[UnitRow], speaker: Speaker) -> Grid:
    """The ranking of the units of one kind."""
    text = speaker.text
    heads = {
        "name": text("Unit ({kind})").format(kind=units[0].kind_label),
        "due": text("Due", "ranking"),
        "share": text("Share"),
        "longest": text("Longest delay"),
    }
    counts = ("due", "on_time", "late_done", "overdue", "returned")
    undated = text("{unit} ({count} without a date received)")
    rows = (
        unit.model_copy(update={"name": undated.format(unit=unit.name, count=unit.undated)})
        if unit.undated
        else unit
        for unit in units
    )
    return grid(pick(unit_columns(speaker), "rank", "name", *counts, "share", "longest", **heads), rows)


def veto_grid(report: Report, speaker: Speaker) -> Grid:
    """Those that apply; a text that was not verified says so."""
    given: Column[VetoRow] = Column(
        "given", speaker.text("Answer", "vetoes"), lambda veto: veto.answer_label, 14, "centred"
    )
    columns = pick(
        (*veto_columns(speaker), given),
        *("no", "condition", "given", "answer", "period", "document", "remark"),
        answer=speaker.text("State of proof", "vetoes"),
        document=speaker.text("Document", "vetoes"),
    )
    unverified = speaker.text("{condition} (text not verified)")
    rows = (
        veto.model_copy(
            update={
                "no": veto.no.removeprefix("V"),
                "text": unverified.format(condition=veto.text) if veto.unverified else veto.text,
                "document": veto.document_title,
                "reason": "" if veto.verdict == "met" else veto.reason,
                "note": _ended(veto.note, speaker),
            }
        )
        for veto in report.vetoes
        if veto.verdict != "not applicable"
    )
    return grid(columns, rows)


def _ended(text: str, speaker: Speaker) -> str:
    """The text as a sentence."""
    stop = "。" if speaker.language is Language.ZH else "."
    return text + stop if text and text[-1] not in "。.！？!?；;" else text


def tally_grid(report: Report, speaker: Speaker) -> Grid:
    counts = ("applicable", "met", "not_met", "undecided", "counted", "unwaived")
    columns = pick(tally_columns(speaker), "label", *counts, counted=speaker.text("Met with proof"))
    return grid(columns, report.tallies)


def field_grid(
    rows: Iterable[IndicatorRow], years: Sequence[int], speaker: Speaker, *, has_points: bool
) -> Grid:
    """A line for each measure of the rows of a field."""
    columns = field_columns(years, speaker, has_points=has_points)
    heads = {"unit": speaker.text("Unit", "fields"), "verdict": speaker.text("Verdict", "fields")}
    shown = [
        _with_dashes(column) if column.key.isdecimal() else column for column in headed(columns, **heads)
    ]
    return grid(shown, measure_lines(rows))


def _with_dashes(column: Column[MeasureLine]) -> Column[MeasureLine]:
    """The column with a dash where there is no figure."""
    value = column.value
    return replace(column, value=lambda line: value(line) or "—")


def undone_grid(rows: Iterable[IndicatorRow], speaker: Speaker) -> Grid:
    """What is not met or not decided."""
    heads = {"verdict": speaker.text("Verdict", "problems"), "lead": speaker.text("Lead")}
    columns = pick(indicator_columns(speaker), "no", "name", "verdict", "lacks", "remedy", "lead", **heads)
    return grid(columns, map(in_names, rows))


def unproven_grid(rows: Iterable[IndicatorRow], speaker: Speaker) -> Grid:
    """What is met and not proven."""
    columns = pick(
        indicator_columns(speaker), "no", "name", "proof", "lacks", "lead", lead=speaker.text("Lead")
    )
    return grid(columns, map(in_names, rows))


def near_grid(lines: Iterable[MeasureLine], years: Sequence[int], speaker: Speaker) -> Grid:
    """What is met, but close to its target or worsening."""
    keys = ("no", "name", "measure", *map(str, years), "reason", "margin", "near", "lead")
    reason: Column[MeasureLine] = Column(
        "reason", speaker.text("Judged on"), lambda line: line.part.reason, 26
    )
    columns = (*measure_columns(years, speaker), reason)
    return grid(pick(columns, *keys, lead=speaker.text("Lead")), lines)


def in_names(row: IndicatorRow) -> IndicatorRow:
    """The row, whose shortcomings name documents and have no numbers."""
    return row.model_copy(update={"lacks": row.shortcomings})


def unit_count_grid(report: Report, speaker: Speaker) -> Grid:
    """How much was found of each unit."""
    nothing = UnitCount(unit="", name=speaker.text("None found"), errors=0, warnings=0)
    nobody = speaker.text("The county's own data")
    rows = (unit.model_copy(update={"name": unit.name or nobody}) for unit in report.units or (nothing,))
    heads = {
        "name": speaker.text("Unit", "units"),
        "errors": speaker.text("Errors", "units"),
        "warnings": speaker.text("Warnings", "units"),
    }
    return grid(headed(unit_count_columns(speaker), **heads), rows)


def correction_grid(report: Report, speaker: Speaker) -> Grid:
    """Figures that were corrected, with why."""
    measured = speaker.text("{figure} ({unit})")
    rows = (
        row.model_copy(
            update={
                "document": row.document_title,
                "what": measured.format(figure=row.what, unit=row.measured_in)
                if row.measured_in
                else row.what,
            }
        )
        for row in report.corrections
    )
    return grid(correction_columns(speaker), rows)


def indicator_grid(report: Report, speaker: Speaker) -> Grid:
    every = indicator_columns(speaker, has_points=report.has_points)
    columns = [column for column in every if column.key != "light"]
    return grid(headed(columns, lead=speaker.text("Lead")), map(in_names, report.rows))
