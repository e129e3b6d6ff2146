"""The files of a package: documents as they are, and pages that were made for it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PAYLOAD = "data/"
"""How the paths of the material begin: RFC 8493's own name."""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package; `path` is relative to the package's folder."""

    path: str
    size: int
    sha256: str
    content: bytes | None = None
    """Of what was made for the package; `None`: copied, from the evidence or from where it was made."""
    source: str = ""
    """The path of a document below evidence/."""
    made_at: Path | None = None
    """Where a fitted copy of the document is, which is packed in its place."""


def made(path: str, content: bytes) -> PackageFile:
    return PackageFile(path, len(content), sha256(content).hexdigest(), content)


def text_file(path: str, *sentences: str) -> PackageFile:
    """A file of a sentence or two that every editor of Windows shows rightly."""
    return made(path, "\ufeff{}\r\n".format("\r\n".join(filter(None, sentences))).encode())
