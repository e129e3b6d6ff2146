"""The first sheet of the workbook of a list: its title, its source and its pass rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ecodemo.forms.intake.import_line import ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.standard.list_reading import ListReading, given
from ecodemo.forms.intake.standard.list_values import BASIC_READERS
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import BASIC_ITEMS, CHECKED, NOT_CHECKED, standard_entries
from ecodemo.load.flow import YamlValue
from ecodemo.model.finding import Step
from ecodemo.model.standard import Standard


def read_basics(reading: ListReading, shown: Standard) -> dict[str, tuple[YamlValue | None, ImportLine]]:
    """What the first sheet changes, by the key of the item, with its line."""
    match = reading.book.found[sheets.BASIC]
    entries = {entry.key: entry for entry in standard_entries(shown, reading.data.workspace)[sheets.BASIC]}
    items = {item.label: item.key for item in BASIC_ITEMS if item.key not in ("id", "partial")}
    said: dict[str, tuple[YamlValue | None, ImportLine]] = {}
    for number in match.row_numbers:
        entry = entries.get(plain_text(match.cell(number, "item")))
        key = items.get(entry.key) if entry else None
        if entry is None or key is None:
            continue
        row = reading.row(match, number, entry, entry.key)
        reading.cell(match, row, "content", partial(BASIC_READERS[key], near=reading.today), entry.key)
        if "content" in row.said:
            said[key] = row.said["content"], row.lines["content"]
        reading.say_untaken(row)
    if "unverified" in said:
        is_unchecked, line = said["unverified"]
        said["unverified"] = None if is_unchecked is False else True, line
    return said


def said_whole(reading: ListReading) -> bool | None:
    """Whether the first sheet says that all rows of the list are there."""
    match = reading.book.found[sheets.BASIC]
    label = next(item.label for item in BASIC_ITEMS if item.key == "partial")
    said = [plain_text(match.cell(number, "content")) for number in match.row_numbers
            if plain_text(match.cell(number, "item")) == label]  # fmt: skip
    return {CHECKED: True, NOT_CHECKED: False}.get(said[0]) if said else None


def basic_edits(reading: ListReading, standard: Standard) -> list[PlanEdit]:
    """The changes that the first sheet makes, of a list that is there."""
    is_there = standard.pass_rule is not None
    edits = []
    for key, (value, line) in read_basics(reading, standard).items():
        path = ("pass",) if key.startswith("pass.") and is_there else ()
        bare = key.removeprefix("pass.")
        values: dict[str, YamlValue | None] = {bare: value}
        if key.startswith("pass.") and not is_there:
            values = {"pass": given(values)}
        edits.append(PlanEdit(reading.file, path, values, lines=(line,)))
        if key == "unverified" and value is None:
            edits += [PlanEdit(reading.file, part, {"unverified": None}) for part in _unverified(standard)]
    return edits


def _unverified(standard: Standard) -> Iterator[tuple[Step, ...]]:
    """Where a part of a list says that it is not compared with its source yet."""
    if standard.pass_rule is not None and standard.pass_rule.unverified:
        yield ("pass",)
    yield from (("rows", place) for place, row in enumerate(standard.rows) if row.unverified)
    yield from (("vetoes", place) for place, veto in enumerate(standard.vetoes) if veto.unverified)
