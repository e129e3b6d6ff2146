"""The packs of the example, ours and by a straight openpyxl script of the same cells and zips.

packs.py prepare DIR      export once, and keep what stands in every workbook and zip
packs.py straight DIR     the same texts, numbers and files, written by openpyxl and zipfile

Ours is the whole command: `ecodemo -C DIR form export --out DIR/packs`.
"""

from __future__ import annotations

import datetime
import io
import pickle
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl


def prepare(folder: Path) -> None:
    """Export, and keep the members of each pack: of workbooks their cells, of other files their bytes."""
    from ecodemo.forms.export import export
    from ecodemo.session import CheckOptions, check, open_workspace

    day = datetime.date(2021, 9, 20)
    outcome = check(open_workspace(folder), CheckOptions(), day, day)
    if outcome.assessment is None:
        raise SystemExit("the example cannot be loaded")
    packs = {}
    for written in export(outcome, outcome.assessment, (), folder / "packs"):
        if written.path is not None:
            with ZipFile(written.path) as archive:
                packs[written.path.name] = {
                    name: _cells(archive.read(name)) if name.endswith(".xlsx") else archive.read(name)
                    for name in archive.namelist()
                }
    (folder / "packs.pickle").write_bytes(pickle.dumps(packs))


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
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


{"prepare": prepare, "straight": straight}[sys.argv[1]](Path(sys.argv[2]))
