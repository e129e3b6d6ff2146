"""The hashes of all evidence: what was changed is hashed, what looks untouched is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ecodemo.evidence.cache import Cache
from ecodemo.evidence.digests import Digest, digest_files
from ecodemo.evidence.inventory import FOLDER, FolderListing
from ecodemo.evidence.stages import Progress
from ecodemo.model.evidence import Unreadable

IsDoubted = Callable[[str, str], bool]
"""Whether the hash that is remembered for a path is only believed once the file has been read again."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The hashes of all files, with how they were come by."""

    listing: FolderListing
    digests: Mapping[str, Digest]
    fresh: frozenset[str]
    """The paths of files that were read this time."""

    @property
    def hashes(self) -> dict[str, str]:
        """Hash by path, of files that could be read."""
        return {path: digest.sha256 for path, digest in self.digests.items() if digest.sha256}

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        failed = (Unreadable(path, digest.reason) for path, digest in self.digests.items() if digest.reason)
        return (*self.listing.unreadable, *failed)


def take_fingerprints(
    root: Path,
    cache: Cache,
    is_doubted: IsDoubted,
    listing: FolderListing,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Fingerprints:
    """Hash what was changed since the last time or is doubted, and take the rest from the cache.

    A cache that was wrong about one file is believed about none.
    """
    folder, stamps = f"{root}/{FOLDER}", listing.files
    known = cache.digests(stamps)
    unread = {
        path: stamp
        for path, stamp in stamps.items()
        if path not in known or is_doubted(path, known[path].sha256)
    }
    fresh = dict(digest_files(folder, unread, progress, jobs))
    if any(path in known and _is_other(digest, known[path]) for path, digest in fresh.items()):
        unread = {path: stamp for path, stamp in stamps.items() if path not in fresh}
        fresh |= digest_files(folder, unread, progress, jobs)
    digests = {**known, **fresh}
    if digests != known or len(known) != len(stamps):
        cache.remember_digests(stamps, digests)
    return Fingerprints(listing, digests, frozenset(fresh))


def _is_other(read: Digest, known: Digest) -> bool:
    """Whether a file that was not touched since it was listed has another hash than the one that is remembered."""
    return bool(read.sha256) and not read.is_fleeting and read.sha256 != known.sha256
