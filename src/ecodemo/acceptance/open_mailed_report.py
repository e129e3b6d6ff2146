"""A file that a county sent, opened for judging; nothing in it is trusted before it is known to be whole.

`ecodemo.province` opens files of counties by `open_mailed_report`: the folder that comes out is a workspace without evidence, to be
opened by `open_workspace(folder, is_exact=True)` and judged with `CheckOptions(from_lock=True)`.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo.acceptance.bag import DECLARATION, INFORMATION, MANIFEST, TAG_MANIFEST
from ecodemo.acceptance.mailed_report import BELONGS, STATE
from ecodemo.acceptance.open_package import OpenedPackage, opened_package
from ecodemo.acceptance.package_file import PAYLOAD
from ecodemo.acceptance.package_names import alike
from ecodemo.acceptance.unpack_package import unpack_package
from ecodemo.acceptance.verify_package import PackageVerdict
from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, not_read, not_written
from ecodemo.language import without_controls
from ecodemo.load.root import MARK
from ecodemo.model.message import Listing, Message, listing, message
from ecodemo.ownership import temporary_prefix

LARGEST_FILE = 64_000_000
"""Bytes of a file that is sent; a county of 94,000 files of evidence makes one of some 12 MB."""
_LARGEST_UNPACKED = 640_000_000
"""Bytes: the largest lock and table of facts that are read, and their data."""
_MOST_FILES = 5_000
_TAGS = frozenset((DECLARATION, INFORMATION, MANIFEST, TAG_MANIFEST, STATE))


@contextmanager
def opened_mailed_report(path: Path) -> Iterator[Path]:
    """The county of a file that was sent, in a temporary folder for as long as the block lasts.

    Raises:
        EcodemoError: it is not such a file, or not whole.
    """
    with TemporaryDirectory(prefix=temporary_prefix()) as temporary:
        folder = Path(temporary).resolve() / "county"
        open_mailed_report(path, folder)
        yield folder


def day_of_mailed_report(path: Path) -> date | None:
    """The day on which a county made a file that is known to be whole; `None` where its State does not say.

    Raises:
        EcodemoError: it cannot be read any more.
    """
    with opened_package(path) as package:
        try:
            return date.fromisoformat(json.loads(package.read(STATE, LARGEST_RECORD))["day"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None


def open_mailed_report(path: Path, out: Path) -> None:
    """Unpack a file that a county sent, all of it and unchanged, or nothing.

    Refused are names that lead out of the folder, links, a name twice or alike to another on some system, names in an
    unknown encoding, whatever does not belong in such a file, more than it can honestly hold, and bytes that are not as its
    manifests say.

    Args:
        path: the file.
        out: the folder that becomes the county's workspace, which is not there; no evidence is in it.

    Raises:
        EcodemoError: it is not such a file, or not whole, with the reason; nothing is there then.
    """
    _refuse_odd(path)
    with ExitStack() as stack:
        try:
            package = stack.enter_context(opened_package(path))
        except EcodemoError as error:
            raise _refused(path, message("not a whole zip of one folder with “bagit.txt” in it")) from error
        _refuse_strange(package, path)
        whole = out.with_name(f"{out.name}.package")
        verdict = unpack_package(package, whole)
    if not verdict.is_whole:
        raise _refused(path, _why_not_whole(verdict))
    try:
        os.rename(whole / PAYLOAD.rstrip("/"), out)  # noqa: PTH104 - the atomic call is the point
    except OSError as error:
        raise not_written(out, error) from error
    finally:
        shutil.rmtree(whole, ignore_errors=True)


def _refuse_odd(path: Path) -> None:
    try:
        found = path.stat()
    except OSError as error:
        raise not_read(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, message("not a regular file"))
    if found.st_size > LARGEST_FILE:
        raise _refused(path, message("it is larger than {most} MB", most=LARGEST_FILE // 10**6))


def _refuse_strange(package: OpenedPackage, path: Path) -> None:
    """What can be determined from the list of names and sizes, before anything is written."""
    if package.refused:
        raise _refused(
            path,
            message(
                "links, repeated names, or names that lead out of it: {names}", names=_shown(package.refused)
            ),
        )
    inside = {name: name.removeprefix(PAYLOAD) for name in package.sizes if name not in _TAGS}
    strange = [
        name for name, own in inside.items() if not name.startswith(PAYLOAD) or not BELONGS.fullmatch(own)
    ]
    if strange:
        raise _refused(path, message("files that do not belong into it: {names}", names=_shown(strange)))
    if MARK.as_posix() not in inside.values():
        raise _refused(path, message("{file} is missing", file=MARK.as_posix()))
    seen: dict[str, str] = {}
    for name in inside:
        if not name.isprintable() or (other := seen.setdefault(alike(name), name)) != name:
            pair = (name,) if not name.isprintable() else (other, name)
            raise _refused(path, message("names that not every system can hold: {names}", names=_shown(pair)))
    if len(package.sizes) > _MOST_FILES or sum(package.sizes.values()) > _LARGEST_UNPACKED:
        raise _refused(
            path,
            message(
                "it unpacks to more than {files} files or {most} MB",
                files=_MOST_FILES,
                most=_LARGEST_UNPACKED // 10**6,
            ),
        )


def _why_not_whole(verdict: PackageVerdict) -> Message:
    renamed = [now for _, now in verdict.renamed]
    lines = [f"{file}:{line}" if line else file for file, line in verdict.bad_lines]
    names = (*verdict.changed, *verdict.lost, *verdict.added, *renamed, *lines)
    return message(
        "not as its manifests say (changed, lost or added on the way): {names}", names=_shown(names)
    )


def _shown(names: Iterable[str]) -> Listing:
    return listing(*map(without_controls, names))


def _refused(path: Path, reason: Message) -> EcodemoError:
    return EcodemoError(
        message(
            "{path} is not the report file of a county, or is damaged: {reason}. Ask the county to send it again.",
            path=str(path),
            reason=reason,
        )
    )
