"""The process of one county: `python -m ecodemo.province.county_process`, its order on stdin.

It judges one county and writes the result into the folder it was started in. It ends, with all that it started,
when its stdin does: the process that ordered it is gone.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.errors import UnusableDataError
    from ecodemo.language import Speaker
    from ecodemo.model.message import Message
    from ecodemo.model.workspace import Workspace

OUTCOME = "outcome.json"
_LARGEST_FILE = 1_000_000_000
"""Bytes; the lines of a hundred thousand documents have some 30 MB."""
_ROOM = 1_000_000_000
"""Address space beside the memory that is used: libraries and the stacks of threads."""


def main() -> None:
    """Judge the county that is ordered; how that ended is in the outcome, not in the exit status."""
    gc.set_threshold(100_000)  # as the command line does: nearly all that is made lives to the end
    order = json.loads(_read_order())
    _end_with_whoever_ordered()
    _limit(order["memory"])
    try:
        outcome = _outcome(order)
    except MemoryError:
        outcome = {"state": "memory"}
    _write(OUTCOME, json.dumps(outcome, ensure_ascii=False).encode())


def _read_order() -> bytes:
    """A line of stdin, without a buffer: what follows is read by a thread that nobody waits for."""
    line = b""
    while not line.endswith(b"\n") and (some := os.read(0, 1 << 16)):
        line += some
    return line


def _end_with_whoever_ordered() -> None:
    def wait() -> None:
        with suppress(OSError):
            while os.read(0, 1):
                pass
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _limit(memory: int) -> None:
    """What the system can stop at once, before anybody looks."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        for what, most in ((resource.RLIMIT_AS, memory + _ROOM), (resource.RLIMIT_FSIZE, _LARGEST_FILE)):
            _, hard = resource.getrlimit(what)
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _outcome(order: Mapping[str, Any]) -> dict[str, Any]:
    from ecodemo.acceptance.open_mailed_report import day_of_mailed_report, opened_mailed_report
    from ecodemo.errors import EcodemoError, ExitCode, UnusableDataError
    from ecodemo.language import Language, Speaker

    speaker = Speaker(Language(order["language"]))
    try:
        root = Path(order["root"])
        if not root.is_file():
            return _judged(order, root, speaker)
        with opened_mailed_report(root) as folder:
            return _judged(order, folder, speaker, day_of_mailed_report(root))
    except UnusableDataError as error:
        return {"state": "unusable", "exit": int(error.exit_code), "why": speaker.say(_complaints(error))}
    except EcodemoError as error:
        return {"state": "unusable", "exit": int(error.exit_code), "why": speaker.say(error.message)}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - an internal error is reported for this county and stops no other
        why = "".join(traceback.format_exception_only(error)).strip()
        return {"state": "fault", "exit": int(ExitCode.FAULT), "why": why}


def _judged(
    order: Mapping[str, Any], root: Path, speaker: Speaker, packed: date | None = None
) -> dict[str, Any]:
    from ecodemo.check.session import CheckOptions, check, day_of_judging
    from ecodemo.load.workspace import load
    from ecodemo.model.finding import Severity
    from ecodemo.province.county_lines import county_tables, run_facts
    from ecodemo.province.county_order import BOARD_FILE, LINES_SUFFIX, STATE_FILE
    from ecodemo.report.build_state import state_of

    loaded = load(root)
    workspace = loaded.workspace
    named = date.fromisoformat(order["day"]) if order["day"] else None
    day = day_of_judging(workspace, named, date.fromisoformat(order["clock"]))
    options = CheckOptions(bid=_bid(workspace, order, day), from_lock=not order["full"], jobs=order["cores"])
    result = check(loaded, options, day)
    if result.crashes:
        last = result.crashes[0].strip().rsplit("\n", 1)[-1]
        return {"state": "fault", "exit": int(result.exit_code(Severity.ERROR)), "why": last}
    state = state_of(result).slim()
    for name, content in county_tables(order["code"], state, result).items():
        _write(f"{name}{LINES_SUFFIX}", content)
    _write(STATE_FILE, state.canonical())
    if order["boards"]:
        _write(BOARD_FILE, _board(result, speaker))
    names = {"name": workspace.county.name, "city": workspace.county.city}
    return {
        "state": "ok",
        "exit": int(result.exit_code(Severity.ERROR)),
        "why": speaker.say(_other_code(workspace, order)),
        "facts": {**names, **run_facts(state), "packed": packed and packed.isoformat()},
    }


def _other_code(workspace: Workspace, order: Mapping[str, Any]) -> Message | None:
    """That a folder may have been taken for another county's."""
    from ecodemo.model.message import message

    if not order["is_listed"] or workspace.county.code == order["code"]:
        return None
    return message(
        "county.yaml has another code: {own} ({name}).",
        own=workspace.county.code,
        name=workspace.county.label,
    )


def _bid(workspace: Workspace, order: Mapping[str, Any], day: date) -> str | None:
    """The bid that is named; of a level the phase's own, else the first that is not over, else the last.

    Raises:
        EcodemoError: the county has no bid of the level.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    if order["bid"] or not order["bid_level"]:
        return order["bid"] or None
    bids = [bid for bid in workspace.bids if bid.level == order["bid_level"]]
    if not bids:
        raise EcodemoError(message("The county has no bid with the level {level}.", level=order["bid_level"]))
    current = workspace.calendar.phase_on(day).bid
    open_bids = [bid.id for bid in bids if bid.ends >= day]
    return current if any(bid.id == current for bid in bids) else (open_bids or [bids[-1].id])[0]


def _board(result: CheckResult, speaker: Speaker) -> bytes:
    """The board without links to the evidence, which is elsewhere."""
    from ecodemo.report.board.board_page import render
    from ecodemo.report.board.build_board import build_board
    from ecodemo.report.contents.build import build

    board = build_board(result, build(result, speaker), speaker, Path.cwd(), {})
    return render(board, str(result.root / "templates"))


def _complaints(error: UnusableDataError) -> Message:
    """How many errors the data has, and the first of them with its place."""
    from ecodemo.model.message import counted, message

    errors = [finding for finding in error.findings if finding.severity == "error"]
    return message(
        "{errors}; the first: {place}: {what}",
        errors=counted(len(errors), "{n} error", "{n} errors"),
        place=str(errors[0].position),
        what=errors[0].message,
    )


def _write(name: str, content: bytes) -> None:
    """Whole or not at all."""
    from ecodemo.files import put_whole

    put_whole(Path.cwd() / name, (content,))


if __name__ == "__main__":
    main()
    os._exit(0)  # all is written; to take everything down again would only take time
