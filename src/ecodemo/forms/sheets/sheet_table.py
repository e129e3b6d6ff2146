"""What a workbook holds, before it is a workbook: tables of rows, their keys, what is red, grey or computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ecodemo.forms.contract import FIRST_ROW, HEAD_ROW, Content, FormKind, Sheet, row_key


@dataclass(frozen=True, slots=True)
class Formula:
    """How a computed measure comes from other rows of its sheet, in the year of its column.

    A ratio divides the sum of the rows `above` by the sum of those `below`; a drop or a change compares the one row
    `above` with its own column of an earlier year.
    """

    kind: str
    """`ratio`, `drop` or `change`."""
    above: tuple[str, ...]
    """Ids of measures."""
    below: tuple[str, ...] = ()
    earlier: str = ""
    """The key of the column compared with."""
    in_percent: bool = False
    decimals: int = 4


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a table, by the keys of its columns."""

    about: str
    """The id of the measure or indicator, the number of the requirement or entry, or the path of the document."""
    contents: Mapping[str, Content]
    wrong: frozenset[str] = frozenset()
    """Columns to be marked red."""
    closed: frozenset[str] = frozenset()
    """Columns of the unit's that are grey here: nothing is asked."""
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    is_owed: bool = True
    """What is empty in it is missing; `False` for what a unit enters of its own accord."""
    choices: tuple[str, ...] = ()
    """The states to choose from in the columns of the years."""
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words offered in single cells, by column."""
    key: str = ""
    """What it is found by, where the key columns of its sheet do not identify it."""
    typed: Mapping[str, Content] = field(default_factory=dict)
    """What the unit wrote and nobody took, by column: shown instead of the contents. The record keeps the contents."""
    proposed: Mapping[str, Content] = field(default_factory=dict)
    """What the tool read and nobody has confirmed, by column: shown as such instead of the contents, and recorded
    beside them."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """The remarks beside cells, by column."""
    recorded: Mapping[str, Content] = field(default_factory=dict)
    """What the record keeps of it that no cell shows."""
    links: Mapping[str, str] = field(default_factory=dict)
    """What cells lead to, by column: files and folders of the pack, relative to the workbook."""

    def shown(self, column: str) -> Content:
        """The content of a cell."""
        return self.typed.get(column, self.proposed.get(column, self.contents.get(column)))


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with its rows."""

    sheet: Sheet
    rows: tuple[SheetRow, ...]
    title: str
    note: str = ""
    labels: tuple[str, ...] = ()
    """Of cells to fill in above the heads, each to the right of its label."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """What the record keeps of the sheet beside its cells."""

    @property
    def head_row(self) -> int:
        """The row of the heads: one further down where there are labels above them."""
        return HEAD_ROW + bool(self.labels)

    @property
    def first_row(self) -> int:
        return FIRST_ROW + bool(self.labels)

    def key_of(self, row: SheetRow) -> str:
        """What people find the row by."""
        return row.key or row_key(row.contents.get(key) for key in self.sheet.keys)


@dataclass(frozen=True, slots=True)
class Front:
    """The first sheet: its labelled cells by key, the lines of what to do, and the unit's state."""

    title: str
    contents: Mapping[str, str]
    to_do: tuple[str, ...]
    last_received: str
    missing: str
    is_missing: bool
    problems: str
    has_problems: bool
    contact: str
    typed: Mapping[str, str] = field(default_factory=dict)
    """What the unit wrote of itself, by the key of the line; as of a row."""


@dataclass(frozen=True, slots=True)
class FormBook:
    """A workbook: whose it is, what it holds, and what its record remembers."""

    kind: FormKind
    unit: str
    bid: str
    exported: date
    name: str
    """The file's name without suffix, as the data write it."""
    tables: tuple[SheetTable, ...]
    front: Front | None = None
    proofs: tuple[str, ...] = ()
    """The numbers of documents that a figure may name as its proof."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """Of a review workbook: what each file was when it was exported."""
    opens_with: str = ""
    """The sheet that is put on top, where that is not the first one."""
