"""A Paper as a docx file, the same bytes for the same paper and day."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from ecodemo.paper.mark import mark_of
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
from ecodemo.paper.styles import GRID, TEXT_WIDTH, blank

_LONG_TEXT_WIDTH = Mm(225)
_SIDES = ("top", "right", "bottom", "left")
_CELLS = (Style.HEAD_CELL, Style.CELL, Style.FIGURE_CELL)
_SMALL_CELLS = (Style.SMALL_HEAD_CELL, Style.SMALL_CELL, Style.SMALL_FIGURE_CELL)
_LABEL_SHADE, _SIGNED_HEIGHT = "F2F2F2", Mm(14)
_TITLE_EMS = 20.5
"""Characters in one line of a title."""
_MOST_COLUMNS = 8
"""Beyond them cells have the smaller characters."""
_LATIN_WIDTH, _CELL_MARGINS, _KEPT_TOGETHER = 0.56, 230, 3
"""Of a Latin character in ems, a little more than a digit's; on both sides, in twentieths of a point; characters."""
_OF_FORMS = {
    Style.TITLE: Style.FORM_TITLE,
    Style.HEADING: Style.FORM_HEADING,
    Style.SUBHEADING: Style.FORM_HEADING,
    Style.BODY: Style.FORM_BODY,
    Style.POINT: Style.FORM_POINT,
    Style.NOTE: Style.SMALL_NOTE,
    Style.SIGNATURE: Style.FORM_SIGNATURE,
}
_MARGINS = {
    "page": {"top": 14, "bottom": 10, "left": 18, "right": 18, "header": 10, "footer": 8},
    "letter": {"top": 27, "bottom": 17, "left": 28, "right": 26, "header": 12, "footer": 8},
    "handout": {"top": 28, "bottom": 24, "left": 28, "right": 26, "header": 12, "footer": 12},
}
"""Of forms, in millimetres."""
_PAGE_WIDTH = 210
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%/()-]+[、，]?")
_END_OF_TABLE = "</w:tbl>"
_MAIN, _TEXT = "word/document.xml", "w:text"
"""The member that has the text, and the element in its place until it is written."""
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def docx_content(paper: Paper, day: date, base: bytes | None = None) -> bytes:
    """The bytes of a docx; times in it are those of the day.

    Args:
        paper: what stands in it.
        day: of its properties and of the members of the file.
        base: an empty docx whose page and styles are taken, from `emptied`; `blank` where there is none.
    """
    document = Document(io.BytesIO(base or blank()))
    body: Any = document.element.body
    if paper.example_note:
        _note_on_every_page(document, paper.example_note)
    if paper.is_form:
        _narrow(body.sectPr, paper.sheet)
    pages = _Pages(body.sectPr, _form_width(paper.sheet) if paper.is_form else TEXT_WIDTH)
    pages.is_wide = paper.is_wide
    text = _Body(document, pages, is_form=paper.is_form).markup(paper)
    turns = (part.is_wide for part in reversed(paper.parts) if isinstance(part, PageBreak))
    body.replace(body.sectPr, pages.ending(is_wide=next(turns, paper.is_wide)))
    body.sectPr.addprevious(OxmlElement(_TEXT))
    properties = document.core_properties
    properties.title, properties.author, properties.keywords = paper.title, "ecodemo", mark_of(paper)
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day
    properties.last_modified_by, properties.comments, properties.revision = "", "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    _let_go(document)
    return _finished(buffer, text, day)


def _let_go(document: WordDocument) -> None:
    """Undo the circle of parts that know each other: a hundred documents would wait in memory for the collector."""
    package: Any = document.part.package
    for part in (*package.iter_parts(), package):
        vars(part).clear()


def _note_on_every_page(document: WordDocument, note: str) -> None:
    """Above the text, below what an office's own header has."""
    section = document.sections[0]
    headers = [section.header]
    headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
    headers += [section.first_page_header] if section.different_first_page_header_footer else []
    for header in headers:
        is_new, header.is_linked_to_previous = header.is_linked_to_previous, False
        paragraph = header.paragraphs[0] if is_new else header.add_paragraph()
        paragraph.style = document.styles[Style.EXAMPLE_HEADER]
        paragraph.add_run(note)


def _broken_title(title: Paragraph) -> Paragraph:
    """The title on two lines, where it says that it may be broken."""
    place = title.breaks_before
    return replace(title, text=f"{title.text[:place]}\n{title.text[place:]}") if place else title


def _narrow(page: Any, sheet: str) -> None:  # noqa: ANN401 - lxml's elements have no types
    """Give a page the margins of forms, and no number where it is the only one."""
    for footer in page.findall(qn("w:footerReference")) if sheet != "handout" else ():
        page.remove(footer)
    margins = page.find(qn("w:pgMar"))
    for side, millimetres in _MARGINS[sheet].items() if margins is not None else ():
        margins.set(qn(f"w:{side}"), str(Mm(millimetres).twips))


def _form_width(sheet: str) -> Mm:
    return Mm(_PAGE_WIDTH - _MARGINS[sheet]["left"] - _MARGINS[sheet]["right"])


class _Pages:
    """The page of the docx, upright and on its side, and which of them is in use."""

    def __init__(self, upright: Any, width: Mm) -> None:  # noqa: ANN401 - lxml's elements have no types
        self.is_wide, self._text_width = False, width
        self._by_side = {False: upright, True: _on_its_side(upright)}

    def ending(self, *, is_wide: bool) -> Any:  # noqa: ANN401
        """What stands at the end of a document or of a part of it."""
        return deepcopy(self._by_side[is_wide])

    @property
    def width(self) -> int:
        """Of the text, in twentieths of a point."""
        return int((_LONG_TEXT_WIDTH if self.is_wide else self._text_width).twips)

    def turned(self, *, is_wide: bool) -> str:
        """The markup of a break after which pages lie the other way."""
        ended = self.ending(is_wide=self.is_wide).xml
        self.is_wide = is_wide
        return f"<w:p><w:pPr>{ended}</w:pPr></w:p>"


def _on_its_side(upright: Any) -> Any:  # noqa: ANN401
    """The same page turned to the left; its upper margin is then on the left."""
    page = deepcopy(upright)
    size, margins = page.find(qn("w:pgSz")), page.find(qn("w:pgMar"))
    if size is not None:
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape")
    if margins is not None:
        top, right, bottom, left = (margins.get(qn(f"w:{side}")) for side in _SIDES)
        for side, margin in zip(_SIDES, (right, bottom, left, top), strict=True):
            margins.set(qn(f"w:{side}"), margin)
    return page


class _Body:
    """The markup of paragraphs and tables, piece by piece.

    It is text throughout: moving the rows of a long table into a tree takes the square of their number.
    """

    def __init__(self, document: WordDocument, pages: _Pages, *, is_form: bool) -> None:
        self._pages, self._is_form = pages, is_form
        self._ids = {style.name: style.style_id for style in document.styles}
        self._begins_page = False

    def markup(self, paper: Paper) -> Iterator[str]:
        for part in paper.parts:
            yield from self._part(part)

    def _part(self, part: Part) -> Iterator[str]:
        match part:
            case Paragraph():
                is_in_header = self._is_form and part.style is Style.EXAMPLE
                yield "" if is_in_header else self._paragraph(part)
            case Points():
                yield from map(self._paragraph, part.entries)
            case Grid():
                yield self._broken()
                yield from self._grid(part)
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
        if style is Style.TITLE and _ems(paragraph.text) > _TITLE_EMS:
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

    def _grid(self, grid: Grid) -> Iterator[str]:
        is_small = grid.is_small or self._is_form or len(grid.columns) > _MOST_COLUMNS
        head, text, figure = _SMALL_CELLS if is_small else _CELLS
        widths = column_widths(grid, self._pages.width, 9 if is_small else 10.5)
        heads = tuple(column.head for column in grid.columns)
        looks = [figure if column.is_figure else text for column in grid.columns]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        yield self._opened_table(columns, sum(widths))
        yield self._row(heads, [head] * len(heads), widths, "<w:tblHeader/>")
        for row in (*grid.rows, *((grid.sums,) if grid.sums else ())):
            yield self._row(row, looks, widths)
        yield _END_OF_TABLE

    def _opened_table(self, columns: str, width: int) -> str:
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids[GRID]}"/><w:tblW w:w="{width}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )

    def _cell(
        self, text: str, look: Style, width: int, shade: str = "", span: int = 1, above: str = ""
    ) -> str:
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f"{above}{self._paragraph(Paragraph(text, look))}</w:tc>"
        )

    def _fields(self, fields: Fields) -> str:
        pairs = max(map(len, fields.rows), default=1)
        labels = (name for row in fields.rows for name, _ in row)
        longest = max((_ems(name) for name in labels), default=0)
        least = int(longest * 20 * (9 if self._is_form else 10.5)) + _CELL_MARGINS
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

    def _row(self, texts: tuple[str, ...], looks: list[Style], widths: list[int], head: str = "") -> str:
        cells = "".join(
            self._cell(text, look, width) for text, look, width in zip(texts, looks, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def column_widths(grid: Grid, width: int, size: float) -> list[int]:
    """The widths of columns by their shares, none so narrow that a figure or a short Chinese word breaks.

    Args:
        grid: what stands in them.
        width: of all, in twentieths of a point, as are the results.
        size: of the characters, in points.
    """
    texts = ([column.head, *(row[place] for row in grid.rows)] for place, column in enumerate(grid.columns))
    least = [_least_width(cells, size) for cells in texts]
    if sum(least) > width:
        return [width * each // sum(least) for each in least]
    widths, open_, left = least.copy(), set(range(len(least))), width
    while open_:
        shares = sum(grid.columns[place].share for place in open_)
        wanted = {place: left * grid.columns[place].share // shares for place in open_}
        narrow = {place for place, its in wanted.items() if its < least[place]}
        if not narrow:
            widths = [wanted.get(place, its) for place, its in enumerate(widths)]
            break
        left -= sum(least[place] for place in narrow)
        open_ -= narrow
    return widths


def _ems(text: str) -> float:
    """How wide a text is on one line."""
    return sum(_LATIN_WIDTH if character.isascii() else 1.02 for character in text)


def _least_width(cells: Collection[str], size: float) -> int:
    """The width of the longest figure or Latin word of a column, and of three Chinese characters where it has them."""
    latin = max(
        (len(word) + (not word.isascii()) for cell in cells for word in _UNBROKEN.findall(cell)), default=0
    )
    chinese = min(_KEPT_TOGETHER, max((len(cell) for cell in cells if not cell.isascii()), default=0))
    return int(max(latin * _LATIN_WIDTH, chinese * 1.02) * size * 20) + _CELL_MARGINS


def _finished(written: io.BytesIO, text: Iterator[str], day: date) -> bytes:
    """The same members with the text in its place, all of them of that day."""
    buffer = io.BytesIO()
    with ZipFile(written) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            if name != _MAIN:
                target.writestr(member, source.read(name))
                continue
            before, _, after = source.read(name).partition(f"<{_TEXT}/>".encode())
            with target.open(member, "w") as stream:
                stream.write(before)
                stream.writelines(piece.encode() for piece in text)
                stream.write(after)
    return buffer.getvalue()
