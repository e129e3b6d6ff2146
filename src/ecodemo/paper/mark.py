"""The mark by which a draft that comes back as it was sent is told from one that somebody completed.

It is the hash of all that is written in it, kept among the properties of the file. Programs that save the file again
write other bytes and keep both the text and the properties.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ecodemo.paper.parts import Paper

_MARK = re.compile(r"<cp:keywords>(ecodemo-[0-9a-f]{64})</cp:keywords>")
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_SPACE = re.compile(r"\s+")
_MOST_BYTES = 8 << 20
"""Of the two parts that are read; a draft has some 50 KB of text."""


def mark_of(paper: Paper) -> str:
    """The mark of a paper."""
    return _mark(paper.text)


def is_untouched(path: Path) -> bool:
    """Whether a file is a docx that we wrote, with not a character changed."""
    try:
        with ZipFile(path) as archive:
            properties, text = (_part(archive, name) for name in ("docProps/core.xml", "word/document.xml"))
    except (BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return False
    found = _MARK.search(properties)
    return found is not None and found[1] == _mark(unescape("".join(_TEXT.findall(text))))


def _part(archive: ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return stream.read(_MOST_BYTES).decode("utf-8")


def _mark(text: str) -> str:
    return f"ecodemo-{sha256(_SPACE.sub('', text).encode('utf-8', 'replace')).hexdigest()}"
