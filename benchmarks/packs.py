"""The packs of the example out and in, ours and by straight scripts of XlsxWriter, openpyxl and zipfile.

packs.py prepare DIR      export once, keep the contents of every workbook and zip, and fill the packs in
packs.py straight DIR     out: the same texts, numbers and files, written by XlsxWriter and zipfile
packs.py imported DIR     in: ours, the filled packs into the data as they were
packs.py read DIR         in: every cell of the filled packs' workbooks, read once by openpyxl

Ours out is the whole command: `ecodemo -C DIR form export --out DIR/packs`.
"""

from __future__ import annotations

import datetime
import io
import pickle
import shutil
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl


def prepare(folder: Path) -> None:
    """Export, and keep the members of each pack: of workbooks their cells, of other files their bytes."""
    from ecodemo.check.session import CheckOptions, check, open_workspace
    from ecodemo.forms.export.write_packs import export

    day = datetime.date(2021, 9, 20)
    result = check(open_workspace(folder), CheckOptions(), day)
    packs = {}
    for written in export(result, result.assessment, (), folder / "packs"):
        if written.path is not None:
            with ZipFile(written.path) as archive:
                packs[written.path.name] = {
                    name: _cells(archive.read(name)) if name.endswith(".xlsx") else archive.read(name)
                    for name in archive.namelist()
                }
    (folder / "packs.pickle").write_bytes(pickle.dumps(packs))
    shutil.copytree(folder / "data", folder / "data.before")
    (folder / "filled").mkdir()
    for pack in (folder / "packs").glob("*.zip"):
        with ZipFile(pack) as source, ZipFile(folder / "filled" / pack.name, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, _filled(content) if name.endswith(".xlsx") else content)


def _filled(content: bytes) -> bytes:
    """A workbook with another figure in every cell of a year that asks for a number."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if "数据" not in book.sheetnames:
        return content
    sheet = book["数据"]
    years = [column for column, cell in enumerate(sheet[3], 1) if str(cell.value or "").endswith("年")]
    for row in range(4, sheet.max_row + 1):
        for column in years if sheet.cell(row, 1).value and sheet.cell(row, 4).value else ():
            cell = sheet.cell(row, column)
            if isinstance(cell.value, int | float | None):
                cell.value = (cell.value or row) + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cells(content: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def straight(folder: Path) -> None:
    """The same cells without any style, list or width."""
    packs = pickle.loads((folder / "packs.pickle").read_bytes())  # noqa: S301 - written by `prepare`
    out = folder / "straight"
    out.mkdir(exist_ok=True)
    for pack, members in packs.items():
        with ZipFile(out / pack, "w", ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content if isinstance(content, bytes) else _workbook(content))


def _workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)
    return buffer.getvalue()


def imported(folder: Path) -> None:
    """The whole command, on the data as they were before any import."""
    from ecodemo.__main__ import main

    shutil.rmtree(folder / "inbox", ignore_errors=True)
    shutil.copytree(folder / "data.before", folder / "data", dirs_exist_ok=True)
    sys.argv = ["ecodemo", "-C", str(folder), "form", "import", str(folder / "filled")]
    main()


def read(folder: Path) -> None:
    """Every value of every cell, as any script reads them."""
    for pack in sorted((folder / "filled").glob("*.zip")):
        with ZipFile(pack) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.endswith(".xlsx"):
                    _cells(content)


_DOES = {"prepare": prepare, "straight": straight, "imported": imported, "read": read}
_DOES[sys.argv[1]](Path(sys.argv[2]))
