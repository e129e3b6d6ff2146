"""What a workbook remembers of its export, line by line; `contract` has its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecodemo.forms.contract import (
    FRONT,
    HASH_COLUMN,
    READ_OUT,
    RECORD_HEAD,
    RECORD_KEYS,
    REMEMBERED,
    VERSION,
    written,
)
from ecodemo.forms.sheets.sheet_table import FormBook
from ecodemo.forms.sheets_for_units import FRONT_LINES, FRONT_VALUE


def record_lines(book: FormBook) -> Iterator[Sequence[str | int]]:
    """The lines of the very hidden sheet of a workbook."""
    values = (VERSION, book.kind.value, book.unit, book.bid, book.exported.isoformat())
    yield from zip(RECORD_KEYS, values, strict=True)
    yield RECORD_HEAD
    if book.front is not None:
        for line in FRONT_LINES:
            yield FRONT, line.key, FRONT_VALUE, book.front.contents.get(line.key, "")
    for table in book.tables:
        for word, value in table.remembered.items():
            yield table.sheet.name, REMEMBERED, word, value
        for row in table.rows:
            key = table.key_of(row)
            if not key.strip("/"):
                continue
            for column in table.sheet.columns:
                yield table.sheet.name, key, column.key, written(row.contents.get(column.key))
            for proposed, content in row.proposed.items():
                yield table.sheet.name, key, READ_OUT.format(column=proposed), written(content)
            for column_key, content in row.recorded.items():
                yield table.sheet.name, key, column_key, written(content)
            if row.about in book.hashes:
                yield table.sheet.name, key, HASH_COLUMN, book.hashes[row.about]
