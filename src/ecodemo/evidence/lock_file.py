r"""evidence.sha256: the lock, in the format that `sha256sum -c` reads, sorted by path.

Its paths are relative to the workspace, so that `sha256sum -c evidence.sha256` works there. A backslash, a line
feed or a carriage return in a name is written as GNU coreutils does: the line begins with a backslash, and they
are `\\`, `\n` and `\r`.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from ecodemo import conflict
from ecodemo.evidence.inventory import FOLDER
from ecodemo.files import LARGEST_RECORD, read_control_file
from ecodemo.model.evidence import BadLine, LineFault

NAME = "evidence.sha256"
_PREFIX = f"{FOLDER}/"
_HASH = re.compile(r"[0-9a-f]{64}( [ *])")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_NEEDS_ESCAPE = re.compile(r"[\\\n\r]")
_NOT_A_FILE = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)")
"""In a path that leads out, is absolute, names a folder, or is not spelt as a walk would spell it."""
_ESCAPED = re.compile(r"\\[\\nr]")
_UNESCAPES = {escaped: character for character, escaped in _ESCAPES.items()}


@dataclass(frozen=True, slots=True)
class Lock:
    """What was locked: hash by path, relative to evidence/."""

    hashes: Mapping[str, str]
    bad_lines: tuple[BadLine, ...] = ()


def read_lock(root: Path) -> Lock | None:
    """The lock of a workspace, or `None` where there is none; lines that cannot be understood are listed.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        content = read_control_file(root / NAME, root, LARGEST_RECORD)
    except FileNotFoundError:
        return None
    return parse_lock(content)


def parse_lock(content: bytes) -> Lock:
    """A lock from its bytes; of lines that git could not merge, those of both sides."""
    hashes: dict[str, str] = {}
    matches = _HASH.match
    text = content.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    marks = conflict.marks(lines)
    base = conflict.base_lines(lines, marks)
    bad = [BadLine(NAME, number, LineFault.MARK) for number in marks]
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#") or number in base or (marks and number in marks):
            continue
        escaped = line.startswith("\\")
        text = line[1:] if escaped else line
        path = text[66:].removeprefix(_PREFIX)
        if escaped:
            path = _ESCAPED.sub(lambda found: _UNESCAPES[found[0]], path)
        if not matches(text) or not text.startswith(_PREFIX, 66) or _NOT_A_FILE.search(path):
            bad.append(BadLine(NAME, number))
        elif path in hashes and not (marks and hashes[path] == text[:64]):
            bad.append(BadLine(NAME, number, LineFault.TWICE))
        else:
            hashes[path] = text[:64]
    return Lock(hashes, tuple(sorted(bad, key=lambda one: one.line)))


def respelled(locked: Iterable[str], there: Collection[str]) -> Mapping[str, str]:
    """Locked paths whose files are there under another Unicode form of the same name, as Macs and sync programs write it."""
    known = set(locked)
    absent = {normalize("NFC", path): path for path in known.difference(there)}
    if not absent:
        return {}
    forms = ((normalize("NFC", path), path) for path in there if path not in known)
    return {absent[form]: path for form, path in forms if form in absent}


def as_spelled(hashes: Mapping[str, str], there: Collection[str]) -> Mapping[str, str]:
    """The hashes of a lock by the paths as they are spelled now."""
    now = respelled(hashes, there)
    return {now.get(path, path): sha256 for path, sha256 in hashes.items()} if now else hashes


def lock_content(hashes: Mapping[str, str]) -> bytes:
    return "".join(_line(hashes[path], path) for path in sorted(hashes)).encode("utf-8", "surrogateescape")


def _line(sha256: str, path: str) -> str:
    if _NEEDS_ESCAPE.search(path):
        path = _NEEDS_ESCAPE.sub(lambda found: _ESCAPES[found[0]], path)
        return f"\\{sha256}  {_PREFIX}{path}\n"
    return f"{sha256}  {_PREFIX}{path}\n"
