"""The paragraphs and tables of a paper as the markup of a docx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.shared import Mm

from ecodemo.paper.column_widths import CELL_MARGINS, column_widths, ems
from ecodemo.paper.pages import Pages
from ecodemo.paper.parts import (
    BLANK,
    BLANK_STYLE,
    Colophon,
    Fields,
    FormCell,
    FormTable,
    Grid,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Points,
    Style,
)
from ecodemo.paper.styles import GRID

_CELLS = (Style.HEAD_CELL, Style.CELL, Style.FIGURE_CELL)
_SMALL_CELLS = (Style.SMALL_HEAD_CELL, Style.SMALL_CELL, Style.SMALL_FIGURE_CELL)
_LABEL_SHADE, _SIGNED_HEIGHT = "F2F2F2", Mm(14)
_TITLE_EMS = 20.5
"""Characters in one line of a title."""
_MOST_COLUMNS = 8
"""Beyond them cells have the smaller characters."""
_OF_FORMS = {
    Style.TITLE: Style.FORM_TITLE,
    Style.HEADING: Style.FORM_HEADING,
    Style.SUBHEADING: Style.FORM_HEADING,
    Style.BODY: Style.FORM_BODY,
    Style.POINT: Style.FORM_POINT,
    Style.NOTE: Style.SMALL_NOTE,
    Style.SIGNATURE: Style.FORM_SIGNATURE,
}
_END_OF_TABLE = "</w:tbl>"
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


class Markup:
    """The markup of paragraphs and tables, piece by piece.

    It is text throughout: moving the rows of a long table into a tree takes the square of their number.
    """

    def __init__(self, document: WordDocument, pages: Pages, *, is_form: bool) -> None:
        self._pages, self._is_form = pages, is_form
        self._ids = {style.name: style.style_id for style in document.styles}
        self._begins_page = False

    def of(self, paper: Paper) -> Iterator[str]:
        for part, after in zip_longest(paper.parts, paper.parts[1:]):
            yield from self._part(part, has_note=_is_note(after))

    def _part(self, part: Part, *, has_note: bool) -> Iterator[str]:
        match part:
            case Paragraph():
                is_in_header = self._is_form and part.style is Style.EXAMPLE
                keeps_next = part.keeps_next or (has_note and _is_note(part))
                yield "" if is_in_header else self._paragraph(replace(part, keeps_next=keeps_next))
            case Points():
                yield from map(self._paragraph, part.entries)
            case Grid():
                yield self._broken()
                yield from self._grid(part, has_note=has_note)
            case Fields():
                yield self._broken() + self._fields(part)
            case FormTable():
                yield self._broken() + self._form_table(part)
            case Colophon():
                yield self._broken() + self._colophon(part)
            case PageBreak() if part.is_wide == self._pages.is_wide:
                self._begins_page = True
            case PageBreak():
                yield self._pages.turned(is_wide=part.is_wide)

    def _broken(self) -> str:
        """The break before what is no paragraph and cannot begin a page by itself."""
        begins, self._begins_page = self._begins_page, False
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if begins else ""

    def _paragraph(self, paragraph: Paragraph) -> str:
        keeps = "<w:keepNext/>" if paragraph.keeps_next else ""
        keeps += "<w:pageBreakBefore/>" if self._begins_page else ""
        self._begins_page = False
        style = _OF_FORMS.get(paragraph.style, paragraph.style) if self._is_form else paragraph.style
        if style is Style.TITLE and ems(paragraph.text) > _TITLE_EMS:
            paragraph = _broken_title(paragraph)
        look = f'<w:pPr><w:pStyle w:val="{self._ids[style]}"/>{keeps}</w:pPr>'
        return f"<w:p>{look}{''.join(self._runs(paragraph))}</w:p>"

    def _runs(self, paragraph: Paragraph) -> Iterator[str]:
        """Runs of plain or emphasised characters, and between them those that are left to be filled in."""
        for piece, is_emphasised in paragraph.pieces():
            text = _UNWRITABLE.sub("", piece)
            look = "<w:b/>" if is_emphasised else ""
            place = 0
            for found in BLANK.finditer(text):
                yield self._run(text[place : found.start()], look)
                yield self._run(found[0], f'<w:rStyle w:val="{self._ids[BLANK_STYLE]}"/>{look}')
                place = found.end()
            yield self._run(text[place:], look)

    def _run(self, text: str, look: str) -> str:
        lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
        shown = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f"<w:r>{shown}{'<w:br/>'.join(lines)}</w:r>" if text else ""

    def _grid(self, grid: Grid, *, has_note: bool) -> Iterator[str]:
        """A table; its last row is on the page of the note below it."""
        is_small = grid.is_small or self._is_form or len(grid.columns) > _MOST_COLUMNS
        head, text, figure = _SMALL_CELLS if is_small else _CELLS
        widths = column_widths(grid, self._pages.width, 9 if is_small else 10.5)
        heads = tuple(column.head for column in grid.columns)
        looks = [figure if column.is_figure else text for column in grid.columns]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        yield self._opened_table(columns, sum(widths))
        yield self._row(heads, [head] * len(heads), widths, "<w:tblHeader/>")
        rows = (*grid.rows, *((grid.sums,) if grid.sums else ()))
        for row in rows:
            yield self._row(row, looks, widths, keeps_next=has_note and row is rows[-1])
        yield _END_OF_TABLE

    def _opened_table(self, columns: str, width: int) -> str:
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids[GRID]}"/><w:tblW w:w="{width}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )

    def _cell(
        self,
        text: str,
        look: Style,
        width: int,
        shade: str = "",
        span: int = 1,
        above: str = "",
        *,
        keeps_next: bool = False,
    ) -> str:
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f"{above}{self._paragraph(Paragraph(text, look, keeps_next=keeps_next))}</w:tc>"
        )

    def _fields(self, fields: Fields) -> str:
        pairs = max(map(len, fields.rows), default=1)
        labels = (name for row in fields.rows for name, _ in row)
        longest = max((ems(name) for name in labels), default=0)
        least = int(longest * 20 * (9 if self._is_form else 10.5)) + CELL_MARGINS
        label = min(least, self._pages.width * 11 // (20 * pairs))
        value = self._pages.width // pairs - label
        rows = "".join(self._field_row(row, label, value, pairs, fields) for row in fields.rows)
        columns = f'<w:gridCol w:w="{label}"/><w:gridCol w:w="{value}"/>' * pairs
        return self._opened_table(columns, (label + value) * pairs) + rows + _END_OF_TABLE

    def _field_row(
        self, row: tuple[tuple[str, str], ...], label: int, value: int, pairs: int, fields: Fields
    ) -> str:
        head, text, _ = _SMALL_CELLS if self._is_form else _CELLS
        spare = pairs - len(row)
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_LABEL_SHADE}"/>'
        cells = "".join(
            self._cell(name, head, label, shade)
            + (
                self._cell(said, text, value + spare * (label + value), span=2 * spare + 1)
                if place == len(row)
                else self._cell(said, text, value)
            )
            for place, (name, said) in enumerate(row, 1)
        )
        height = f'<w:trHeight w:val="{int(_SIGNED_HEIGHT.twips)}"/>' if fields.is_signed else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"

    def _form_table(self, table: FormTable) -> str:
        whole = self._pages.width
        widths = [whole * share // sum(table.shares) for share in table.shares]
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._form_row(row, widths)}</w:tr>" for row in table.rows
        )
        return self._unheaded(rows, widths, self._ids[GRID] if table.is_ruled else "")

    def _form_row(self, row: tuple[FormCell, ...], widths: list[int]) -> str:
        cells, place = "", 0
        for cell in row:
            width = sum(widths[place : place + cell.span])
            room = self._paragraph(Paragraph("", cell.style)) * cell.room
            cells += self._cell(cell.text, cell.style, width, span=cell.span, above=room)
            place += cell.span
        return cells

    def _colophon(self, colophon: Colophon) -> str:
        """At the foot of its page, between two thicker rules and with a thinner one inside."""
        width = self._pages.width
        issued = (Paragraph(colophon.issuer, Style.COLOPHON), Paragraph(colophon.issued, Style.COLOPHON_DATE))
        parts = ((Paragraph(colophon.copies, Style.COLOPHON),), issued)
        rows = ""
        for paragraphs, rules in zip(parts, ((8, 6), (6, 8)), strict=True):
            top, bottom = (
                f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
                for side, size in zip(("top", "bottom"), rules, strict=True)
            )
            rows += (
                f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
                f'<w:tcBorders>{top}<w:left w:val="nil"/>{bottom}<w:right w:val="nil"/></w:tcBorders></w:tcPr>'
                f"{''.join(map(self._paragraph, paragraphs))}</w:tc></w:tr>"
            )
        at_foot = (
            '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
            ' w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
        )
        return self._unheaded(rows, [width], self._ids[GRID], at_foot) + self._paragraph(
            Paragraph("", Style.SMALL_NOTE)
        )

    def _unheaded(self, rows: str, widths: list[int], style: str, place: str = "") -> str:
        named = f'<w:tblStyle w:val="{style}"/>' if style else ""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr>{named}{place}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(
        self,
        texts: tuple[str, ...],
        looks: list[Style],
        widths: list[int],
        head: str = "",
        *,
        keeps_next: bool = False,
    ) -> str:
        cells = "".join(
            self._cell(text, look, width, keeps_next=keeps_next)
            for text, look, width in zip(texts, looks, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _is_note(part: Part | None) -> bool:
    return isinstance(part, Paragraph) and part.style is Style.NOTE and bool(part.text)


def _broken_title(title: Paragraph) -> Paragraph:
    """The title on two lines, where it says that it may be broken."""
    place = title.breaks_before
    return replace(title, text=f"{title.text[:place]}\n{title.text[place:]}") if place else title
