"""What the status workbook holds, table by table: the same in the workbook and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import DocumentRow, UnitRow
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.properties.property_table import property_table
from ecodemo.report.tables.course_table import course_columns
from ecodemo.report.tables.delivery_table import delivery_columns
from ecodemo.report.tables.document_table import document_columns, gate_columns
from ecodemo.report.tables.figure_table import correction_columns, difference_columns, township_columns
from ecodemo.report.tables.finding_table import finding_columns
from ecodemo.report.tables.indicator_table import (
    MeasureLine,
    group_columns,
    measure_columns,
    measure_lines,
    tally_columns,
)
from ecodemo.report.tables.ledger_table import rectification_columns, veto_columns
from ecodemo.report.tables.note_table import note_columns, notes
from ecodemo.report.tables.project_table import project_columns
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.table import TitledTable, pick

INDICATORS, DOCUMENTS, UNITS, FINDINGS = "indicators", "documents", "units", "findings"
DELIVERY, COURSE = "delivery", "course"
"""The keys of tables that links and charts name."""


def status_tables(report: Report, speaker: Speaker) -> Iterator[TitledTable[Any]]:
    """All tables but those of the overview."""
    text = speaker.text
    yield TitledTable(
        text("Indicators"),
        measure_columns(report.bid.years, speaker, has_points=report.has_points),
        measure_lines((*report.rows, *report.not_applicable)),
        keep=4,
        key=INDICATORS,
        known_by=_indicator_keys,
    )
    yield TitledTable(
        text("Documents"),
        document_columns(speaker),
        report.documents,
        keep=2,
        key=DOCUMENTS,
        known_by=_document_keys,
    )
    yield TitledTable(
        text("Units"),
        unit_columns(speaker),
        report.ranking,
        keep=2,
        notes=(report.lateness,),
        key=UNITS,
        known_by=_unit_key,
    )
    yield TitledTable(
        text("Delivery"),
        delivery_columns(speaker),
        report.delivery,
        notes=(text("Required documents, by year and unit; received ones whose date received is known."),),
        key=DELIVERY,
    )
    if len(report.course) > 1:
        yield TitledTable(text("Snapshots"), course_columns(speaker), report.course, key=COURSE)
    townships = township_columns(report.townships, speaker)
    yield TitledTable(text("Township figures"), townships, report.township_lines, keep=4)
    yield TitledTable(text("Figures compared"), difference_columns(speaker), report.differences)
    if report.corrections:
        yield TitledTable(text("Corrected figures"), correction_columns(speaker), report.corrections)
    yield TitledTable(text("Rectification"), rectification_columns(speaker), report.rectification, keep=2)
    if report.projects:
        yield TitledTable(text("Key projects"), project_columns(speaker), report.projects, keep=2)
    yield TitledTable(text("Vetoes"), veto_columns(speaker), report.vetoes)
    yield property_table(report.properties, speaker)
    yield TitledTable(
        text("Findings"),
        finding_columns(speaker),
        report.findings,
        key=FINDINGS,
        known_by=_finding_unit,
    )
    yield TitledTable(text("Notes"), note_columns(speaker), notes(report, speaker))


def _indicator_keys(line: MeasureLine) -> tuple[str, ...]:
    return (line.row.group,)


def _document_keys(row: DocumentRow) -> tuple[str, ...]:
    """Its number, its box and its unit."""
    return (row.no, row.no.partition("-")[0], f"of {row.unit}")


def _unit_key(row: UnitRow) -> tuple[str, ...]:
    return (row.unit,)


def _finding_unit(finding: FindingRow) -> tuple[str, ...]:
    return (finding.unit,)


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: lines of text, tables, and notes below them."""

    lines: tuple[str, ...]
    tallies: TitledTable[Any]
    groups: TitledTable[Any]
    gate: TitledTable[Any]
    notes: tuple[str, ...]


def overview_of(report: Report, pass_rule: str, speaker: Speaker) -> Overview:
    """The first page without its conclusion."""
    text = speaker.text
    gate = report.gate
    groups = pick(group_columns(speaker), "name", "applicable", "met", "counted")
    unverified = f" ({text('not verified')})" if report.pass_rule.unverified else ""
    due = (
        row.model_copy(update={"due": with_written_days(row.due, report.language)}) for row in gate.documents
    )
    return Overview(
        lines=_filled(
            report.summary,
            report.veto_summary,
            gate.sentence,
            gate.pending,
            report.pace.sentence,
            *report.reasons,
            *report.external,
        ),
        tallies=TitledTable(text("By kind"), tally_columns(speaker), report.tallies),
        groups=TitledTable(text("By group"), groups, [group for group in report.groups if group.applicable]),
        gate=TitledTable(text("Gate documents"), gate_columns(speaker), tuple(due)),
        notes=_filled(
            pass_rule,
            text("Source: {source}").format(source=report.pass_rule.source) + unverified,
            *report.pass_rule.also,
            text("Judged against {standard}").format(standard=report.bid.standard),
            report.bid.standard_note,
            text("Data {version}").format(version=report.data_version) + f"  {report.tool}",
        ),
    )


def _filled(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
