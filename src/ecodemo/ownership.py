"""Which process a file belongs to: temporary files are named after theirs, so that those of dead ones can be removed.

A process is known by its number only on its own machine, and only until the number is given to another one.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_OWN_NAME = re.compile(r"(?:^|\.)ecodemo-([0-9]{1,10})-([0-9a-f]{8})-[^.]+(?:\.part)?\Z")
_START_TIME = 19
"""Where /proc/PID/stat has it, counted after the name of the program, which may hold blanks."""


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """A process of some machine, which may have ended since."""

    host: str
    """What its machine is called."""
    machine: str
    """Tells machines of one name apart, and the containers on them."""
    number: int
    began: str
    """Tells processes of one number apart; empty where the system does not say."""

    @property
    def is_dead(self) -> bool:
        """Whether it has ended for certain: never of another machine, which cannot be asked."""
        if self.machine != _machine():
            return False
        return not _is_running(self.number) or (bool(self.began) and self.began != _began(self.number))


def this_process() -> RunningProcess:
    """The one that asks."""
    number = os.getpid()
    return RunningProcess(_host(), _machine(), number, _began(number))


def temporary_prefix() -> str:
    """How a temporary file or folder of this process begins."""
    return f"ecodemo-{os.getpid()}-{_machine()}-"


def temporary_name(name: str) -> str:
    """What a file is called until it is whole."""
    return f".{name[:40]}.{temporary_prefix()}{os.urandom(4).hex()}.part"


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files and folders in `folder` that processes of this machine left behind when they died."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _OWN_NAME.search(entry.name)
            if found and _is_left_behind(found, entry):
                _remove(entry)


def _is_left_behind(found: re.Match[str], entry: os.DirEntry[str]) -> bool:
    if found[2] != _machine() or _is_running(int(found[1])):
        return False
    return not hasattr(os, "getuid") or entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _remove(entry: os.DirEntry[str]) -> None:
    import shutil

    with contextlib.suppress(OSError):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)  # noqa: PTH108


def _host() -> str:
    import platform

    return platform.node() or "localhost"


@cache
def _machine() -> str:
    """Eight digits of all that is known of this machine, and of the container that the process is in."""
    from hashlib import sha256  # not at the top: every start reads a file, few write one

    known = [_host()]
    with contextlib.suppress(OSError):
        known.append(Path("/etc/machine-id").read_text(encoding="ascii", errors="replace"))
    with contextlib.suppress(OSError):
        known.append(os.readlink("/proc/self/ns/pid"))  # noqa: PTH115
    return sha256("\0".join(known).encode("utf-8", "replace")).hexdigest()[:8]


def _began(number: int) -> str:
    """When a process began, counted from when its machine did."""
    fields = _status(number)
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {fields[_START_TIME]}" if fields else ""
    return ""


def _status(number: int) -> list[str]:
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
        fields = stat.rpartition(")")[2].split()
        return fields if len(fields) > _START_TIME else []
    return []


def _is_running(number: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would end the process
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, number)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return _status(number)[:1] != ["Z"]
