"""The status workbook: overview, indicators, findings, township figures, rectification, vetoes, notes.

What it says in colour it says in words too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.view import Report
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.phase.phase_paper import blocks_of
from ecodemo.report.properties import properties_workbook as xlsx_properties
from ecodemo.report.tables.document_table import document_columns, gate_columns
from ecodemo.report.tables.figure_table import correction_columns, difference_columns, township_columns
from ecodemo.report.tables.finding_table import finding_columns
from ecodemo.report.tables.indicator_table import group_columns, measure_columns, measure_lines, tally_columns
from ecodemo.report.tables.ledger_table import rectification_columns, veto_columns
from ecodemo.report.tables.marks import VERDICT_MARK
from ecodemo.report.tables.note_table import note_columns, notes
from ecodemo.report.tables.project_table import project_columns
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.report.writers.workbook import Book
from ecodemo.table import Column, R, pick

_WIDTHS = (26, 13, 13, 13, 13, 34, 12)
"""Characters of the overview's columns."""


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    speaker = Speaker(Language(report.language))
    book = Book(
        (report.example_note, report.county, report.bid.name, report.phase.name, report.today_words),
        report.example_note,
    )
    _Overview(book, report, speaker).write(blocks_of(report, template_folder).line("pass-rule"))
    text = speaker.text
    rows = (*report.rows, *report.not_applicable)
    book.table(
        text("Indicators"),
        measure_columns(report.bid.years, speaker, has_points=report.has_points),
        measure_lines(rows),
    )
    book.table(text("Documents"), document_columns(speaker), report.documents, keep=2)
    book.table(text("Units"), unit_columns(speaker), report.ranking, foot=(report.lateness,))
    townships = township_columns(report.townships, speaker)
    book.table(text("Township figures"), townships, report.township_lines, keep=4)
    book.table(text("Figures compared"), difference_columns(speaker), report.differences)
    if report.corrections:
        book.table(text("Corrected figures"), correction_columns(speaker), report.corrections)
    book.table(text("Rectification"), rectification_columns(speaker), report.rectification)
    if report.projects:
        book.table(text("Key projects"), project_columns(speaker), report.projects)
    book.table(text("Vetoes"), veto_columns(speaker), report.vetoes)
    xlsx_properties.write(book, report.properties, speaker)
    book.table(text("Findings"), finding_columns(speaker), report.findings)
    book.table(text("Notes"), note_columns(speaker), notes(report, speaker))
    return book.content(report.today)


class _Overview:
    """One printed page: the verdict, the two numbers, by group, the pass rule."""

    def __init__(self, book: Book, report: Report, speaker: Speaker) -> None:
        self.book = book
        self.report = report
        self.speaker = speaker
        self.row = 2
        self.sheet: Worksheet = book.sheet(speaker.text("Overview"), _WIDTHS)
        self.sheet.page_setup.fitToHeight = 1

    def write(self, pass_rule: str) -> None:
        report, text = self.report, self.speaker.text
        self._wide(report.conclusion, VERDICT_MARK[report.conclusion_verdict])
        for line in (
            report.summary,
            report.veto_summary,
            report.gate.sentence,
            report.gate.pending,
            *report.reasons,
        ):
            if line:
                self._wide(line, "line")
        self.row += 1
        self._block(tally_columns(self.speaker), report.tallies)
        groups = pick(group_columns(self.speaker), "name", "applicable", "met", "counted")
        self._block(groups, [group for group in report.groups if group.applicable])
        if report.gate.documents:
            rows = (
                row.model_copy(update={"due": with_written_days(row.due, report.language)})
                for row in report.gate.documents
            )
            self._block(gate_columns(self.speaker), rows)
        for line in (
            pass_rule,
            text("Source: {source}").format(source=report.pass_rule.source) + self._mark_unverified(),
            *report.pass_rule.also,
            text("Judged under {standard}").format(standard=report.bid.standard),
            report.bid.standard_note,
            text("Data {version}").format(version=report.data_version) + f"  {report.tool}",
        ):
            if line:
                self._wide(line, "note")

    def _mark_unverified(self) -> str:
        return f" ({self.speaker.text('not verified')})" if self.report.pass_rule.unverified else ""

    def _wide(self, text: str, style: str) -> None:
        self.book.wide(self.sheet, self.row, text, style, _WIDTHS)
        self.row += 1

    def _block(self, columns: Sequence[Column[R]], rows: Iterable[R]) -> None:
        self.book.head(self.sheet, self.row, columns)
        self.sheet.row_dimensions[self.row].height = 30
        for row in rows:
            self.row += 1
            self.book.line(self.sheet, self.row, columns, row, _WIDTHS[: len(columns)])
        self.row += 2
