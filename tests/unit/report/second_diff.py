"""What differs between two states, computed a second time: from their JSON, by sets, in another order."""

from __future__ import annotations

import json
from typing import Any

from ecodemo.report.state import State

RED = "red"


def second_diff(before: State, after: State) -> dict[str, set[tuple[Any, ...]]]:
    """What `diff -f json` must say, as sets."""
    was, now = (json.loads(state.canonical()) for state in (before, after))
    same = was["standard"] == now["standard"]
    ranks_was, ranks_now = ({unit["id"]: unit["rank"] for unit in state["units"]} for state in (was, now))
    return {
        "verdicts": (_verdicts(now, same=True) - _verdicts(was, same=True) if same else _other_list(was, now))
        | _missing(_verdicts(was, same=same), _verdicts(now, same=same)),
        "vetoes": _new_pairs(was["vetoes"], now["vetoes"], "id", "verdict"),
        "figures": {tuple(figure) for figure in was["figures"]}
        ^ {tuple(figure) for figure in now["figures"]},
        "items": _items(was, now),
        "lost items": _lost_items(was, now),
        "exceptions": _granted(now) - _granted(was),
        "gone exceptions": _granted(was) - _granted(now),
        "rectification": _new_pairs(was["rectification"], now["rectification"], "no", "state"),
        "ranks": {
            (unit, ranks_now.get(unit))
            for unit in ranks_was | ranks_now
            if ranks_was.get(unit) != ranks_now.get(unit)
        },
    }


def _verdicts(state: Any, *, same: bool) -> set[tuple[Any, ...]]:
    found = set()
    for row in state["rows"]:
        if same:
            found.add((row["no"], "", row["verdict"]))
        for measure in row["measures"]:
            if measure["id"]:
                found.add((row["no"] if same else "", measure["id"], measure["verdict"]))
    return found


def _other_list(was: Any, now: Any) -> set[tuple[Any, ...]]:
    last = {measure: verdict for _, measure, verdict in _in_order(was)}
    return {entry for entry in _verdicts(now, same=False) if last.get(entry[1], "") != entry[2]}


def _in_order(state: Any) -> list[tuple[str, str, str]]:
    return [("", m["id"], m["verdict"]) for row in state["rows"] for m in row["measures"]]


def _pairs(entries: Any, key: str, word: str) -> set[tuple[Any, ...]]:
    return {(entry[key], entry[word]) for entry in entries}


def _new_pairs(was: Any, now: Any, key: str, word: str) -> set[tuple[Any, ...]]:
    before, after = _pairs(was, key, word), _pairs(now, key, word)
    return (after - before) | _missing(before, after)


def _missing(before: set[tuple[Any, ...]], after: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Whatever only the earlier ones name, by all but the last word."""
    return {(*subject, "") for subject in {e[:-1] for e in before} - {e[:-1] for e in after}}


def _granted(state: Any) -> set[tuple[Any, ...]]:
    return {_frozen(entry) for entry in state["exceptions"]} | {
        ("baseline", line) for line in state["baseline"]
    }


def _frozen(entry: Any) -> tuple[Any, ...]:
    return tuple(entry[key] for key in ("kind", "about", "unit", "granted", "until"))


def _items(was: Any, now: Any) -> set[tuple[Any, ...]]:
    then = {tuple(item[:3]): item for item in was["items"]}
    found = set()
    for item in now["items"]:
        subject = tuple(item[:3])
        *_, received, state, light = then.get(subject, ["", "", "", "", "", "", ""])
        *_, received_now, state_now, light_now = item
        came = bool(received_now) and not received
        other_bytes = (state == "returned" and state_now in {"to review", "present", "accepted", "void"}) or (
            state_now == "void" and state not in {"", "void"}
        )
        said = {
            "delivered": came,
            "replaced": other_bytes and not came,
            "returned": state_now == "returned" and state != "returned",
            "accepted": state_now == "accepted" and state != "accepted",
            "slipped": light_now == RED and light != RED,
        }
        found |= {(*subject, change) for change, is_so in said.items() if is_so}
    return found


def _lost_items(was: Any, now: Any) -> set[tuple[Any, ...]]:
    then, here = ({tuple(item[:3]): item[4:6] for item in state["items"]} for state in (was, now))
    came, has = ({subject for subject, item in items.items() if item[0]} for items in (then, here))
    good, best = (
        {subject for subject, item in items.items() if item[1] == "accepted"} for items in (then, here)
    )
    return {
        *((*subject, "not required") for subject in then.keys() - here.keys()),
        *((*subject, "removed") for subject in (came - has) & here.keys()),
        *((*subject, "not accepted") for subject in good - best),
    }
