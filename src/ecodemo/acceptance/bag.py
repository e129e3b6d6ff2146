"""The files that make a folder a bag (BagIt, RFC 8493), written and read.

Lines are those of `sha256sum`, so that `sha256sum -c` takes them too. Paths written here hold no percent sign and no line feed,
which RFC 8493 would have spelt out and sha256sum would not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from ecodemo.acceptance.package_file import PackageFile

DECLARATION, INFORMATION, MANIFEST, TAG_MANIFEST = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
)
GROUP, COUNT, WHOLE = "Bag-Group-Identifier", "Bag-Count", "Bag-Group-Manifest-SHA256"
"""Labels of one of several bags: what they are together, which it is, and the hash of one manifest of them all."""
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(?:\./)?(.+)")
_SPELT = re.compile(r"%(?:25|0[AaDd])")


def manifest_content(files: Iterable[PackageFile]) -> bytes:
    """Hash and path of each file, in the order of the paths."""
    return b"".join(
        f"{file.sha256}  {file.path}\n".encode() for file in sorted(files, key=lambda file: file.path)
    )


def information_content(details: Mapping[str, str]) -> bytes:
    """What is details of a bag; of what is empty nothing."""
    return "".join(f"{label}: {' '.join(text.split())}\n" for label, text in details.items() if text).encode()


def read_information(content: bytes) -> dict[str, str]:
    """The details of a bag by their labels, those of one line."""
    lines = content.decode("utf-8-sig", "replace").splitlines()
    return {
        label.strip(): text.strip() for label, colon, text in (line.partition(":") for line in lines) if colon
    }


def read_lines(content: bytes) -> tuple[dict[str, str], list[int]]:
    """The hashes of a manifest by path, and the numbers of the lines that cannot be understood."""
    hashes: dict[str, str] = {}
    bad: list[int] = []
    for number, line in enumerate(content.decode("utf-8-sig", "replace").split("\n"), 1):
        line = line.removesuffix("\r")  # noqa: PLW2901 - saved again on Windows
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        path = _SPELT.sub(lambda spelt: unquote(spelt[0]), found[2]) if found else ""
        if not found or path in hashes:
            bad.append(number)
            continue
        hashes[path] = found[1].lower()
    return hashes, bad
