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
    return {
        "verdicts": _verdicts(now, same=True) - _verdicts(was, same=True) if same else _other_list(was, now),
        "vetoes": _pairs(now["vetoes"], "id", "verdict") - _pairs(was["vetoes"], "id", "verdict"),
        "figures": {tuple(figure) for figure in was["figures"]}
        ^ {tuple(figure) for figure in now["figures"]},
        "items": _items(was, now),
        "exceptions": {
            *(
                {_frozen(entry) for entry in now["exceptions"]}
                - {_frozen(entry) for entry in was["exceptions"]}
            ),
            *(("baseline", line) for line in set(now["baseline"]) - set(was["baseline"])),
        },
        "rectification": _pairs(now["rectification"], "no", "state")
        - _pairs(was["rectification"], "no", "state"),
        "ranks": {
            (unit["id"], unit["rank"])
            for unit in now["units"]
            if unit["rank"] != {other["id"]: other["rank"] for other in was["units"]}.get(unit["id"])
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
