"""Where a county is: whether anything changed there, and its folder while it is judged.

Places other than folders of this machine are added here.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from os.path import lexists
from pathlib import Path
from typing import Protocol

from ecodemo.acceptance.open_mailed_report import LARGEST_FILE
from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import list_evidence
from ecodemo.files import LARGEST_RECORD, not_read, read_control_file
from ecodemo.journal.manifest import FOLDER as JOURNAL
from ecodemo.journal.manifest import MANIFEST
from ecodemo.load.root import MARK, exact_root
from ecodemo.model.message import message
from ecodemo.province.county_contents import FILES, FOLDERS, MOST_BYTES, MOST_FILES
from ecodemo.province.s3_address import SCHEME, S3Address
from ecodemo.province.stored_county import StoredCounty

REPORT_SUFFIX = ".zip"
_SCHEME = "://"


class CountyPlace(Protocol):
    def signature(self) -> str:
        """Changes when anything does that the county is judged from; empty where that cannot be determined.

        Raises:
            EcodemoError: the county is not there, or cannot be read.
        """

    def folder(self) -> AbstractContextManager[Path]:
        """The county's workspace, or the report file that it sent, on this machine for as long as it is judged.

        It is only read.

        Raises:
            EcodemoError: it cannot be brought here.
        """


def place_of(root: str, *, full: bool, boards: bool, patience: float) -> CountyPlace:
    """The place that a root names.

    Args:
        root: an absolute path or an address.
        full: whether the evidence is needed too.
        boards: whether the snapshots are, where they have to be brought here.
        patience: seconds after which the county is given up if it cannot be brought here.

    Raises:
        EcodemoError: no place is named so.
    """
    if root.startswith(SCHEME):
        return StoredCounty.at(S3Address.parse(root), os.environ, patience=patience, full=full, boards=boards)
    if is_remote(root):
        raise EcodemoError(message("{address} is not an address of a county.", address=root))
    path = Path(root)
    return ReportFile(path) if _is_report(path) else WorkspaceFolder(path, full=full)


def _is_report(path: Path) -> bool:
    try:
        return path.suffix == REPORT_SUFFIX and not path.is_dir()
    except OSError:  # why it cannot be read is reported when it is read
        return True


def is_remote(root: str) -> bool:
    """Whether it is an address."""
    return _SCHEME in root


class WorkspaceFolder:
    """A county's workspace on this machine."""

    def __init__(self, root: Path, *, full: bool) -> None:
        self._root = root
        self._full = full

    def signature(self) -> str:
        self._refuse_what_is_no_workspace()
        digest = sha256()
        names = [*FILES, *_files_below(self._root, FOLDERS)]
        left = MOST_BYTES
        if len(names) > MOST_FILES:
            return ""
        for name in names:
            content, reason = _content(self._root, name)
            left -= len(content)
            if left < 0:
                return ""
            digest.update(f"{name}\0{reason}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
        if self._full:
            digest.update(list_evidence(self._root).digest().encode())
        return digest.hexdigest()

    def folder(self) -> AbstractContextManager[Path]:
        self._refuse_what_is_no_workspace()
        return nullcontext(self._root)

    def _refuse_what_is_no_workspace(self) -> None:
        """A county is judged by exactly its root: no workspace above is taken for it."""
        try:
            (self._root / MARK).lstat()
        except OSError as error:
            if not isinstance(error, FileNotFoundError) or not self._root.is_dir():
                raise not_read(self._root, error) from error
        if lexists(self._root / JOURNAL / MANIFEST):
            raise EcodemoError(
                message(
                    "A command was interrupted in {folder} while it was writing. Run “ecodemo check” there first.",
                    folder=str(self._root),
                )
            )
        exact_root(self._root)


class ReportFile:
    """The file that a county sent (`pack --layout report`); its own process opens it, within its limits."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def signature(self) -> str:
        try:
            return sha256(read_control_file(self._path, None, LARGEST_FILE)).hexdigest()
        except OSError as error:
            raise not_read(self._path, error) from error

    def folder(self) -> AbstractContextManager[Path]:
        return nullcontext(self._path)


def _files_below(root: Path, folders: tuple[str, ...]) -> list[str]:
    """The files of some folders, relative to `root`, sorted; links to folders are not followed."""
    found: list[str] = []
    waiting = list(folders)
    while waiting and len(found) <= MOST_FILES:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    name = f"{folder}/{entry.name}"
                    (waiting if entry.is_dir(follow_symlinks=False) else found).append(name)
                    if len(found) + len(waiting) > MOST_FILES:
                        break
        except OSError:
            continue
    return sorted(found)


def _content(root: Path, name: str) -> tuple[bytes, str]:
    """What is in a file, or why it cannot be read."""
    try:
        return read_control_file(root / name, root, LARGEST_RECORD), ""
    except OSError as error:
        return b"", f"{type(error).__name__} {error.errno}"
