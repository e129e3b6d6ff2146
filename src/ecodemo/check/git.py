"""What git knows of the workspace's folder. Git is run as a program, and nothing in .git is ever written to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.model.message import message

_FILES, _LINK = frozenset((b"100644", b"100755")), b"120000"
"""Modes of what is written out; submodules (160000) are other repositories and stay away."""
_NAME = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
_CHUNK = 1 << 20
_OF_A_HOOK = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))
"""Variables by which a git hook names its own repository, which need not be the workspace's."""


@dataclass(frozen=True, slots=True)
class GitRevision:
    """A commit, and the workspace's place in its tree."""

    written: str
    """As the user wrote it."""
    commit: str
    prefix: str
    """The workspace's folder in the repository; empty at its top."""


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    object: bytes
    path: str


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, whatever it ends with.

    Raises:
        EcodemoError: git is not installed.
    """
    return subprocess.run(  # noqa: S603 - no shell, and what users wrote is never an option
        _command(root, arguments),
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def revision_of(root: Path, written: str) -> GitRevision:
    """The commit that `written` names in the repository of a folder.

    Raises:
        EcodemoError: git is not installed, the folder is in no repository, or there is no such commit.
    """
    inside = git(root, "rev-parse", "--show-prefix")
    if inside.returncode:
        raise EcodemoError(
            message(
                "{folder} is in no git repository that can be read, so there is nothing to compare with. "
                "git says: {reason}",
                folder=str(root),
                reason=_last_line(inside.stderr),
            )
        )
    # What begins with a hyphen would be an option to git, whatever it was meant to be.
    named = None if written.startswith("-") else git(root, "rev-parse", "--verify", f"{written}^{{commit}}")
    if named is None or named.returncode or not _NAME.fullmatch(named.stdout.strip()):
        raise _not_there(root, written)
    return GitRevision(written, _text(named.stdout), _text(inside.stdout).rstrip("/"))


def write_out(root: Path, revision: GitRevision, names: Sequence[str], folder: Path) -> None:
    """Write files and folders of the workspace as they were committed into an empty folder.

    The very bytes: no filter runs, pointers of Git LFS stay pointers. Nothing outside `folder` is written,
    whatever the names in the commit are. What was not there then is not written.

    Raises:
        EcodemoError: git cannot give the content, or the folder cannot hold it.
    """
    entries = _listed(root, revision, names)
    links: list[tuple[Path, str]] = []
    try:
        # Asked for in one go: waiting for each answer before the next question takes most of the time.
        with TemporaryFile() as asked:
            asked.writelines(entry.object + b"\n" for entry in entries)
            asked.seek(0)
            with subprocess.Popen(  # noqa: S603 - as above
                _command(root, ("cat-file", "--batch", "--buffer")),
                env=_environment(),
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as giving:
                assert giving.stdout is not None  # noqa: S101 - asked for above
                for entry in entries:
                    target = folder / entry.path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("wb") as stream:
                        _take_content(giving.stdout, entry, stream)
                    if entry.mode == _LINK:
                        links.append((target, os.fsdecode(target.read_bytes())))
        # Last, so that nothing is written through one.
        for link, points_at in links:
            link.unlink()
            try:
                link.symlink_to(points_at)
            except OSError:  # Windows without the right to make links; git itself leaves a file there
                link.write_bytes(os.fsencode(points_at))
    except (OSError, ValueError) as error:
        raise EcodemoError(
            message(
                "The files of {revision} could not be written out to compare with: {reason}.",
                revision=revision.written,
                reason=system_reason(error) if isinstance(error, OSError) else str(error),
            )
        ) from error


def _command(root: Path, arguments: Sequence[str]) -> list[str]:
    program = shutil.which("git")
    if program is None:
        raise EcodemoError(message("git is not installed, or not where programs are looked for (PATH)."))
    return [program, "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def _not_there(root: Path, written: str) -> EcodemoError:
    if _text(git(root, "rev-parse", "--is-shallow-repository").stdout) == "true":
        return EcodemoError(
            message(
                "There is no commit “{written}” in this clone: it was made without its history. Fetch it: "
                "“git fetch --unshallow”; on GitHub “fetch-depth: 0” under actions/checkout, "
                "on GitLab “GIT_DEPTH: 0” under variables.",
                written=written,
            )
        )
    return EcodemoError(
        message(
            "There is no commit “{written}” in this repository. Name a branch, a tag or a commit, "
            "such as origin/main or HEAD~1.",
            written=written,
        )
    )


def _listed(root: Path, revision: GitRevision, names: Sequence[str]) -> list[_Entry]:
    tree = f"{revision.commit}:{revision.prefix}"
    if git(root, "rev-parse", "--verify", "--quiet", tree).returncode:
        return []
    listed = git(root, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *names)
    if listed.returncode:
        raise EcodemoError(
            message(
                "git cannot list the files of {revision}. git says: {reason}",
                revision=revision.written,
                reason=_last_line(listed.stderr),
            )
        )
    return list(_entries(listed.stdout))


def _entries(listing: bytes) -> Iterator[_Entry]:
    """The files and links in a listing; submodules are passed over, and names that lead out of the folder."""
    for line in filter(None, listing.split(b"\0")):
        head, _, name = line.partition(b"\t")
        mode, *_, digits = head.split(b" ")
        path = os.fsdecode(name)
        parts = path.replace(os.sep, "/").split("/")
        leads_out = Path(path).is_absolute() or not {"", ".", ".."}.isdisjoint(parts)
        if (mode in _FILES or mode == _LINK) and not leads_out:
            yield _Entry(mode, digits, path)


def _take_content(giving: IO[bytes], entry: _Entry, stream: IO[bytes]) -> None:
    """Copy one object; its head says how long it is.

    Raises:
        ValueError: the object is not there.
    """
    head = giving.readline().split()
    if len(head) != 3:
        raise ValueError(f"{entry.path}: {b' '.join(head).decode()}")
    left = int(head[2])
    while left:
        chunk = giving.read(min(left, _CHUNK))
        if not chunk:
            raise ValueError(entry.path)
        stream.write(chunk)
        left -= len(chunk)
    giving.readline()


def _text(output: bytes) -> str:
    return os.fsdecode(output).strip()


def _last_line(output: bytes) -> str:
    return (_text(output).splitlines() or [""])[-1]
