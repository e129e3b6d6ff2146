"""SHA-256 of many files, on all cores where that pays, and of what was handed in as one."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from ecodemo.evidence.inventory import size_of
from ecodemo.evidence.pointer import LONGEST, pointed_at
from ecodemo.evidence.processes import interrupts_held, leave_interrupts_to_parent
from ecodemo.evidence.stages import Progress, Stage
from ecodemo.evidence.usable_cores import usable_cores

if TYPE_CHECKING:
    from concurrent.futures import Executor

_BLOCK = 256 << 10
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FEW_BYTES = 32 << 20
"""Below this, starting helpers takes longer than hashing alone."""
_LARGE_FILE = 128 << 10
"""From this mean size on, hashing outweighs the opening of files, and threads hash side by side."""
_MANY_FILES = 8_000
"""From here on processes pay for small files; threads would wait for one another."""
_MOST_PROCESSES = 60
"""Windows waits for no more than about that many at once."""
_BATCH_FILES = 500
_BATCH_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Digest:
    """The hash of a file's content, or why there is none."""

    sha256: str = ""
    pointed_size: int | None = None
    """The size that a Git LFS pointer states; then the hash is the one it states."""
    reason: str = ""
    """Why the file could not be read, in the system's words; empty when it was."""
    is_fleeting: bool = False
    """The file was touched since it was listed: not to be remembered."""


def digest_files(
    folder: str,
    stamps: Mapping[str, str],
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Iterator[tuple[str, Digest]]:
    """Hash files below a folder; in no particular order.

    Args:
        folder: the folder that the paths are relative to.
        stamps: the paths, each with the stamp that it was listed with.
        progress: called after every batch.
        jobs: the most of them that are hashed side by side; `None`: one for each core that can be used.
    """
    sizes = [size_of(stamp) for stamp in stamps.values()]
    batches = list(_batches(stamps))
    done = 0
    with _executor(len(sizes), sum(sizes), jobs or usable_cores()) as executor:
        # Batches in the order in which they were given; the results of `map` need no bookkeeping.
        with interrupts_held():
            results = (map if executor is None else executor.map)(partial(_digest_batch, folder), batches)
        for batch, digests in zip(batches, results, strict=True):
            for (path, _), digest in zip(batch, digests, strict=True):
                yield path, Digest(digest) if isinstance(digest, str) else digest
            done += len(batch)
            if progress is not None:
                progress(Stage.HASHING, done, len(sizes))


def delivery_hashes(wanted: Iterable[str], hashes: Mapping[str, str]) -> dict[str, str]:
    """The hashes of those wanted paths that are there; of an event's folder, that of its sorted sha256sum lines.

    Args:
        wanted: paths of files, or of folders that hold an event.
        hashes: the hash of every file by its path.
    """
    found: dict[str, str] = {}
    there = sorted(hashes)
    for path in dict.fromkeys(wanted):
        if path in hashes:
            found[path] = hashes[path]
            continue
        begins = bisect_left(there, f"{path}/")
        ends = bisect_left(there, f"{path}0")  # "0" comes right after "/"
        inside = there[begins:ends]
        if inside:
            lines = sorted(f"{hashes[file]}  {file.removeprefix(f'{path}/')}\n" for file in inside)
            found[path] = sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
    return found


def _digest_batch(folder: str, batch: list[tuple[str, str]]) -> list[str | Digest]:
    """The digests of a batch; of ordinary files only the hash, which is quicker to hand between processes."""
    return [_digest_file(f"{folder}/{path}", stamp) for path, stamp in batch]


def _digest_file(path: str, stamp: str) -> str | Digest:
    try:
        hashed, pointed_size, after = _read(path)
        if after is None:
            hashed, pointed_size, after = _read(path)
    except OSError as error:
        return Digest(reason=error.strerror or str(error))
    if after is None:
        return Digest(reason="it was changed while it was read")
    is_fleeting = not stamp.startswith(f"{after.st_size} {after.st_mtime_ns} ")
    return (
        Digest(hashed, pointed_size, "", is_fleeting) if is_fleeting or pointed_size is not None else hashed
    )


def _read(path: str) -> tuple[str, int | None, os.stat_result | None]:
    """Hash, size stated by a pointer, and what the file was like after reading: `None` when it was not all read."""
    descriptor = os.open(path, _FLAGS)
    try:
        block = os.read(descriptor, _BLOCK)
        size = len(block)
        whole = sha256(block)
        pointed = pointed_at(block) if size < LONGEST else None
        while len(block) == _BLOCK:
            block = os.read(descriptor, _BLOCK)
            whole.update(block)
            size += len(block)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    hashed, pointed_size = pointed or (whole.hexdigest(), None)
    return hashed, pointed_size, after if size == after.st_size else None


def _batches(stamps: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """A few hundred files or some megabytes each: one future per file is slower than one thread."""
    batch: list[tuple[str, str]] = []
    held = 0
    for path, stamp in stamps.items():
        batch.append((path, stamp))
        held += size_of(stamp)
        if len(batch) == _BATCH_FILES or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


@contextmanager
def _executor(files: int, size: int, jobs: int) -> Iterator[Executor | None]:
    cores = min(jobs, _MOST_PROCESSES)
    if cores == 1 or size < _FEW_BYTES or files < 2:
        yield None
    elif size / files >= _LARGE_FILE:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(cores) as executor:
            yield executor
    elif files >= _MANY_FILES:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(cores, initializer=leave_interrupts_to_parent) as executor:
            yield executor
    else:
        yield None
