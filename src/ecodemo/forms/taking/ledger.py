"""The rectification ledger into data/rectification.yaml: entries that are new, changed or closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ecodemo.forms import sheets
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.recognition import Found
from ecodemo.forms.taking.data_file import Change
from ecodemo.forms.taking.data_files import DataFiles
from ecodemo.forms.taking.ledger_cells import (
    CLOSING,
    DAYS,
    NEEDED,
    NotUnderstoodError,
    as_data,
    held,
    in_words,
)
from ecodemo.forms.taking.ledger_rows import COLUMNS, NUMBER, LedgerRow, ledger_rows, ledger_text
from ecodemo.forms.taking.merge import Effect, Line, Outcome, decide
from ecodemo.forms.taking.taking import Entry, Taking
from ecodemo.load.flow import Value as Kept
from ecodemo.model.finding import Step
from ecodemo.model.message import listing, message
from ecodemo.model.reference import read_reference

_KEYS: Mapping[str, str] = {"support": "with", "closed_on": "on", "closed_by": "by"}
"""Where the data call a column otherwise."""
_ORDER = (
    "found",
    "by",
    "indicator",
    "measure",
    "problem",
    "action",
    "unit",
    "support",
    "person",
    "due",
    "ask",
)
"""The keys of an entry as people write them."""
_FIRST_NUMBER = "ZG-001"


def take_ledger(taking: Taking, found: Found, files: DataFiles) -> None:
    """Merge the sheet into the ledger; what is not taken is said. A row that is not there changes nothing."""
    ledger = files.ledger
    if taking.file.unit != taking.workspace.office:
        words = message("The ledger is kept by the bid office; nothing of this sheet was taken.")
        taking.say(Effect.REFUSED, found.sheet.name, "", words=words)
        return
    at = {entry.no: index for index, entry in enumerate(ledger.record.rectification)}
    rows = ledger_rows(taking, found, ledger.record)
    numbers = {*at, *(row.no for row in rows if row.no)}
    changes: dict[tuple[Step, ...], Change] = {}
    added: list[Mapping[str, Kept]] = []
    for row in rows:
        _merge(taking, found, row)
        _check_days(taking, row)
        _check_closing(taking, row, files)
        if row.entry is not None:
            _say(taking, found, row)
            changes |= _changes(row, at[row.entry.no])
        elif item := _new_entry(taking, found, row, numbers):
            added.append(item)
    ledger.set(changes)
    ledger.append("rectification", added)


def _merge(taking: Taking, found: Found, row: LedgerRow) -> None:
    """Each cell of the row, three ways."""
    ours = held(row.entry) if row.entry else {}
    for column in COLUMNS:
        key, own = column.key, ours.get(column.key, "")
        exported = taking.base(sheets.LEDGER, row.no, key)
        unit = row.value("unit")
        if found.spread_cell(row.number, key).text in sheets.CLEARED and key not in ("problem", "by"):
            _clear(row, key, own)
            continue
        try:
            text = ledger_text(taking, found, row.number, key, row.no)
            if not text:
                continue
            base = _base_data(taking, key, exported, unit)
            is_untouched = base is not None and text == exported
            theirs = base if is_untouched else as_data(taking, key, text, unit)
        except (CellError, NotUnderstoodError) as error:
            row.refuse(key, found.spread_cell(row.number, key).text, error.words)
            continue
        match _compared(taking, found, row, key, base, theirs, own or None):
            case Outcome.CONFLICT:
                row.lines[key] = Line(Effect.CONFLICT, "", before=own, after=theirs or "", exported=exported)
            case Outcome.TAKE:
                row.said[key] = theirs or ""
                effect = Effect.CHANGED if own else Effect.NEW
                row.lines[key] = Line(effect, "", before=own, after=row.said[key])
            case _:
                pass


def _compared(
    taking: Taking,
    found: Found,
    row: LedgerRow,
    key: str,
    base: str | None,
    theirs: str | None,
    ours: str | None,
) -> Outcome:
    """Which side holds; what is said of an entry that is still to be made is remembered with its number."""
    if row.entry is None:
        return decide(base, theirs, ours, has_base=False)
    place = found.spread_cell(row.number, key).place
    entry = Entry(place, f"{row.no} {_head(key)}", (sheets.LEDGER, row.no, key))
    has_base = taking.was_exported(sheets.LEDGER, row.no)
    return taking.compare(entry, base, theirs, ours, has_base=has_base)


def _base_data(taking: Taking, key: str, exported: str, unit: str) -> str | None:
    """What was sent out, as the data write it; the text itself where its name means nothing any more."""
    try:
        return as_data(taking, key, exported, unit) if exported else None
    except NotUnderstoodError:
        return exported


def _clear(row: LedgerRow, key: str, own: str) -> None:
    if key in NEEDED or key in CLOSING:
        words = message("This cannot be taken away here; change data/rectification.yaml by hand.")
        row.refuse(key, sheets.CLEARED[0], words)
    elif own:
        row.said[key] = ""
        row.lines[key] = Line(Effect.CLEARED, "", before=own, after=sheets.CLEARED[0])


def _check_days(taking: Taking, row: LedgerRow) -> None:
    """Neither due nor closed before it was found, nor found or closed in days to come."""
    begun = row.value("found")
    for key in DAYS:
        day = row.said.get(key)
        if day and key != "found" and begun and day < begun:
            words = message("The day is before the one on which it was found, {found}.", found=begun)
            row.refuse(key, day, words)
        elif day and key != "due" and date.fromisoformat(day) > taking.day:
            row.refuse(key, day, message("The day is still to come; this came on {day}.", day=taking.day))


def _check_closing(taking: Taking, row: LedgerRow, files: DataFiles) -> None:
    """A closing is whole, by somebody else, with a document that has come; else nothing of it is taken."""
    given = [key for key in CLOSING if key in row.said]
    lacking = [sheets.LEDGER_SHEET.column(key).head for key in CLOSING if not row.value(key)]
    if not given:
        return
    if lacking:
        words = message(
            "Closing takes the day, who closes, and the proof. Missing: {heads}.", heads=listing(*lacking)
        )
    elif row.value("closed_by") == row.value("unit"):
        words = message("It is closed by somebody other than the unit that has to put it right.")
    elif not _has_come(row, files):
        words = message(
            "The register has no {proof}; what proves it has to be handed in first.",
            proof=in_words(taking, "proof", row.value("proof")),
        )
    else:
        return
    is_said = any(row.is_refused(key) for key in CLOSING)
    for key in given:
        del row.said[key], row.lines[key]
    if not is_said:
        row.refuse(given[0], "", words)


def _has_come(row: LedgerRow, files: DataFiles) -> bool:
    proof = read_reference(row.value("proof"))
    return any(
        document.requirement == proof.requirement
        and (not proof.year or not document.years or proof.year in document.years)
        for document in files.of(proof.unit or row.value("unit")).progress.documents
    )


def _say(taking: Taking, found: Found, row: LedgerRow) -> None:
    for key, line in row.lines.items():
        place = found.spread_cell(row.number, key).place
        about = f"{row.no} {_head(key)}".strip()
        before = in_words(taking, key, line.before)
        after = in_words(taking, key, line.after) if line.effect is not Effect.REFUSED else line.after
        taking.lines.append(replace(line, place=place, about=about, before=before, after=after))


def _head(key: str) -> str:
    return sheets.LEDGER_SHEET.column(key).head


def _changes(row: LedgerRow, index: int) -> dict[tuple[Step, ...], Change]:
    """What changes in an entry that is there."""
    at: tuple[Step, ...] = ("rectification", index)
    closing = {_KEYS.get(key, key): _kept(key, row.said[key]) for key in CLOSING if key in row.said}
    values: dict[str, Kept | None] = {
        _KEYS.get(key, key): _kept(key, text) if text else None
        for key, text in row.said.items()
        if key not in CLOSING
    }
    changes: dict[tuple[Step, ...], Change] = {}
    if closing and row.entry and row.entry.closed:
        changes[*at, "closed"] = closing
    elif closing:
        values["closed"] = closing
    if values:
        changes[at] = values
    return changes


def _new_entry(taking: Taking, found: Found, row: LedgerRow, numbers: set[str]) -> Mapping[str, Kept] | None:
    """The entry that a row adds; `None` where it cannot be one, which is said."""
    place = found.cell(row.number, "no").place
    lacking = [_head(key) for key in NEEDED if not row.value(key)]
    if lacking:
        words = message("A new entry also needs: {heads}.", heads=listing(*lacking))
        if not any(row.is_refused(key) for key in NEEDED):
            taking.say(Effect.REFUSED, place, row.no or row.value("problem"), words=words)
        _say_refused(taking, found, row)
        return None
    given = row.no
    row.no = given or _next(numbers)
    numbers.add(row.no)
    for key, text in row.said.items():
        taking.sending.keep((sheets.LEDGER, row.no, key), text)
    numbered = None if given else message("It was given the number {no}.", no=row.no)
    taking.say(Effect.NEW, place, row.no, after=row.value("problem"), words=numbered)
    _say_refused(taking, found, row)
    item: dict[str, Kept] = {"no": row.no}
    item.update({_KEYS.get(key, key): _kept(key, row.said[key]) for key in _ORDER if row.said.get(key)})
    if closing := {_KEYS.get(key, key): _kept(key, row.said[key]) for key in CLOSING if key in row.said}:
        item["closed"] = closing
    return item


def _say_refused(taking: Taking, found: Found, row: LedgerRow) -> None:
    row.lines = {key: line for key, line in row.lines.items() if line.effect is Effect.REFUSED}
    _say(taking, found, row)


def _kept(key: str, text: str) -> Kept:
    if key in DAYS:
        return date.fromisoformat(text)
    return text.split("、") if key == "support" else text


def _next(numbers: set[str]) -> str:
    """The number after the highest one that begins as most do."""
    found = [match for no in numbers if (match := NUMBER.fullmatch(no))]
    prefixes = Counter(match[1] for match in found)
    if not prefixes:
        return _FIRST_NUMBER
    prefix = prefixes.most_common(1)[0][0]
    highest = max(int(match[2]) for match in found if match[1] == prefix)
    return f"{prefix}-{highest + 1:03}"
