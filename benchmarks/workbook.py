"""The status workbook, ours and by a straight XlsxWriter script of the same cells.

workbook.py prepare DIR      check once and keep the report as JSON, so that only writing is compared
workbook.py ours DIR         the report to the workbook
workbook.py straight DIR     the same texts and numbers, read from ours, by XlsxWriter
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecodemo.report.contents.report_view import Report


def report(folder: Path) -> Report:
    """The report that `prepare` kept."""
    from ecodemo.report.contents.report_view import Report

    return Report.model_validate_json((folder / "report.json").read_bytes())


def prepare(folder: Path) -> None:
    """Keep the report, and its cells."""
    import datetime

    import openpyxl

    from ecodemo.check.session import CheckOptions, check, open_workspace
    from ecodemo.language import Language, Speaker
    from ecodemo.report.contents.build import build
    from ecodemo.report.status.status_workbook import render

    result = check(open_workspace(folder), CheckOptions(), datetime.date(2021, 9, 20))
    model = build(result, Speaker(Language.ZH))
    (folder / "report.json").write_text(model.model_dump_json(), encoding="utf-8")
    book = openpyxl.load_workbook(io.BytesIO(render(model)))
    cells = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    (folder / "cells.json").write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")


def straight(folder: Path) -> None:
    """The same cells with one format, a frozen head and a filter."""
    import xlsxwriter

    cells = json.loads((folder / "cells.json").read_text(encoding="utf-8"))
    book = xlsxwriter.Workbook(str(folder / "straight.xlsx"))
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    for title, rows in cells.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value, plain)
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, len(rows) - 1, max(len(row) for row in rows) - 1)
    book.close()


def ours(folder: Path) -> None:
    """The workbook as `ecodemo report` writes it."""
    from ecodemo.report.status.status_workbook import render

    (folder / "ours.xlsx").write_bytes(render(report(folder)))


{"prepare": prepare, "straight": straight, "ours": ours}[sys.argv[1]](Path(sys.argv[2]))
