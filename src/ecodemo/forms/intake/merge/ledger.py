"""The rectification ledger into data/rectification.yaml: entries that are new, changed or closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.ledger_cells import (
    CLOSING,
    DAYS,
    NEEDED,
    as_data,
    held,
    in_words,
)
from ecodemo.forms.intake.merge.ledger_rows import COLUMNS, NUMBER, LedgerRow, ledger_rows, ledger_text
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets_for_office import LEDGER_SHEET
from ecodemo.load.data_file import Change
from ecodemo.load.data_files import DataFiles
from ecodemo.load.flow import YamlValue
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


def take_ledger(merge: WorkbookMerge, found: SheetMatch, files: DataFiles) -> None:
    """Merge the sheet into the ledger; what is not taken is reported. A row that is not there changes nothing."""
    ledger = files.ledger
    if merge.file.unit != merge.workspace.office:
        words = message("The ledger is maintained by the bid office; the sheet was not imported.")
        merge.say(Effect.REFUSED, found.sheet.name, "", words=words)
        return
    at = {entry.no: index for index, entry in enumerate(ledger.record.rectification)}
    rows = ledger_rows(merge, found, ledger.record)
    numbers = {*at, *(row.no for row in rows if row.no)}
    changes: dict[tuple[Step, ...], Change] = {}
    added: list[Mapping[str, YamlValue]] = []
    for row in rows:
        _merge(merge, found, row)
        _check_days(merge, row)
        _check_closing(merge, row, files)
        if row.entry is not None:
            _say(merge, found, row)
            changes |= _changes(row, at[row.entry.no])
        elif item := _new_entry(merge, found, row, numbers):
            added.append(item)
    ledger.set(changes)
    ledger.append("rectification", added)


def _merge(merge: WorkbookMerge, found: SheetMatch, row: LedgerRow) -> None:
    """Each cell of the row, three ways."""
    ours = held(row.entry) if row.entry else {}
    for column in COLUMNS:
        key, own = column.key, ours.get(column.key, "")
        exported = merge.base(contract.LEDGER, row.no, key)
        unit = row.value("unit")
        if found.spread_cell(row.number, key).text in contract.CLEARED and key not in ("problem", "by"):
            _clear(row, key, own)
            continue
        try:
            text = ledger_text(merge, found, row.number, key, row.no)
            if not text:
                continue
            base = _base_data(merge, key, exported, unit)
            is_untouched = base is not None and text == exported
            theirs = base if is_untouched else as_data(merge, key, text, unit)
        except CellError as error:
            row.refuse(key, found.spread_cell(row.number, key).text, error.words)
            continue
        line = _compared(merge, found, row, key, (base, theirs, own))
        if line is not None:
            row.lines[key] = line
            if line.effect is not Effect.CONFLICT:
                row.said[key] = line.after


def _compared(
    merge: WorkbookMerge,
    found: SheetMatch,
    row: LedgerRow,
    key: str,
    sides: tuple[str | None, str | None, str],
) -> ImportLine | None:
    """The line of a cell; a remark on an entry that is still to be made is remembered with its number."""
    place, about = found.spread_cell(row.number, key).place, f"{row.no} {_head(key)}".strip()
    base, theirs, held = sides
    if row.entry is None:
        return ImportLine(Effect.NEW, place, about, after=theirs) if theirs else None
    form_field = FormField(
        place,
        about,
        (contract.LEDGER, row.no, key),
        exported=merge.base(contract.LEDGER, row.no, key),
        has_base=merge.was_exported(contract.LEDGER, row.no),
    )
    return merge.compare(form_field, base, theirs, held)


def _base_data(merge: WorkbookMerge, key: str, exported: str, unit: str) -> str | None:
    """What was sent out, as the data write it; the text itself where its name means nothing any more."""
    try:
        return as_data(merge, key, exported, unit) if exported else None
    except CellError:
        return exported


def _clear(row: LedgerRow, key: str, own: str) -> None:
    if key in NEEDED or key in CLOSING:
        words = message("This cannot be removed here; edit data/rectification.yaml by hand.")
        row.refuse(key, contract.CLEARED[0], words)
    elif own:
        row.said[key] = ""
        row.lines[key] = ImportLine(Effect.CLEARED, "", before=own, after=contract.CLEARED[0])


def _check_days(merge: WorkbookMerge, row: LedgerRow) -> None:
    """Neither due nor closed before it was found, nor found or closed in days to come."""
    begun = row.value("found")
    for key in DAYS:
        day = row.said.get(key)
        if day and key != "found" and begun and day < begun:
            words = message("The date is earlier than {found}, when the problem was found.", found=begun)
            row.refuse(key, day, words)
        elif day and key != "due" and date.fromisoformat(day) > merge.day:
            row.refuse(
                key,
                day,
                message("The date is in the future; the workbook was received on {day}.", day=merge.day),
            )


def _check_closing(merge: WorkbookMerge, row: LedgerRow, files: DataFiles) -> None:
    """A closing is whole, by somebody else, with a document that has come; else nothing of it is taken."""
    given = [key for key in CLOSING if key in row.said]
    lacking = [LEDGER_SHEET.column(key).head for key in CLOSING if not row.value(key)]
    if not given:
        return
    if lacking:
        words = message(
            "Closing an entry requires the date, the closing unit and the proof. Missing: {heads}.",
            heads=listing(*lacking),
        )
    elif row.value("closed_by") == row.value("unit"):
        words = message("A unit other than the responsible one must close it.")
    elif not _has_come(row, files):
        words = message(
            "{proof} is not in the register; submit the proof first.",
            proof=in_words(merge, "proof", row.value("proof")),
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


def _say(merge: WorkbookMerge, found: SheetMatch, row: LedgerRow) -> None:
    for key, line in row.lines.items():
        place = found.spread_cell(row.number, key).place
        about = f"{row.no} {_head(key)}".strip()
        before = in_words(merge, key, line.before)
        after = in_words(merge, key, line.after) if line.effect is not Effect.REFUSED else line.after
        merge.lines.append(replace(line, place=place, about=about, before=before, after=after))


def _head(key: str) -> str:
    return LEDGER_SHEET.column(key).head


def _changes(row: LedgerRow, index: int) -> dict[tuple[Step, ...], Change]:
    """What changes in an entry that is there."""
    at: tuple[Step, ...] = ("rectification", index)
    closing = {_KEYS.get(key, key): _kept(key, row.said[key]) for key in CLOSING if key in row.said}
    values: dict[str, YamlValue | None] = {
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


def _new_entry(
    merge: WorkbookMerge, found: SheetMatch, row: LedgerRow, numbers: set[str]
) -> Mapping[str, YamlValue] | None:
    """The entry that a row adds; `None` where it cannot be one, which is reported."""
    place = found.cell(row.number, "no").place
    lacking = [_head(key) for key in NEEDED if not row.value(key)]
    if lacking:
        words = message("A new entry also requires: {heads}.", heads=listing(*lacking))
        if any(row.is_refused(key) for key in NEEDED):
            words = message(
                "The entry was not imported. Missing or unreadable: {heads}.", heads=listing(*lacking)
            )
        merge.say(Effect.REFUSED, place, row.no or row.value("problem"), words=words)
        _say_refused(merge, found, row)
        return None
    given = row.no
    row.no = given or next_number(numbers)
    numbers.add(row.no)
    for key, text in row.said.items():
        merge.sending.keep((contract.LEDGER, row.no, key), text)
    numbered = None if given else message("Assigned the number {no}.", no=row.no)
    merge.say(Effect.NEW, place, row.no, after=row.value("problem"), words=numbered)
    _say_refused(merge, found, row)
    item: dict[str, YamlValue] = {"no": row.no}
    item.update({_KEYS.get(key, key): _kept(key, row.said[key]) for key in _ORDER if row.said.get(key)})
    day = item.get("found")
    if isinstance(day, date) and (bid := merge.workspace.calendar.bid_to_name(day)):
        item["bid"] = bid
    if closing := {_KEYS.get(key, key): _kept(key, row.said[key]) for key in CLOSING if key in row.said}:
        item["closed"] = closing
    return item


def _say_refused(merge: WorkbookMerge, found: SheetMatch, row: LedgerRow) -> None:
    row.lines = {key: line for key, line in row.lines.items() if line.effect is Effect.REFUSED}
    _say(merge, found, row)


def _kept(key: str, text: str) -> YamlValue:
    if key in DAYS:
        return date.fromisoformat(text)
    return text.split("、") if key == "support" else text


def next_number(numbers: set[str]) -> str:
    """The number after the highest one that begins as most do."""
    found = [match for no in numbers if (match := NUMBER.fullmatch(no))]
    prefixes = Counter(match[1] for match in found)
    if not prefixes:
        return _FIRST_NUMBER
    prefix = prefixes.most_common(1)[0][0]
    highest = max(int(match[2]) for match in found if match[1] == prefix)
    return f"{prefix}-{highest + 1:03}"
