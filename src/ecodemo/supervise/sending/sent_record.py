"""history/sent.jsonl: what was sent to whom, a line for every step, so that no message goes twice unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.journal.changes import Change, write_together
from ecodemo.model.message import message

SendingState: TypeAlias = Literal["sending", "sent", "failed", "unknown"]
_FILE = Path("history", "sent.jsonl")


class SentLine(BaseModel):
    """One step of one message."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    day: str
    snapshot: str
    """The version of the data, as the state of that day has it."""
    bid: str
    unit: str
    channel: str
    """Its name, without secrets."""
    text: str
    """Twelve digits of the hash of the message."""
    state: SendingState

    def is_step_of(self, other: SentLine) -> bool:
        """Whether both are of one message: to the same unit, on the same day, of the same data or in the same words."""
        return self._addressee == other._addressee and (
            self.snapshot == other.snapshot or self.text == other.text
        )

    def at(self, state: SendingState) -> SentLine:
        """The next step of the same message."""
        return self.model_copy(update={"state": state})

    @property
    def _addressee(self) -> tuple[str, ...]:
        return self.day, self.bid, self.unit, self.channel


class SentRecord:
    """The lines of a workspace whose lock is held, or that is only looked at."""

    def __init__(self, root: Path) -> None:
        """Read them.

        Raises:
            EcodemoError: the file cannot be read, or a line of it is damaged.
        """
        self._root = root
        self._content = read_own_file(root / _FILE, root, LARGEST_RECORD) or b""
        self._lines = list(_lines(self._content))

    def state_of(self, line: SentLine) -> SendingState | None:
        """The last step of a message; `None` if it has none."""
        return next((known.state for known in reversed(self._lines) if known.is_step_of(line)), None)

    def interrupted(self) -> list[SentLine]:
        """Messages of which a killed command only noted that they are about to leave."""
        last = {(known._addressee, known.snapshot, known.text): known for known in self._lines}  # noqa: SLF001
        return [line for line in last.values() if line.state == "sending"]

    def note(self, *lines: SentLine) -> None:
        """Append lines, down to the disk.

        Raises:
            EcodemoError: they cannot be written.
        """
        if not lines:
            return
        added = "".join(f"{line.model_dump_json()}\n" for line in lines).encode()
        write_together(self._root, "supervise send", [Change(self._root / _FILE, self._content + added)])
        self._content += added
        self._lines += lines


def _lines(content: bytes) -> Iterator[SentLine]:
    for number, line in enumerate(content.splitlines(), 1):
        try:
            yield SentLine.model_validate_json(line)
        except ValidationError as error:
            raise EcodemoError(
                message(
                    "{path}:{line} is not a line of this file. Restore the file from git; without it, messages may be sent twice.",
                    path=_FILE.as_posix(),
                    line=number,
                )
            ) from error
