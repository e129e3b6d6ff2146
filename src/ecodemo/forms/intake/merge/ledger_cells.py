"""What the cells of the rectification ledger name: units, indicators and documents, as the data write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.entry_text import padded, within
from ecodemo.model.message import message
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.reference import Reference
from ecodemo.unknown_word import did_you_mean

_PROOF = re.compile(r"(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:/(\d{4})年?)?(?:@(.+))?")
_DASHES = str.maketrans("—–－‐‑", "-----")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BETWEEN = re.compile(r"[、，,；;/\s]+")
_LONGEST = {"problem": 300, "action": 300, "ask": 300, "by": 40, "person": 60}

DAYS = ("found", "due", "closed_on")
CLOSING = ("closed_on", "closed_by", "proof")
"""Columns of a closing; all of them are filled in, or none."""
NEEDED = ("found", "by", "problem", "unit", "due")
"""What an entry cannot be without."""


def as_data(merge: WorkbookMerge, key: str, text: str, unit: str) -> str:
    """A cell's text as the data write it: ids for names, a proof as `25-1/2020@longtang`; a day is one already.

    Args:
        merge: the workbook.
        key: the column.
        text: what the cell holds.
        unit: whose document a proof is that names no unit.

    Raises:
        CellError: it names nothing that the data know, or is too long.
    """
    if key in _NAMED:
        return _NAMED[key](merge, text, unit)
    return text if key in DAYS else within(text, _LONGEST[key])


def held(entry: RectificationEntry) -> Mapping[str, str]:
    """What an entry says, by column, in the same writing; empty where it says nothing."""
    closed = entry.closed
    proof = closed.proof if closed else None
    return {
        "indicator": entry.indicator or "",
        "measure": entry.measure or "",
        "problem": entry.problem,
        "by": entry.by,
        "found": entry.found.isoformat(),
        "action": entry.action,
        "unit": entry.unit,
        "support": "、".join(entry.support),
        "person": entry.person,
        "due": entry.due.isoformat(),
        "ask": entry.ask,
        "closed_on": closed.on.isoformat() if closed else "",
        "closed_by": closed.by if closed else "",
        "proof": str(Reference(proof.requirement, proof.year, proof.unit or entry.unit)) if proof else "",
    }


def in_words(merge: WorkbookMerge, key: str, text: str) -> str:
    """What the data write, as people read it."""
    workspace = merge.workspace
    match key:
        case "unit" | "support":
            return "、".join(workspace.label(unit).zh for unit in text.split("、")) if text else ""
        case "closed_by":
            groups = (group.name for group in workspace.groups if group.id == text)
            return next(groups, workspace.label(text).zh)
        case "indicator" if text in workspace.indicators_by_id:
            return workspace.indicators_by_id[text].no
        case "measure" if text in workspace.measures:
            return workspace.measures[text].name
        case "proof":
            document, _, unit = text.partition("@")
            return f"{document}@{workspace.label(unit).zh}" if unit else text
        case _:
            return text


def _unit(merge: WorkbookMerge, text: str, _: str) -> str:
    workspace = merge.workspace
    found = workspace.lookup.unit(text)
    if found not in workspace.units:
        raise _no_such(text, [name for unit in workspace.units.values() for name in unit.names])
    return found


def _units(merge: WorkbookMerge, text: str, unit: str) -> str:
    return "、".join(dict.fromkeys(_unit(merge, name, unit) for name in _BETWEEN.split(text) if name))


def _unit_or_group(merge: WorkbookMerge, text: str, unit: str) -> str:
    workspace = merge.workspace
    group = workspace.lookup.group(text)
    return group if any(group == one.id for one in workspace.groups) else _unit(merge, text, unit)


def _indicator(merge: WorkbookMerge, text: str, _: str) -> str:
    bare = text.strip("'").removesuffix(".0")
    found = merge.workspace.lookup.indicator(f"0{bare}" if len(bare) == 1 else bare)
    if found not in merge.workspace.indicators_by_id:
        raise CellError(message("No indicator has this number or name."))
    return found


def _measure(merge: WorkbookMerge, text: str, _: str) -> str:
    called = [m.id for m in merge.workspace.measures.values() if text in (m.id, m.name, m.no)]
    if not called:
        raise _no_such(text, [measure.name for measure in merge.workspace.measures.values()])
    return called[0]


def _proof(merge: WorkbookMerge, text: str, unit: str) -> str:
    found = _PROOF.fullmatch(re.sub(r"\s", "", text.translate(_FULL_WIDTH).translate(_DASHES)))
    no = padded(found[1]) if found else ""
    if found is None or no not in merge.workspace.requirements:
        raise CellError(message("Not a document. Use the form 25-1/2020@龙塘镇: number, year, unit."))
    owner = _unit(merge, found[3], unit) if found[3] else unit
    return str(Reference(no, int(found[2]) if found[2] else None, owner))


def _no_such(text: str, names: list[str]) -> CellError:
    hint = did_you_mean(text, names)
    return CellError(
        message("Unknown name “{text}”. {hint}", text=text, hint=hint)
        if hint
        else message("Unknown name “{text}”. Use the name from the data.", text=text)
    )


_NAMED: Mapping[str, Callable[[WorkbookMerge, str, str], str]] = {
    "unit": _unit,
    "support": _units,
    "closed_by": _unit_or_group,
    "indicator": _indicator,
    "measure": _measure,
    "proof": _proof,
}
