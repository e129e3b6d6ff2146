"""Files that a memory stick cannot hold: FAT32, as most are bought, ends at 4 GiB a file. Said before anything is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ecodemo.acceptance.package_file import PackageFile
from ecodemo.acceptance.write_package import is_zip, written_size
from ecodemo.errors import EcodemoError
from ecodemo.files import real_path
from ecodemo.model.message import counted, listing, message
from ecodemo.model.size import size_words

FAT32 = (4 << 30) - 1
"""Bytes of its largest file."""
_BITS, _FEW = "PC_FILESIZEBITS", 33
"""What a system calls the bits of a file's size, and how many FAT32 has at most, with the sign."""


def refuse_too_large(out: Path, folder: str, files: Sequence[PackageFile]) -> None:
    """Refuse a package that the drive cannot hold because of a single file.

    Args:
        out: what it is written to.
        folder: the package's own name.
        files: of the package.

    Raises:
        EcodemoError: the drive is FAT32, and the zip, or files of the folder, are too large for it.
    """
    if is_zip(out):
        size = written_size(folder, files)
        if size > FAT32 and _is_fat32(out):
            raise EcodemoError(
                message(
                    "The package would be a file of {size}; a drive with FAT32 holds at most 4 GiB a file. Use --split 3.9GB, or a drive with exFAT or NTFS.",
                    size=size_words(size),
                )
            )
        return
    large = [file.path for file in files if file.size > FAT32]
    if large and _is_fat32(out):
        raise EcodemoError(
            message(
                "{files}, larger than the 4 GiB that a drive with FAT32 holds: {names}. --split divides packages, not files: use a drive with exFAT or NTFS, or ask for the document in several files.",
                files=counted(len(large), "{n} file is", "{n} files are"),
                names=listing(*large, most=len(large)),
            )
        )


def _is_fat32(out: Path) -> bool:
    """Whether the drive of what does not exist yet is one; where a system does not say, it is taken for none."""
    there = real_path(out)
    while not there.exists() and there != there.parent:
        there = there.parent
    if sys.platform == "win32":
        return _file_system(there) == "FAT32"
    try:
        return _BITS in os.pathconf_names and 0 < os.pathconf(there, _BITS) <= _FEW
    except OSError:
        return False


def _file_system(path: Path) -> str:
    """What Windows calls the file system of a drive."""
    import ctypes

    name = ctypes.create_unicode_buffer(32)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    found = kernel.GetVolumeInformationW(path.anchor, None, 0, None, None, None, name, len(name))
    return name.value if found else ""
