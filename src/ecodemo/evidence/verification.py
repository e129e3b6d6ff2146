"""Comparing the files below evidence/ with their lock; needs nothing of the county's data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from ecodemo.evidence.cache import Cache
from ecodemo.evidence.digests import Digest
from ecodemo.evidence.fingerprints import take_fingerprints
from ecodemo.evidence.inventory import list_evidence
from ecodemo.evidence.lock_file import Lock, as_spelled, parse_lock, respelled
from ecodemo.evidence.stages import Progress
from ecodemo.model.evidence import BadLine, LineFault, Unreadable


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of what was locked; paths are relative to evidence/ and sorted."""

    locked: int
    unchanged: int
    changed: tuple[str, ...]
    lost: tuple[str, ...]
    added: tuple[str, ...]
    """On disk and not in the lock."""
    beside: tuple[str, ...]
    """On disk and never locked: links, and what programs leave behind."""
    respelled: tuple[str, ...]
    """Of the others: those whose names are in another Unicode form than in the lock."""
    unseen: tuple[str, ...]
    """Locked, and not to be compared: they, or a folder above them, cannot be read."""
    unreadable: tuple[Unreadable, ...]
    bad_lines: tuple[BadLine, ...]
    computed: int
    trusted: int
    pointers: int

    @property
    def holds(self) -> bool:
        """Whether everything that was locked is there, unchanged and readable."""
        return not (self.changed or self.lost or self.unseen or self.bad_lines)

    @property
    def is_exact(self) -> bool:
        """Whether everything that was locked is there, and nothing else is."""
        return self.holds and not (self.added or self.beside or self.unreadable)


def verify(
    root: Path,
    lock_content: bytes,
    *,
    use_cache: bool = True,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Verification:
    """Compare all evidence with a lock.

    What was verified before and has not been touched since, file for file, is not read again, unless it would be
    called changed.

    Args:
        root: the workspace's folder.
        lock_content: the bytes of the lock.
        use_cache: whether hashes of files that look unchanged are trusted.
        progress: called with how far it is.
        jobs: the most processes to use; `None`: one for each core that can be used.
    """
    cache = Cache(root, is_trusted=use_cache)
    listing = list_evidence(root)
    key = (listing.digest(), sha256(lock_content).hexdigest())
    known = _from_json(cache.verified(key))
    if known is not None:
        return replace(known, computed=0, trusted=known.computed + known.trusted)
    lock = parse_lock(lock_content)
    other_names = tuple(sorted(respelled(lock.hashes, listing.files).values()))
    lock = replace(lock, hashes=as_spelled(lock.hashes, listing.files))
    locked = lock.hashes.get
    prints = take_fingerprints(
        root, cache, lambda path, sha256: locked(path, sha256) != sha256, listing, progress, jobs
    )
    found = _compare(lock, prints.hashes, prints.unreadable)
    pointers = sum(digest.pointed_size is not None for digest in prints.digests.values())
    fresh = sum(_was_hashed(prints.digests[path]) for path in prints.fresh)
    result = replace(
        found,
        beside=tuple(sorted([*listing.leftovers, *(link.path for link in listing.links)])),
        respelled=other_names,
        computed=fresh,
        trusted=len(prints.hashes) - pointers - fresh,
        pointers=pointers,
    )
    # What could not be read once may be readable a moment later, and nothing would look touched.
    if not (result.unreadable or result.changed) and all(map(cache.is_settled, listing.files.values())):
        cache.remember_verified(key, asdict(result))
    return result


def _compare(lock: Lock, hashes: dict[str, str], unreadable: tuple[Unreadable, ...]) -> Verification:
    failed = {lost.path for lost in unreadable}
    changed, lost, unseen, unchanged = [], [], [], 0
    for path, locked in lock.hashes.items():
        now = hashes.get(path)
        if now == locked:
            unchanged += 1
        elif now is not None:
            changed.append(path)
        elif _is_within(path, failed):
            unseen.append(path)
        else:
            lost.append(path)
    return Verification(
        locked=len(lock.hashes),
        unchanged=unchanged,
        changed=tuple(sorted(changed)),
        lost=tuple(sorted(lost)),
        added=tuple(sorted(path for path in hashes if path not in lock.hashes)),
        beside=(),
        respelled=(),
        unseen=tuple(sorted(unseen)),
        unreadable=tuple(sorted(unreadable, key=lambda one: one.path)),
        bad_lines=lock.bad_lines,
        computed=0,
        trusted=0,
        pointers=0,
    )


def _was_hashed(digest: Digest) -> bool:
    return bool(digest.sha256) and digest.pointed_size is None


def _is_within(path: str, failed: set[str]) -> bool:
    """Whether a path could not be looked at: itself, or a folder above it."""
    folders = (path[:end] for end, sign in enumerate(path) if sign == "/")
    return not failed.isdisjoint(("", path, *folders))


def _from_json(found: object) -> Verification | None:
    if not isinstance(found, dict):
        return None
    try:
        return Verification(
            locked=int(found["locked"]),
            unchanged=int(found["unchanged"]),
            changed=tuple(found["changed"]),
            lost=tuple(found["lost"]),
            added=tuple(found["added"]),
            beside=tuple(found["beside"]),
            respelled=tuple(found["respelled"]),
            unseen=tuple(found["unseen"]),
            unreadable=tuple(Unreadable(**one) for one in found["unreadable"]),
            bad_lines=tuple(
                BadLine(one["file"], one["line"], LineFault(one["fault"])) for one in found["bad_lines"]
            ),
            computed=int(found["computed"]),
            trusted=int(found["trusted"]),
            pointers=int(found["pointers"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
