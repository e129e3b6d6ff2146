"""Entries that the plan workbook takes away: only what nothing else names, and of a phase never what its gate asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanData, PlanEdit
from ecodemo.forms.intake.plan.plan_rows import CLEARED, PlanRow
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import PlanEntry, plan_entries
from ecodemo.load.flow import YamlValue
from ecodemo.model.county import Bid, Phase
from ecodemo.model.message import Message, listing, message
from ecodemo.model.workspace import Workspace


def take_out(data: PlanData, bid: Bid, rows: Sequence[tuple[str, PlanRow]]) -> list[ImportLine]:
    """Take the entries out, the last of each list first, and say what becomes of each."""
    found = [(sheet, row, row.entry) for sheet, row in rows if row.entry is not None]
    found.sort(key=lambda each: [str(step).zfill(4) for step in each[2].path], reverse=True)
    return [_taken_out(data, bid, sheet, row, entry) for sheet, row, entry in found]


def _taken_out(data: PlanData, bid: Bid, sheet: str, row: PlanRow, entry: PlanEntry) -> ImportLine:
    line = ImportLine(Effect.CLEARED, row.place, entry.name, before=entry.name, after=CLEARED)
    words = _named_elsewhere(data.workspace, bid, sheet, entry)
    if words is not None:
        return ImportLine(Effect.REFUSED, row.place, entry.name, after=CLEARED, words=words)
    undo = data.undone_to()
    heirs = list(_heirs(data.workspace, entry)) if sheet == sheets.PHASES else []
    removal = PlanEdit(entry.file, entry.path[:-1], lines=(line,), removed=int(entry.path[-1]))
    said = [*data.apply(heirs), *data.apply([removal])]
    if said[-1].effect is Effect.REFUSED:
        undo()
    return said[-1]


def _named_elsewhere(workspace: Workspace, bid: Bid, sheet: str, entry: PlanEntry) -> Message | None:
    """Where people have to change something first, in the words of the workbooks."""
    if sheet == sheets.GROUPS:
        own = [one.no for one in workspace.indicators if one.group == entry.key]
        if own:
            return message(
                "The group still has the indicators {numbers}. Assign them to another group first, in the 工作组 column on the “分项” sheet of 指标清单.",
                numbers=listing(*own),
            )
    called = {entry.key, str(entry.contents["name"])}
    entries_now = plan_entries(workspace, workspace.bid(bid.id))
    places = [
        f"{name} {other.key if 'no' in other.contents else other.name}"
        for name, entries in entries_now.items()
        for other in entries
        if (name, other.key) != (sheet, entry.key) and called & _words(other)
    ]
    if not places:
        return None
    return message("Still referred to in: {places}. Change these first.", places=listing(*places, most=6))


def _words(entry: PlanEntry) -> set[str]:
    texts = (content for key, content in entry.contents.items() if key not in ("name", "id", "no", "short"))
    return {word for text in texts if isinstance(text, str) for word in text.split("、")}


def _heirs(workspace: Workspace, entry: PlanEntry) -> Iterator[PlanEdit]:
    """The phases that build on one that goes: they take over its gate, its rules, and the days that are due."""
    gone: Phase = workspace.phases[int(entry.path[-1])]
    for place, phase in enumerate(workspace.phases):
        if phase.extends != gone.id:
            continue
        rules = {**gone.rules, **phase.rules}
        values: dict[str, YamlValue | None] = {
            "extends": gone.extends,
            "rules": {code: str(grade) for code, grade in rules.items()},
            "gate": list(dict.fromkeys((*gone.gate, *phase.gate))) or None,
        }
        if gone.due is not None and phase.due is None:
            days = {"townships": gone.due.townships, "departments": gone.due.departments}
            values["due"] = {kind: day for kind, day in days.items() if day is not None}
        yield PlanEdit("county", ("phases", place), values)
