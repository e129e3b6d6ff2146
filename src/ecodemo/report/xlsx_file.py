"""What every workbook shares: named styles, safe text, row heights, and bytes that do not depend on the clock."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from copy import copy
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.writer.excel import ExcelWriter
from rich.cells import cell_len
from typing_extensions import Buffer

_FONT = "宋体"
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_LONGEST = 32_000
_LINE_HEIGHT = 14.5
_HIGHEST = 400
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def _style(
    name: str,
    *,
    fill: str = "",
    bold: bool = False,
    size: int = 10,
    align: str = "left",
    colour: str = "000000",
    number: str = "General",
    border: bool = True,
    wrap: bool = True,
) -> NamedStyle:
    style = NamedStyle(
        name=name,
        font=Font(name=_FONT, size=size, bold=bold, color=colour),
        alignment=Alignment(
            horizontal=align, vertical="center", wrap_text=wrap, indent=1 if align == "right" else 0
        ),
        number_format=number,
    )
    if border:
        style.border = _BORDER
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    return style


def _styles() -> list[NamedStyle]:
    return [
        _style("text"),
        _style("centred", align="center"),
        _style("number", align="right"),
        _style("figure", align="right"),
        _style("head", fill="D9E2EC", bold=True, align="center"),
        _style("title", bold=True, size=14, border=False),
        _style("line", border=False),
        _style("note", size=9, colour="595959", border=False),
        _style("good", fill="E2F0D9", align="center"),
        _style("bad", fill="F8CBAD", bold=True, align="center"),
        _style("open", fill="FFF2CC", align="center"),
        _style("soon", fill="DDEBF7", align="center"),
        _style("grey", fill="EDEDED", align="center"),
        _style("band", fill="F2F2F2", bold=True),
    ]


class Styles:
    """The named styles of one workbook, looked up once: naming the style of each cell anew costs more than writing it."""

    def __init__(self, workbook: Workbook) -> None:
        sheet: Any = workbook.active
        self._by_name: dict[str, Any] = {}
        for style in _styles():
            workbook.add_named_style(style)
            cell = sheet.cell(1, 1)
            cell.style = style.name
            self._by_name[style.name] = copy(cell._style)  # noqa: SLF001 - openpyxl's documented way to copy a style

    def put_on(self, cell: Cell, name: str) -> None:
        """Give a cell a style."""
        setattr(cell, "_style", copy(self._by_name[name]))  # noqa: B010 - see above


def plain_text(text: str) -> str:
    """Text that a cell can hold: no control characters, not longer than Excel reads."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def height_of(values: Sequence[object], widths: Sequence[int]) -> float:
    """The height of a row whose texts wrap at the widths of their columns; Chinese characters count twice."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and value:
            lines = max(
                lines,
                sum(math.ceil(max(cell_len(part), 1) / max(width - 1.5, 1)) for part in value.split("\n")),
            )
    return min(_HIGHEST, max(18.0, lines * _LINE_HEIGHT + 4))


def save(workbook: Workbook, day: str) -> bytes:
    """The workbook's bytes; times in it are those of `day` (ISO), so that they do not depend on the clock."""
    buffer = io.BytesIO()
    workbook.properties.creator = "ecodemo"
    with _DatedZip(buffer, day) as archive:
        ExcelWriter(workbook, archive).write_data()
    return buffer.getvalue()


class _DatedZip(ZipFile):
    """A zip all of whose members bear the same day."""

    def __init__(self, target: io.BytesIO, day: str) -> None:
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
        info = ZipInfo(name, self._date)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        super().writestr(info, content)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = None,  # noqa: ARG002
        compresslevel: int | None = None,  # noqa: ARG002
    ) -> None:
        """As ZipFile's, with the day for the file's time."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes())
