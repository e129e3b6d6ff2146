"""The rows of the workbook of a list, each of one measure or several, as changes of the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.plan.plan_rows import PlanRow
from ecodemo.forms.intake.standard.list_reading import KEYS, ListReading, given
from ecodemo.forms.intake.standard.list_values import (
    condition,
    named,
    one_text,
    points_and_scale,
    scale_is_upwards,
)
from ecodemo.forms.intake.standard.target_text import read_target
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import standard_entries
from ecodemo.load.flow import YamlValue
from ecodemo.model.indicator import Better, Measure
from ecodemo.model.message import Message, listing, message
from ecodemo.model.standard import Standard

_ROW_NUMBER = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")


def row_edits(reading: ListReading, standard: Standard) -> list[PlanEdit]:
    """The changes that the sheet of the rows makes."""
    match = reading.book.found.get(sheets.ROWS)
    if match is None:
        return []
    entries = {entry.key: entry for entry in standard_entries(standard, reading.data.workspace)[sheets.ROWS]}
    edits: list[PlanEdit] = []
    parts: dict[str, list[PlanRow]] = {}
    for number in match.row_numbers:
        if not any(not match.cell(number, one.key).is_empty for one in match.sheet.columns if one.is_units):
            continue
        no = plain_text(match.spread_cell(number, "no")) or (list(parts)[-1] if parts else "")
        place = len(parts.setdefault(no, []))
        entry = entries.get(f"{no}/{place + 1}" if place else no)
        row = reading.row(match, number, entry, no)
        parts[no].append(row)
        _row_cells(reading, match, row)
    for no, rows in parts.items():
        edits += _changes(reading, no, rows) if rows[0].entry else _new_row(reading, no, rows)
    _remark_gone(reading, match, standard, set(parts))
    return edits


def _row_cells(reading: ListReading, match: SheetMatch, row: PlanRow) -> None:
    for key in ("domain", "task", "name", "text"):
        reading.cell(match, row, key, one_text)
    reading.cell(match, row, "attribute", lambda cell: named(read_text(cell), sheets.ATTRIBUTES))
    reading.cell(match, row, "points", points_and_scale)
    reading.cell(match, row, "applies", condition)
    reading.cell(match, row, "measure", partial(_measure, reading))


def _changes(reading: ListReading, no: str, rows: list[PlanRow]) -> list[PlanEdit]:
    """The changes of a row that is there; its sentence and its measure make its target."""
    row, entry = rows[0], rows[0].entry
    assert entry is not None  # noqa: S101 - of a row that is there
    edits: list[PlanEdit] = []
    for other in rows[1:]:
        if other.entry is None:
            edits += _further_measure(reading, no, row, other)
        reading.say_untaken(other)
    held = _measure_of(reading, row, entry)
    if (words := _wrong_scale(row, held)) is not None:
        row.refuse("points", words)
    if row.said.keys() & {"text", "measure"}:
        edits += _target_changes(reading, row, entry)
    for key, value in row.said.items():
        if key not in ("text", "measure"):
            values = _points(value) if key == "points" else {KEYS.get(key, key): value}
            edits.append(PlanEdit(entry.file, entry.path, values, lines=(row.lines[key],)))
    reading.say_untaken(row)
    return edits


def _measure_of(reading: ListReading, row: PlanRow, entry: PlanEntry) -> Measure:
    held = next(iter(reading.data.workspace.standards[reading.id_].rows[int(entry.path[1])].targets))
    return reading.data.workspace.measures[str(row.said.get("measure", held))]


def _points(value: YamlValue | None) -> dict[str, YamlValue | None]:
    """The points of a row, with its scale or without one."""
    said = value if isinstance(value, Mapping) else {}
    return {"points": said.get("points"), "scale": said.get("scale")}


def _wrong_scale(row: PlanRow, measure: Measure) -> Message | None:
    """Why the scale of a row cannot be meant: it gives points in the direction in which its measure gets worse."""
    said = row.said.get("points")
    if not isinstance(said, Mapping) or "scale" not in said:
        return None
    is_upwards = scale_is_upwards(row.lines["points"].after)
    if is_upwards is None or is_upwards is (measure.better is not Better.LOWER):
        return None
    return message(
        "The scale runs against the direction (方向) of {measure} on the “分项” sheet.",
        measure=measure.name,
    )


def _further_measure(reading: ListReading, no: str, row: PlanRow, other: PlanRow) -> Iterator[PlanEdit]:
    """A line below a row that is there: one more measure that it asks for, with a sentence of its own."""
    assert row.entry is not None  # noqa: S101 - of a row that is there
    if not other.said.keys() >= {"text", "measure"}:
        heads = listing("标准值", "对应分项")
        if not any(line.effect is Effect.REFUSED for line in other.lines.values()):
            reading.refuse(other.place, no, message("A new row also requires: {heads}.", heads=heads))
        return
    measure = reading.data.workspace.measures[str(other.said["measure"])]
    sentence = str(other.said["text"])
    try:
        target = read_target(sentence, measure)
    except CellError as error:
        other.refuse("text", error.words)
        return
    line = ImportLine(Effect.NEW, other.place, no, after=measure.name)
    path = (*row.entry.path, "targets")
    yield PlanEdit(row.entry.file, path, {measure.id: _with_text(target, sentence)}, lines=(line,))


def _target_changes(reading: ListReading, row: PlanRow, entry: PlanEntry) -> list[PlanEdit]:
    text = str(row.said.get("text", entry.contents["text"] or ""))
    measure = _measure_of(reading, row, entry)
    columns = [key for key in ("text", "measure") if key in row.said]
    try:
        target = read_target(text, measure)
    except CellError as error:
        for key in columns:
            row.refuse(key, error.words)
        return []
    values: dict[str, YamlValue | None] = {"text": text, "targets": {measure.id: target}}
    return [PlanEdit(entry.file, entry.path, values, lines=tuple(row.lines[key] for key in columns))]


def _new_row(reading: ListReading, no: str, rows: list[PlanRow]) -> list[PlanEdit]:
    """A row that the list does not have yet, of one measure or several."""
    first = rows[0]
    refused = [line for row in rows for line in row.lines.values() if line.effect is Effect.REFUSED]
    words = None
    if not _ROW_NUMBER.fullmatch(no):
        words = message("A row requires a number (序号), such as 7 or 3.1.")
    elif lacking := [
        match_head
        for key, match_head in (("name", "指标"), ("text", "标准值"), ("measure", "对应分项"))
        if key not in first.said and not any(line.effect is Effect.REFUSED for line in refused)
    ]:
        words = message("A new row also requires: {heads}.", heads=listing(*lacking))
    refused += [line for row in rows[1:] for line in _unlike(first, row)]
    targets: dict[str, YamlValue] = {}
    for row in rows:
        if "measure" not in row.said:
            continue
        measure = reading.data.workspace.measures[str(row.said["measure"])]
        sentence = str(row.said.get("text", first.said.get("text", "")))
        try:
            target = read_target(sentence, measure)
        except CellError as error:
            line = row.lines.get("text", first.lines.get("text"))
            place, after = (line.place, line.after) if line else (row.place, sentence)
            refused.append(
                ImportLine(Effect.REFUSED, place, f"{no} {measure.name}", after=after, words=error.words)
            )
            continue
        if measure.id in targets:
            twice = message(
                "This row already has the measure {measure}. Keep one of them.", measure=measure.name
            )
            refused.append(replace(row.lines["measure"], effect=Effect.REFUSED, words=twice))
        if (wrong := _wrong_scale(row, measure)) is not None:
            refused.append(replace(row.lines["points"], effect=Effect.REFUSED, words=wrong))
        targets[measure.id] = _with_text(target, sentence) if len(rows) > 1 else target
    if words is not None:
        refused.append(ImportLine(Effect.REFUSED, first.place, no, words=words))
    reading.lines += refused
    if refused:
        return []
    line = ImportLine(Effect.NEW, first.place, no, after=str(first.said["name"]))
    return [PlanEdit(reading.file, (), added={"rows": _item(no, rows, targets)}, lines=(line,))]


def _item(no: str, rows: list[PlanRow], targets: Mapping[str, YamlValue]) -> Mapping[str, YamlValue]:
    """A new row as the data write it."""
    first = rows[0]
    sentences = [str(row.said["text"]) for row in rows if "text" in row.said]
    item: dict[str, YamlValue] = {"no": no}
    for key in ("domain", "task", "name", "attribute"):
        if first.said.get(key) is not None:
            item[key] = first.said[key] or ""
    item |= given(_points(first.said.get("points")))
    item["text"] = "；".join(dict.fromkeys(sentences))
    if first.said.get("applies") is not None:
        item["applies_if"] = first.said["applies"] or ""
    return {**item, "targets": targets}


def _unlike(first: PlanRow, row: PlanRow) -> Iterator[ImportLine]:
    """What a further line of a row says otherwise than its first, and would be lost."""
    columns = sheets.rows_sheet(with_points=True)
    for key in ("domain", "task", "name", "attribute", "points", "applies"):
        if key in row.said and row.said[key] != first.said.get(key):
            words = message(
                "All lines of one row must have the same {head}; this line differs from the first. For a separate row, use a separate number.",
                head=columns.column(key).head,
            )
            yield replace(row.lines[key], effect=Effect.REFUSED, words=words)


def _remark_gone(reading: ListReading, match: SheetMatch, standard: Standard, there: set[str]) -> None:
    gone = [row.no for row in standard.rows if row.no not in there]
    if gone and reading.is_of_this_list:
        words = message(
            "Rows were deleted from the “{sheet}” sheet; their data were kept: {names}.",
            sheet=match.sheet.name,
            names=listing(*gone),
        )
        reading.remark("", words)


def _measure(reading: ListReading, cell: Written) -> str:
    text = read_text(cell)
    measures: Iterable[Measure] = reading.data.workspace.measures.values()
    known = {name: one.id for one in measures for name in (one.id, one.name, one.no or one.id)}
    return named(text, known)


def _with_text(target: YamlValue, text: str) -> YamlValue:
    """A target of several, with its own sentence beside it."""
    if isinstance(target, str):
        value: YamlValue = "previous" if target == "not_worse" else True
        return {target: value, "text": text}
    assert isinstance(target, Mapping)  # noqa: S101 - a target is a word or a mapping
    return {**target, "text": text}
