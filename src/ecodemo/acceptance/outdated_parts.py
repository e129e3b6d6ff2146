"""Parts that an earlier run left beside those of a package: an assessor would take them for parts of the new one."""

from __future__ import annotations

import re
from pathlib import Path

from ecodemo.acceptance.open_package import opened_package
from ecodemo.acceptance.package_parts import is_package_folder, read_part
from ecodemo.acceptance.write_package import is_zip, refuse_existing
from ecodemo.errors import EcodemoError


def part_path(out: Path, number: int) -> Path:
    """The file or folder of a part of a package that is written to `out`."""
    return out.with_name(f"{out.stem}-{number}{out.suffix}")


def outdated_parts(out: Path, parts: int) -> tuple[Path, ...]:
    """Files that are named like further parts of this package, and are parts by what they say of themselves.

    Args:
        out: what the package is written to.
        parts: how many it has; 1: it is written as a whole.

    Raises:
        EcodemoError: it is written as folders, and there is a folder of a further part, which is never replaced.
    """
    name = re.compile(rf"{re.escape(out.stem)}-([1-9]\d*){re.escape(out.suffix)}")
    last = parts if parts > 1 else 0
    try:
        beside = sorted(out.parent.iterdir())
    except OSError:  # the folder is not there yet
        return ()
    found = []
    for path in beside:
        named = name.fullmatch(path.name)
        if named is None or int(named[1]) <= last:
            continue
        if not is_zip(out):
            if is_package_folder(path):
                refuse_existing(path)
        elif path.is_file() and _is_part(path, int(named[1])):
            found.append(path)
    return tuple(found)


def _is_part(path: Path, number: int) -> bool:
    try:
        with opened_package(path) as package:
            part = read_part(package)
    except (EcodemoError, OSError):
        return False
    return part is not None and part.number == number
