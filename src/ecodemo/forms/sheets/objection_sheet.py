"""The rows of the sheet on which a unit checks what is counted against it, and objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecodemo.forms.contract import YES, Content
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import OBJECTION_SHEET
from ecodemo.model.objection import CountedMark, Objection

KIND, DUE, RECEIVED, DAYS, TOLD, YEARS = "as", "due_then", "received_then", "days_then", "told", "years_then"
RECORDED = (KIND, DUE, RECEIVED, DAYS, TOLD, YEARS)
"""What the record keeps of a mark besides its cells."""


@dataclass(frozen=True, slots=True)
class MarkToCheck:
    """What is counted against a unit, in words and as data, and its objection where there is one."""

    no: str
    name: str
    years: tuple[int, ...]
    """None where it is not by year."""
    years_words: str
    counted: CountedMark
    situation: str
    objection: Objection | None = None
    decision: str = ""
    """What became of the objection, in words."""


def objection_table(marks: Iterable[MarkToCheck], unit_name: str, behind: str = "") -> SheetTable:
    """The sheet of a unit, with what follows its title; what is decided is not asked any more."""
    return _table(map(_row, marks), unit_name, behind)


def table_as_sent(rows: Iterable[Mapping[str, str]], unit_name: str, behind: str = "") -> SheetTable:
    """The sheet that a workbook remembers, from what it keeps of each row."""
    columns = [column.key for column in OBJECTION_SHEET.columns]
    sent = (
        SheetRow(
            row.get("no", ""),
            {column: row.get(column) or None for column in columns},
            is_owed=False,
            recorded={name: row.get(name, "") for name in RECORDED},
        )
        for row in rows
    )
    return _table(sent, unit_name, behind)


def _table(rows: Iterable[SheetRow], unit_name: str, behind: str) -> SheetTable:
    title = OBJECTION_SHEET.title.format(unit=unit_name) + behind
    return SheetTable(OBJECTION_SHEET, tuple(rows), title, OBJECTION_SHEET.note)


def _row(mark: MarkToCheck) -> SheetRow:
    objection = mark.objection
    contents: dict[str, Content] = {
        "no": mark.no,
        "name": mark.name,
        "years": mark.years_words,
        "counted": mark.situation,
        "decision": mark.decision or None,
    }
    if objection is not None:
        contents |= {
            "objects": YES,
            "reason": objection.reason,
            "document": str(objection.document) if objection.document else None,
        }
    is_decided = objection is not None and objection.decision is not None
    return SheetRow(
        mark.no,
        contents,
        closed=frozenset({"objects", "reason", "document"} if is_decided else ()),
        is_owed=False,
        recorded=_recorded(mark),
    )


def _recorded(mark: MarkToCheck) -> Mapping[str, Content]:
    counted = mark.counted
    return {
        KIND: counted.kind.value,
        DUE: counted.due,
        RECEIVED: counted.received,
        DAYS: counted.days,
        TOLD: counted.on,
        YEARS: " ".join(map(str, mark.years)),
    }


def counted_then(recorded: Mapping[str, str]) -> tuple[CountedMark, tuple[int, ...]]:
    """What the record of a workbook keeps of a mark, and the years of it.

    Raises:
        ValueError: that is not what `objection_table` wrote.
    """
    told = {
        "as": recorded[KIND],
        "due": recorded[DUE] or None,
        "received": recorded[RECEIVED] or None,
        "days": recorded[DAYS],
        "on": recorded[TOLD],
    }
    return CountedMark.model_validate(told), tuple(map(int, recorded[YEARS].split()))
