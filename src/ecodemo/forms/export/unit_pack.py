"""The zip that a unit gets: its workbooks, a flat row of folders with a sentence each on what belongs there, a draft.

A reviewer also gets the documents to be reviewed.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ecodemo.errors import EcodemoError, RefusedFileError
from ecodemo.files import not_read, real_path
from ecodemo.forms.contract import ASKED, FOLDER
from ecodemo.forms.export.blank_writer import BlankWriter
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.unit_tasks import UnitTask
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.safe_names import safe_name
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.message import message

PACK_NAME = "{unit}_填报包_{day}.zip"
_UNIX_FILE = 0o644 << 16
_UNIX_FOLDER = (0o40755 << 16) | 0x10
_BLOCK = 1 << 20
_BOM = "\ufeff"
"""Notepad of Windows 7 reads UTF-8 only with it."""


def pack_name(unit: str, day: date) -> str:
    """The file name of a unit's pack, by the unit's name."""
    return safe_name(PACK_NAME.format(unit=unit, day=day.strftime("%Y%m%d")))


def write_pack(
    stream: IO[bytes],
    task: UnitTask,
    day: date,
    evidence: Path,
    blanks: BlankWriter,
    letterhead: Letterhead | None = None,
    draft_base: bytes | None = None,
) -> None:
    """Write a unit's pack, the same bytes for the same contents and day; `evidence` is the folder of all documents.

    Raises:
        EcodemoError: a document cannot be read, or is not the one that was looked at; or the office's own look of blank
            ledgers cannot be used.
    """
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
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
        for link in task.enclosed.links.values():
            if link.endswith("/"):
                archive.writestr(_member(link, day, _UNIX_FOLDER), b"")
        for name, file in task.enclosed.files.items():
            _enclose(archive, _member(name, day), file, evidence)


def _enclose(archive: ZipFile, info: ZipInfo, file: EvidenceFile, evidence: Path) -> None:
    """Add a document, block by block."""
    path = evidence / file.path
    digest = sha256()
    info.file_size = file.size
    try:
        if not real_path(path).is_relative_to(real_path(evidence)):
            raise RefusedFileError(message("it links outside the workspace"), path)
        with path.open("rb") as source, archive.open(info, "w") as target:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
    except OSError as error:
        raise not_read(file.path, error) from error
    if digest.hexdigest() != file.sha256:
        raise EcodemoError(
            message(
                "{path} was changed during the export; nothing was exported. Run it again.", path=file.path
            )
        )


def _member(name: str, day: date, attributes: int = _UNIX_FILE) -> ZipInfo:
    """A member; names that are not ASCII get the mark for UTF-8."""
    info = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    info.external_attr = attributes
    info.compress_type = ZIP_DEFLATED
    return info


def _add(archive: ZipFile, name: str, content: bytes, day: date) -> None:
    archive.writestr(_member(name, day), content)
