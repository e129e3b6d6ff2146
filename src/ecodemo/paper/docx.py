"""A Paper as a docx file, the same bytes for the same paper and day."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ecodemo.paper.mark import mark_of
from ecodemo.paper.parts import BLANK, BLANK_STYLE, Grid, PageBreak, Paper, Paragraph, Part, Points, Style
from ecodemo.paper.styles import GRID, TEXT_WIDTH, blank

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
    last = body.sectPr
    for element in _Body(document).elements(paper):
        last.addprevious(element)
    properties = document.core_properties
    properties.title, properties.author, properties.keywords = paper.title, "ecodemo", mark_of(paper)
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day
    properties.last_modified_by, properties.comments, properties.revision = "", "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return _dated(buffer, day)


class _Body:
    """The markup of paragraphs and tables: written as text, which takes a tenth of the time of building cell by cell."""

    def __init__(self, document: WordDocument) -> None:
        self._ids = {style.name: style.style_id for style in document.styles}

    def elements(self, paper: Paper) -> Iterator[Any]:
        markup = "".join(map(self._part, paper.parts))
        yield from list(parse_xml(f"<w:body {nsdecls('w')}>{markup}</w:body>"))

    def _part(self, part: Part) -> str:
        match part:
            case Paragraph():
                return self._paragraph(part)
            case Points():
                return "".join(map(self._paragraph, part.entries))
            case Grid():
                return self._grid(part)
            case PageBreak():
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def _paragraph(self, paragraph: Paragraph) -> str:
        keeps = "<w:keepNext/>" if paragraph.keeps_next else ""
        look = f'<w:pPr><w:pStyle w:val="{self._ids[paragraph.style]}"/>{keeps}</w:pPr>'
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

    def _grid(self, grid: Grid) -> str:
        shares = sum(column.share for column in grid.columns)
        widths = [TEXT_WIDTH.twips * column.share // shares for column in grid.columns]
        heads = tuple(column.head for column in grid.columns)
        looks = [Style.FIGURE_CELL if column.is_figure else Style.CELL for column in grid.columns]
        rows = [self._row(heads, [Style.HEAD_CELL] * len(heads), widths, "<w:tblHeader/>")]
        rows += [self._row(row, looks, widths) for row in grid.rows]
        rows += [self._row(grid.sums, looks, widths)] if grid.sums else []
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids[GRID]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )

    def _row(self, texts: tuple[str, ...], looks: list[Style], widths: list[int], head: str = "") -> str:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{self._paragraph(Paragraph(text, look))}</w:tc>"
            for text, look, width in zip(texts, looks, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _dated(written: io.BytesIO, day: date) -> bytes:
    """The same members, all of them of that day."""
    buffer = io.BytesIO()
    with ZipFile(written) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return buffer.getvalue()
