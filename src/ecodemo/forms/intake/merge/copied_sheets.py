"""A workbook that has one of our sheets twice: what both say is taken, what they say differently is asked back."""

from __future__ import annotations

from dataclasses import replace

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge, record_key
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.model.message import message


def settle_copies(merge: WorkbookMerge) -> None:
    """Put each sheet and its copies together; sheets of other units are put out."""
    book = merge.book
    found = {here.sheet.name: here for here in book.found if not _is_others(merge, here)}
    for copy in book.copies:
        if not _is_others(merge, copy):
            first = found.setdefault(copy.sheet.name, copy)
            if first is not copy:
                found[copy.sheet.name] = _together(merge, first, copy)
    if tuple(found.values()) != book.found:
        merge.book = replace(book, found=tuple(found.values()))


def _is_others(merge: WorkbookMerge, here: SheetMatch) -> bool:
    """Whether a sheet is that of another unit, which is reported."""
    if here.unit in (None, merge.file.unit):
        return False
    words = message(
        "This sheet belongs to {unit}. It was not imported; submit it in that unit's own workbook.",
        unit=merge.workspace.label(here.unit or ""),
    )
    merge.say(Effect.REFUSED, here.table.name, "", words=words)
    return True


def _together(merge: WorkbookMerge, first: SheetMatch, copy: SheetMatch) -> SheetMatch:
    """The first sheet with what only the copy says; what they say differently is in neither."""
    rows = [list(row) for row in first.table.rows]
    by_key: dict[str, int] = {}
    for number in first.row_numbers:
        by_key.setdefault(record_key(first, number), number)
    said = {_texts(first, number) for number in first.row_numbers}
    taken = 0
    for number in copy.row_numbers:
        if not any(_texts(copy, number)):
            continue
        key = record_key(copy, number)
        at = by_key.get(key) if key else None
        if at is not None:
            for column in _columns(first):
                own, other = first.spread_cell(at, column), copy.spread_cell(number, column)
                cell = _settled(merge, f"{_about(first, at, key)} {_head(first, column)}", own, other)
                taken += cell is other
                if cell is not own:
                    _put(first, rows[at], column, cell)
        elif _texts(copy, number) not in said:
            row: list[Written] = []
            for column in first.columns:
                _put(first, row, column, copy.spread_cell(number, column))
            rows.append(row)
            taken += 1
    if taken:
        words = message(
            "The workbook contains this sheet twice, “{first}” and “{copy}”; entries found only in the copy were imported too.",
            first=first.table.name,
            copy=copy.table.name,
        )
        merge.say(Effect.REMARK, copy.table.name, "", words=words)
    table = replace(first.table, rows=tuple(map(tuple, rows)))
    return replace(first, table=table)


def _settled(merge: WorkbookMerge, about: str, own: Written, other: Written) -> Written:
    """The cell that counts; an empty one where both say something, and not the same."""
    if other.is_empty or plain_text(own) == plain_text(other):
        return own
    if own.is_empty:
        return other
    words = message(
        "{first} has {one}, {second} has {other}. Delete one of the two sheets and submit the workbook again.",
        first=own.place,
        one=own.text,
        second=other.place,
        other=other.text,
    )
    merge.say(Effect.REFUSED, own.place, about, after=other.text, words=words)
    return Written(own.place)


def _columns(found: SheetMatch) -> list[str]:
    """The columns that people fill in, but those by which a row is found."""
    units = {column.key for column in found.sheet.columns if column.is_units}
    return [key for key in found.columns if (key in units or key.isdigit()) and key not in found.sheet.keys]


def _texts(found: SheetMatch, row: int) -> tuple[str, ...]:
    return tuple(plain_text(found.spread_cell(row, key)) for key in sorted(_columns(found)))


def _about(found: SheetMatch, row: int, key: str) -> str:
    """The key of a row, with what people call it."""
    name = found.cell(row, "name").text.partition("（")[0]
    return key if name in key else f"{key} {name}"


def _head(found: SheetMatch, key: str) -> str:
    """What people call a column."""
    heads = {column.key: column.head.replace("\n", "") for column in found.sheet.columns}
    return heads.get(key, key)


def _put(found: SheetMatch, row: list[Written], key: str, cell: Written) -> None:
    place = found.columns[key]
    row.extend(Written("") for _ in range(len(row), place + 1))
    row[place] = cell
