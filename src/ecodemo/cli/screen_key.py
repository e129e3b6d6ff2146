"""What a screen follows from: who asks where and how, the program, the day, and every file of the workspace.

Files are known by their names, sizes and times, as evidence is; what was touched just now may change once more without
showing it, and then there is no key.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR, S_ISLNK
from typing import TYPE_CHECKING, TextIO

from ecodemo import __version__

if TYPE_CHECKING:
    from ecodemo.language import Language

_EVIDENCE = "evidence"
_PASSED_OVER = frozenset({".git"})
"""Folders of a workspace on which nothing that is shown rests."""
_MOST_BESIDE = 5_000
"""Files and folders beside the evidence: with more than these it is not only a county's data."""
_OTHER_EACH_TIME = frozenset({"_", "OLDPWD", "SHLVL"})
"""Variables that a shell changes from one command to the next."""
_UNCERTAIN = 2_000_000_000
"""Nanoseconds: what was touched that shortly before may be touched again without a new time."""


def asked(arguments: Sequence[str], folder: Path, language: Language) -> str:
    """A name for what is asked for by whom: arguments, folders, language, user, variables and the terminal."""
    variables = sorted(item for item in os.environ.items() if item[0] not in _OTHER_EACH_TIME)
    streams = (sys.stdin, sys.stdout, sys.stderr)
    parts = (
        *arguments,
        "",
        str(folder),
        os.getcwd(),  # noqa: PTH109 - Path.cwd is no better here
        language,  # a folder above the one that was named may choose it
        str(getattr(os, "geteuid", int)()),  # another one may not read every file
        *(f"{name}={value}" for name, value in variables),
        *(f"{stream.isatty()} {stream.encoding} {stream.errors}" for stream in streams),
        *map(_terminal, streams),
    )
    return _digest(parts)


def _terminal(stream: TextIO) -> str:
    """How large the terminal is, where a stream is one."""
    try:
        return str(os.get_terminal_size(stream.fileno()))
    except (OSError, ValueError):
        return ""


def key_beside(root: Path, until: int | None = None) -> str:
    """One hash over the program, the day and the workspace without its evidence.

    Args:
        root: the workspace.
        until: nanoseconds; empty where something was touched since shortly before.
    """
    package = Path(__file__).parents[1]
    parts = [__version__, sys.version, date.today().isoformat()]  # noqa: DTZ011 - as the office's clock
    try:
        parts.extend(_libraries(until))
        parts.extend(_tree(package, _MOST_BESIDE, passed_over=("__pycache__",), until=until))
        shut = str(root / _EVIDENCE)
        parts.extend(_tree(root, _MOST_BESIDE, passed_over=_PASSED_OVER, shut=shut, until=until))
    except (OSError, _NoKeyError):
        return ""
    return _digest(parts)


def key_of_evidence(root: Path, until: int | None = None) -> str:
    """One hash over everything below evidence/; empty where something of it was touched since shortly before."""
    top = root / _EVIDENCE
    try:
        return _digest(_tree(top, None, until=until) if os.path.lexists(top) else ())
    except (OSError, _NoKeyError):
        return ""


def _libraries(until: int | None) -> Iterator[str]:
    """Whatever is installed or removed changes the folder of the libraries."""
    for place in filter(os.path.isdir, sys.path):
        changed = os.stat(place).st_mtime_ns  # noqa: PTH116 - of each of them, at every start
        if until is not None and changed >= until - _UNCERTAIN:
            raise _NoKeyError
        yield f"{place} {changed}"


class _NoKeyError(Exception):
    """Something may look the same next time and be another thing."""


def _tree(
    top: Path,
    most: int | None,
    *,
    passed_over: Collection[str] = (),
    shut: str = "",
    until: int | None = None,
) -> Iterator[str]:
    """Every folder with its names and stamps; `shut` is a folder that is named and not looked into.

    Raises:
        _NoKeyError: there are too many, one is a link, whose target nobody looks at, or one was touched too lately.
        OSError: a folder cannot be looked at.
    """
    latest = None if until is None else until - _UNCERTAIN
    pending, count = [str(top)], 0
    while pending:
        folder = pending.pop()
        lines = [folder]
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name in passed_over:
                    continue
                stat = entry.stat(follow_symlinks=False)
                changed, touched = stat.st_mtime_ns, stat.st_ctime_ns
                if S_ISLNK(stat.st_mode) or (latest is not None and (changed >= latest or touched >= latest)):
                    raise _NoKeyError
                lines.append(f"{name}\0{stat.st_mode} {stat.st_size} {changed} {touched} {stat.st_ino}")
                if S_ISDIR(stat.st_mode) and entry.path != shut:
                    pending.append(entry.path)
        count += len(lines)
        if most is not None and count > most:
            raise _NoKeyError
        yield "\0\0".join(lines)


def _digest(parts: Iterable[str]) -> str:
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
