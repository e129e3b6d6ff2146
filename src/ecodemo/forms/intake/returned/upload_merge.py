"""What was uploaded, into data/uploaded.yaml: a file an entry, with its receipt, merged with what the data say by now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ecodemo.forms.contract import REMEMBERED, UPLOAD_RESULTS, UPLOADS, row_key
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import Decision, decide
from ecodemo.forms.intake.returned.returned_sheet import SheetReading
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import plain_text, within
from ecodemo.load.data_file import given
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message
from ecodemo.model.upload import UploadedFile, UploadResult

_FILLED_IN = ("result", "on", "receipt", "note")
_LONGEST = {"receipt": 100, "note": 1_000}
_RESULTS = {word: result for result, word in UPLOAD_RESULTS.items()} | dict.fromkeys(
    ("√", "✓", "已上传", "已传", "对"), UploadResult.UPLOADED
)


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """A row, and what was exported in it."""

    number: int
    key: str
    base: Mapping[str, str]

    @property
    def about(self) -> str:
        return f"{self.base['no']} {self.base['file']}"


def take_uploads(reading: SheetReading) -> None:
    """Merge a sheet; the same sheet again changes nothing, and a row left as it was neither."""
    base = _exported(reading)
    if not base:
        words = message(
            "The workbook has lost its record of the kit. Copy the entries into the checklist of the kit."
        )
        reading.refuse(UPLOADS, "", words)
        return
    found, seen = reading.found, dict[str, int]()
    fresh: list[Mapping[str, YamlValue]] = []
    for number in found.row_numbers:
        key = row_key(plain_text(found.spread_cell(number, column)) for column in found.sheet.keys)
        is_filled = any(not found.spread_cell(number, column).is_empty for column in _FILLED_IN)
        if key not in base:
            if is_filled:
                words = message("No such file in the kit; leave the columns 项目编号 and 文件 as they were.")
                reading.refuse(found.cell(number, "file").place, key.strip("/"), words)
            continue
        if is_filled and seen.setdefault(key, number) != number:
            words = message("The file occurs twice. Keep one of the rows.")
            reading.refuse(found.cell(number, "file").place, base[key]["file"], words)
            continue
        row = _SheetRow(number, key, base[key])
        theirs = _read(reading, row) if is_filled else None
        if theirs is not None and (item := _merge(reading, row, theirs)) is not None:
            fresh.append(item)
    reading.files.uploaded.append_entries(fresh)
    if not reading.lines:
        reading.say(Effect.REMARK, UPLOADS, words=message("Nothing new is entered."))


def _exported(reading: SheetReading) -> dict[str, dict[str, str]]:
    """What was exported, by the keys of the rows."""
    rows: dict[str, dict[str, str]] = {}
    for (sheet, row, column), value in (reading.book.record.base if reading.book.record else {}).items():
        if sheet == UPLOADS and row != REMEMBERED:
            rows.setdefault(row, {})[column] = value
    return {key: row for key, row in rows.items() if row.get("sha256")}


def _read(reading: SheetReading, row: _SheetRow) -> dict[str, str] | None:
    """What a row says, as the record writes it; `None` where a cell cannot be taken, which is reported."""
    said: dict[str, str] = {}
    before = len(reading.lines)
    for column in _FILLED_IN:
        cell = reading.found.spread_cell(row.number, column)
        try:
            match column:
                case "result":
                    said[column] = _result(read_text(cell))
                case "on":
                    said[column] = _day(reading, row, column)
                case _:
                    said[column] = within(read_text(cell), _LONGEST[column])
        except CellError as error:
            reading.refuse(cell.place, cell.text, error.words, row.about)
    if len(reading.lines) > before and any(line.effect is Effect.REFUSED for line in reading.lines[before:]):
        return None
    return said


def _result(written: str) -> str:
    bare = re.sub(r"[\s。.“”]", "", written)
    result = _RESULTS.get(bare)
    if bare and result is None:
        raise CellError(message("Choose one of: {states}.", states="、".join(UPLOAD_RESULTS.values())))
    return UPLOAD_RESULTS[result] if result else ""


def _day(reading: SheetReading, row: _SheetRow, column: str) -> str:
    cell = reading.found.spread_cell(row.number, column)
    understood = read_date(cell, reading.day)
    if understood is None:
        return ""
    if understood.day > reading.day:
        words = message("The date is in the future; the workbook was received on {day}.", day=reading.day)
        raise CellError(words)
    if understood.remark:
        reading.say(Effect.REMARK, cell.place, row.about, words=understood.remark)
    return understood.day.isoformat()


def _merge(
    reading: SheetReading, row: _SheetRow, theirs: Mapping[str, str]
) -> Mapping[str, YamlValue] | None:
    """Put a row into the data: the new entry, or `None` where there is one, which is changed, or nothing to do."""
    file = reading.files.uploaded
    index, held = _held(reading, row)
    now = _as_text(held) if held else {}
    is_again = held is not None and _is_again(theirs, held)
    taken: dict[str, str] = {}
    for column in _FILLED_IN:
        decision = decide(
            row.base.get(column, ""), theirs[column] or None, now.get(column) or None, has_base=True
        )
        if decision is Decision.CONFLICT and not is_again:
            reading.say(
                Effect.CONFLICT,
                reading.found.spread_cell(row.number, column).place,
                row.about,
                before=now.get(column, ""),
                after=theirs[column],
                exported=row.base.get(column, ""),
            )
        elif decision is not Decision.NOTHING:
            taken[column] = theirs[column]
    if not taken or not _is_whole(reading, row, now | taken, has_day=bool(held)):
        return None
    after = {**now, **taken}
    if held is not None:
        file.set({(index,): {column: _value(column, text) for column, text in taken.items()}})
        reading.say(
            Effect.CHANGED,
            reading.found.cell(row.number, "file").place,
            row.about,
            before=_shown(now),
            after=_shown(after),
        )
        return None
    after.setdefault("on", reading.day.isoformat())
    reading.say(Effect.NEW, reading.found.cell(row.number, "file").place, row.about, after=_shown(after))
    return given(
        {
            "item": row.base["no"],
            "file": row.base["file"],
            "source": row.base.get("document") or None,
            "sha256": row.base["sha256"],
            "on": _value("on", after["on"]),
            "result": _value("result", after["result"]),
            "receipt": after.get("receipt") or None,
            "bid": reading.kept_bid,
            "note": after.get("note") or None,
        }
    )


def _is_again(theirs: Mapping[str, str], held: UploadedFile) -> bool:
    """Whether the row records another upload after the one in the data: on a later day, or after one that failed."""
    is_after_failure = held.result is UploadResult.FAILED and theirs["on"] == held.on.isoformat()
    return theirs["on"] > held.on.isoformat() or is_after_failure


def _held(reading: SheetReading, row: _SheetRow) -> tuple[int, UploadedFile | None]:
    """What the data say last of the very document."""
    first = reading.workspace.bids[0].id
    alike = [
        (entry.on, index, entry)
        for index, entry in enumerate(reading.files.uploaded.record.entries)
        if (entry.bid or first) == reading.bid.id
        and entry.item == row.base["no"]
        and _is_of(entry.sha256, row.base["sha256"])
    ]
    _, index, entry = max(alike, key=lambda one: one[:2], default=(None, -1, None))
    return index, entry


def _is_of(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _as_text(entry: UploadedFile) -> dict[str, str]:
    return {
        "result": UPLOAD_RESULTS[entry.result],
        "on": entry.on.isoformat(),
        "receipt": entry.receipt,
        "note": entry.note,
    }


def _is_whole(reading: SheetReading, row: _SheetRow, said: Mapping[str, str], *, has_day: bool) -> bool:
    """Whether it says what became of the upload, and of a failure why; what is missing is asked for."""
    found = reading.found
    if not said.get("result"):
        words = message("Choose one of: {states}.", states="、".join(UPLOAD_RESULTS.values()))
        reading.refuse(found.cell(row.number, "result").place, "", words, row.about)
        return False
    if said["result"] == UPLOAD_RESULTS[UploadResult.FAILED] and not said.get("note"):
        words = message("Enter in 说明 why the system did not take the file.")
        reading.refuse(found.cell(row.number, "note").place, "", words, row.about)
        return False
    if not said.get("on") and not has_day:
        words = message("No date (日期) is given; the date received was used.")
        place = found.cell(row.number, "on").place
        reading.say(Effect.REMARK, place, row.about, after=reading.day.isoformat(), words=words)
    return True


def _value(column: str, text: str) -> YamlValue | None:
    match column:
        case "on":
            return date.fromisoformat(text)
        case "result":
            return None if _RESULTS[text] is UploadResult.UPLOADED else str(_RESULTS[text])
        case _:
            return text


def _shown(said: Mapping[str, str]) -> str:
    return "；".join(said[column] for column in _FILLED_IN if said.get(column))
