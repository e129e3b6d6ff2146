"""What ends a command early, and the numbers that commands end with."""

from __future__ import annotations

import errno
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.model.message import Message, counted, message

if TYPE_CHECKING:
    from ecodemo.model.finding import Finding

_OPEN_ELSEWHERE = 32
"""Windows: another program has the file open."""
_REASONS = {
    errno.ENOSPC: message("the disk is full"),
    errno.EACCES: message("permission denied"),
    errno.EPERM: message("permission denied"),
    errno.EROFS: message("the disk is read-only"),
    errno.EEXIST: message("a file with this name already exists"),
    errno.ENOTDIR: message("a file with this name already exists"),
    errno.EISDIR: message("a folder with this name already exists"),
    errno.ENOENT: message("no such file or folder"),
    errno.ELOOP: message("the link is circular"),
    errno.EBUSY: message("the file is open in another program"),
    errno.ENAMETOOLONG: message("the name is too long"),
    errno.EIO: message("input/output error"),
}


class ExitCode(IntEnum):
    """What a command's exit status means, whatever its output format."""

    OPEN = 0
    CLOSED = 1
    UNUSABLE = 2
    NOTHING = 3
    FAULT = 70
    INTERRUPTED = 130
    UNREAD = 141


class EcodemoError(Exception):
    """Something the user can put right; ends the command with `exit_code`."""

    exit_code = ExitCode.UNUSABLE

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message

    def __str__(self) -> str:
        """The sentence in English, for use outside the commands."""
        from ecodemo.language import Language, Speaker

        return Speaker(Language.EN).say(self.message)

    def __reduce__(self) -> tuple[type[EcodemoError], tuple[object, ...]]:
        # Whatever arguments an exception was made with, its copy in another process says the same sentence.
        return type(self), (self.message,)


class NothingToCheckError(EcodemoError):
    """No checks match the filters."""

    exit_code = ExitCode.NOTHING


class UnusableDataError(EcodemoError):
    """The data of a workspace cannot be used; `findings` say why, each with its place."""

    def __init__(self, root: Path, findings: tuple[Finding, ...]) -> None:
        errors = sum(finding.severity == "error" for finding in findings)
        super().__init__(
            message(
                "The data has {errors}. Nothing was judged.",
                errors=counted(errors, "{n} error", "{n} errors"),
            )
        )
        self.root = root
        self.findings = findings

    def __reduce__(self) -> tuple[type[UnusableDataError], tuple[Path, tuple[Finding, ...]]]:
        return type(self), (self.root, self.findings)


class RefusedFileError(OSError):
    """A file that is not read, whatever the system would say; `reason` says why."""

    def __init__(self, reason: Message, path: Path) -> None:
        super().__init__(errno.EINVAL, reason.text, str(path))
        self.reason = reason


def system_reason(error: OSError) -> Message | str:
    """Why the system refused, in words of the user's language where it is one of the usual reasons."""
    if isinstance(error, RefusedFileError):
        return error.reason
    if getattr(error, "winerror", None) == _OPEN_ELSEWHERE:
        return _REASONS[errno.EBUSY]
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
