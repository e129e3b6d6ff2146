"""A county whose folder is on object storage: what of it is needed, whether that changed, and a private copy of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Self

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.load.root import MARK
from ecodemo.model.message import Message, listing, message
from ecodemo.ownership import remove_leftovers, temporary_prefix
from ecodemo.province.county_contents import FILES, FOLDERS, MOST_BYTES, MOST_FILES
from ecodemo.province.object_names import shown, why_no_file
from ecodemo.province.object_storage import ObjectStorage, StoredObject
from ecodemo.province.s3_address import S3Address
from ecodemo.province.storage_failures import unread

MOST_EVIDENCE = 1_000_000
"""Objects of the evidence."""
_AT_ONCE = 8
"""Small files take longer to ask for than to send."""
_SPARE = 200_000_000
"""Bytes of the disk that stay free."""


class StoredCounty:
    """A county's folder in a bucket."""

    def __init__(self, address: S3Address, storage: ObjectStorage, *, full: bool) -> None:
        """Reads nothing yet.

        Args:
            address: where it is.
            storage: what reads it.
            full: whether its evidence is needed too.
        """
        self._address = address
        self._storage = storage
        self._full = full

    @classmethod
    def at(cls, address: S3Address, environment: Mapping[str, str], *, full: bool, patience: float) -> Self:
        """The county at an address.

        Args:
            address: where it is.
            environment: has the keys.
            full: whether its evidence is needed too.
            patience: seconds after which it is given up.

        Raises:
            EcodemoError: the environment has no keys, or the library is missing.
        """
        return cls(address, ObjectStorage(address, environment, patience), full=full)

    def signature(self) -> str:
        """Changes when the content of an object does that the county is judged from; none of them is read for it.

        Raises:
            StorageError: the county cannot be listed.
        """
        lines = (f"{one.name}\0{one.etag}\0{one.size}\n" for one in self.objects)
        return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def objects(self) -> tuple[StoredObject, ...]:
        """What the county is judged from, by name.

        Raises:
            StorageError: it cannot be listed, is no county, is too large, or has names that no file can have.
        """
        top = (one for one in self._storage.at_the_top() if one.name in FILES)
        below = chain.from_iterable(map(self._storage.below, FOLDERS))
        objects = list(_counted(chain(top, below), MOST_FILES, self._address))
        if sum(one.size for one in objects) > MOST_BYTES:
            reason = message("its data is larger than {most} MB", most=MOST_BYTES // 10**6)
            raise unread(str(self._address), reason)
        if not any(one.name == MARK.as_posix() for one in objects):
            raise unread(str(self._address), message("it has no {mark}", mark=MARK.as_posix()))
        if self._full:
            objects += _counted(self._storage.below(EVIDENCE), MOST_EVIDENCE, self._address)
        objects = _without_folders(objects)
        _refuse_names(objects, self._address)
        return tuple(sorted(objects, key=lambda one: one.name))

    @contextmanager
    def folder(self) -> Iterator[Path]:
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
            raise self._not_copied(system_reason(error)) from error
        try:
            self._refuse_a_full_disk(folder)
            self._copy(folder)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _refuse_a_full_disk(self, folder: Path) -> None:
        size, free = sum(one.size for one in self.objects), shutil.disk_usage(folder).free
        if size + _SPARE > free:
            reason = message(
                "it has {size} MB, and the disk of {folder} has {free} MB free",
                size=size // 10**6,
                folder=str(folder.parent),
                free=free // 10**6,
            )
            raise self._not_copied(reason)

    def _copy(self, folder: Path) -> None:
        def copy(stored: StoredObject) -> None:
            path = folder / stored.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.writelines(self._storage.blocks(stored))

        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            for _ in pool.map(copy, self.objects):
                pass
        except OSError as error:
            raise self._not_copied(system_reason(error)) from error
        finally:
            pool.shutdown(cancel_futures=True)

    def _not_copied(self, reason: Message | str) -> EcodemoError:
        return EcodemoError(
            message("Cannot copy {address}: {reason}.", address=str(self._address), reason=reason)
        )


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
            message("object names that cannot be file names: {objects}", objects=listing(*wrong, most=5)),
        )
