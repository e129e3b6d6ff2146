"""The styles of the reports' workbooks."""

from __future__ import annotations

from openpyxl.styles import NamedStyle

from ecodemo.spreadsheet import style


def styles() -> list[NamedStyle]:
    """The styles of the status workbook and of every other report."""
    return [
        style("text"),
        style("centred", align="center"),
        style("number", align="right"),
        style("figure", align="right"),
        style("head", fill="D9E2EC", bold=True, align="center"),
        style("title", bold=True, size=14, border=""),
        style("line", border=""),
        style("note", size=9, colour="595959", border=""),
        style("good", fill="E2F0D9", align="center"),
        style("bad", fill="F8CBAD", bold=True, align="center"),
        style("open", fill="FFF2CC", align="center"),
        style("soon", fill="DDEBF7", align="center"),
        style("grey", fill="EDEDED", align="center"),
        style("band", fill="F2F2F2", bold=True),
    ]
