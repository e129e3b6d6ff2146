"""What ends a command early, and the numbers that commands end with."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecodemo.model.message import Message


class ExitCode(IntEnum):
    """What a command's exit status means, whatever its output format."""

    OPEN = 0
    CLOSED = 1
    UNUSABLE = 2
    NOTHING = 3
    FAULT = 70
    INTERRUPTED = 130


class EcodemoError(Exception):
    """Something the user can put right; ends the command with `exit_code`."""

    exit_code = ExitCode.UNUSABLE

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


class NothingToCheckError(EcodemoError):
    """The filters leave nothing to check."""

    exit_code = ExitCode.NOTHING
