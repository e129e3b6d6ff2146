"""The styles of the reports' workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openpyxl.styles import NamedStyle

from ecodemo.spreadsheet import style
from ecodemo.table import Mark

FILLS: Mapping[Mark, str] = MappingProxyType(
    {"good": "E2F0D9", "bad": "F8CBAD", "open": "FFF2CC", "soon": "DDEBF7", "grey": "EDEDED"}
)
"""The colours of marks."""
_LINK = "0563C1"


def styles() -> list[NamedStyle]:
    """The styles of the status workbook and of every other report."""
    return [
        style("text"),
        style("centred", align="center"),
        style("number", align="right"),
        style("figure", align="right"),
        style("link", colour=_LINK),
        style("centred link", align="center", colour=_LINK),
        style("number link", align="right", colour=_LINK),
        style("note link", size=9, colour=_LINK, border=""),
        style("head", fill="D9E2EC", bold=True, align="center"),
        style("title", bold=True, size=14, border=""),
        style("line", border=""),
        style("note", size=9, colour="595959", border=""),
        *(style(mark, fill=fill, bold=mark == "bad", align="center") for mark, fill in FILLS.items()),
        style("band", fill="F2F2F2", bold=True),
    ]
