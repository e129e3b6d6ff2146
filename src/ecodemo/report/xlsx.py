"""The status workbook: overview, indicators, findings, township figures, rectification, vetoes, notes.

Every sheet has its title (and, for an example, that it is made up) above a frozen head with a filter,
prints in landscape on pages one sheet wide, and says in words what it says in colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.language import Language, Speaker
from ecodemo.report.view import IndicatorRow, Report
from ecodemo.report.xlsx_file import height_of, plain_text, save, use_styles

Value = str | int | Decimal | None
_WIDEST_ON_A4 = 180
"""Characters; beyond that the print on A4 falls under 7 points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and whether its cells are numbers."""

    head: str
    width: int
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet; `marks` names the style of a cell that is not its column's."""

    values: Sequence[Value]
    marks: dict[int, str]


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(report.language))
    workbook = Workbook()
    use_styles(workbook)
    book = _Book(workbook, report, speaker)
    book.overview()
    book.table(speaker.text("Indicators"), _indicator_columns(report, speaker), _indicator_lines(report))
    book.table(speaker.text("Findings"), _finding_columns(speaker), _finding_lines(report))
    book.table(
        speaker.text("Township figures"), _township_columns(report, speaker), _township_lines(report), keep=4
    )
    book.table(speaker.text("Rectification"), _rectification_columns(speaker), _rectification_lines(report))
    book.table(speaker.text("Vetoes"), _veto_columns(speaker), _veto_lines(report, speaker))
    book.table(speaker.text("Notes"), _note_columns(speaker), _note_lines(report, speaker))
    return save(workbook, report.today)


class _Book:
    """The workbook while its sheets are written."""

    def __init__(self, workbook: Workbook, report: Report, speaker: Speaker) -> None:
        self.workbook = workbook
        self.report = report
        self.text = speaker.text
        self.first = cast("Worksheet", workbook.active)

    def overview(self) -> None:
        """One printed page: the verdict, the two numbers, by group, the pass rule."""
        report, text = self.report, self.text
        sheet = self.first
        sheet.title = text("Overview")
        self._page(sheet, 120)
        for column, width in enumerate((22, 11, 11, 11, 11, 16, 4, 34), 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        row = self._title(sheet, 8)
        row = self._wide(sheet, row, report.conclusion, "bad" if not report.gate.open else "good")
        for line in (report.summary, report.veto_summary, report.gate.sentence, *report.reasons):
            row = self._wide(sheet, row, line, "text")
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
        for line in (
            text("Pass rule: {rule}").format(rule=report.pass_rule.text),
            text("Source: {source}").format(source=report.pass_rule.source) + self._mark_unverified(),
            *report.pass_rule.also,
            text("Judged by {standard}").format(standard=report.bid.standard),
            report.bid.standard_note,
            report.tool,
        ):
            if line:
                row = self._wide(sheet, row, line, "note")

    def _mark_unverified(self) -> str:
        return f" ({self.text('not verified')})" if self.report.pass_rule.unverified else ""

    def table(self, title: str, columns: Sequence[Column], lines: Iterable[Line], keep: int = 0) -> None:
        """A sheet with a head, a filter and one line a row; `keep` columns stay in view."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        self._page(sheet, sum(column.width for column in columns))
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        self._title(sheet, len(columns), title)
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

    def _page(self, sheet: Worksheet, width: int) -> None:
        """One sheet wide in landscape; on A3 where A4 would make it too small to read."""
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if width > _WIDEST_ON_A4 else sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.6
        footer: Any = sheet.oddFooter
        footer.left.text = plain_text(self.report.example_note).replace("&", "&&")
        footer.center.text = "&P / &N"
        sheet.sheet_view.showGridLines = False

    def _title(self, sheet: Worksheet, columns: int, what: str = "") -> int:
        report = self.report
        parts = (
            report.county,
            report.bid.name,
            report.phase.name,
            report.today_words,
            what,
            report.example_note,
        )
        cell = sheet.cell(1, 1, plain_text("  ".join(part for part in parts if part)))
        cell.style = "title"
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
        sheet.row_dimensions[1].height = 26
        return 2

    def _wide(self, sheet: Worksheet, row: int, text: str, style: str) -> int:
        """A line of text over the whole width."""
        sheet.cell(row, 1, plain_text(text)).style = style
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=8)
        sheet.row_dimensions[row].height = height_of([text], [112])
        return row + 1

    def _block(
        self, sheet: Worksheet, row: int, head: Sequence[str], lines: Sequence[Sequence[Value]]
    ) -> int:
        self._cells(sheet, row, head, ["head"] * len(head))
        sheet.row_dimensions[row].height = 30
        for line in lines:
            row += 1
            self._cells(sheet, row, line, ["text", *["number"] * (len(line) - 1)])
        return row + 2

    def _cells(self, sheet: Worksheet, row: int, values: Sequence[Value], styles: Sequence[str]) -> None:
        for column, (value, style) in enumerate(zip(values, styles, strict=True), 1):
            cell = cast("Cell", sheet.cell(row, column))
            if isinstance(value, str):
                cell.value = plain_text(value) or None
                if cell.value:
                    cell.data_type = "s"  # text that begins like a formula stays text
            else:
                cell.value = value
            cell.style = style
            if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
                cell.number_format = f"0.{'0' * decimals}"


_VERDICT_STYLE = {"met": "good", "not met": "bad", "undecided": "open", "not applicable": "grey"}


def _indicator_columns(report: Report, speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Box"), 6, "centred"),
        Column(text("No."), 6, "number"),
        Column(text("Field"), 12),
        Column(text("Indicator"), 26),
        Column(text("Measure"), 22),
        Column(text("Unit"), 10),
        Column(text("Asked"), 22),
        Column(text("Kind"), 9, "centred"),
        *(Column(str(year), 10, "figure") for year in report.bid.years),
        Column(text("Verdict"), 10, "centred"),
        Column(text("Proof"), 9, "centred"),
        Column(text("What is missing"), 44),
        Column(text("Can it change"), 22),
        Column(text("Lead unit"), 18),
        Column(text("Group"), 16),
        Column(text("Not verified"), 11),
    ]


def _indicator_lines(report: Report) -> Iterable[Line]:
    rows: tuple[IndicatorRow, ...] = (*report.rows, *report.not_applicable)
    verdict = 8 + len(report.bid.years)
    for row in rows:
        for index, part in enumerate(row.parts):
            first = index == 0
            values = part.values or ("",) * len(report.bid.years)
            yield Line(
                [
                    row.box,
                    row.no,
                    row.domain,
                    row.name,
                    part.name,
                    part.unit,
                    row.text if len(row.parts) == 1 and row.text else part.asks,
                    row.attribute,
                    *(_number(value) for value in values),
                    part.verdict_label,
                    row.proof if first else None,
                    (row.lacks or part.reason) if first else part.reason,
                    row.remedy if first else None,
                    row.lead,
                    row.group,
                    row.unverified,
                ],
                {
                    verdict: _VERDICT_STYLE[part.verdict],
                    verdict + 1: "good" if row.proof_complete else "open",
                },
            )


def _number(text: str) -> Value:
    """A figure as a number where it is one, so that a sheet can sort and chart it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text or None


_SEVERITY_STYLE = {"error": "bad", "warning": "open", "info": "grey"}


def _finding_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("Unit responsible"), 20),
        Column(text("Weight"), 8, "centred"),
        Column(text("Requirement"), 9, "centred"),
        Column(text("Years"), 14),
        Column(text("What was found"), 52),
        Column(text("How to mend"), 44),
        Column(text("Due"), 12, "centred"),
        Column(text("Days overdue"), 9, "number"),
        Column(text("Where"), 34),
        Column(text("Rule"), 9, "centred"),
    ]


def _finding_lines(report: Report) -> Iterable[Line]:
    for finding in report.findings:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        yield Line(
            [
                finding.unit_name,
                finding.severity_label,
                finding.requirement,
                ", ".join(str(year) for year in finding.years),
                finding.message,
                finding.hint,
                finding.due,
                finding.overdue_days or None,
                place,
                finding.code,
            ],
            {1: _SEVERITY_STYLE[finding.severity]},
        )


def _township_columns(report: Report, speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("No."), 7, "centred"),
        Column(text("Measure"), 24),
        Column(text("Unit"), 8),
        Column(text("Year"), 7, "number"),
        *(Column(name, 10, "figure") for name in report.townships),
        Column(text("Departments"), 12, "figure"),
        Column(text("Sum"), 12, "figure"),
        Column(text("Stamped figure"), 12, "figure"),
        Column(text("Difference"), 11, "figure"),
    ]


def _township_lines(report: Report) -> Iterable[Line]:
    for line in report.township_lines:
        cells = [_number(value) for value in line.values]
        totals = [_number(value) for value in (line.others, line.sum, line.stamped, line.difference)]
        marks = {4 + index: "open" for index, value in enumerate(line.values) if not value}
        if line.difference:
            marks[4 + len(cells) + 3] = "bad"
        yield Line([line.no, line.name, line.unit, line.year, *cells, *totals], marks)


def _rectification_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("No."), 9, "centred"),
        Column(text("Problem"), 44),
        Column(text("Found by"), 20),
        Column(text("Action"), 44),
        Column(text("Unit responsible"), 20),
        Column(text("Person"), 22),
        Column(text("Due"), 12, "centred"),
        Column(text("State"), 12, "centred"),
        Column(text("Closed on"), 12, "centred"),
        Column(text("Closed by"), 18),
        Column(text("Asked of leaders"), 34),
    ]


def _rectification_lines(report: Report) -> Iterable[Line]:
    for entry in report.rectification:
        style = ("open" if entry.late else "good") if entry.closed else ("bad" if entry.late else "open")
        yield Line(
            [
                entry.no,
                entry.problem,
                f"{entry.found} {entry.by}",
                entry.action,
                entry.unit,
                entry.person,
                entry.due,
                entry.state,
                entry.closed,
                entry.closed_by,
                entry.ask,
            ],
            {7: style},
        )


def _veto_columns(speaker: Speaker) -> list[Column]:
    text = speaker.text
    return [
        Column(text("No."), 7, "centred"),
        Column(text("Condition"), 60),
        Column(text("Answer"), 12, "centred"),
        Column(text("Period"), 24, "centred"),
        Column(text("Proof"), 10, "centred"),
        Column(text("Unit responsible"), 24),
        Column(text("Remark"), 44),
        Column(text("Not verified"), 11, "centred"),
    ]


def _veto_lines(report: Report, speaker: Speaker) -> Iterable[Line]:
    for veto in report.vetoes:
        remark = f"{veto.reason}{veto.note}" if report.language == "zh" else f"{veto.reason} {veto.note}"
        yield Line(
            [
                veto.no,
                veto.text,
                veto.verdict_label,
                veto.period,
                veto.document,
                veto.unit,
                remark,
                speaker.text("not verified") if veto.unverified else None,
            ],
            {2: _VERDICT_STYLE[veto.verdict]},
        )


def _note_columns(speaker: Speaker) -> list[Column]:
    return [Column(speaker.text("About"), 22), Column(speaker.text("Note"), 120)]


def _note_lines(report: Report, speaker: Speaker) -> Iterable[Line]:
    text = speaker.text
    rule = report.pass_rule
    yield Line([text("Pass rule"), f"{rule.text} {rule.source}"], {})
    yield from (Line([text("For comparison"), also], {}) for also in rule.also)
    yield Line([text("Standard"), f"{report.bid.standard} {report.bid.standard_note}"], {})
    yield from (Line([text("Not verified"), entry], {}) for entry in report.unverified)
    for exception in report.exceptions:
        state = text("in force") if exception.counts else text("not in force")
        words = (
            exception.what,
            exception.unit,
            exception.reason,
            exception.granted,
            exception.by,
            exception.number,
            exception.until,
            state,
        )
        yield Line([exception.kind, "  ".join(word for word in words if word)], {})
    for finding in report.waived:
        yield Line(
            [text("Waived"), f"{finding.unit_name} {finding.code} {finding.message} {finding.waived_by}"], {}
        )
    for source in report.sources:
        yield Line([text("Source"), f"{source.id} {source.title} {source.url} {source.retrieved}"], {})
    yield Line([text("Tool"), report.tool], {})
