"""A workbook of the office that goes back to it: as it would be exported now, with what was asked back in red."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import FormKind
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.export.write_packs import FileChange, file_change
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.import_plan import Receipt
from ecodemo.forms.intake.plan.plan_merge import PlanWorkbook
from ecodemo.forms.intake.plan.plan_rows import CLEARED, found_rows
from ecodemo.forms.intake.standard.list_workbook import ListWorkbook
from ecodemo.forms.plan.plan_entries import plan_entries
from ecodemo.forms.plan.write_plan import plan_book
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch
from ecodemo.forms.reply.delivery import Delivery, WrittenRow
from ecodemo.forms.reply.marking import marked
from ecodemo.forms.reply.replies import RETURNED_NAME
from ecodemo.forms.safe_names import safe_name
from ecodemo.forms.sheets.sheet_table import FormBook, SheetTable
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import CHECKED, standard_book
from ecodemo.journal.changes import Change
from ecodemo.model.message import message

_WHOLE = "指标齐全"
_TAKEN_FROM_ABOVE = {sheets.ROWS: "no", sheets.MEASURES: "indicator"}
"""What a further line leaves empty; in the copy it may be below another."""


@dataclass(frozen=True, slots=True)
class OfficeCopy:
    """A marked workbook of the office, and what is to be written for it."""

    path: Path
    changes: tuple[Change, ...]


def office_copies(assessment: Assessment, receipts: Iterable[Receipt], folder: Path) -> Iterator[OfficeCopy]:
    """The marked copies of the workbooks of which something was asked back.

    Args:
        assessment: that of the workspace as it is after the import.
        receipts: what was imported.
        folder: where to.
    """
    for receipt in receipts:
        if receipt.office_book is None or not receipt.count(Effect.REFUSED, Effect.CONFLICT):
            continue
        book, keys = _as_it_would_be(assessment, receipt)
        new = marked(book, Delivery((receipt,), tuple(_rows(receipt, keys)), ()), (), None)
        came = receipt.office_book
        if isinstance(came, ListWorkbook) and _said(came, _WHOLE) == CHECKED:
            new = replace(new, tables=tuple(map(_said_whole, new.tables)))
        called = f"{book.name}_{book.bid}" if book.kind is FormKind.STANDARD and book.bid else book.name
        day = assessment.today.strftime("%Y%m%d")
        path = folder / safe_name(RETURNED_NAME.format(book=called, day=day))
        content = workbook_content(new)
        is_same = file_change(path, content) is FileChange.SAME
        yield OfficeCopy(path, () if is_same else (Change(path, content),))


def _as_it_would_be(
    assessment: Assessment, receipt: Receipt
) -> tuple[FormBook, Mapping[str, Mapping[int, str]]]:
    """The workbook of today, and the keys of the rows that came, by sheet and row."""
    came, workspace, day = receipt.office_book, assessment.workspace, assessment.today
    assert came is not None  # noqa: S101 - asked before
    if isinstance(came, PlanWorkbook):
        bid = assessment.bid
        bids = {one.id: one for one in workspace.bids}
        own = bids.get(came.record.bid, bid) if came.record else bid
        entries = plan_entries(workspace, own)
        keys = {
            sheet: {
                row.number: row.key
                for row in found_rows(match, entries[sheet], came.record).rows
                if row.entry
            }
            for sheet, match in came.found.items()
        }
        return plan_book(workspace, own, day), keys
    standard = workspace.standards.get(_said(came, "代号"))
    book = standard_book(workspace, standard, day)
    known: dict[str, dict[str, str]] = {}
    for table in book.tables:
        own_keys = {table.key_of(row): table.key_of(row) for row in table.rows}
        if table.sheet.name == sheets.MEASURES:
            own_keys = {str(row.contents["name"]): table.key_of(row) for row in table.rows} | own_keys
        known[table.sheet.name] = own_keys
    return book, {
        sheet: {row: known[sheet][key] for row, key in _list_keys(match) if key in known[sheet]}
        for sheet, match in came.found.items()
    }


def _said(book: ListWorkbook, label: str) -> str:
    """What the first sheet says of an item."""
    basic = book.found.get(sheets.BASIC)
    rows = basic.row_numbers if basic else ()
    said = (
        basic.cell(row, "content") for row in rows if basic and plain_text(basic.cell(row, "item")) == label
    )
    cell = next(said, None)
    return plain_text(cell) if cell else ""


def _list_keys(match: SheetMatch) -> Iterator[tuple[int, str]]:
    """What the rows of a sheet of a list are found by: a further line of a row as `3.10/2`."""
    count: dict[str, int] = {}
    last = ""
    for row in match.row_numbers:
        key = plain_text(match.spread_cell(row, match.sheet.keys[0]))
        if match.sheet.name == sheets.MEASURES and not key:
            key = plain_text(match.cell(row, "name"))
        if match.sheet.name == sheets.ROWS:
            key = last = key or last
            count[key] = count.get(key, 0) + 1
            key = key if count[key] == 1 else f"{key}/{count[key]}"
        yield row, key


def _rows(receipt: Receipt, keys: Mapping[str, Mapping[int, str]]) -> Iterator[WrittenRow]:
    came = receipt.office_book
    assert came is not None  # noqa: S101 - asked before
    for sheet, match in came.found.items():
        above = Written("")
        for number in match.row_numbers:
            cells = {key: match.cell(number, key) for key in match.columns}
            if all(cell.is_empty for cell in cells.values()):
                continue
            if (shared := _TAKEN_FROM_ABOVE.get(sheet)) in cells:
                own = match.spread_cell(number, shared)
                above = above if own.is_empty else own
                cells[shared] = replace(above, place=cells[shared].place)
            key = keys[sheet].get(number, "")
            lines: dict[str, list[ImportLine]] = {}
            for column, cell in cells.items():
                if cell.place and (
                    said := [_asked(line) for line in receipt.lines if line.place == cell.place]
                ):
                    lines[column] = said
            exported = {
                column: came.record.base.get((sheet, key, column), "") if came.record else ""
                for column in cells
            }
            is_gone = plain_text(match.cell(number, "name")) == CLEARED
            was_exported = is_gone or _was_exported(came.record, match, number, key)
            yield WrittenRow(sheet, key, cells, was_exported, exported, lines)


def _was_exported(record: ExportRecord | None, match: SheetMatch, number: int, key: str) -> bool:
    written = {plain_text(match.cell(number, column)) for column in ("id", "no")}
    return record is not None and any(
        (match.sheet.name, one) in record.rows for one in (written | {key}) - {""}
    )


def _asked(line: ImportLine) -> ImportLine:
    """A conflict in words that fit a workbook without remarks."""
    if line.effect is not Effect.CONFLICT:
        return line
    words = message(
        "Current value {ours}, workbook {theirs}. Leave the cell as it is to change the data, or enter the current value.",
        ours=line.before or "–",
        theirs=line.after or "–",
    )
    return replace(line, words=words)


def _said_whole(table: SheetTable) -> SheetTable:
    """Once the red rows are put right nothing is missing: the copy says so already."""
    rows = tuple(replace(row, typed={"content": CHECKED}) if row.key == _WHOLE else row for row in table.rows)
    return replace(table, rows=rows) if table.sheet.name == sheets.BASIC else table
