"""What a workspace's own blocks may take: a slip in a loop must not keep the program waiting, or fill its memory."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from ecodemo.model.message import Message, message

LONGEST = 5
"""Seconds; the longest shipped block takes a fraction of one."""
LARGEST = 20_000_000
"""Characters; the longest paper of a large county has a tenth."""


class BlockLimitError(Exception):
    """A block takes too much; `reason` says of what."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


@contextmanager
def limited_time() -> Iterator[None]:
    """Ends what takes longer than `LONGEST`, where the system has an alarm that nobody else waits for.

    Raises:
        BlockLimitError: it took longer.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL
        or signal.getitimer(signal.ITIMER_REAL) != (0, 0)
    ):
        yield
        return
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def limited_text(pieces: Iterable[str]) -> str:
    """All pieces together.

    Raises:
        BlockLimitError: they are larger than `LARGEST`.
    """
    taken: list[str] = []
    left = LARGEST
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise too_large()
        taken.append(piece)
    return "".join(taken)


def limit_product(operator: str, left: object, right: object) -> None:
    """Look at a calculation before it is made: neither the alarm nor anything else ends it once it runs.

    Raises:
        BlockLimitError: its result has more than `LARGEST` entries, characters or digits.
    """
    for one, other in ((left, right), (right, left)):
        if operator == "*" and isinstance(one, str | list | tuple) and isinstance(other, int):
            size = len(one) * other
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            size = left.bit_length() * right
        elif operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, type(left)):
            size = len(left) + len(right)
        else:
            continue
        if size > LARGEST:
            raise too_large()


def too_large() -> BlockLimitError:
    """The error for what is larger than `LARGEST`."""
    return BlockLimitError(message("it is larger than {most} MB when rendered", most=LARGEST // 10**6))


def too_long() -> BlockLimitError:
    """The error of what takes longer than `LONGEST`."""
    return BlockLimitError(message("it takes longer than {seconds} seconds", seconds=LONGEST))


def too_much_memory(most: int) -> BlockLimitError:
    """The error of what ended for want of memory."""
    return BlockLimitError(message("it uses more than {most} MB of memory", most=most // 10**6))


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise too_long()
