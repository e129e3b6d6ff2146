"""Several packages instead of a large one: volumes stay whole where they can, and no package is larger than it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.package_file import PackageFile
from ecodemo.acceptance.write_package import written_size
from ecodemo.errors import EcodemoError
from ecodemo.model.message import listing, message
from ecodemo.model.size import size_words

_SPARE = 1.1
"""The files beside the material are somewhat larger in one of several: addresses of what is in the others are longer."""
_PER_FILE = 200
"""Bytes of the lines about a file in the manifests and lists."""


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One of several packages, or the only one."""

    folder: str
    number: int
    of: int
    groups: tuple[Sequence[PackageFile], ...]


def split(
    name: str, groups: Sequence[Sequence[PackageFile]], beside: Sequence[PackageFile], largest: int
) -> tuple[PackagePart, ...]:
    """Divide the material.

    Args:
        name: of the package.
        groups: what belongs together, in order.
        beside: what every part has beside the material.
        largest: bytes that a part may have as a zip.

    Raises:
        EcodemoError: something does not fit into any part.
    """
    folder = words.PART_OF.format(name=name, part=99, parts=99)

    def size(files: Sequence[PackageFile]) -> int:
        return written_size(folder, files) + _PER_FILE * len(files)

    room = largest - int(written_size(folder, beside) * _SPARE)
    too_large = [file.path for group in groups for file in group if size((file,)) > room]
    if too_large:
        raise EcodemoError(
            message(
                "A package of at most {size} is too small for: {files}.",
                size=size_words(largest),
                files=listing(*too_large),
            )
        )
    parts: list[list[list[PackageFile]]] = [[]]
    used = 0
    for group in groups:
        if used + size(group) > room and used and size(group) <= room:
            parts.append([])
            used = 0
        if used + size(group) <= room:
            parts[-1].append(list(group))
            used += size(group)
            continue
        parts[-1].append([])
        for file in group:
            if used + size((file,)) > room:
                parts.append([[]])
                used = 0
            parts[-1][-1].append(file)
            used += size((file,))
    if len(parts) == 1:
        return (PackagePart(name, 1, 1, tuple(groups)),)
    return tuple(
        replace(
            PackagePart("", number, len(parts), tuple(part)),
            folder=words.PART_OF.format(name=name, part=number, parts=len(parts)),
        )
        for number, part in enumerate(parts, 1)
    )
