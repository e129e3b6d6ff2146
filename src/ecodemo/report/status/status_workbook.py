"""The status workbook: an overview with charts, and the office's tables.

What it says in colour it says in words too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.report_view import Report
from ecodemo.report.phase.phase_paper import blocks_of
from ecodemo.report.status.status_tables import COURSE, DELIVERY, UNITS, Overview, overview_of, status_tables
from ecodemo.report.tables.marks import VERDICT_MARK
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.report.writers.workbook import OVERVIEW, TOP, Book
from ecodemo.report.writers.workbook_charts import Charted, PlacedChart, add_charts, bar_chart, line_chart
from ecodemo.table import R, TitledTable, ToRow

_WIDTHS = (26, 13, 13, 13, 13, 34, 12)
"""Characters of the overview's columns."""
_CHART_WIDTHS = (2, 44, 44)
"""Of those beside them: a gap, and two that hold charts."""
_GREEN, _YELLOW, _ORANGE, _RED = "70AD47", "FFC000", "ED7D31", "C00000"
_BLUE, _GREY = "5B9BD5", "A5A5A5"


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    speaker = Speaker(Language(report.language))
    book = Book(
        (report.example_note, report.county, report.bid.name, report.phase.name, report.today_words),
        report.example_note,
        name=speaker.text("Status workbook"),
        language=report.language,
        evidence=report.evidence,
        back=speaker.text("Overview"),
    )
    tables = list(status_tables(report, speaker))
    pass_rule = blocks_of(report, template_folder).line("pass-rule")
    page = _OverviewPage(book, report, speaker)
    page.write(overview_of(report, pass_rule, speaker), tables)
    sheets = {table.key: book.add(table) for table in tables}
    add_charts(page.sheet, _charts(report, page.groups, sheets, speaker), row=2, column=len(_WIDTHS) + 2)
    return book.content(report.today)


class _OverviewPage:
    """One printed page: where the tables are, the verdict, the two numbers, by group, the pass rule."""

    def __init__(self, book: Book, report: Report, speaker: Speaker) -> None:
        self.book = book
        self.report = report
        self.row = 2
        self.groups: Charted | None = None
        widths = (*_WIDTHS, *_CHART_WIDTHS)
        self.sheet: Worksheet = book.sheet(speaker.text("Overview"), widths, is_one_page=True)
        book.links.note(OVERVIEW, TOP, self.sheet["A1"])

    def write(self, overview: Overview, tables: Sequence[TitledTable[Any]]) -> None:
        self._list(tables)
        self._wide(self.report.conclusion, VERDICT_MARK[self.report.conclusion_verdict])
        for line in overview.lines:
            self._wide(line, "line")
        self.row += 1
        self._table(overview.tallies)
        self.groups = self._table(overview.groups)
        if self.report.gate.documents:
            self._table(overview.gate)
        for note in overview.notes:
            self._wide(note, "note")

    def _list(self, tables: Sequence[TitledTable[Any]]) -> None:
        """The other sheets, each a link."""
        for place, table in enumerate(tables):
            row, column = self.row + place // len(_WIDTHS), place % len(_WIDTHS) + 1
            self.book.put(self.sheet, row, column, table.title, "note", ToRow(table.key or table.title, TOP))
            self.sheet.row_dimensions[row].height = 18
        self.row = row + 1

    def _wide(self, text: str, style: str) -> None:
        self.book.wide(self.sheet, self.row, text, style, _WIDTHS)
        self.row += 1

    def _table(self, table: TitledTable[R]) -> Charted:
        """A table of the page, and where it is."""
        head, columns = self.row, table.columns
        self.book.head(self.sheet, head, columns)
        self.sheet.row_dimensions[head].height = 30
        for row in table.rows:
            self.row += 1
            self.book.line(self.sheet, self.row, columns, row, _WIDTHS[: len(columns)])
        last, self.row = self.row, self.row + 2
        return Charted(self.sheet, head, head + 1, last, 1, range(2, len(columns) + 1))


def _charts(
    report: Report, groups: Charted | None, sheets: Mapping[str, Worksheet], speaker: Speaker
) -> Iterator[Sequence[PlacedChart]]:
    """Rows of charts beside the text, each over cells that a reader can look up."""
    text = speaker.text
    if groups and groups.last >= groups.first:
        bars = bar_chart(text("Rows by working group"), groups, (_GREY, _BLUE, _GREEN))
        yield (PlacedChart(bars, 2, 7.5),)
    if days := len(report.delivery):
        cells = Charted(sheets[DELIVERY], 2, 3, days + 2, 1, (2, 3))
        lines = line_chart(text("Required documents due and received"), cells, (_RED, _GREEN))
        yield (PlacedChart(lines, 2, 6.5),)
    if COURSE in sheets:
        cells = Charted(sheets[COURSE], 2, 3, len(report.course) + 2, 1, (2, 3, 4))
        lines = line_chart(text("Indicators over the snapshots"), cells, (_GREY, _BLUE, _GREEN))
        yield (PlacedChart(lines, 2, 6.5),)
    yield tuple(
        PlacedChart(_unit_chart(kind, cells, speaker), 1, 3 + 0.55 * (cells.last - cells.first + 1))
        for kind, cells in _units_by_kind(report, sheets[UNITS])
    )


def _unit_chart(kind: str, cells: Charted, speaker: Speaker) -> BarChart:
    title = speaker.text("Items due, by unit ({kind})").format(kind=kind)
    return bar_chart(title, cells, (_GREEN, _YELLOW, _RED, _ORANGE), is_stacked=True)


def _units_by_kind(report: Report, sheet: Worksheet) -> Iterator[tuple[str, Charted]]:
    """Where the sheet of units has those of each kind."""
    keys = [column.key for column in unit_columns(Speaker(Language(report.language)))]
    name, *counts = (keys.index(key) + 1 for key in ("name", "on_time", "late_done", "overdue", "returned"))
    first = 3
    for kind, units in groupby(report.ranking, lambda unit: unit.kind_label):
        last = first + len(tuple(units)) - 1
        yield kind, Charted(sheet, 2, first, last, name, counts)
        first = last + 1
