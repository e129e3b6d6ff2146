"""The annexes of the phase report that are tables, with the heads that a paper has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import RequirementRow
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.contents.ledger_view import ExceptionRow, ProjectRow, RectificationRow
from ecodemo.report.contents.report_view import Report
from ecodemo.report.papers.composition import headed
from ecodemo.report.phase.grids import in_names
from ecodemo.report.properties.property_table import property_table
from ecodemo.report.tables.document_table import requirement_columns
from ecodemo.report.tables.finding_table import finding_columns
from ecodemo.report.tables.indicator_table import MeasureLine, measure_columns, measure_lines
from ecodemo.report.tables.ledger_table import exception_columns, rectification_columns
from ecodemo.report.tables.project_table import project_columns
from ecodemo.table import Column, TitledTable, pick


def annex_table(name: str, report: Report, speaker: Speaker) -> TitledTable[Any]:
    """The table of an annex by the name of its block."""
    match name:
        case "indicators":
            return figure_annex(report, speaker)
        case "documents":
            return requirement_annex(report, speaker)
        case "rectification":
            return rectification_annex(report, speaker)
        case "projects":
            return project_annex(report, speaker)
        case "exceptions":
            return exception_annex(report, speaker)
        case "properties":
            return property_table(report.properties, speaker)
        case "findings":
            return finding_annex(report, speaker)
        case _:
            return source_annex(report, speaker)


def figure_annex(report: Report, speaker: Speaker) -> TitledTable[MeasureLine]:
    """Every measure with its years; what a row lacks is given as names of documents."""
    every = measure_columns(report.bid.years, speaker, has_points=report.has_points)
    columns = [column for column in every if column.key != "light"]
    rows = map(in_names, (*report.rows, *report.not_applicable))
    return TitledTable("", headed(columns, lead=speaker.text("Lead")), tuple(measure_lines(rows)), keep=4)


def requirement_annex(report: Report, speaker: Speaker) -> TitledTable[RequirementRow]:
    text = speaker.text
    heads = {
        "no": text("No.", "documents"),
        "returned": text("Returned", "documents"),
        "overdue": text("Overdue", "documents"),
    }
    columns = headed(requirement_columns(speaker), **heads)
    return TitledTable("", tuple(_with_supporting_apart(columns, text)), report.requirements)


def _with_supporting_apart(
    columns: Iterable[Column[RequirementRow]], text: Callable[[str, str], str]
) -> Iterator[Column[RequirementRow]]:
    """Supporting documents are not owed: what is there of them has a column of its own."""
    nothing = text("—", "documents")
    for column in columns:
        match column.key:
            case "owed":
                yield replace(column, value=lambda row: row.required or nothing)
            case "there":
                yield replace(column, value=lambda row: row.required_there if row.required else nothing)
                head = text("Supporting, submitted", "documents")
                yield Column("supporting", head, lambda row: row.supporting or None, 9, "number")
            case _:
                yield column


def rectification_annex(report: Report, speaker: Speaker) -> TitledTable[RectificationRow]:
    text = speaker.text
    heads = {
        "no": text("No.", "ledger"),
        "found": text("Found"),
        "unit": text("Unit", "ledger"),
        "due": text("Due", "ledger"),
        "closed": text("Closed"),
        "closed_by": text("By", "ledger"),
    }
    columns = [column for column in rectification_columns(speaker) if column.key != "ask"]
    return TitledTable("", headed(columns, **heads), report.rectification)


def project_annex(report: Report, speaker: Speaker) -> TitledTable[ProjectRow]:
    heads = {"no": speaker.text("No.", "ledger")}
    columns = [column for column in project_columns(speaker) if column.key not in ("group", "document")]
    return TitledTable("", headed(columns, **heads), report.projects)


def exception_annex(report: Report, speaker: Speaker) -> TitledTable[ExceptionRow]:
    text = speaker.text
    heads = {
        "kind": text("Kind", "exceptions"),
        "what": text("Applies to"),
        "unit": text("Unit", "exceptions"),
        "granted": text("Granted"),
        "by": text("By", "exceptions"),
        "number": text("Document", "exceptions"),
    }
    rows = (
        entry.model_copy(update={"what": entry.title, "number": entry.document_title})
        for entry in report.exceptions
    )
    return TitledTable("", headed(exception_columns(speaker), **heads), tuple(rows))


def finding_annex(report: Report, speaker: Speaker) -> TitledTable[FindingRow]:
    """What was found, unit by unit as the paper has it, without codes and places."""
    text = speaker.text
    nobody = text("The county's own data")
    in_words: Column[FindingRow] = Column("words", text("Finding"), lambda finding: finding.in_words, 90)
    columns = (*finding_columns(speaker), in_words)
    error, hit = text("error", "annex"), text("veto triggered", "annex")
    rows = (
        finding.model_copy(
            update={
                "unit_name": finding.unit_name or nobody,
                "severity_label": _severity(finding, error, hit),
            }
        )
        for unit in report.units
        for finding in report.findings
        if finding.unit == unit.unit
    )
    keys = ("unit", "severity", "words", "due", "overdue_days")
    return TitledTable("", pick(columns, *keys, unit=text("Unit", "units")), tuple(rows))


def _severity(finding: FindingRow, error: str, hit: str) -> str:
    if finding.code == "VT101":
        return hit
    return error if finding.severity == "error" else finding.severity_label


class SourceLine(NamedTuple):
    """Something that is not verified."""

    about: str
    words: str


def source_annex(report: Report, speaker: Speaker) -> TitledTable[SourceLine]:
    text = speaker.text
    columns: tuple[Column[SourceLine], ...] = (
        Column("about", text("About"), lambda line: line.about, 14),
        Column("words", text("Note"), lambda line: line.words, 80),
    )
    unverified = text("Not verified")
    return TitledTable("", columns, tuple(SourceLine(unverified, words) for words in report.provisos))
