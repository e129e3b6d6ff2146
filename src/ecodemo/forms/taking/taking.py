"""What the readers of the sheets share: the workbook, the unit, the day, and the lines of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ecodemo.assess.owed import years_of
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import sheets
from ecodemo.forms.reading.cells import Absent, CellError, read_text
from ecodemo.forms.reading.recognition import Found, Recognised
from ecodemo.forms.taking.handed_in import Key, Sending
from ecodemo.forms.taking.merge import Effect, Line, Outcome, Value, as_text, decide, same
from ecodemo.forms.taking.unit_file import UnitFile
from ecodemo.forms.workbook.stamped import figure_key
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.number import plain
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace

REASON_NOT_GIVEN = "填报表中更正，未写原因"
ABSENT_WITHOUT_REASON = "填报单位填“{word}”"
_NUMBER = re.compile(r"(\d{1,3}[.\-]\d{1,2}|[A-Z]\d{1,2})(?!\d)")
_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "‐": "-", "‑": "-", "．": ".", "。": "."})


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared: a cell, or what it says of one year."""

    place: str
    about: str
    key: Key
    is_private: bool = False
    """The lines of the report do not repeat what stands there."""


@dataclass
class Taking:
    """One workbook of one unit while it is read."""

    workspace: Workspace
    bid: Bid
    file: UnitFile
    book: Recognised
    day: date
    sending: Sending = field(default_factory=Sending)
    """The workbook among all that the unit handed in."""
    lines: list[Line] = field(default_factory=list)

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

    def say(self, effect: Effect, place: str, about: str, **rest: str | Message | None) -> None:
        """Add a line to the report."""
        self.lines.append(Line(effect, place, about, **rest))  # type: ignore[arg-type] # by its own fields

    def compare(
        self, entry: Entry, base: Value, theirs: Value, ours: Value, *, has_base: bool | None = None
    ) -> Outcome:
        """Which side holds; what the unit itself handed in last counts as sent out to it, too.

        Args:
            entry: what is compared.
            base: what was sent out.
            theirs: what the workbook says.
            ours: what the data say.
            has_base: whether it is known what was sent out; as of the whole workbook where it is not given.
        """
        has_base = self.has_base if has_base is None else has_base
        is_untouched = has_base and same(theirs, base)
        if theirs is None:
            return Outcome.NOTHING
        if same(theirs, ours):
            if has_base and not is_untouched:
                self.sending.keep(entry.key, as_text(theirs))
            return Outcome.NOTHING
        if (later := self.sending.later(entry.key)) is not None:
            if not is_untouched:
                self._remark(entry, theirs, _later_stays(later.arrival.day))
            return Outcome.NOTHING
        former = self.sending.former(entry.key)
        is_own = former is not None and former.text == as_text(ours)
        if former is not None and is_own and is_untouched:
            self._remark(entry, theirs, _former_stays(former.arrival.day))
            return Outcome.NOTHING
        outcome = decide(base, theirs, ours, has_base=has_base)
        if is_own and self.has_base:
            outcome = Outcome.TAKE
        if outcome is Outcome.TAKE:
            self.sending.keep(entry.key, as_text(theirs))
        return outcome

    def _remark(self, entry: Entry, theirs: Value, words: Message) -> None:
        after = "" if entry.is_private else shown(theirs)
        self.say(Effect.REMARK, entry.place, entry.about, after=after, words=words)

    def text(self, found: Found, row: int, key: str, about: str, exported: str) -> str:
        """The text of a cell, or what was exported where it cannot be read, which is said."""
        cell = found.spread_cell(row, key)
        try:
            return read_text(cell)
        except CellError as error:
            self.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
            return exported

    def reference(self, text: str, year: int) -> Reference | None:
        """The document that a cell names for a figure of a year; `None`: there is no such requirement or unit."""
        found = re.match(
            r"\s*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:/(\d{4}))?[^@]*(?:@(.+))?", text.translate(_DASHES)
        )
        if found is None:
            return None
        requirement = self.workspace.requirements.get(padded(found[1]))
        unit = self.workspace.unit_called(found[3].strip()) if found[3] else None
        if requirement is None or (unit is not None and unit not in self.workspace.units):
            return None
        if found[2]:
            return Reference(requirement.no, int(found[2]), unit)
        asked = [asked for asked in years_of(requirement, self.bid) if asked is not None]
        if not asked:
            return Reference(requirement.no, None, unit)
        return Reference(requirement.no, year if year in asked else asked[-1], unit)


def _later_stays(day: date) -> Message:
    return message(
        "An older workbook: the unit said something else in one that came later, on {day}. What is here stays.",
        day=day,
    )


def _former_stays(day: date) -> Message:
    return message(
        "As it was sent out; what the unit said in another workbook, on {day}, stays. To go back, write it into a form that is newly sent out.",
        day=day,
    )


def rows_below(found: Found) -> Iterator[int]:
    """The rows under the heads, hidden and filtered ones too."""
    yield from range(found.head_row + 1, len(found.table.rows))


def record_key(found: Found, row: int) -> str:
    """What the record calls a row; empty where the row bears no key."""
    parts = []
    for column in found.sheet.keys:
        cell = found.cell(row, column)
        parts.append((number_in(cell) if column == "no" else None) or plain_text(cell))
    key = sheets.row_key(parts)
    if found.sheet.name == sheets.DATA:
        key = figure_key(key, plain_text(found.cell(row, "name")))
    return key if key.strip("/") else ""


def plain_text(cell: Written) -> str:
    """The text of a cell as the record keeps it; empty where it cannot be read."""
    try:
        return normal(read_text(cell))
    except CellError:
        return ""


def number_in(cell: Written) -> str | None:
    """The number that a row is found by: `25.1`, `25-1`; also as a number, in full width, with words behind it."""
    try:
        text = read_text(cell)
    except CellError:
        return None
    return number_text(text)


def number_text(text: str) -> str | None:
    """The number that a text begins with."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    found = _NUMBER.match(text.translate(wide).translate(_DASHES).strip().strip("'"))
    return padded(found[1]) if found else None


def padded(number: str) -> str:
    """Two digits before the point or dash: Excel makes 4.1 of 04.1."""
    return number if (len(number) > 1 and number[1].isdigit()) or number[:1].isalpha() else f"0{number}"


def normal(text: str) -> str:
    """Text as `read_text` gives it."""
    return read_text(Written("", text))


def shown(value: Value) -> str:
    """A side of a comparison for people."""
    match value:
        case None:
            return ""
        case Absent():
            return sheets.NOT_INVOLVED
        case Decimal():
            return plain(value)
        case _:
            return value
