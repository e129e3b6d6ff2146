"""The hashes of all evidence: what was changed is hashed, what looks untouched is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ecodemo.evidence.cache import Cache
from ecodemo.evidence.fixity import Digest, digest_files
from ecodemo.evidence.inventory import FOLDER, FolderListing, list_evidence
from ecodemo.evidence.stages import Progress
from ecodemo.model.evidence import Unreadable


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
    root: Path, cache: Cache, progress: Progress | None = None, listing: FolderListing | None = None
) -> Fingerprints:
    """Hash what was changed since the last time, and take the rest from the cache."""
    listing = listing or list_evidence(root)
    known = cache.digests(listing.files)
    unknown = {path: stamp for path, stamp in listing.files.items() if path not in known}
    fresh = dict(digest_files(f"{root}/{FOLDER}", unknown, progress))
    digests = {**known, **fresh}
    if fresh or len(known) != len(listing.files):
        cache.remember_digests(listing.files, digests)
    return Fingerprints(listing, digests, frozenset(fresh))
