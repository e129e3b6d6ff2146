"""The files of a package: documents as they are, and pages that were made for it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

PAYLOAD = "data/"
"""How the paths of the material begin: RFC 8493's own name."""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package; `path` is relative to the package's folder."""

    path: str
    size: int
    sha256: str
    content: bytes | None = None
    """Of what was made for the package; `None`: a document, copied from the evidence."""
    source: str = ""
    """The path of a document below evidence/."""


def made(path: str, content: bytes) -> PackageFile:
    """What was made for the package."""
    return PackageFile(path, len(content), sha256(content).hexdigest(), content)


def text_file(path: str, *sentences: str) -> PackageFile:
    """A file of a sentence or two that every editor of Windows shows rightly."""
    return made(path, "\ufeff{}\r\n".format("\r\n".join(filter(None, sentences))).encode())
