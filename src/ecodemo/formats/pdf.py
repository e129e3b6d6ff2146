"""PDF: whether it is all there, which pages are scans or blank, and what its text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from pypdf import PageObject, PasswordType, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.pdf_drawing import Sight, content_of, sight_of
from ecodemo.formats.pdf_within import kind_of
from ecodemo.formats.searched_text import official_in, personal_in
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import imprint_of

_TAIL_BYTES = 1 << 20
_OBJECT = re.compile(rb"[\r\n\x00 ](?:\d{1,10}[ \r\n]+\d{1,5}[ \r\n]+obj\b|xref\b)")
"""Behind the mark of the end: what was added to the file, whose own end is missing. Anything else is junk."""
_TABLE = re.compile(rb"startxref\s*\d*")
_SMALLER_THAN_ANY_HARM = 20_000
"""A file of so many bytes that claims more than the limits is no large one, but a wrong one."""
_PDF, _END, _START = b"%PDF-", b"%%EOF", b"startxref"
_LINEAR = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,15})")
"""A file made for slow lines says at its beginning how long it is."""
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_FEW = 8
"""Characters: a scan with a page number or a stamp on it is still a scan."""
_SHOWS_TEXT = re.compile(rb"(?<![\w/])(?:Tj|TJ)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    sight: Sight

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and self.sight is Sight.NOTHING

    @property
    def is_scan(self) -> bool:
        letters = sum(character.isalpha() for character in self.text)
        if self.sight is Sight.PICTURE:
            return letters < _FEW
        return self.sight is Sight.DRAWING and not self.text.strip()


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of a PDF.

    Raises:
        ContentError: it cannot be opened, or not without a password.
    """
    if _ends_early(stream, size):
        raise ContentError(Condition.TRUNCATED)
    with _bounded():
        reader = _opened(stream, size)
        if not _opens(reader):
            raise ContentError(Condition.ENCRYPTED, _encrypted(reader, size))
        count = len(reader.pages)
        if not count:
            raise ContentError(Condition.DAMAGED)
        with known_as(Facts(size=size, kind="pdf", pages=count)), _bounded():
            pages = list(_pages(reader))
            kind = kind_of(reader)
    return Facts(
        size=size,
        kind=kind,
        pages=count,
        blank_pages=tuple(number for number, page in enumerate(pages, 1) if page.is_blank),
        searchable=_searchable(pages),
        personal=personal_in("\n".join(page.text for page in pages)),
        numbers=official_in(pages[0].text),
        imprint=imprint_of("\n".join(page.text for page in pages).splitlines()),
    )


def words_of(stream: BinaryIO, size: int, wanted: list[int]) -> dict[int, str | None]:
    """The words on each of these pages, `None` where there is no such page.

    Raises:
        ContentError: the file cannot be opened.
    """
    with _bounded():
        reader = _opened(stream, size)
        _opens(reader)
        count = len(reader.pages)
        return {
            number: _page(reader.pages[number - 1]).text if 1 <= number <= count else None
            for number in wanted
        }


def pages_with_words(stream: BinaryIO, size: int) -> Iterator[tuple[int, str]]:
    """The words of the pages that have a text layer, of as many as are looked at.

    Raises:
        ContentError: the file cannot be opened.
    """
    with _bounded():
        reader = _opened(stream, size)
        _opens(reader)
        for number, page in enumerate(islice(reader.pages, limits.PAGES_SEEN), 1):
            if len(content_of(page)) <= limits.PDF_CONTENT_BYTES and (text := _text(page)).strip():
                yield number, text


def scanned_pages(stream: BinaryIO, size: int) -> tuple[int, ...]:
    """The numbers of the pages that can be seen and not searched, of as many as are looked at.

    Raises:
        ContentError: the file cannot be opened.
    """
    with _bounded():
        reader = _opened(stream, size)
        _opens(reader)
        return tuple(number for number, page in enumerate(_pages(reader), 1) if page.is_scan)


@contextmanager
def _bounded() -> Iterator[None]:
    """Within the limits; what goes beyond them is too large."""
    try:
        with apply_configuration(
            zlib_maximum_output_length=limits.PDF_STREAM_BYTES,
            lzw_maximum_output_length=limits.PDF_STREAM_BYTES,
            run_length_maximum_output_length=limits.PDF_STREAM_BYTES,
            array_based_stream_maximum_output_length=limits.PDF_STREAM_BYTES,
            stream_decoding_work_maximum_length=4 * limits.PDF_STREAM_BYTES,
            stream_parsing_work_maximum_count=limits.PDF_STREAM_ITEMS,
            xform_maximum_invocations_per_extraction=limits.PDF_FORMS,
            jbig2dec_binary=None,
        ):
            yield
    except LimitReachedError as error:
        raise ContentError(Condition.TOO_LARGE) from error


def _ends_early(stream: BinaryIO, size: int) -> bool:
    declared = _LINEAR.search(stream.read(1024))
    if declared and int(declared[1]) > size:
        return True
    stream.seek(max(0, size - _TAIL_BYTES))
    tail = stream.read(_TAIL_BYTES)
    stream.seek(0)
    end = tail.rfind(_END)
    return end < 0 or _START not in tail[:end] or bool(_OBJECT.search(tail, end))


def _opened(stream: BinaryIO, size: int) -> PdfReader:
    """The file as pypdf reads it; small ones in memory, which is several times as fast.

    What readers look for by themselves, where the table says nonsense, is looked for here, too.
    """
    if size > limits.PDF_IN_MEMORY_BYTES:
        return PdfReader(stream, strict=True)
    content = stream.read()
    content = content[: content.rfind(_END) + len(_END)] + b"\n"
    try:
        return _with_pages(content)
    except Exception as error:
        with suppress(Exception):
            return _with_pages(_TABLE.sub(b"startxref\n0", content[content.index(_PDF) :]))
        if not isinstance(error, LimitReachedError) and _ENCRYPTED.search(content[-limits.TEXT_BYTES :]):
            raise ContentError(Condition.ENCRYPTED) from error
        if isinstance(error, LimitReachedError) and size < _SMALLER_THAN_ANY_HARM:
            raise ContentError(Condition.DAMAGED) from error
        raise


def _with_pages(content: bytes) -> PdfReader:
    """A file whose table leads to its pages, where it opens at all."""
    reader = PdfReader(BytesIO(content), strict=False)
    if not reader.is_encrypted:
        len(reader.pages)
    return reader


def _opens(reader: PdfReader) -> bool:
    """Whether it opens without a password; that of its owner only bars printing and copying."""
    if not reader.is_encrypted:
        return True
    try:
        return reader.decrypt("") is not PasswordType.NOT_DECRYPTED
    except (PyPdfError, DependencyError, NotImplementedError, LookupError, ValueError, TypeError):
        return False


def _encrypted(reader: PdfReader, size: int) -> Facts:
    try:
        with known_as(Facts(size=size, kind="pdf")):
            pages = reader.get_num_pages()
    except ContentError:
        pages = 0
    return Facts(size=size, kind="pdf", condition=Condition.ENCRYPTED, pages=pages or None)


def _pages(reader: PdfReader) -> Iterator[_Page]:
    """The words of the first pages, and of the others whether they have words at all."""
    length = 0
    for number, page in enumerate(islice(reader.pages, limits.PAGES_SEEN)):
        length += len(content_of(page))
        if length > limits.PDF_CONTENT_BYTES_SEEN:
            return
        yield _page(page, is_read=number < limits.PAGES_READ and length <= limits.PDF_CONTENT_BYTES_READ)


def _page(page: PageObject, *, is_read: bool = True) -> _Page:
    content = content_of(page)
    if len(content) > limits.PDF_CONTENT_BYTES:
        return _Page("", Sight.TEXT if _SHOWS_TEXT.search(content) else Sight.DRAWING)
    if not is_read and _SHOWS_TEXT.search(content):
        return _Page("", Sight.TEXT)
    text = _text(page) if is_read else ""
    if sum(character.isalpha() for character in text) >= _FEW:
        return _Page(text, Sight.TEXT)
    return _Page(text, sight_of(page, Sight.NOTHING if is_read else Sight.TEXT))


def _text(page: PageObject) -> str:
    """The words of a page; of one that takes too long, none."""
    try:
        return page.extract_text()[: limits.TEXT_BYTES]
    except LimitReachedError:
        return ""


def _searchable(pages: list[_Page]) -> Searchable | None:
    scans = sum(page.is_scan for page in pages)
    others = sum(not page.is_scan and not page.is_blank for page in pages)
    if scans:
        return Searchable.PARTLY if others else Searchable.SCAN
    return Searchable.TEXT if others else None
