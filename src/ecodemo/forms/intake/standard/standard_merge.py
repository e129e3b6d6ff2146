"""The workbook of a list of indicators, merged into data/standards/: a list that is there, or a new one."""

from __future__ import annotations

import re
from datetime import date

from ecodemo.forms.intake.import_line import NOT_TAKEN, Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanData, PlanEdit
from ecodemo.forms.intake.standard.list_basics import basic_edits, said_whole
from ecodemo.forms.intake.standard.list_measures import take_measures
from ecodemo.forms.intake.standard.list_reading import ListReading, place_of_item
from ecodemo.forms.intake.standard.list_rows import row_edits
from ecodemo.forms.intake.standard.list_vetoes import take_vetoes
from ecodemo.forms.intake.standard.list_workbook import ListWorkbook
from ecodemo.forms.intake.standard.new_list import make_list
from ecodemo.forms.plan.plan_entries import free_facts
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import BASIC_ITEMS, CHECKED, NOT_CHECKED
from ecodemo.model.message import listing, message
from ecodemo.model.standard import Standard

_ID = re.compile(r"[a-z][a-z0-9-]*")


def take_list(book: ListWorkbook, name: str, data: PlanData, today: date) -> list[ImportLine]:
    """Merge a workbook, and say what becomes of its cells."""
    basic = book.found.get(sheets.BASIC)
    id_ = _content(basic, "代号") if basic else ""
    if not _ID.fullmatch(id_):
        words = message(
            "The standard requires an id (代号) of lower-case letters, digits and hyphens, such as yunnan-2021."
        )
        return [ImportLine(Effect.REFUSED, place_of_item(book, "代号") or name, after=id_, words=words)]
    reading = ListReading(book, name, data, id_, today)
    standard = data.workspace.standards.get(id_)
    asked_before = frozenset(free_facts(data.workspace))
    if standard is None:
        _make(reading)
    elif standard.rows_of:
        words = message(
            "{id} uses the rows of {other}. Enter a new id (代号).",
            id=id_,
            other=standard.rows_of,
        )
        reading.refuse(reading.item_place("代号"), id_, words)
    else:
        take_measures(reading)
        reading.lines += data.apply(basic_edits(reading, standard))
        reading.lines += data.apply(row_edits(reading, standard))
        take_vetoes(reading, standard)
        _say_whether_whole(reading, standard)
    _remark_asked(reading, asked_before)
    return reading.lines


def _remark_asked(reading: ListReading, before: frozenset[str]) -> None:
    """Which facts a list asks of the county that nobody answered yet: a word that is typed wrong is one, too."""
    new = [fact for fact in free_facts(reading.data.workspace) if fact not in before]
    if new:
        words = message(
            "Conditions (适用条件) depend on: {facts}. Enter them on the “概况” sheet of 方案表.",
            facts=listing(*new),
        )
        reading.remark(reading.id_, words)


def _make(reading: ListReading) -> None:
    """A new list with the measures that it brings: both, or neither where the list cannot be made."""
    undo = reading.data.undone_to()
    take_measures(reading)
    if not make_list(reading):
        undo()
        reading.lines = [line for line in reading.lines if line.effect is Effect.REFUSED]


def _say_whether_whole(reading: ListReading, standard: Standard) -> None:
    """A list that was kept as partial is whole once the office says so and no row is asked back."""
    is_whole = said_whole(reading)
    of_rows = (line for line in reading.lines if line.place.startswith(f"{sheets.ROWS}!"))
    if (
        is_whole is None
        or is_whole is not standard.partial
        or any(one.effect in NOT_TAKEN for one in of_rows)
    ):
        return
    label = next(item.label for item in BASIC_ITEMS if item.key == "partial")
    line = ImportLine(Effect.CHANGED, reading.name, label, after=CHECKED if is_whole else NOT_CHECKED)
    edit = PlanEdit(reading.file, (), {"partial": None if is_whole else True}, lines=(line,))
    reading.lines += reading.data.apply([edit])


def _content(match: SheetMatch, item: str) -> str:
    rows = (row for row in match.row_numbers if plain_text(match.cell(row, "item")) == item)
    return next((plain_text(match.cell(row, "content")) for row in rows), "")
