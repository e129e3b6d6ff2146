"""A drawn re-check into data/samples.yaml: the counts, and the bound that follows from them."""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo.assess.hypergeometric_bound import upper_bound
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.forms.contract import CHECKED, FAULTLESS, SAMPLE
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.returned.returned_sheet import SheetReading
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import normal, plain_text
from ecodemo.load.data_file import given
from ecodemo.load.flow import YamlValue
from ecodemo.model.drawn_sample import DrawnSample
from ecodemo.model.message import counted, listing, message, sentences

_CHECKERS = ("first", "second")


def take_sample(reading: SheetReading) -> None:
    """Merge a sheet, once both people have said something of every document; the same sheet again changes nothing."""
    record, seed, of = reading.book.record, reading.book.remembered("seed"), reading.book.remembered("of")
    if record is None or not seed or not of:
        words = message(
            "The workbook has lost its record of what was drawn. Copy the results into the exported workbook."
        )
        reading.refuse(SAMPLE, "", words)
        return
    drawn = {
        row: record.base[SAMPLE, row, "file"]
        for sheet, row, key in record.base
        if sheet == SAMPLE and key == "file"
    }
    said = _said(reading, drawn)
    if said is None:
        return
    wrong = [row for row in drawn if said[row] != (FAULTLESS, FAULTLESS)]
    unsettled = sum(first != second for first, second in said.values())
    bound = upper_bound(int(of), len(drawn), len(wrong))
    values: dict[str, YamlValue | None] = {
        "on": reading.day,
        "seed": int(seed),
        "drawn": len(drawn),
        "of": int(of),
        "wrong": len(wrong),
        "unsettled": unsettled or None,
        "bound": str(bound),
        "bid": reading.kept_bid,
        "files": [drawn[row].removeprefix(f"{EVIDENCE}/") for row in wrong] or None,
    }
    _put(reading, values)
    if unsettled:
        words = message(
            "The two results differ on {count} of the documents; until they agree these count as wrong.",
            count=unsettled,
        )
        reading.say(Effect.REMARK, SAMPLE, words=words)


def _said(reading: SheetReading, drawn: Mapping[str, str]) -> Mapping[str, tuple[str, str]] | None:
    """What both say of each document, by its row; `None` where anything is missing or not understood, which is reported."""
    found, said, before = reading.found, dict[str, tuple[str, str]](), len(reading.lines)
    unfilled: list[str] = []
    for number in found.row_numbers:
        key = plain_text(found.cell(number, "index"))
        cells = [found.spread_cell(number, checker) for checker in _CHECKERS]
        if key not in drawn:
            if key or any(not cell.is_empty for cell in cells):
                words = message("The row was not drawn; results of other documents cannot be added.")
                reading.refuse(found.cell(number, "index").place, key, words)
            continue
        if key in said:
            words = message("Number {no} occurs twice. Keep one of the rows.", no=key)
            reading.refuse(found.cell(number, "index").place, key, words)
            continue
        _refuse_other_file(reading, number, key, drawn[key])
        results = []
        for cell in cells:
            try:
                result = read_text(cell).strip("。. √✓")
            except CellError as error:
                reading.refuse(cell.place, cell.text, error.words)
                continue
            if not result:
                unfilled.append(cell.place.rpartition("!")[2])
            elif result not in CHECKED:
                words = message("Choose one of: {states}.", states="、".join(CHECKED))
                reading.refuse(cell.place, result, words, drawn[key])
            results.append(result)
        said[key] = (results[0], results[1]) if len(results) == len(_CHECKERS) else ("", "")
    if unfilled:
        words = message(
            "{cells} not filled in: {places}.",
            cells=counted(len(unfilled), "{n} cell", "{n} cells"),
            places=listing(*unfilled, most=10),
        )
        reading.refuse(SAMPLE, "", words)
    if missing := [row for row in drawn if row not in said]:
        words = message(
            "Drawn documents are missing from the sheet: {numbers}. A result that leaves some out proves nothing.",
            numbers=listing(*missing, most=10),
        )
        reading.refuse(SAMPLE, "", words)
    if len(reading.lines) > before:
        reading.say(Effect.REMARK, SAMPLE, words=message("The re-check was not imported."))
        return None
    return said


def _refuse_other_file(reading: SheetReading, number: int, key: str, drawn: str) -> None:
    """Where the file of a row is not the one that was drawn under its number: its results may be those of another."""
    cell = reading.found.cell(number, "file")
    if plain_text(cell) not in ("", normal(drawn)):
        words = message(
            "Number {no} was drawn for another file: {file}. Restore the 文件 column, and check that each result is for its own document.",
            no=key,
            file=drawn,
        )
        reading.refuse(cell.place, plain_text(cell), words)


def _put(reading: SheetReading, values: Mapping[str, YamlValue | None]) -> None:
    """A new entry, or the new result of the same draw; the day of one that says the same stays."""
    file = reading.files.samples
    for index, entry in enumerate(file.record.entries):
        if _key(entry) != tuple(values[key] for key in ("bid", "seed", "drawn", "of")):
            continue
        if (entry.wrong, entry.unsettled or None, list(entry.files) or None) == (
            values["wrong"],
            values["unsettled"],
            values["files"],
        ):
            return
        file.set({(index,): values})
        _say_change(reading, entry, file.record.entries[index])
        return
    file.append_entries([given(values)])
    reading.say(Effect.NEW, SAMPLE, str(values["seed"]), after=_counts(file.record.entries[-1]))


def _key(entry: DrawnSample) -> tuple[object, ...]:
    return entry.bid, entry.seed, entry.drawn, entry.of


def _say_change(reading: SheetReading, old: DrawnSample, new: DrawnSample) -> None:
    """The counts where they differ, else which files are wrong now, and how many results still differ."""
    before, after = _counts(old), _counts(new)
    if before != after:
        reading.say(Effect.CHANGED, SAMPLE, str(new.seed), before=before, after=after)
        return
    said = []
    if now := [file for file in new.files if file not in old.files]:
        earlier = [file for file in old.files if file not in new.files]
        files = message(
            "Wrong now: {now}; no longer wrong: {earlier}.",
            now=listing(*now),
            earlier=listing(*earlier),
        )
        said.append(files)
    if old.unsettled != new.unsettled:
        unsettled = message(
            "Documents on which the two results differ: {now}, before {before}.",
            now=new.unsettled,
            before=old.unsettled,
        )
        said.append(unsettled)
    reading.say(
        Effect.CHANGED, SAMPLE, str(new.seed), after=after, words=message("{said}", said=sentences(*said))
    )


def _counts(entry: DrawnSample) -> str:
    return f"{entry.wrong}/{entry.drawn} ≤ {entry.bound}"
