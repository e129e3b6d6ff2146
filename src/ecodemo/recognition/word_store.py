"""The recognised words of pages, in the cache folder: by the hash of the content, a file for each page, never in git.

Words hold personal data, so that the folder is the user's own. Each file begins with a checksum of the rest; what does
not fit it is read again.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256 as checksum_of
from pathlib import Path

from ecodemo.files import put_whole, read_control_file
from ecodemo.recognition.page_words import PageWords, from_json, to_json

_FOLDER = "recognised-1"
_LARGEST = 8_000_000
_PAGE = re.compile(r"p[1-9][0-9]{0,5}")
_PLAN = "pages"


class WordStore:
    """What was recognised, of all workspaces: the same bytes have the same words."""

    def __init__(self, cache_folder: Path) -> None:
        self.folder = cache_folder / _FOLDER

    def pages_to_read(self, sha256: str) -> tuple[int, ...] | None:
        """The numbers of the pages without a text layer, `None` where nobody has looked yet."""
        with contextlib.suppress(ValueError, TypeError):
            pages = json.loads(self._read(sha256, _PLAN))
            if isinstance(pages, list) and all(isinstance(page, int) and page > 0 for page in pages):
                return tuple(pages)
        return None

    def keep_pages_to_read(self, sha256: str, pages: tuple[int, ...]) -> None:
        """Remember which pages of a content have no text layer.

        Raises:
            OSError: it cannot be written.
        """
        self._write(sha256, _PLAN, json.dumps(pages).encode())

    def page(self, sha256: str, page: int) -> PageWords | None:
        """What was recognised on a page, `None` where it was not read."""
        try:
            return from_json(self._read(sha256, f"p{page}"))
        except ValueError:
            return None

    def keep_page(self, sha256: str, page: int, words: PageWords) -> None:
        """Remember a page.

        Raises:
            OSError: it cannot be written.
        """
        self._write(sha256, f"p{page}", to_json(words))

    def pages(self, sha256: str) -> Iterator[tuple[int, PageWords]]:
        """All pages of a content that were read, in their order."""
        for number in sorted(self.pages_read(sha256)):
            if words := self.page(sha256, number):
                yield number, words

    def pages_read(self, sha256: str) -> frozenset[int]:
        """The numbers of the pages that were read."""
        try:
            names = os.listdir(self._place(sha256))  # noqa: PTH208 - of tens of thousands of folders
        except OSError:
            return frozenset()
        return frozenset(int(name[1:]) for name in names if _PAGE.fullmatch(name))

    def stamp(self, sha256: str) -> int:
        """What changes with every page that is read; 0 where none was."""
        try:
            return self._place(sha256).stat().st_mtime_ns
        except OSError:
            return 0

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _read(self, sha256: str, name: str) -> bytes:
        """The content of a file, empty where there is none that can be believed."""
        path = self._place(sha256) / name
        try:
            checksum, _, content = read_control_file(path, None, _LARGEST).partition(b"\n")
        except OSError:
            return b""
        if checksum == _checksum(sha256, name, content):
            return content
        with contextlib.suppress(OSError):
            path.unlink()
        return b""

    def _write(self, sha256: str, name: str, content: bytes) -> None:
        folder = self._place(sha256)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(parents=True, exist_ok=True)
        put_whole(folder / name, (_checksum(sha256, name, content), b"\n", content))


def _checksum(sha256: str, name: str, content: bytes) -> bytes:
    """Of the place too: a page that was moved to another content is not believed."""
    return checksum_of(b"\0".join((sha256.encode(), name.encode(), content))).hexdigest().encode()
