"""Native charts of a workbook, over cells of its sheets, with a colour and a name for each series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

_TITLE, _LABEL = 1200, 900
"""Hundredths of a point."""
_MOST_LABELS = 12
"""Below a line."""
_GAP = 0.3
"""Centimetres between charts."""
_ROW = 15.0
_EMU_OF_POINT, _EMU_OF_CENTIMETRE = 12_700, 360_000


@dataclass(frozen=True, slots=True)
class Charted:
    """Cells that a chart shows: rows of a sheet, the column with their names, and the columns with their values."""

    sheet: Worksheet
    head: int
    """The row in which the columns have their names."""
    first: int
    last: int
    names: int
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart with its size on the sheet."""

    chart: BarChart | LineChart
    columns: int
    """How many it is wide."""
    height: float
    """In centimetres."""


def bar_chart(title: str, cells: Charted, colours: Sequence[str], *, is_stacked: bool = False) -> BarChart:
    """Horizontal bars, the first row on top."""
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 40
    if is_stacked:
        chart.grouping, chart.overlap = "stacked", 100
    for series, colour in zip(_series(cells), colours, strict=True):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.invertIfNegative = False
        chart.series.append(series)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblSkip = 1
    _finish(chart, title, cells)
    chart.y_axis.crosses = "max"
    return chart


def line_chart(title: str, cells: Charted, colours: Sequence[str]) -> LineChart:
    """Lines without points."""
    chart = LineChart()
    for series, colour in zip(_series(cells), colours, strict=True):
        series.graphicalProperties.line = LineProperties(solidFill=colour, w=25400)
        series.marker.symbol = "none"
        series.smooth = False
        chart.series.append(series)
    _finish(chart, title, cells)
    axis: Any = chart.x_axis
    axis.tickLblSkip = ceil((cells.last - cells.first + 1) / _MOST_LABELS)
    return chart


def _series(cells: Charted) -> list[Any]:
    made = []
    for column in cells.values:
        values = Reference(cells.sheet, min_col=column, min_row=cells.first, max_row=cells.last)
        series: Any = Series(values)
        head = absolute_coordinate(cells.sheet.cell(cells.head, column).coordinate)
        series.tx = SeriesLabel(strRef=StrRef(f"{quote_sheetname(cells.sheet.title)}!{head}"))
        made.append(series)
    return made


def _finish(chart: BarChart | LineChart, title: str, cells: Charted) -> None:
    names = Reference(cells.sheet, min_col=cells.names, min_row=cells.first, max_row=cells.last)
    chart.set_categories(names)
    named: Any = title_maker(title)
    named.overlay = False
    named.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=_TITLE, b=True)
    chart.title = named
    for axis in (chart.x_axis, chart.y_axis):
        axis.txPr = _small()
    if chart.legend:
        chart.legend.position = "b"
        chart.legend.txPr = _small()
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = "0"


def _small() -> RichText:
    look = ParagraphProperties(defRPr=CharacterProperties(sz=_LABEL))
    return RichText(p=[Paragraph(pPr=look, endParaRPr=CharacterProperties(sz=_LABEL))])


def add_charts(sheet: Worksheet, rows: Iterable[Sequence[PlacedChart]], *, row: int, column: int) -> None:
    """Put charts onto a sheet, beside and below each other, from a cell on; the printed area takes them in.

    A chart reaches from cell to cell, because programs measure the width of a column differently.
    """
    place = _Depth(sheet, row)
    right = column
    for charts in rows:
        left = column - 1
        begin = place.row, place.offset
        ends = []
        for placed in charts:
            end = place.below(placed.height)
            ends.append(end)
            chart: Any = placed.chart
            chart.anchor = TwoCellAnchor(
                _from=AnchorMarker(col=left, row=begin[0] - 1, rowOff=begin[1]),
                to=AnchorMarker(col=left + placed.columns, row=end[0] - 1, rowOff=end[1]),
            )
            sheet.add_chart(chart)
            left += placed.columns
            right = max(right, left)
        if ends:
            place.row, place.offset = max(ends)
            place.row, place.offset = place.below(_GAP)
    sheet.print_area = f"A1:{get_column_letter(right)}{max(sheet.max_row, place.row)}"


class _Depth:
    """A depth on a sheet: a row, and how far below its top."""

    def __init__(self, sheet: Worksheet, row: int) -> None:
        self._sheet = sheet
        self.row = row
        self.offset = 0

    def below(self, centimetres: float) -> tuple[int, int]:
        """The row so far below, and how far below its top; rows without a height are given one."""
        row, offset = self.row, self.offset + int(centimetres * _EMU_OF_CENTIMETRE)
        while offset >= (height := self._height(row)):
            offset -= height
            row += 1
        return row, offset

    def _height(self, number: int) -> int:
        row = self._sheet.row_dimensions[number]
        if row.height is None:
            row.height = _ROW
        return int(row.height * _EMU_OF_POINT)
