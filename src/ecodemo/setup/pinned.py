"""What a workspace's CI installs: one wheel of ecodemo and the libraries it needs, all by their hashes."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ecodemo.errors import EcodemoError
from ecodemo.files import not_read, write_whole
from ecodemo.model.message import message

_FOLDER = ".ecodemo"
_LIBRARIES = "requirements.txt"
"""Beside this module: every library with its version and hashes, as `scripts/lock.py` writes them."""
_MOST_BYTES = 1 << 20
_WHEEL = re.compile(r"ecodemo-(?P<version>[0-9][^-]*)-py3-none-any\.whl")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEADER = """\
# 由 ecodemo init 写入，install.sh 照它安装。换版本：ecodemo init 工作目录 --wheel 新的安装包.whl
--find-links .
"""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A wheel by its hash; its bytes, where they are at hand."""

    file_name: str
    digest: str
    libraries: str
    content: bytes | None

    @property
    def version(self) -> str:
        """The version that its name says."""
        match = _WHEEL.fullmatch(self.file_name)
        assert match is not None  # noqa: S101 - only such names are pinned
        return match["version"]

    def files(self) -> Mapping[str, bytes]:
        """What a workspace keeps of it, by path."""
        own = f"ecodemo=={self.version} --hash=sha256:{self.digest}\n"
        kept = {f"{_FOLDER}/{_LIBRARIES}": (_HEADER + own + self.libraries).encode()}
        return kept if self.content is None else {**kept, f"{_FOLDER}/{self.file_name}": self.content}

    def write(self, root: Path) -> None:
        """Put it into a workspace; nothing else is touched."""
        for path, content in self.files().items():
            write_whole(root / path, content)


def pinned_wheel(path: Path) -> Pinned:
    """A wheel that somebody names.

    Raises:
        EcodemoError: it cannot be read, or is no wheel of ecodemo.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise not_read(path, error) from error
    libraries = _libraries_in(content) if _WHEEL.fullmatch(path.name) else None
    if libraries is None:
        raise EcodemoError(
            message(
                "{path} is not a wheel of ecodemo 0.2.0 or later: ecodemo-VERSION-py3-none-any.whl.",
                path=str(path),
            )
        )
    return Pinned(path.name, sha256(content).hexdigest(), libraries, content)


def _libraries_in(wheel: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            member = archive.getinfo(f"ecodemo/setup/{_LIBRARIES}")
            return archive.read(member).decode() if member.file_size <= _MOST_BYTES else None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError):
        return None


def pinned_installation() -> Pinned | None:
    """The wheel that this ecodemo was installed from, as pip notes it; `None` where it notes no wheel."""
    try:
        noted = json.loads(metadata.distribution("ecodemo").read_text("direct_url.json") or "{}")
        url = urlsplit(noted["url"])
        digest = noted["archive_info"]["hashes"]["sha256"]
    except (metadata.PackageNotFoundError, ValueError, KeyError, TypeError):
        return None
    name = unquote(url.path).rpartition("/")[2]
    if _WHEEL.fullmatch(name) is None or _SHA256.fullmatch(str(digest)) is None:
        return None
    libraries = files("ecodemo.setup").joinpath(_LIBRARIES).read_text(encoding="utf-8")
    content = _still_there(Path(url2pathname(url.path)), digest) if url.scheme == "file" else None
    return Pinned(name, digest, libraries, content)


def _still_there(path: Path, digest: str) -> bytes | None:
    """The bytes of a wheel, if they are those that were installed."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if sha256(content).hexdigest() == digest else None
