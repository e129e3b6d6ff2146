"""Whether a package is whole: every file is there, with the bytes that the manifests say, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from ecodemo.acceptance.bag import DECLARATION, read_lines
from ecodemo.acceptance.open_package import DamagedError, OpenedPackage, manifests_in
from ecodemo.acceptance.package_file import PAYLOAD
from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY, PackageManifests
from ecodemo.acceptance.write_package import FilesDone
from ecodemo.errors import EcodemoError, RefusedFileError
from ecodemo.files import LARGEST_RECORD, not_read
from ecodemo.model.message import message

Copy = Callable[[str], AbstractContextManager[IO[bytes] | None]]
"""Where the bytes of a file go while it is read; `None`: nowhere."""


@dataclass(frozen=True, slots=True)
class PackageVerdict:
    """What was found; paths are those of the package, sorted."""

    files: int
    changed: tuple[str, ...]
    """With other bytes than the manifests say, or damaged."""
    lost: tuple[str, ...]
    added: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    """Lost under one name, and there with the same bytes under another."""
    bad_lines: tuple[tuple[str, int], ...]
    """Of manifests: file and line."""
    refused: tuple[str, ...]
    """Links, and names that lead out of the package."""

    @property
    def is_whole(self) -> bool:
        return self.is_unharmed and not self.added

    @property
    def is_unharmed(self) -> bool:
        """Whether all of the package is there as it was; there may be other files among it."""
        return not (self.changed or self.lost or self.renamed or self.bad_lines or self.refused)


def verify_package(
    package: OpenedPackage, files_done: FilesDone | None = None, copy: Copy = lambda _: nullcontext()
) -> PackageVerdict:
    """Compare a package with its manifests, byte by byte.

    Args:
        package: it.
        files_done: called with the progress.
        copy: where the bytes go while they are read.

    Raises:
        EcodemoError: it has no manifest, or what is copied cannot be written.
    """
    manifests = manifests_in(package)
    expected, bad_lines = _expected(package, manifests)
    there = {_one_form(path): path for path in package.sizes}
    found = {path: there[_one_form(path)] for path in expected if _one_form(path) in there}
    unlisted = sorted(manifests.unlisted & package.sizes.keys())
    known = {*unlisted, *found.values()}
    more = sorted(path for path in package.sizes if path not in known)
    changed: list[str] = []
    hashes: dict[str, str] = {}
    work = [*((path, name) for name, path in found.items()), *((path, "") for path in more)]
    for number, (path, name) in enumerate(work):
        if files_done is not None:
            files_done(number, len(work))
        digest = _digest(package, path, copy)
        if name and digest != expected[name]:
            changed.append(path)
        elif not name:
            hashes[path] = digest
    for path in unlisted:
        with copy(path) as stream:
            if stream is not None:
                stream.write(package.read(path, LARGEST_RECORD))
    if files_done is not None:
        files_done(len(work), len(work))
    lost = sorted(
        [path for path in expected if path not in found]
        + [path for path in manifests.required if path not in package.sizes]
    )
    renamed = _renamed({path: expected[path] for path in lost if path in expected}, hashes)
    was, now = ({pair[side] for pair in renamed} for side in (0, 1))
    return PackageVerdict(
        files=len(package.sizes),
        changed=tuple(sorted(changed)),
        lost=tuple(path for path in lost if path not in was),
        added=tuple(path for path in more if path not in now),
        renamed=renamed,
        bad_lines=bad_lines,
        refused=tuple(sorted(package.refused)),
    )


def _expected(
    package: OpenedPackage, manifests: PackageManifests
) -> tuple[dict[str, str], tuple[tuple[str, int], ...]]:
    """What the manifests say, and the lines that say nothing; of two, each speaks of its own side alone."""
    expected: dict[str, str] = {}
    bad: list[tuple[str, int]] = []
    for name in filter(None, (manifests.of_material, manifests.of_others)):
        is_first = name == manifests.of_material
        try:
            hashes, lines = read_lines(package.read(name, LARGEST_RECORD))
        except FileNotFoundError:
            if is_first:
                raise EcodemoError(
                    message("The package has no “{name}”, so nothing can be compared.", name=name)
                ) from None
            bad.append((name, 0))
            continue
        except OSError as error:
            if isinstance(error, RefusedFileError) and not is_first:
                bad.append((name, 0))
                continue
            raise not_read(name, error) from error
        foreign = [
            path for path in hashes if manifests.of_others and path.startswith(PAYLOAD) is not is_first
        ]
        bad += [(name, line) for line in lines]
        bad += [(name, 0) for _ in foreign]
        expected |= {path: digest for path, digest in hashes.items() if path not in foreign}
    listed = (DECLARATION, manifests.of_material) if manifests.of_others else (ARCHIVE_DIRECTORY,)
    for name in listed:
        expected.setdefault(name, "")  # not even named: never as it should be
    return expected, tuple(bad)


def _digest(package: OpenedPackage, path: str, copy: Copy) -> str:
    digest = sha256()
    with copy(path) as stream:
        try:
            for block in package.blocks(path):
                digest.update(block)
                if stream is not None:
                    stream.write(block)
        except DamagedError:
            return ""
    return digest.hexdigest()


def _renamed(lost: Mapping[str, str], added: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    by_digest: dict[str, list[str]] = {}
    for path, digest in added.items():
        by_digest.setdefault(digest, []).append(path)
    return tuple((path, by_digest[digest].pop(0)) for path, digest in lost.items() if by_digest.get(digest))


def _one_form(path: str) -> str:
    """Macs and some sync programs write a name in another Unicode form; it is the same name."""
    return unicodedata.normalize("NFC", path)
