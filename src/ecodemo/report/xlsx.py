"""The status workbook: overview, indicators, findings, township figures, rectification, vetoes, notes.

Every sheet has its title (and, for an example, that it is made up) above a frozen head with a filter,
prints in landscape on pages one sheet wide, and says in words what it says in colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.language import Language, Speaker
from ecodemo.report import xlsx_sheets
from ecodemo.report.view import Report
from ecodemo.report.xlsx_file import Styles, height_of, plain_text, save
from ecodemo.report.xlsx_sheets import Column, Line, Value

_TITLE_SHRINKS = 0.7
"""The title is 14 points where the text is 10."""
_WIDEST_ON_A4 = 180
"""Characters; beyond that the print on A4 falls under 7 points."""
_OVERVIEW_WIDTHS = (26, 13, 13, 13, 34, 16, 4, 8)


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(report.language))
    workbook = Workbook()
    book = _Book(workbook, report, speaker)
    book.overview()
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
        foot=report.lateness,
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
    book.table(speaker.text("Findings"), sheets.finding_columns(speaker), sheets.finding_lines(report))
    book.table(speaker.text("Notes"), sheets.note_columns(speaker), sheets.note_lines(report, speaker))
    return save(workbook, report.today)


class _Book:
    """The workbook while its sheets are written."""

    def __init__(self, workbook: Workbook, report: Report, speaker: Speaker) -> None:
        self.workbook = workbook
        self.report = report
        self.styles = Styles(workbook)
        self.text = speaker.text
        self.first = cast("Worksheet", workbook.active)

    def overview(self) -> None:
        """One printed page: the verdict, the two numbers, by group, the pass rule."""
        report, text = self.report, self.text
        sheet = self.first
        sheet.title = text("Overview")
        self._page(sheet, 120)
        sheet.page_setup.fitToHeight = 1
        for column, width in enumerate(_OVERVIEW_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        row = self._title(sheet, _OVERVIEW_WIDTHS)
        row = self._wide(sheet, row, report.conclusion, xlsx_sheets.VERDICT_STYLE[report.conclusion_verdict])
        for line in (report.summary, report.veto_summary, report.gate.sentence, *report.reasons):
            row = self._wide(sheet, row, line, "line")
        row += 1
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
        row = self._block(sheet, row, tally_head, tallies)
        group_head = (text("Group"), text("Rows"), text("Met"), text("Met with full proof"))
        groups: list[list[Value]] = [
            [g.name, g.applicable, g.met, g.counted] for g in report.groups if g.applicable
        ]
        row = self._block(sheet, row, group_head, groups)
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
            row = self._block(sheet, row, gate_head, gate)
        for line in (
            text("Pass rule: {rule}").format(rule=report.pass_rule.text),
            text("Source: {source}").format(source=report.pass_rule.source) + self._mark_unverified(),
            *report.pass_rule.also,
            text("Judged by {standard}").format(standard=report.bid.standard),
            report.bid.standard_note,
            text("Data {version}").format(version=report.data_version) + f"  {report.tool}",
        ):
            if line:
                row = self._wide(sheet, row, line, "note")

    def _mark_unverified(self) -> str:
        return f" ({self.text('not verified')})" if self.report.pass_rule.unverified else ""

    def table(
        self, title: str, columns: Sequence[Column], lines: Iterable[Line], *, keep: int = 0, foot: str = ""
    ) -> None:
        """A sheet with a head, a filter and one line a row; `keep` columns stay in view, `foot` stands below."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        self._page(sheet, sum(column.width for column in columns))
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        self._title(sheet, [column.width for column in columns], title)
        self._cells(sheet, 2, [column.head for column in columns], ["head"] * len(columns))
        sheet.row_dimensions[2].height = height_of(
            [column.head for column in columns], [column.width for column in columns]
        )
        widths = [column.width for column in columns]
        for row, line in enumerate(lines, 3):
            styles = [line.marks.get(index, column.style) for index, column in enumerate(columns)]
            self._cells(sheet, row, line.values, styles)
            sheet.row_dimensions[row].height = height_of(line.values, widths)
        sheet.freeze_panes = f"{get_column_letter(keep + 1)}3"
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{sheet.max_row}"
        sheet.print_title_rows = "1:2"
        if foot:
            row = sheet.max_row + 2
            self._put(sheet, row, 1, foot, "note")
            _merge(sheet, row, len(columns))
            sheet.row_dimensions[row].height = height_of([foot], [sum(widths)])

    def _page(self, sheet: Worksheet, width: int) -> None:
        """One sheet wide in landscape; on A3 where A4 would make it too small to read."""
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if width > _WIDEST_ON_A4 else sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.8
        footer: Any = sheet.oddFooter
        footer.left.text = plain_text(self.report.example_note).replace("&", "&&")
        footer.center.text = "&P / &N"
        sheet.sheet_view.showGridLines = False

    def _title(self, sheet: Worksheet, widths: Sequence[int], what: str = "") -> int:
        report = self.report
        parts = (
            report.example_note,
            report.county,
            report.bid.name,
            report.phase.name,
            report.today_words,
            what,
        )
        title = "  ".join(part for part in parts if part)
        self._put(sheet, 1, 1, title, "title")
        _merge(sheet, 1, len(widths))
        sheet.row_dimensions[1].height = height_of([title], [int(sum(widths) * _TITLE_SHRINKS)]) * 1.4
        return 2

    def _wide(self, sheet: Worksheet, row: int, text: str, style: str) -> int:
        """A line of text over the whole width."""
        self._put(sheet, row, 1, text, style)
        _merge(sheet, row, 8)
        sheet.row_dimensions[row].height = height_of([text], [126])
        return row + 1

    def _block(
        self, sheet: Worksheet, row: int, head: Sequence[str], lines: Sequence[Sequence[Value]]
    ) -> int:
        self._cells(sheet, row, head, ["head"] * len(head))
        sheet.row_dimensions[row].height = 30
        for line in lines:
            row += 1
            self._cells(sheet, row, line, ["text" if isinstance(value, str) else "number" for value in line])
            sheet.row_dimensions[row].height = height_of(line, _OVERVIEW_WIDTHS[: len(line)])
        return row + 2

    def _cells(self, sheet: Worksheet, row: int, values: Sequence[Value], styles: Sequence[str]) -> None:
        for column, (value, style) in enumerate(zip(values, styles, strict=True), 1):
            self._put(sheet, row, column, value, style)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Value, style: str) -> None:
        """One cell; text that begins like a formula stays text."""
        cell = cast("Cell", sheet.cell(row, column))
        self.styles.put_on(cell, style)
        if isinstance(value, str):
            cell.value = plain_text(value) or None
            if cell.value:
                cell.data_type = "s"
        else:
            cell.value = value
        if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
            cell.number_format = f"0.{'0' * decimals}"


def _merge(sheet: Worksheet, row: int, columns: int) -> None:
    """Merge a row's cells; openpyxl's own method would make and format each of them."""
    sheet.merged_cells.add(f"A{row}:{get_column_letter(columns)}{row}")
