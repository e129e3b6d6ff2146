"""What git knows of the workspace's folder. Git is run as a program, and nothing in .git is ever written to.

A folder that is handed over brings its .git/config, which may name programs: git is kept from running any of them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Literal

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.model.message import Message, message, sentences
from ecodemo.programs import folders_on_path, program_on_path

_KINDS: Mapping[bytes, Literal["file", "link", "submodule"]] = {
    b"100644": "file",
    b"100755": "file",
    b"120000": "link",
    b"160000": "submodule",
}
"""By mode; a submodule is another repository, of which a tree only names the commit."""
_NAME = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
_COMMITTED = re.compile(
    rb"^committer .*> (?P<seconds>\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)$", re.MULTILINE
)
_CHUNK = 1 << 20
_KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""Beginnings of those of git's variables that are kept. Of the others, a hook's name its own repository, which need not
be the workspace's, and some name programs."""
_ALONE = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_SSH_COMMAND": "false",
}
_SWITCHED_OFF = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=",  # not “false”: git before 2.36 would run a program of that name
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    *(f"protocol.{name}.allow=never" for name in ("ext", "file", "git", "http", "https", "ssh")),
)
"""Settings that go before those of the repository."""
_Command = Literal["cat-file", "check-attr", "config", "ls-tree", "merge-base", "rev-parse", "version"]
"""git's own commands, which no alias can replace; none of them shows differences or runs filters."""


@dataclass(frozen=True, slots=True)
class GitRevision:
    """A commit, and the workspace's place in its tree."""

    shown: str | Message
    """As the user wrote it, with the commit where that is another."""
    commit: str
    prefix: str
    """The workspace's folder in the repository; empty at its top."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file, link or submodule of a commit; its path is relative to the workspace, with forward slashes."""

    kind: Literal["file", "link", "submodule"]
    object: bytes
    path: str


def git(root: Path, command: _Command, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, whatever it ends with.

    Raises:
        EcodemoError: git is not installed.
    """
    with _started(root, command, *arguments) as running:
        output, errors = running.communicate()
    return subprocess.CompletedProcess(running.args, running.returncode, output, errors)


def refused_for_owner(folder: Path, errors: bytes) -> tuple[Message, Message] | None:
    """What to say and to do where git refused a repository for its owner; none where it did not."""
    if b"safe.directory" not in errors:
        return None
    # git writes the command last, with the folder quoted as a shell needs it.
    return (
        message("git refuses to read {folder}: it is owned by another user.", folder=str(folder)),
        message("If you trust it, run “{command}”.", command=_last_line(errors).strip()),
    )


def lfs_version() -> str | None:
    """The version of Git LFS; none where it is not installed.

    It is asked for in its own folder, since it reads the settings of the repository that it is called in.
    """
    program = program_on_path("git-lfs")
    if program is None:
        return None
    asked = subprocess.run(  # noqa: S603 - no shell, nothing of the user's
        [program, "version"],
        cwd=Path(program).parent,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    words = os.fsdecode(asked.stdout).split()
    return words[0].removeprefix("git-lfs/") if words and not asked.returncode else None


def revision_of(root: Path, written: str) -> GitRevision:
    """The commit that `written` names in the repository of a folder; where HEAD left it, if it went on since.

    Histories that have nothing in common, or not in this clone, leave the commit as it is.

    Raises:
        EcodemoError: git is not installed, the folder is in no repository, or there is no such commit.
    """
    named = commit_of(root, written)
    base = _text(git(root, "merge-base", named.commit, "HEAD").stdout)
    if base in ("", named.commit):
        return named
    left = message("{commit} (merge base of HEAD and {revision})", commit=base[:12], revision=written)
    return GitRevision(left, base, named.prefix)


def commit_of(root: Path, written: str) -> GitRevision:
    """The commit that `written` names in the repository of a folder.

    Raises:
        EcodemoError: git is not installed, the folder is in no repository, or there is no such commit.
    """
    inside = git(root, "rev-parse", "--show-prefix")
    if refused := refused_for_owner(root, inside.stderr):
        raise EcodemoError(message("{all}", all=sentences(*refused)))
    if inside.returncode:
        raise EcodemoError(
            message(
                "{folder} is not in a readable git repository; there is nothing to compare with. git: {reason}",
                folder=str(root),
                reason=_last_line(inside.stderr),
            )
        )
    # What begins with a hyphen would be an option to git, whatever it was meant to be.
    named = None if written.startswith("-") else git(root, "rev-parse", "--verify", f"{written}^{{commit}}")
    if named is None or named.returncode or not _NAME.fullmatch(named.stdout.strip()):
        raise _not_there(root, written)
    return GitRevision(written, _text(named.stdout), _text(inside.stdout).rstrip("/"))


def day_of_commit(root: Path, revision: GitRevision) -> date:
    """The day on which a commit was made, where its committer was.

    Raises:
        EcodemoError: git cannot give the commit, or its date is none.
    """
    written = git(root, "cat-file", "commit", revision.commit).stdout
    if made := _COMMITTED.search(written):
        offset = timedelta(hours=int(made["hours"]), minutes=int(made["minutes"]))
        with suppress(ValueError, OverflowError, OSError):
            zone = timezone(-offset if made["sign"] == b"-" else offset)
            return datetime.fromtimestamp(int(made["seconds"]), zone).date()
    raise EcodemoError(message("Commit “{revision}” has no readable date.", revision=revision.shown))


def committed(root: Path, revision: GitRevision, names: Sequence[str]) -> tuple[TreeEntry, ...]:
    """What a commit has below files and folders of the workspace; nothing of what was not there then.

    Names that lead out of the folder are passed over.

    Raises:
        EcodemoError: git cannot list them.
    """
    tree = f"{revision.commit}:{revision.prefix}"
    if git(root, "rev-parse", "--verify", "--quiet", tree).returncode:
        return ()
    listed = git(root, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *names)
    if listed.returncode:
        raise EcodemoError(
            message(
                "Cannot list the files of {revision}. git: {reason}",
                revision=revision.shown,
                reason=_last_line(listed.stderr),
            )
        )
    return tuple(_entries(listed.stdout))


def read_committed(
    root: Path,
    revision: GitRevision,
    entries: Iterable[TreeEntry],
    take: Callable[[TreeEntry, IO[bytes]], None],
) -> None:
    """Hand over the content of files and links one after the other, as a stream that is closed afterwards.

    The very bytes: no filter runs, pointers of Git LFS stay pointers.

    Raises:
        EcodemoError: git cannot give the content, or it cannot be written.
    """
    wanted = [entry for entry in entries if entry.kind != "submodule"]
    if not wanted:
        return
    try:
        # Asked for in one go: waiting for each answer before the next question takes most of the time.
        with TemporaryFile() as asked:
            asked.writelines(entry.object + b"\n" for entry in wanted)
            asked.seek(0)
            with _started(
                root, "cat-file", "--batch", "--buffer", stdin=asked, stderr=subprocess.DEVNULL
            ) as giving:
                assert giving.stdout is not None  # noqa: S101 - asked for above
                for entry in wanted:
                    with SpooledTemporaryFile(_CHUNK) as content:
                        _take_content(giving.stdout, entry, content)
                        content.seek(0)
                        take(entry, content)
    except (OSError, ValueError) as error:
        raise EcodemoError(
            message(
                "Cannot extract the files of {revision} for comparison: {reason}.",
                revision=revision.shown,
                reason=system_reason(error) if isinstance(error, OSError) else str(error),
            )
        ) from error


def _started(
    root: Path,
    command: _Command,
    *arguments: str,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stderr: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    program = program_on_path("git")
    if program is None:
        raise EcodemoError(message("git is not installed or not on PATH."))
    settings = [word for setting in _SWITCHED_OFF for word in ("-c", setting)]
    return subprocess.Popen(  # noqa: S603 - no shell, and what users wrote is never an option
        [program, "--no-pager", "-C", str(root), *settings, command, *arguments],
        env=_environment(),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return {**kept, **_ALONE, "PATH": os.pathsep.join(folders_on_path())}


def _not_there(root: Path, written: str) -> EcodemoError:
    if _text(git(root, "rev-parse", "--is-shallow-repository").stdout) == "true":
        return EcodemoError(
            message(
                "No commit “{written}” in this shallow clone. Fetch the history: “git fetch --unshallow”; on GitHub set “fetch-depth: 0” under actions/checkout, on GitLab “GIT_DEPTH: 0” under variables.",
                written=written,
            )
        )
    return EcodemoError(
        message(
            "No commit “{written}” in this repository. Specify a branch, tag or commit, such as origin/main or HEAD~1.",
            written=written,
        )
    )


def _entries(listing: bytes) -> Iterator[TreeEntry]:
    for line in filter(None, listing.split(b"\0")):
        head, _, name = line.partition(b"\t")
        mode, _, digits = head.split(b" ")
        path = os.fsdecode(name)
        parts = path.replace(os.sep, "/").split("/")
        leads_out = Path(path).is_absolute() or not {"", ".", ".."}.isdisjoint(parts)
        if mode in _KINDS and not leads_out:
            yield TreeEntry(_KINDS[mode], digits, path)


def _take_content(giving: IO[bytes], entry: TreeEntry, stream: IO[bytes]) -> None:
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
