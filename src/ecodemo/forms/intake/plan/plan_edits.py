"""What the rows of the plan workbook say, as changes of the data files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.plan.plan_rows import FoundRows, PlanRow
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import (
    LAKE,
    PROFILE_ITEMS,
    PlanEntry,
    free_facts,
    holders_of,
    is_unverified,
)
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import WHOLE
from ecodemo.model.finding import Step
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace

_KEYS = {(sheets.PHASES, "start"): "from", (sheets.PHASES, "end"): "to"}
"""Where the key in the data is another than that of the column."""
_DUE = ("townships", "departments")
_WHOLE = (sheets.GROUPS, sheets.UNITS)
"""Where `unverified: true` speaks of nothing but what is written here."""


def edits_of(sheet: str, row: PlanRow, id_: str, workspace: Workspace) -> Iterator[PlanEdit]:
    """The changes of a row; one for each cell, so that each can be refused by itself."""
    if row.entry is None:
        yield from _new(sheet, row, id_, workspace)
        return
    entry = row.entry
    said = dict(row.said)
    if sheet == sheets.PHASES and said.keys() & set(_DUE):
        lines = tuple(row.lines[column] for column in _DUE if column in said)
        yield PlanEdit(entry.file, entry.path, {"due": _due(entry, said)}, lines=lines)
        for column in _DUE:
            said.pop(column, None)
    if sheet == sheets.PROFILE and row.key in free_facts(workspace):
        return  # they are one mapping: `profile_edit`
    for column, value in said.items():
        added = _former(row, workspace) if (sheet, column) == (sheets.UNITS, "name") else {}
        yield PlanEdit(entry.file, entry.path, {_key(sheet, column, row): value}, added, (row.lines[column],))


def profile_edit(rows: Sequence[PlanRow], workspace: Workspace) -> Iterator[PlanEdit]:
    """The facts that only lists of provinces ask for, as one change."""
    free = free_facts(workspace)
    said = {row.key: row for row in rows if row.key in free and "content" in row.said}
    if not said:
        return
    new = {**workspace.county.profile, **{key: row.said["content"] for key, row in said.items()}}
    kept: YamlValue = {key: value for key, value in new.items() if value is not None}
    lines = tuple(row.lines["content"] for row in said.values())
    yield PlanEdit("county", ("county",), {"profile": kept or None}, lines=lines)


def _key(sheet: str, column: str, row: PlanRow) -> str:
    if sheet == sheets.PROFILE:
        return next((item.key for item in (*PROFILE_ITEMS, LAKE) if item.label == row.key), "")
    return _KEYS.get((sheet, column), column)


def _due(entry: PlanEntry, said: Mapping[str, YamlValue | None]) -> YamlValue | None:
    days = {kind: said.get(kind, entry.contents[kind]) for kind in _DUE}
    return cast("YamlValue", {kind: day for kind, day in days.items() if day is not None}) or None


def _former(row: PlanRow, workspace: Workspace) -> Mapping[str, Mapping[str, YamlValue]]:
    """The name that a unit bore; a proposed name that nothing was handed in under never was one."""
    entry = row.entry
    if entry is None or (is_unverified(entry, "name") and row.key not in workspace.progress):
        return {}
    if row.said["name"] in workspace.units[row.key].names:
        return {}
    former: dict[str, YamlValue] = {"name": entry.name}
    if "code" in row.said:
        former["code"] = str(entry.contents["code"])
    return {"formerly": former}


def _new(sheet: str, row: PlanRow, id_: str, workspace: Workspace) -> Iterator[PlanEdit]:
    """An entry for what is new; the ids are given here."""
    if not row.said:
        return
    said = {column: value for column, value in row.said.items() if value is not None}
    lines = (_line(row, id_), *(line for line in row.lines.values() if line.effect is Effect.REFUSED))
    match sheet:
        case sheets.UNITS:
            kind = str(said.pop("kind"))
            order = ("name", "short", "code", "villages", "role")
            item = {"id": id_, **{key: said[key] for key in order if key in said}}
            file = "townships" if kind == "townships" else "groups"
            yield PlanEdit(file, (), added={kind: item}, lines=lines)
        case sheets.GROUPS:
            yield PlanEdit("groups", (), added={"groups": {"id": id_, **said}}, lines=lines)
        case sheets.PHASES:
            last = workspace.phases[-1]
            due = {kind: said.pop(kind) for kind in _DUE if kind in said}
            item = {
                "id": id_,
                "name": said["name"],
                "bid": last.bid,
                "from": said["start"],
                "to": said["end"],
                "extends": last.id,
                **({"due": due} if due else {}),
                **({"gate": said["gate"]} if "gate" in said else {}),
            }
            yield PlanEdit("county", (), added={"phases": item}, lines=lines)
        case sheets.MATERIALS:
            item = {"no": row.key, **{key: said[key] for key in _MATERIAL if key in said}}
            yield PlanEdit(
                "indicators", _holder(row.key, workspace), added={"requirements": item}, lines=lines
            )
        case _:
            pass


_MATERIAL = ("name", "from", "form", "years", "need", "due")


def _holder(no: str, workspace: Workspace) -> tuple[Step, ...]:
    """Where the indicator or box of a number is; a place that is not there where there is none."""
    box = no.split("-", maxsplit=1)[0] if "-" in no else no[:1]
    for key, index, holder in holders_of(workspace):
        if holder.no == box:
            return key, index
    return "indicators", len(workspace.indicators)


def _line(row: PlanRow, id_: str) -> ImportLine:
    words = message("New entry with the id {id}.", id=id_) if id_ else None
    name = str(row.said.get("name", row.name))
    return ImportLine(Effect.NEW, row.place, row.key if not id_ else name, after=name, words=words)


def verified_edits(rows: Mapping[str, FoundRows], lines: Sequence[ImportLine]) -> list[PlanEdit]:
    """What was proposed and is now as the county's own plan has it, is no longer called unverified."""
    taken = {line.place for line in lines if line.effect is not Effect.REFUSED}
    parts: dict[tuple[str, tuple[Step, ...]], list[str]] = {}
    entries: dict[tuple[str, tuple[Step, ...]], PlanEntry] = {}
    for sheet, found in rows.items():
        for row in found.rows:
            for column in row.said if row.entry else ():
                entry = cast("PlanEntry", row.entry)
                part = _part(sheet, column, row)
                is_proposed = part in entry.unverified or (sheet in _WHOLE and WHOLE in entry.unverified)
                if part and row.lines[column].place in taken and is_proposed:
                    parts.setdefault((entry.file, entry.path), []).append(part)
                    entries[entry.file, entry.path] = entry
    edits = []
    for (file, path), done in parts.items():
        unverified = entries[file, path].unverified
        left = [] if WHOLE in unverified else [part for part in unverified if part not in done]
        edits.append(PlanEdit(file, path, {"unverified": left or None}))
    return edits


def _part(sheet: str, column: str, row: PlanRow) -> str:
    match sheet, column:
        case (sheets.GROUPS | sheets.TASKS, "lead"):
            return "lead"
        case (sheets.UNITS, "name"):
            return "name"
        case (sheets.PROFILE, _):
            return _key(sheet, column, row)
        case _:
            return ""
