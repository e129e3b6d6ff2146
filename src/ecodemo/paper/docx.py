"""A Paper as a docx file, the same bytes for the same paper and day."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement

from ecodemo.paper.mark import mark_of
from ecodemo.paper.markup import Markup
from ecodemo.paper.pages import Pages, form_width, narrow
from ecodemo.paper.parts import PageBreak, Paper, Style
from ecodemo.paper.styles import TEXT_WIDTH, blank

_MAIN, _TEXT = "word/document.xml", "w:text"
"""The member that has the text, and the element in its place until it is written."""


def docx_content(paper: Paper, day: date, base: bytes | None = None) -> bytes:
    """The bytes of a docx; times in it are those of the day.

    Args:
        paper: its content.
        day: of its properties and of the members of the file.
        base: an empty docx whose page and styles are taken, from `emptied`; `blank` where there is none.
    """
    document = Document(io.BytesIO(base or blank()))
    body: Any = document.element.body
    if paper.example_note:
        _note_on_every_page(document, paper.example_note)
    if paper.is_form:
        narrow(body.sectPr, paper.sheet)
    pages = Pages(body.sectPr, form_width(paper.sheet) if paper.is_form else TEXT_WIDTH)
    pages.is_wide = paper.is_wide
    text = Markup(document, pages, is_form=paper.is_form).of(paper)
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
