"""What every workbook shares: named styles, safe text, row heights, and bytes that do not depend on the clock."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol, TypeVar
from unicodedata import east_asian_width
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from typing_extensions import Buffer

from ecodemo.language import UNWRITABLE
from ecodemo.sheet_markup import PlainRows, SheetWriter

_FONT = "宋体"
_LONGEST = 32_000
_LINE_HEIGHT = 14.5
_HIGHEST = 400
_Part = TypeVar("_Part")
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def style(
    name: str,
    *,
    fill: str = "",
    bold: bool = False,
    italic: bool = False,
    size: int = 10,
    align: str = "left",
    colour: str = "000000",
    number: str = "General",
    border: str = "BFBFBF",
    wrap: bool = True,
) -> NamedStyle:
    """A style of cells; colours are hexadecimal, `border=""` draws no lines."""
    named = NamedStyle(
        name=name,
        font=Font(name=_FONT, size=size, bold=bold, italic=italic, color=colour),
        alignment=Alignment(
            horizontal=align, vertical="center", wrap_text=wrap, indent=1 if align == "right" else 0
        ),
        number_format=number,
    )
    if border:
        line = Side(style="thin", color=border)
        named.border = Border(left=line, right=line, top=line, bottom=line)
    if fill:
        named.fill = PatternFill("solid", fgColor=fill)
    return named


class Styles:
    """The named styles of one workbook, looked up once: naming the style of each cell again costs more than writing it."""

    def __init__(self, workbook: Workbook, styles: Callable[[], Iterable[NamedStyle]]) -> None:
        """Give them to a new workbook; `styles` is asked once for all workbooks."""
        made = _workbook_with(styles)
        for name in _COLLECTIONS:
            setattr(workbook, name, _copied(getattr(made, name)))
        known: Any = workbook
        self._workbook = known
        self._looks = {(named.name, ""): named.as_tuple() for named in known._named_styles}  # noqa: SLF001

    def number(self, name: str) -> int:
        """By which the saved workbook knows a style."""
        scratch = self._scratch(name)
        return int(scratch.style_id)

    def put_on(self, cell: Cell, name: str, number_format: str = "") -> None:
        """Give a cell a style, which it shares with others: its parts are not to be changed; or with another format of numbers."""
        look = self._looks.get((name, number_format))
        if look is None:
            scratch = self._scratch(name)
            scratch.number_format = number_format
            look = self._looks[name, number_format] = scratch._style  # type: ignore[attr-defined]  # noqa: SLF001
        setattr(cell, "_style", look)  # noqa: B010 - openpyxl's documented way to copy a style

    def _scratch(self, name: str) -> Cell:
        return Cell(self._workbook.active, 1, 1, style_array=self._looks[name, ""])


@lru_cache
def _workbook_with(styles: Callable[[], Iterable[NamedStyle]]) -> Workbook:
    workbook = Workbook()
    for named in styles():
        workbook.add_named_style(named)
    return workbook


_COLLECTIONS = (
    "_fonts",
    "_fills",
    "_borders",
    "_alignments",
    "_protections",
    "_number_formats",
    "_named_styles",
)
"""Where a workbook keeps what its styles are made of."""


def _copied(collection: list[_Part]) -> list[_Part]:
    """The same parts, to which others can be added; with their index, because they are compared slowly."""
    if not isinstance(collection, IndexedList):
        return type(collection)(collection)
    copied: IndexedList[_Part] = IndexedList()
    copied.extend(collection)
    vars(copied)["_dict"] = dict(vars(collection)["_dict"])
    return copied


def plain_text(text: str) -> str:
    """Text that a cell can hold: no control characters, not longer than Excel reads."""
    clean = text if text.isprintable() else UNWRITABLE.sub("", text)
    return clean if _length(clean) <= _LONGEST else _cut(clean) + "…"


def _length(text: str) -> int:
    """As Excel counts: a character beyond the first 65,536 is two."""
    return len(text) + sum(character > "\uffff" for character in text) if len(text) > _LONGEST // 2 else 0


def _cut(text: str) -> str:
    half = text.encode("utf-16-le")[: 2 * (_LONGEST - 1)]
    return half.decode("utf-16-le", "ignore")


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as text, also one that looks like a formula or an error."""
    value = plain_text(text) or None
    setattr(cell, "_value", value)  # noqa: B010 - openpyxl would look for what is not in it any more
    cell.data_type = "s" if value else "n"


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """How many Latin characters wide a text is: Chinese ones, and signs that Chinese fonts draw as wide, are two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def height_of(values: Sequence[object], widths: Sequence[int]) -> float:
    """The height of a row, in points, whose texts wrap at the widths of their columns."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and value:
            lines = max(
                lines,
                sum(math.ceil(max(text_width(part), 1) / max(width - 1.5, 1)) for part in value.split("\n")),
            )
    return min(_HIGHEST, max(18.0, lines * _LINE_HEIGHT + 4))


class LateRows(Protocol):
    """Rows of a sheet that are made while it is saved."""

    def within(self, sheet: bytes) -> Iterator[bytes]:
        """The markup of the sheet with the rows in it, piece by piece."""
        ...

    def addresses(self) -> Iterator[bytes]:
        """The markup of where their links lead, if there are any; asked for after the rows."""
        ...


def save(
    workbook: Workbook,
    day: str,
    late: Mapping[str, LateRows] = MappingProxyType({}),
    plain: Mapping[str, PlainRows] = MappingProxyType({}),
) -> bytes:
    """The workbook's bytes; times in it are those of `day` (ISO), so that they do not depend on the clock.

    Args:
        workbook: it.
        day: of its members and properties.
        late: the rows that are made only now, by the member that holds their sheet.
        plain: texts and whole numbers without any look, by the name of their sheet, which has no cells of its own.
    """
    buffer = io.BytesIO()
    workbook.properties.creator = "ecodemo"
    with _DatedZip(buffer, day, late) as archive:
        SheetWriter(workbook, archive, plain).write_data()
    return buffer.getvalue()


class Reprint:
    """A saved workbook in which one text is replaced again and again: rewriting it each time costs ten times that."""

    def __init__(self, content: bytes, text: str, day: str) -> None:
        """Open it.

        Args:
            content: the workbook's bytes.
            text: what is replaced; plain letters.
            day: as of `save`.
        """
        with ZipFile(io.BytesIO(content)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._text, self._day = text.encode(), day

    def with_text(self, text: str) -> bytes:
        """The bytes with another text in its place."""
        written = escape(plain_text(text)).encode()
        buffer = io.BytesIO()
        with _DatedZip(buffer, self._day) as archive:
            for name, content in self._parts.items():
                archive.writestr(name, content.replace(self._text, written))
        return buffer.getvalue()


class _DatedZip(ZipFile):
    """A zip all of whose members bear the same day."""

    def __init__(
        self, target: io.BytesIO, day: str, late: Mapping[str, LateRows] = MappingProxyType({})
    ) -> None:
        self._late = late
        super().__init__(target, "w", ZIP_DEFLATED, allowZip64=True)
        year, month, number = (int(part) for part in day.split("-"))
        self._date = (max(year, 1980), month, number, 0, 0, 0)
        self._stamp = f"{day}T00:00:00Z".encode()

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Buffer | str,
        compress_type: int | None = None,  # noqa: ARG002 - the signature is ZipFile's
        compresslevel: int | None = None,  # noqa: ARG002
    ) -> None:
        """As ZipFile's, with the day for the clock's time."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        content = data.encode() if isinstance(data, str) else bytes(data)
        if name == "docProps/core.xml":
            content = _TIMES.sub(rb"\g<1>" + self._stamp + rb"\g<3>", content)
        super().writestr(self._member(name), content)

    def write_sheet(self, name: str, content: bytes) -> None:
        """A sheet, with the rows that are made only now."""
        if name not in self._late:
            self.writestr(name, content)
            return
        rows = self._late[name]
        self._put(name, rows.within(content))
        self._put("/_rels/".join(name.rsplit("/", 1)) + ".rels", rows.addresses())

    def _put(self, name: str, pieces: Iterator[bytes]) -> None:
        """A member piece by piece; none of nothing."""
        first = next(pieces, b"")
        if first:
            with self.open(self._member(name), "w") as stream:
                stream.write(first)
                stream.writelines(pieces)

    def _member(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._date)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info
