"""A process of its own for the workspace's own blocks: what goes wrong in it ends it, and takes nothing along.

Back comes JSON, never a pickle: the process that sends it has run what somebody else wrote.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection

from ecodemo.evidence.processes import interrupts_held, leave_interrupts_to_parent
from ecodemo.report.papers import block_limits

MOST_MEMORY = 512_000_000
"""Bytes, beside what this process has."""
_GRACE = 3
"""Seconds beyond the alarm: for the start, and for a block that an alarm does not end."""
_LARGEST_ANSWER = 8 * block_limits.LARGEST
"""Bytes of JSON."""


if sys.platform == "win32":
    _STARTED = multiprocessing.get_context("spawn").Process
else:
    _STARTED = multiprocessing.get_context("fork").Process


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a block: its text, or where and why it failed."""

    text: str = ""
    place: str = ""
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()
    """What fills the gaps of the reason."""


def rendered_apart(render: Callable[..., Rendered], name: str, *arguments: object) -> Rendered:
    """Call `render` in a process of its own, with a limit to its time and memory.

    Args:
        render: a function of a module, which is called with `name` and `arguments`.
        name: the block, named where nothing better is known.
        arguments: plain data.
    """
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = _STARTED(target=_answer, args=(sender, render, name, *arguments), daemon=True)
    with interrupts_held():
        process.start()
    sender.close()
    try:
        if not receiver.poll(block_limits.LONGEST + _GRACE):
            return _failed(name, block_limits.too_long())
        answer = json.loads(receiver.recv_bytes(_LARGEST_ANSWER))
        return Rendered(**{**answer, "values": tuple(map(tuple, answer["values"]))})
    except (EOFError, OSError, ValueError):
        return _failed(name, block_limits.too_much_memory(MOST_MEMORY))
    finally:
        receiver.close()
        process.kill()
        process.join()


def _failed(name: str, error: block_limits.BlockLimitError) -> Rendered:
    said = error.reason
    return Rendered(
        place=name, reason=said.text, values=tuple((key, str(value)) for key, value in said.values.items())
    )


def _answer(sender: Connection, render: Callable[..., Rendered], name: str, *arguments: object) -> None:
    leave_interrupts_to_parent()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _limit_memory()
    try:
        rendered = render(name, *arguments)
    except MemoryError:
        rendered = _failed(name, block_limits.too_much_memory(MOST_MEMORY))
    sender.send_bytes(json.dumps(asdict(rendered)).encode())


def _limit_memory() -> None:
    """Where the system can: what the process has by now, and `MOST_MEMORY` more."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no file of a workspace
            has = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = has + MOST_MEMORY
        resource.setrlimit(
            resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )
    except (ImportError, OSError, ValueError):
        return
