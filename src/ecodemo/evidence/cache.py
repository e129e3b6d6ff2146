"""What is remembered between runs, outside the workspace and outside git: plain text and JSON, no code.

A cache that cannot be read, written or understood is as good as none: it only costs time. Each file begins with a
checksum of the rest; when one is wrong, nothing that is remembered of this workspace is believed any more.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.files import LARGEST_RECORD, read_control_file

if TYPE_CHECKING:
    from ecodemo.evidence.digests import Digest
    from ecodemo.evidence.facts_table import ContentRecord, Table

_VERSION = "5"
_UNCERTAIN = 2_000_000_000
"""Nanoseconds: a file changed that shortly before it was read may change again without a new time of change."""
_HASHES, _FACTS, _VERIFIED, _ADVICE = "hashes", "facts.csv", "verified.json", "advice.json"
_SURVEY = "survey.jsonl"
_SCREEN = "screen-"
_MOST_SCREENS = 12
"""More are hardly in use at the same time; the one that was kept first goes."""
_BETWEEN = "\0"
"""What no path can hold."""
_HASH = re.compile(r"[0-9a-f]{64}")


class Cache:
    """The cache of one workspace; `is_trusted=False` reads nothing of it, `is_kept=False` writes nothing to it."""

    def __init__(self, root: Path, *, is_trusted: bool = True, is_kept: bool = True) -> None:
        name = sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._folder = folder() / f"{name}-{_VERSION}"
        self._is_trusted = is_trusted
        self._is_kept = is_kept
        self._began = time.time_ns()

    def digests(self, stamps: Mapping[str, str]) -> dict[str, Digest]:
        """The digests of files that look as they did when they were last hashed."""
        from ecodemo.evidence.digests import Digest  # what shows again what it showed does without

        found: dict[str, Digest] = {}
        for line in self._read(_HASHES).decode("utf-8", "surrogateescape").split(_BETWEEN):
            stamp, _, rest = line.partition("|")
            hashed, _, rest = rest.partition("|")
            size, _, path = rest.partition("|")
            if stamps.get(path) == stamp and _HASH.fullmatch(hashed) and (not size or size.isdecimal()):
                found[path] = Digest(hashed, int(size) if size else None)
        return found

    def remember_digests(self, stamps: Mapping[str, str], digests: Mapping[str, Digest]) -> None:
        """Remember the digests of files that were not changed just now."""
        lines = (
            f"{stamps[path]}|{digest.sha256}|{'' if digest.pointed_size is None else digest.pointed_size}|{path}{_BETWEEN}"
            for path, digest in digests.items()
            if digest.sha256 and not digest.is_fleeting and self.is_settled(stamps[path])
        )
        self._write(_HASHES, (line.encode("utf-8", "surrogateescape") for line in lines))

    def is_settled(self, stamp: str) -> bool:
        """Whether a file's times are long enough before this run."""
        _, changed, touched, _ = stamp.split(" ")
        return max(int(changed), int(touched)) < self._began - _UNCERTAIN

    def records(self) -> Table:
        """Facts of bytes that no evidence.facts.csv has yet."""
        from ecodemo.evidence.facts_table import parse_table

        return parse_table(self._read(_FACTS))

    def remember_records(self, records: Mapping[str, ContentRecord]) -> None:
        from ecodemo.evidence.facts_table import table_content

        self._write(_FACTS, [table_content(records)])
        with contextlib.suppress(OSError):  # more is known now than then
            (self._folder / _SURVEY).unlink()

    def survey_lines(self, key: str) -> Iterator[bytes] | None:
        """What was remembered of an earlier survey that began from the same key, if anything."""
        lines = self._checked(_SURVEY)
        return lines if lines.readline().rstrip() == key.encode() else None

    def remember_survey(self, key: str, lines: Iterable[bytes]) -> None:
        self._write(_SURVEY, [key.encode() + b"\n", *lines])

    def verified(self, key: Iterable[str]) -> object:
        """The result of an earlier verification that began from the same key, or `None`."""
        with contextlib.suppress(ValueError, RecursionError):
            known = json.loads(self._read(_VERIFIED) or b"{}")
            if isinstance(known, dict) and known.get("key") == list(key):
                return known.get("result")
        return None

    def remember_verified(self, key: Iterable[str], result: object) -> None:
        self._write(_VERIFIED, [json.dumps({"key": list(key), "result": result}).encode()])

    def advice(self) -> dict[str, list[str]]:
        """What `remember_advice` was given last."""
        with contextlib.suppress(ValueError, RecursionError):
            known = json.loads(self._read(_ADVICE) or b"{}")
            if isinstance(known, dict):
                return {
                    str(key): [word for word in words if isinstance(word, str)]
                    for key, words in known.items()
                    if isinstance(words, list)
                }
        return {}

    def remember_advice(self, advice: Mapping[str, Sequence[str]]) -> None:
        """Remember which steps were named, and which of them were taken."""
        self._write(_ADVICE, [json.dumps(advice).encode()])

    def facts_key(self, *, with_advice: bool) -> str:
        """A checksum of the facts in the cache, and of the steps advised before where a screen shows them."""
        facts = b""
        with contextlib.suppress(OSError), (self._folder / _FACTS).open("rb") as stream:
            facts = stream.readline(100)  # the checksum of all that follows
        advice = json.dumps(self.advice() if with_advice else {}, sort_keys=True)
        return _checksum(facts + advice.encode()).decode()

    def screen(self, name: str) -> Sequence[str]:
        """What was remembered of a screen: its three keys, and what it shows as JSON; nothing where none was."""
        return self._read(f"{_SCREEN}{name}").decode().split("\n", 3)

    def remember_screen(self, name: str, *parts: str) -> None:
        """Remember a screen, and forget the oldest where there are too many."""
        self._write(f"{_SCREEN}{name}", ["\n".join(parts).encode()])
        with contextlib.suppress(OSError):
            kept = sorted(self._folder.glob(f"{_SCREEN}*"), key=lambda path: path.stat().st_mtime_ns)
            for path in kept[:-_MOST_SCREENS]:
                path.unlink()

    def place(self, name: str) -> Path | None:
        """The path of a file that keeps something of this workspace by itself; `None` where nothing may be kept."""
        if not self._is_kept:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return self._folder / name

    def _read(self, name: str) -> bytes:
        return self._checked(name).read()

    def _checked(self, name: str) -> io.BytesIO:
        """What a file holds behind its checksum; without a copy of it, which a large one has no room for."""
        if not self._is_trusted:
            return io.BytesIO()
        try:
            content = read_control_file(self._folder / name, None, LARGEST_RECORD)
        except FileNotFoundError:
            return io.BytesIO()
        except OSError:
            content = b""
        stream = io.BytesIO(content)
        checksum = stream.readline().rstrip(b"\n")
        if checksum != _checksum(memoryview(content)[stream.tell() :]):
            self._put_aside()
            return io.BytesIO()
        return stream

    def _put_aside(self) -> None:
        self._is_trusted = False
        if self._is_kept:
            screens = (path.name for path in self._folder.glob(f"{_SCREEN}*"))
            for name in (_HASHES, _FACTS, _VERIFIED, _ADVICE, _SURVEY, *screens):
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()

    def _write(self, name: str, parts: Iterable[bytes]) -> None:
        if not self._is_kept:
            return
        content = b"".join(parts)
        temporary = self._folder / f"{name}.{os.getpid()}.part"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.writelines((_checksum(content), b"\n", content))
            temporary.replace(self._folder / name)


def _checksum(content: bytes | memoryview) -> bytes:
    return sha256(content).hexdigest().encode()


def is_writable() -> bool:
    """Whether something can be remembered; makes the folder if it is not there."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder(), os.W_OK)


def size() -> int:
    """What is remembered of all workspaces, in bytes."""
    total = 0
    for above, _, names in os.walk(folder()):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(above) / name).lstat().st_size
    return total


def folder() -> Path:
    """The folder with the caches of all workspaces."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("ecodemo", appauthor=False))
