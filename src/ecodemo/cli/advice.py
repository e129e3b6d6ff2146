"""The next steps in the order in which they are still to be taken.

A step that only shows something leaves the workspace as it was. So that `ecodemo` does not name it again and again, a step
that was taken comes after the others, until something changes or another day begins.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ecodemo.report.contents.report_view import Step

_ADVISED = frozenset({"check", "evidence", "form", "report", "status"})
"""Commands that a step may name."""
_STATE, _NAMED, _TAKEN = "state", "named", "taken"


def in_turn(root: Path, today: date, steps: Sequence[Step]) -> list[Step]:
    """The steps, those that were taken since something changed behind the others, the last taken last."""
    from hashlib import sha256  # not at the top: every command comes by, few name steps

    from ecodemo.evidence.cache import Cache

    cache = Cache(root)
    said = [today.isoformat(), *(f"{step.command} {step.text}" for step in steps)]
    state = sha256("\n".join(said).encode("utf-8", "surrogateescape")).hexdigest()
    known = cache.advice()
    taken = known.get(_TAKEN, []) if known.get(_STATE) == [state] else []
    cache.remember_advice({_STATE: [state], _NAMED: [step.command for step in steps], _TAKEN: taken})
    return sorted(steps, key=lambda step: taken.index(step.command) + 1 if step.command in taken else 0)


def note_taken(arguments: Sequence[str]) -> None:
    """Remember that a command was run, if it is a step that `ecodemo` had named; it never fails."""
    from ecodemo.cli.settings import folder_and_command

    folder, words = folder_and_command(arguments)
    if not words or words[0] not in _ADVISED or "--help" in words:
        return
    from ecodemo.errors import EcodemoError
    from ecodemo.evidence.cache import Cache
    from ecodemo.load.root import find_root

    with contextlib.suppress(EcodemoError, OSError):
        cache = Cache(find_root(folder))
        known = cache.advice()
        command = shlex.join(["ecodemo", *words])
        if command in known.get(_NAMED, []):
            others = [taken for taken in known.get(_TAKEN, []) if taken != command]
            cache.remember_advice({**known, _TAKEN: [*others, command]})
