"""The mark by which a draft that comes back as it was sent is distinguished from one that somebody completed.

It is the hash of all that is written in it, kept among the properties of the file. Programs that save the file again
write other bytes and keep both the text and the properties.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape
from pathlib import Path

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.model.evidence import Facts
from ecodemo.paper.parts import Paper

_MARK = re.compile(r"<cp:keywords>(ecodemo-[0-9a-f]{64})</cp:keywords>")
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_SPACE = re.compile(r"\s+")


def mark_of(paper: Paper) -> str:
    """The mark of a paper."""
    return _mark(paper.text)


def is_untouched(path: Path) -> bool:
    """Whether a file is a docx that we wrote, with not a character changed."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream, known_as(Facts(size)):
            opened = BoundedZip(stream, size)
            properties, text = (
                opened.read(name, limits.DRAFT_PART_BYTES).decode("utf-8")
                for name in ("docProps/core.xml", "word/document.xml")
            )
    except (ContentError, OSError):
        return False
    found = _MARK.search(properties)
    return found is not None and found[1] == _mark(unescape("".join(_TEXT.findall(text))))


def _mark(text: str) -> str:
    return f"ecodemo-{sha256(_SPACE.sub('', text).encode('utf-8', 'replace')).hexdigest()}"
