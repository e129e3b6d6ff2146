"""One county: whether it changed, and if so a process that judges it, within limits. Raises nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo import __version__
from ecodemo.errors import EcodemoError, ExitCode
from ecodemo.language import Language, Speaker, without_controls
from ecodemo.model.message import Message, message
from ecodemo.model.size import size_words
from ecodemo.ownership import temporary_prefix
from ecodemo.province.county_order import FILES, Asked, CountyOrder, CountyOutcome, RunState
from ecodemo.province.county_place import place_of
from ecodemo.province.limited_process import Ended, run_limited

_LONGEST_WHY = 500


def judge_county(order: CountyOrder) -> CountyOutcome:
    """Judge a county, unless nothing of it changed since it was judged before.

    Where its data hangs, crashes the process, or takes too long or too much memory, that is its outcome.
    """
    began = time.monotonic()
    code, asked = order.county.code, order.asked
    speaker = Speaker(Language(asked.language))
    signature = ""
    try:
        place = place_of(order.county.root, full=asked.full, boards=asked.boards, patience=asked.timeout)
        found = place.signature()
        signature = _signature(found, order) if found else ""
        if signature and signature == order.known:
            return CountyOutcome(code, "ok", signature=signature, is_unchanged=True)
        with place.folder() as root, TemporaryDirectory(prefix=temporary_prefix()) as folder:
            ended = run_limited(order, root, Path(folder))
            outcome = _outcome(ended, order, speaker, Path(folder))
    except EcodemoError as error:
        outcome = _not_ok(code, "unusable", speaker.say(error.message), error.exit_code)
    except Exception as error:  # noqa: BLE001 - one county stops no other
        outcome = _not_ok(code, "fault", f"{type(error).__name__}: {error}", ExitCode.FAULT)
    return replace(outcome, seconds=round(time.monotonic() - began, 3), signature=signature)


def _signature(found: str, order: CountyOrder) -> str:
    """Of all that the outcome follows from."""
    asked = order.asked
    parts = (
        *(__version__, found, order.county.code, str(order.county.is_listed)),
        *(asked.day or asked.clock, asked.bid, asked.bid_level, str(asked.full)),
        *((asked.language,) if asked.boards else ()),
    )
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def _outcome(ended: Ended, order: CountyOrder, speaker: Speaker, folder: Path) -> CountyOutcome:
    code, asked = order.county.code, order.asked
    outcome = ended.outcome
    if ended.how == "timeout":
        return _not_ok(code, "timeout", speaker.say(_too_slow(asked)))
    if ended.how == "memory" or outcome.get("state") == "memory":
        return _not_ok(code, "memory", speaker.say(_too_large(asked)))
    if ended.how == "died":
        return _not_ok(code, "fault", speaker.say(_death(ended)), ExitCode.FAULT)
    if outcome["state"] != "ok":
        return _not_ok(code, outcome["state"], outcome["why"], outcome["exit"])
    files = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
    return CountyOutcome(
        code, "ok", outcome["why"], exit=outcome["exit"], facts=outcome["facts"], files=files
    )


def _not_ok(code: str, state: RunState, why: str, status: int | None = None) -> CountyOutcome:
    """In one line, of what a terminal and a table can show."""
    words = " ".join(without_controls(why).split())
    return CountyOutcome(code, state, words[:_LONGEST_WHY], None if status is None else int(status))


def _too_slow(asked: Asked) -> Message:
    return message("Not finished within {seconds} seconds.", seconds=f"{asked.timeout:g}")


def _too_large(asked: Asked) -> Message:
    return message("Requires more than {size} of memory.", size=size_words(asked.memory))


def _death(ended: Ended) -> Message:
    if ended.status < 0:
        return message(
            "The process was terminated by signal {number}. {words}",
            number=-ended.status,
            words=ended.last_words,
        )
    return message(
        "The process exited with status {number}. {words}", number=ended.status, words=ended.last_words
    )
