"""The status workbook: overview, indicators, findings, township figures, rectification, vetoes, notes.

What it says in colour it says in words too.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.language import Language, Speaker
from ecodemo.report import xlsx_properties, xlsx_sheets
from ecodemo.report.view import Report
from ecodemo.report.xlsx_book import Book, Value
from ecodemo.spreadsheet import height_of

_WIDTHS = (26, 13, 13, 13, 34, 16, 4, 8)
"""Characters of the overview's columns."""


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(report.language))
    book = Book(
        (report.example_note, report.county, report.bid.name, report.phase.name, report.today_words),
        report.example_note,
    )
    _Overview(book, report, speaker).write()
    sheets = xlsx_sheets
    book.table(
        speaker.text("Indicators"), sheets.indicator_columns(report, speaker), sheets.indicator_lines(report)
    )
    book.table(
        speaker.text("Documents"), sheets.document_columns(speaker), sheets.document_lines(report), keep=2
    )
    book.table(
        speaker.text("Units"),
        sheets.unit_columns(speaker),
        sheets.unit_lines(report, speaker),
        foot=(report.lateness,),
    )
    book.table(
        speaker.text("Township figures"),
        sheets.township_columns(report, speaker),
        sheets.township_lines(report),
        keep=4,
    )
    book.table(
        speaker.text("Figures compared"), sheets.difference_columns(speaker), sheets.difference_lines(report)
    )
    book.table(
        speaker.text("Rectification"),
        sheets.rectification_columns(speaker),
        sheets.rectification_lines(report),
    )
    book.table(speaker.text("Vetoes"), sheets.veto_columns(speaker), sheets.veto_lines(report, speaker))
    xlsx_properties.write(book, report.properties, speaker)
    book.table(speaker.text("Findings"), sheets.finding_columns(speaker), sheets.finding_lines(report))
    book.table(speaker.text("Notes"), sheets.note_columns(speaker), sheets.note_lines(report, speaker))
    return book.content(report.today)


class _Overview:
    """One printed page: the verdict, the two numbers, by group, the pass rule."""

    def __init__(self, book: Book, report: Report, speaker: Speaker) -> None:
        self.book = book
        self.report = report
        self.text = speaker.text
        self.row = 2
        self.sheet: Worksheet = book.sheet(speaker.text("Overview"), _WIDTHS)
        self.sheet.page_setup.fitToHeight = 1

    def write(self) -> None:
        report, text = self.report, self.text
        self._wide(report.conclusion, xlsx_sheets.VERDICT_STYLE[report.conclusion_verdict])
        for line in (report.summary, report.veto_summary, report.gate.sentence, *report.reasons):
            self._wide(line, "line")
        self.row += 1
        tally_head = (
            "",
            text("Rows"),
            text("Met"),
            text("Not met"),
            text("Undecided"),
            text("Met with full proof"),
        )
        tallies: list[list[Value]] = [
            [t.label, t.applicable, t.met, t.not_met, t.undecided, t.counted] for t in report.tallies
        ]
        self._block(tally_head, tallies)
        group_head = (text("Group"), text("Rows"), text("Met"), text("Met with full proof"))
        groups: list[list[Value]] = [
            [g.name, g.applicable, g.met, g.counted] for g in report.groups if g.applicable
        ]
        self._block(group_head, groups)
        if report.gate.documents:
            gate_head = (
                text("Gate document"),
                text("Owed"),
                text("There"),
                text("Due"),
                text("Missing from"),
            )
            gate: list[list[Value]] = [
                [f"{d.no} {d.name}", d.owed, d.there, d.due, d.missing] for d in report.gate.documents
            ]
            self._block(gate_head, gate)
        for line in (
            text("Pass rule: {rule}").format(rule=report.pass_rule.text),
            text("Source: {source}").format(source=report.pass_rule.source) + self._mark_unverified(),
            *report.pass_rule.also,
            text("Judged by {standard}").format(standard=report.bid.standard),
            report.bid.standard_note,
            text("Data {version}").format(version=report.data_version) + f"  {report.tool}",
        ):
            if line:
                self._wide(line, "note")

    def _mark_unverified(self) -> str:
        return f" ({self.text('not verified')})" if self.report.pass_rule.unverified else ""

    def _wide(self, text: str, style: str) -> None:
        self.book.wide(self.sheet, self.row, text, style, _WIDTHS)
        self.row += 1

    def _block(self, head: Sequence[str], lines: Sequence[Sequence[Value]]) -> None:
        self.book.cells(self.sheet, self.row, head, ["head"] * len(head))
        self.sheet.row_dimensions[self.row].height = 30
        for line in lines:
            self.row += 1
            styles = ["text" if isinstance(value, str) else "number" for value in line]
            self.book.cells(self.sheet, self.row, line, styles)
            self.sheet.row_dimensions[self.row].height = height_of(line, _WIDTHS[: len(line)])
        self.row += 2
