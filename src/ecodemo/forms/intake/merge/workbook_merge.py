"""What the readers of the sheets share: the workbook, the unit, the day, and the lines of the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from ecodemo.assess.owed import years_of
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.decision import Decision, FieldValue, as_text, decide, said, same, shown
from ecodemo.forms.intake.merge.filed_figure import FiledFigure
from ecodemo.forms.intake.merge.handed_in import FieldKey, Sending
from ecodemo.forms.reading.cells import Absent, CellError, read_text
from ecodemo.forms.reading.entry_text import DASHES, normal, number_in, padded, plain_text, within
from ecodemo.forms.reading.recognition import Recognised, SheetMatch
from ecodemo.forms.sheets.stamped_figures import figure_key
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace

_LONGEST = 1_000
"""Characters of what is written into a cell, where no other limit is given."""


@dataclass(frozen=True, slots=True)
class FormField:
    """What is merged: a cell, or what it says of one year."""

    place: str
    about: str
    key: FieldKey
    show: Callable[[FieldValue], str] = shown
    """A side as the lines of the report repeat it."""
    exported: str | None = None
    """What was sent out, where that reads otherwise than it is compared."""
    has_base: bool | None = None
    """Whether it is known what was sent out; as of the whole workbook where it is not given."""
    is_clearable: bool = False
    """无 takes the value away."""
    is_fixed: bool = False
    """The data keep what they say: what differs is a conflict."""
    is_part: bool = False
    """What is taken of it is reported together with the other parts of the cell, by the caller that merges them."""
    kept_in: Message | None = None
    """Of private words: where they are kept; a line says that and not the words, unless they are in conflict."""
    of_conflict: Message | None = None
    """What a conflict means, where the two sides do not show it."""


@dataclass
class WorkbookMerge:
    """One workbook of one unit while it is read."""

    workspace: Workspace
    bid: Bid
    file: UnitFile
    book: Recognised
    day: date
    sending: Sending = field(default_factory=Sending)
    """The workbook among all that the unit handed in."""
    lines: list[ImportLine] = field(default_factory=list)
    filed: Mapping[tuple[str, int], FiledFigure] = field(default_factory=dict)
    """What the unit's ledgers say that came with it, by the number of the measure and the year."""
    seen: set[tuple[str, int]] = field(default_factory=set)
    """Measures and years that it has a cell for."""
    placed: set[str] = field(default_factory=set)
    """Measures beside which the unit wrote the page or cell itself."""

    @property
    def has_base(self) -> bool:
        """Whether the workbook still knows what was exported."""
        return self.book.record is not None

    def base(self, sheet: str, row: str, column: str) -> str:
        """What was exported, as text; empty where nothing was, or nobody knows."""
        return normal(self.book.record.base.get((sheet, row, column), "")) if self.book.record else ""

    def was_exported(self, sheet: str, row: str) -> bool:
        """Whether the row was in the workbook that was sent out."""
        record = self.book.record
        return record is not None and (sheet, row) in record.rows

    def say(self, effect: Effect, place: str, about: str, **rest: str | Message | bool | None) -> None:
        """Add a line to the report."""
        self.lines.append(ImportLine(effect, place, about, **rest))  # type: ignore[arg-type] # by its own fields

    def take(self, form_field: FormField, base: FieldValue, theirs: FieldValue, held: FieldValue) -> bool:
        """Decide which side of a field holds, and report it; whether what the workbook says is to be taken.

        Args:
            form_field: what is merged.
            base: what was sent out.
            theirs: what the workbook says.
            held: what the data say.
        """
        line = self.compare(form_field, base, theirs, held)
        if line is None:
            return False
        is_taken = line.effect is not Effect.CONFLICT
        if not (is_taken and form_field.is_part):
            self.lines.append(line)
        return is_taken

    def compare(
        self, form_field: FormField, base: FieldValue, theirs: FieldValue, held: FieldValue
    ) -> ImportLine | None:
        """The line for what is to be taken of a field or is in conflict; `None` where nothing changes."""
        base, theirs, held = map(said, (base, theirs, held))
        is_cleared = form_field.is_clearable and theirs in contract.CLEARED
        if is_cleared and held is None:
            return None
        decision = self._decision(form_field, base, theirs, held)
        if decision is Decision.NOTHING:
            return None
        before, after = form_field.show(held), form_field.show(theirs)
        if decision is Decision.CONFLICT or form_field.is_fixed:
            exported = form_field.show(base) if form_field.exported is None else form_field.exported
            words = form_field.of_conflict
            return ImportLine(
                Effect.CONFLICT, form_field.place, form_field.about, before, after, exported, words
            )
        is_cleared |= isinstance(theirs, Absent)
        effect = Effect.CLEARED if is_cleared else Effect.NEW if held is None else Effect.CHANGED
        if form_field.kept_in is not None:
            before = after = ""
        return ImportLine(effect, form_field.place, form_field.about, before, after, words=form_field.kept_in)

    def _decision(
        self, form_field: FormField, base: FieldValue, theirs: FieldValue, held: FieldValue
    ) -> Decision:
        """Which side holds; what the unit itself handed in last counts as sent out to it, too."""
        has_base = self.has_base if form_field.has_base is None else form_field.has_base
        is_untouched = has_base and same(theirs, base)
        if theirs is None:
            return Decision.NOTHING
        if same(theirs, held):
            if has_base and not is_untouched:
                self.sending.keep(form_field.key, as_text(theirs))
            return Decision.NOTHING
        if (later := self.sending.later(form_field.key)) is not None:
            if not is_untouched:
                self._remark(form_field, theirs, _later_stays(later.arrival.day))
            return Decision.NOTHING
        former = self.sending.former(form_field.key)
        is_own = former is not None and former.text == as_text(held)
        if former is not None and is_own and is_untouched:
            self._remark(form_field, theirs, _former_stays(former.arrival.day))
            return Decision.NOTHING
        decision = decide(base, theirs, held, has_base=has_base)
        if is_own and self.has_base:
            decision = Decision.TAKE
        if decision is Decision.TAKE:
            self.sending.keep(form_field.key, as_text(theirs))
        return decision

    def _remark(self, form_field: FormField, theirs: FieldValue, words: Message) -> None:
        after = "" if form_field.kept_in else form_field.show(theirs)
        self.say(Effect.REMARK, form_field.place, form_field.about, after=after, words=words)

    def text(self, found: SheetMatch, row: int, key: str, about: str, exported: str) -> str:
        """The text of a cell, or what was exported where it cannot be read, which is reported."""
        cell = found.spread_cell(row, key)
        try:
            text = _read(cell, found.sheet.column(key))
            is_measured = found.sheet.name != contract.STATEMENTS and text != exported
            return within(text, _LONGEST) if is_measured else text
        except CellError as error:
            self.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
            return exported

    def reference(self, text: str, year: int) -> Reference | None:
        """The document that a cell names for a figure of a year; `None`: there is no such requirement or unit."""
        found = re.match(
            r"\s*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:/(\d{4}))?[^@]*(?:@(.+))?", text.translate(DASHES)
        )
        if found is None:
            return None
        requirement = self.workspace.requirements.get(padded(found[1]))
        unit = self.workspace.lookup.unit(found[3].strip()) if found[3] else None
        if requirement is None or (unit is not None and unit not in self.workspace.units):
            return None
        if found[2]:
            return Reference(requirement.no, int(found[2]), unit)
        asked = [asked for asked in years_of(requirement, self.bid) if asked is not None]
        if not asked:
            return Reference(requirement.no, None, unit)
        return Reference(requirement.no, year if year in asked else asked[-1], unit)


def _read(cell: Written, column: contract.SheetColumn) -> str:
    """The text of a cell.

    Raises:
        CellError: it cannot be read, or the spreadsheet took a code for a day.
    """
    if column.holds == "code" and isinstance(cell.value, date | time | timedelta):
        raise CellError(_A_DAY)
    return read_text(cell)


_A_DAY = message(
    "The spreadsheet converted this into a date. Set the cell format to “Text” (文本) and enter it again."
)


def _later_stays(day: date) -> Message:
    return message(
        "Older workbook: the unit entered something else in a later one, on {day}. The current value is kept.",
        day=day,
    )


def _former_stays(day: date) -> Message:
    return message(
        "Unchanged since export; what the unit entered in another workbook, on {day}, is kept. To revert, enter it in a newly exported form.",
        day=day,
    )


def record_key(found: SheetMatch, row: int) -> str:
    """What the record calls a row; empty where the row bears no key."""
    parts = []
    for column in found.sheet.keys:
        cell = found.cell(row, column)
        is_number = column == "no" and found.sheet.name != contract.PROJECTS
        parts.append((number_in(cell) if is_number else None) or plain_text(cell))
    key = contract.row_key(parts)
    if found.sheet.name == contract.DATA:
        key = figure_key(key, plain_text(found.cell(row, "name")))
    return key if key.strip("/") else ""
