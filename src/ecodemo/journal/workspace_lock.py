"""One process at a time writes to a workspace: a file that names it, its machine and its command.

Works by creating a file that is not there, which every disk and shared folder can; nothing rests on flock or rights.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import not_written, put_whole, read_control_file, write_new
from ecodemo.journal.manifest import FOLDER, MANIFEST, invalid
from ecodemo.journal.recovery import clear, complete
from ecodemo.language import without_controls
from ecodemo.model.message import Message, message
from ecodemo.ownership import RunningProcess, remove_leftovers, temporary_name, this_process

NAME = "lock"
SECONDS = 10.0
"""How long to wait for another process."""
_LARGEST = 10_000
_CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""Why nothing can be written to a workspace: then its own name says more than that of the lock in it."""
_AGAIN = 0.05
_TRIES = 20
_IGNORED = "*\n"
"""So that git does not see the folder, whatever the workspace's own .gitignore says."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes."""

    process: RunningProcess
    command: str
    since: str
    is_done: bool = False
    """Whether all that it had to write is written."""

    def content(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=True).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class WorkspaceLock:
    """Held by this process."""

    root: Path
    holder: Holder
    remarks: tuple[Message, ...] = ()
    """What became of a command that was interrupted before."""

    def is_still_held(self) -> bool:
        """Whether nobody removed or took it."""
        return holder_of(self.root) == self.holder

    def say_done(self) -> None:
        """Note that all is written, before the list of it goes."""
        put_whole(self.root / FOLDER / NAME, (replace(self.holder, is_done=True).content(),))


@contextmanager
def workspace_lock(root: Path, command: str) -> Iterator[WorkspaceLock]:
    """Hold the lock; a process that holds it already goes on holding it. What a dead process left behind is put right.

    Args:
        root: the workspace, or the folder that becomes one.
        command: what the user called, shown to those who have to wait.

    Raises:
        EcodemoError: another process holds it, or the workspace cannot be written to.
    """
    held = holder_of(root)
    if held is not None and held.process == this_process():
        yield WorkspaceLock(root, held)
        return
    holder = Holder(this_process(), command, time.strftime("%Y-%m-%d %H:%M"))
    dead = _acquire(root, holder)
    try:
        remarks = _put_right(root, dead)
        yield WorkspaceLock(root, holder, remarks)
    finally:
        _release(root)


def recover(root: Path) -> tuple[Message, ...]:
    """Put right what a killed process left behind, at the start of any command; says what became of it.

    Raises:
        EcodemoError: a change that counts cannot be completed, or is just being made.
    """
    folder = root / FOLDER
    if not os.path.lexists(folder):
        return ()
    counts = os.path.lexists(folder / MANIFEST)
    holder = holder_of(root)
    if not counts and not (holder and holder.process.is_dead):
        remove_leftovers(folder)
        _tidy(folder)
        return ()
    try:
        with workspace_lock(root, holder.command if holder else "ecodemo") as held:
            return held.remarks
    except EcodemoError:
        if os.path.lexists(folder / MANIFEST):
            raise
        return ()  # nothing was changed, and what is left over does no harm


def holder_of(root: Path) -> Holder | None:
    """Who holds the lock; `None` where nobody does, or nobody knows who."""
    try:
        value = json.loads(read_control_file(root / FOLDER / NAME, root, _LARGEST))
        process = value["process"]
        return Holder(
            RunningProcess(
                _clean(process["host"]),
                str(process["machine"]),
                int(process["number"]),
                str(process["began"]),
            ),
            _clean(value["command"]),
            _clean(value["since"]),
            value["is_done"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def _clean(text: object) -> str:
    """What a file that anybody may have written says, fit for a terminal."""
    return without_controls(str(text))[:60]


def _acquire(root: Path, holder: Holder) -> Holder | None:
    """Take the lock; returns the dead process that had it before."""
    folder = root / FOLDER
    path = folder / NAME
    own = folder / temporary_name(NAME)
    deadline = time.monotonic() + SECONDS
    dead: Holder | None = None
    tries = iter(range(_TRIES))
    while True:
        try:
            _make(folder)
            with contextlib.suppress(FileExistsError):
                _create(own, path, holder)
                return dead
        except FileNotFoundError as error:  # who had it before removes the folder
            if next(tries, None) is None:
                raise not_written(folder, error) from error
        except OSError as error:
            raise not_written(root if error.errno in _CLOSED else path, error) from error
        finally:
            with contextlib.suppress(OSError):
                own.unlink()
        other = holder_of(root)
        if other == holder:  # the first answer of a shared folder was lost
            return dead
        if other is not None and other.process.is_dead:
            dead = _put_aside(path, other) or dead
        elif time.monotonic() > deadline:
            raise _is_held(other)
        else:
            time.sleep(_AGAIN)


def _make(folder: Path) -> None:
    """The folder of the lock.

    Raises:
        FileNotFoundError: the process that had it before removed it meanwhile.
        OSError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise
    if folder.is_symlink():
        raise invalid(message("it is a link"))
    ignored = folder / ".gitignore"
    if not os.path.lexists(ignored):
        with contextlib.suppress(FileExistsError):
            write_new(ignored, (_IGNORED.encode(),))


def _create(own: Path, path: Path, holder: Holder) -> None:
    """Make the file appear with its content, so that nobody sees an empty one; where links fail, as near as can be.

    Raises:
        FileExistsError: it is there.
        OSError: it cannot be written.
    """
    write_new(own, (holder.content(),))
    try:
        os.link(own, path)
    except (FileExistsError, FileNotFoundError):
        raise
    except (OSError, NotImplementedError):
        write_new(path, (holder.content(),))


def _put_aside(path: Path, dead: Holder) -> Holder | None:
    """Remove the lock of a dead process; one that somebody took in between is put back."""
    aside = path.with_name(temporary_name(NAME))
    try:
        path.rename(aside)
    except OSError:
        return None
    found = _read(aside)
    is_it = found == dead.content()
    with contextlib.suppress(OSError):
        if not is_it:
            write_new(path, (found,))
        aside.unlink()
    return dead if is_it else None


def _read(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def _is_held(other: Holder | None) -> EcodemoError:
    path = f"{FOLDER}/{NAME}"
    if other is None:
        return EcodemoError(
            message(
                "Another command is writing to this workspace. Wait for it to finish and run this command again. If none is running on any computer, delete {path}.",
                path=path,
            )
        )
    return EcodemoError(
        message(
            "“{command}” is writing to this workspace (process {number} on {host}, since {since}). Wait for it to finish and run this command again. If it is no longer running there, delete {path}.",
            command=other.command,
            number=str(other.process.number),
            host=other.process.host,
            since=other.since,
            path=path,
        )
    )


def _put_right(root: Path, dead: Holder | None) -> tuple[Message, ...]:
    """Complete or remove what was left behind; says which."""
    manifest = complete(root)
    try:
        had_any = clear(root)
    except OSError as error:
        raise not_written(root / FOLDER, error) from error
    for folder in (root / FOLDER, root):
        remove_leftovers(folder)
    command = manifest.command if manifest else dead.command if dead else "ecodemo"
    if manifest or (dead and dead.is_done):
        return (message("“{command}” was interrupted; its changes have been completed.", command=command),)
    if dead or had_any:
        return (message("“{command}” was interrupted before it changed any file.", command=command),)
    return ()


def _release(root: Path) -> None:
    """Leave nothing behind; what others need by now stays."""
    folder, held = root / FOLDER, holder_of(root)
    if held is None or held.process != this_process():
        return
    with contextlib.suppress(OSError):
        if not os.path.lexists(folder / MANIFEST):  # else a change counts that could not be completed
            clear(root)
        (folder / NAME).unlink()
    _tidy(folder)


def _tidy(folder: Path) -> None:
    """Remove the folder where nothing of use is in it, nor of anybody who is just taking the lock."""
    with contextlib.suppress(OSError):
        if not folder.is_symlink() and set(os.listdir(folder)) <= {".gitignore"}:  # noqa: PTH208
            (folder / ".gitignore").unlink(missing_ok=True)
            folder.rmdir()
