"""Where the material of a package is: in which of its parts, and at what address seen from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.split_package import PackagePart
from ecodemo.acceptance.volumes import Volume


def places_of(part: PackagePart, parts: Sequence[PackagePart]) -> dict[str, tuple[str, str]]:
    """For each path of the material the package that contains it, and its address seen from one of them."""
    return {
        file.path: (
            words.PART_WORD.format(part=other.number) if other.of > 1 else "",
            file.path if other is part else f"../{other.folder}/{file.path}",
        )
        for other in parts
        for group in other.groups
        for file in group
    }


def parts_holding(volume: Volume, places: Mapping[str, tuple[str, str]]) -> str:
    """The packages that contain documents of a volume, in words; empty where there is one package only."""
    inside = f"{volume.folder}/"
    return words.BETWEEN_BOXES.join(
        dict.fromkeys(part for path, (part, _) in places.items() if path.startswith(inside) and part)
    )


def event_folders(volumes: Iterable[Volume], places: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The folder of each event, by its path below evidence/."""
    return {
        file.event: str(PurePosixPath(places[line.path][1]).parent)
        for volume in volumes
        for line in volume.files
        if (file := line.placed.entry.file) and file.event and line.path in places
    }
