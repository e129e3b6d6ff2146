"""A county whose folder is on object storage: what of it is needed, whether that changed, and a private copy of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from ecodemo.check.baseline import NAME as BASELINE
from ecodemo.errors import EcodemoError, system_reason
from ecodemo.evidence.facts_table import NAME as FACTS
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.evidence.lock import NAME as LOCK
from ecodemo.load.root import MARK
from ecodemo.model.message import Message, listing, message
from ecodemo.ownership import remove_leftovers, temporary_prefix
from ecodemo.province.object_names import shown, why_no_file
from ecodemo.province.object_storage import ObjectStorage, StoredObject
from ecodemo.province.s3_address import S3Address
from ecodemo.province.storage_failures import unread

FILES = (LOCK, FACTS, BASELINE)
FOLDERS = ("data", "history")
"""With `FILES`, all that a county is judged from where only its lock is looked at."""
MOST_OBJECTS = 20_000
"""Of the above; a large county has some hundred."""
MOST_BYTES = 1_000_000_000
"""Of the above; some 50 MB where a county has a hundred thousand files."""
MOST_EVIDENCE = 1_000_000
"""Objects of the evidence."""
_AT_ONCE = 8
"""Small files take longer to ask for than to send."""
_SPARE = 200_000_000
"""Bytes of the disk that stay free."""


@dataclass(frozen=True, slots=True)
class StoredCounty:
    """What a bucket has of a county: names and sizes; nothing was read."""

    address: S3Address
    objects: tuple[StoredObject, ...]

    @property
    def signature(self) -> str:
        """Changes when anything does that the county is judged from."""
        lines = (f"{one.name}\0{one.etag}\0{one.size}\n" for one in self.objects)
        return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def size(self) -> int:
        """Bytes that have to travel."""
        return sum(one.size for one in self.objects)


def look_at(storage: ObjectStorage, address: S3Address, *, full: bool) -> StoredCounty:
    """List what is needed of a county.

    Args:
        storage: where it is.
        address: where it is there.
        full: whether its evidence is needed too.

    Raises:
        StorageError: it cannot be listed, is no county, is too large, or has names that no file can have.
    """
    top = (one for one in storage.at_the_top() if one.name in FILES)
    below = chain.from_iterable(map(storage.below, FOLDERS))
    objects = list(_counted(chain(top, below), MOST_OBJECTS, address))
    if sum(one.size for one in objects) > MOST_BYTES:
        raise unread(str(address), message("its data is larger than {most} MB", most=MOST_BYTES // 10**6))
    if not any(one.name == MARK.as_posix() for one in objects):
        raise unread(str(address), message("it has no {mark}", mark=MARK.as_posix()))
    if full:
        objects += _counted(storage.below(EVIDENCE), MOST_EVIDENCE, address)
    objects = _without_folders(objects)
    _refuse_names(objects, address)
    return StoredCounty(address, tuple(sorted(objects, key=lambda one: one.name)))


def _counted(objects: Iterable[StoredObject], most: int, address: S3Address) -> Iterator[StoredObject]:
    for number, one in enumerate(objects):
        if number == most:
            raise unread(str(address), message("it has more than {most} objects", most=most))
        yield one


def _without_folders(objects: Iterable[StoredObject]) -> list[StoredObject]:
    """Without the empty objects by which consoles of object storage mark folders."""
    objects = list(objects)
    folders = {one.name.rpartition("/")[0] for one in objects}
    for name in tuple(folders):
        while name := name.rpartition("/")[0]:
            folders.add(name)
    return [one for one in objects if one.size or one.name not in folders]


def _refuse_names(objects: Iterable[StoredObject], address: S3Address) -> None:
    wrong = [
        message("“{name}”: {reason}", name=shown(one.name), reason=reason)
        for one in objects
        if (reason := why_no_file(one.name))
    ]
    if wrong:
        raise unread(
            str(address),
            message("objects have names that no file can have: {objects}", objects=listing(*wrong, most=5)),
        )


@contextmanager
def copied(county: StoredCounty, storage: ObjectStorage) -> Iterator[Path]:
    """A copy of the county in a folder that only this user can read; it is removed at the end.

    Each object goes to the disk block by block, so that memory does not grow with the evidence. The disk holds one
    county for each one that is judged at the same time, and is asked beforehand whether it can.

    Raises:
        StorageError: an object was deleted or replaced since it was listed, or cannot be read.
        EcodemoError: the disk has not enough room, or cannot be written to.
    """
    above = Path(tempfile.gettempdir())
    remove_leftovers(above)
    try:
        folder = Path(tempfile.mkdtemp(prefix=temporary_prefix(), dir=above))
    except OSError as error:
        raise _not_copied(county, system_reason(error)) from error
    try:
        _refuse_a_full_disk(county, folder)
        _copy(county, storage, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_a_full_disk(county: StoredCounty, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if county.size + _SPARE > free:
        reason = message(
            "it has {size} MB, and the disk of {folder} has {free} MB free",
            size=county.size // 10**6,
            folder=str(folder.parent),
            free=free // 10**6,
        )
        raise _not_copied(county, reason)


def _copy(county: StoredCounty, storage: ObjectStorage, folder: Path) -> None:
    def copy(stored: StoredObject) -> None:
        path = folder / stored.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.writelines(storage.blocks(stored))

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for _ in pool.map(copy, county.objects):
            pass
    except OSError as error:
        raise _not_copied(county, system_reason(error)) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _not_copied(county: StoredCounty, reason: Message | str) -> EcodemoError:
    return EcodemoError(
        message("Cannot copy {address}: {reason}.", address=str(county.address), reason=reason)
    )
