"""The zip that a unit gets: its workbooks, a flat row of folders with a sentence each on what belongs there, a draft."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ecodemo.forms.contract import ASKED, FOLDER
from ecodemo.forms.export.blank_writer import BlankWriter
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.unit_tasks import UnitTask
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.safe_names import safe_name

PACK_NAME = "{unit}_填报包_{day}.zip"
_UNIX_FILE = 0o644 << 16
_BOM = "\ufeff"
"""Notepad of Windows 7 reads UTF-8 only with it."""


def pack_name(unit: str, day: date) -> str:
    """The file name of a unit's pack, by the unit's name."""
    return safe_name(PACK_NAME.format(unit=unit, day=day.strftime("%Y%m%d")))


def pack_content(
    task: UnitTask,
    day: date,
    blanks: BlankWriter,
    letterhead: Letterhead | None = None,
    draft_base: bytes | None = None,
) -> bytes:
    """The bytes of a unit's pack, the same for the same contents and day.

    Raises:
        EcodemoError: the office's own look of blank ledgers cannot be used.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for book in task.books:
            _add(archive, safe_name(f"{book.name}.xlsx"), workbook_content(book, letterhead), day)
        for folder in task.folders:
            place = f"{FOLDER}/{safe_name(folder.title)}"
            _add(archive, f"{place}/{ASKED}", f"{_BOM}{folder.asked}\r\n".encode(), day)
            for blank in folder.blanks:
                content = blanks.content(blank, task.unit.name)
                _add(archive, f"{place}/{safe_name(blank.file_name)}", content, day)
        if task.draft is not None:
            from ecodemo.paper.docx import docx_content

            _add(
                archive, safe_name(f"{task.draft.name}.docx"), docx_content(task.draft, day, draft_base), day
            )
    return buffer.getvalue()


def _add(archive: ZipFile, name: str, content: bytes, day: date) -> None:
    """Add a member; names that are not ASCII get the mark for UTF-8."""
    info = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _UNIX_FILE
    archive.writestr(info, content)
