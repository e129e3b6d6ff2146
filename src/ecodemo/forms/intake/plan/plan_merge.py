"""The plan workbook, merged into the data: each cell three ways; what cannot be understood is asked back by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import SheetColumn
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.whole_workbook import problem_of
from ecodemo.forms.intake.plan.cell_merge import NOT_FILLED_IN, CellReader, merge_cell
from ecodemo.forms.intake.plan.plan_data import PlanData, PlanEdit
from ecodemo.forms.intake.plan.plan_edits import edits_of, profile_edit, verified_edits
from ecodemo.forms.intake.plan.plan_phases import check_bid, check_phases
from ecodemo.forms.intake.plan.plan_removal import take_out
from ecodemo.forms.intake.plan.plan_rows import CLEARED, FoundRows, PlanRow, found_rows
from ecodemo.forms.intake.plan.plan_values import PlanNames, names_of, reader_of
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import PlanEntry, plan_entries
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.entry_text import normal, plain_text
from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch, is_plainly, sheet_in
from ecodemo.forms.reading.tables import CellTable
from ecodemo.load.flow import YamlValue
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, listing, message
from ecodemo.model.workspace import Workspace

_FEWEST_SHEETS = 2
"""Without the record a workbook is the plan's when it has so many of its sheets; a single table may be anybody's."""
_NEVER_CLEARED = {
    (sheets.GROUPS, "name"), (sheets.UNITS, "name"), (sheets.UNITS, "kind"), (sheets.UNITS, "code"),
    (sheets.PHASES, "name"), (sheets.PHASES, "start"), (sheets.PHASES, "end"), (sheets.MATERIALS, "name"),
    (sheets.MATERIALS, "from"), (sheets.MATERIALS, "form"), (sheets.MATERIALS, "years"),
    (sheets.MATERIALS, "need"),
}  # fmt: skip
_ITEMS_NEVER_CLEARED = frozenset({"县名", "代码", "申报名称", "适用清单", "评估年", "看几年"})
_TAKEN_OUT = (sheets.GROUPS, sheets.UNITS, sheets.PHASES, sheets.MATERIALS)
"""Where 无 as the name takes the whole entry away."""
_NEEDED = {
    sheets.GROUPS: ("name",),
    sheets.UNITS: ("name", "kind"),
    sheets.PHASES: ("name", "start", "end"),
    sheets.MATERIALS: ("name", "from"),
}
"""What a new row cannot be without."""
_IN_ORDER = (sheets.UNITS, sheets.GROUPS, sheets.PROFILE, sheets.PHASES, sheets.TASKS, sheets.MATERIALS)
"""Units before what names them."""
_MOST_REMARKS = 20


@dataclass(frozen=True, slots=True)
class PlanWorkbook:
    """A workbook that is the plan's."""

    found: Mapping[str, SheetMatch]
    record: ExportRecord | None


def plan_workbook(tables: Iterable[CellTable], record: ExportRecord | None) -> PlanWorkbook | None:
    """The plan's sheets in a workbook; `None` where it is another."""
    if record and record.kind != "plan":
        return None
    found: dict[str, SheetMatch] = {}
    for table in tables:
        match = None if table.name.startswith("_") else sheet_in(table, sheets.PLAN_SHEETS)
        if match is not None and not table.is_hidden and (record or is_plainly(match)):
            found.setdefault(match.sheet.name, match)
    if not record and len(found.keys() - {sheets.PROFILE}) < _FEWEST_SHEETS:
        return None
    return PlanWorkbook(found, record)


def take_plan(book: PlanWorkbook, name: str, data: PlanData, bid: Bid, today: date) -> list[ImportLine]:
    """Merge a workbook, and say what becomes of its cells.

    Args:
        book: the workbook.
        name: what the file is called.
        data: the data files, which are changed.
        bid: the one that the first sheet is about, where the workbook does not say.
        today: by which the year of a day written without one is decided.
    """
    if book.record is not None:
        bids = {one.id: one for one in data.workspace.bids}
        if problem := problem_of(book.record, bids):
            return [ImportLine(Effect.REFUSED, name, words=problem)]
        bid = bids[book.record.bid]
    return _PlanMerge(book, name, data, bid, today).lines_of_all()


@dataclass
class _PlanMerge:
    book: PlanWorkbook
    name: str
    data: PlanData
    bid: Bid
    today: date
    remarks: list[ImportLine] = field(default_factory=list)

    def lines_of_all(self) -> list[ImportLine]:
        workspace = self.data.workspace
        entries = plan_entries(workspace, self.bid)
        self._remark_whole(entries)
        rows = {
            sheet: found_rows(match, entries[sheet], self.book.record)
            for sheet, match in self.book.found.items()
        }
        ids = _new_ids(workspace, rows)
        names = self._names(workspace, rows, ids)
        taken_out = {
            (sheet, row.key): row for sheet, found in rows.items() for row in found.rows
            if self._is_taken_out(sheet, row)
        }  # fmt: skip
        for sheet in sheets.PLAN_SHEETS:
            for row in self._rows(rows, sheet.name):
                if (sheet.name, row.key) not in taken_out:
                    self._read(self.book.found[sheet.name], row, names)
        for name in (sheets.UNITS, sheets.GROUPS, sheets.PHASES):
            _check_names(self._rows(rows, name), entries[name])
        check_bid(self._rows(rows, sheets.PROFILE), self.bid)
        left = [phase for phase in workspace.phases if (sheets.PHASES, phase.id) not in taken_out]
        check_phases(self._rows(rows, sheets.PHASES), left)
        said = [line for found in rows.values() for line in found.refused]
        edits: list[PlanEdit] = []
        for name in _IN_ORDER:
            for row in self._rows(rows, name):
                self._complete(name, row)
                edits += edits_of(name, row, ids.get((name, row.number), ""), workspace)
        edits += profile_edit(self._rows(rows, sheets.PROFILE), workspace)
        untaken = [line for found in rows.values() for row in found.rows for line in _asked_back(row)]
        applied = self.data.apply(edits)
        self.data.apply(verified_edits(rows, applied))
        applied += take_out(self.data, self.bid, [(sheet, row) for (sheet, _), row in taken_out.items()])
        lines = dict.fromkeys([*said, *untaken, *applied])
        return [*self.remarks, *sorted(lines, key=_order)]

    def _is_taken_out(self, sheet: str, row: PlanRow) -> bool:
        """Whether the name of an entry gave way to 无."""
        name = self.book.found[sheet].cell(row.number, "name")
        return row.entry is not None and sheet in _TAKEN_OUT and plain_text(name) == CLEARED

    @staticmethod
    def _rows(rows: Mapping[str, FoundRows], sheet: str) -> Sequence[PlanRow]:
        return rows[sheet].rows if sheet in rows else ()

    def _names(
        self, workspace: Workspace, rows: Mapping[str, FoundRows], ids: Mapping[tuple[str, int], str]
    ) -> PlanNames:
        """What cells may name, new and renamed units too."""
        units: dict[str, str] = {}
        for row in self._rows(rows, sheets.UNITS):
            match = self.book.found[sheets.UNITS]
            for column in ("name", "short"):
                text = match.cell(row.number, column).text
                if text and text != CLEARED and text not in workspace.lookup.units_by_any_name:
                    units[text] = row.key or ids[sheets.UNITS, row.number]
        numbers = [row.key for row in self._rows(rows, sheets.MATERIALS)]
        return names_of(workspace, units, numbers, self.today)

    def _remark_whole(self, entries: Mapping[str, Sequence[PlanEntry]]) -> None:
        """What is unusual about the workbook as a whole; rows that are gone change nothing."""
        record = self.book.record
        if record is None:
            words = message(
                "The workbook has lost its record of what was exported: new figures are imported, and differences are conflicts."
            )
            self._remark(words)
            return
        for sheet in sheets.PLAN_SHEETS:
            match = self.book.found.get(sheet.name)
            if match is None:
                self._remark(
                    message("The “{sheet}” sheet is missing; its data were not changed.", sheet=sheet.name)
                )
                continue
            for column in match.missing:
                words = message(
                    "The column “{head}” on the “{sheet}” sheet is missing; its data were not changed.",
                    sheet=sheet.name,
                    head=column.head,
                )
                self._remark(words)
            there = found_rows(match, entries[sheet.name], record)
            gone = [
                entry.name
                for entry in entries[sheet.name]
                if entry.key not in there.present and (sheet.name, entry.key) in record.rows
            ]
            self._remark_beside(match)
            if gone:
                words = message(
                    "Rows were deleted from the “{sheet}” sheet; their data were kept: {names}.",
                    sheet=sheet.name,
                    names=listing(*gone),
                )
                self._remark(words)

    def _remark_beside(self, match: SheetMatch) -> None:
        """What somebody wrote beside the columns is for people to read."""
        known = set(match.columns.values())
        beside = [
            cell.place.partition("!")[2]
            for row in match.row_numbers
            for place, cell in enumerate(match.table.rows[row])
            if place not in known and not cell.is_empty
        ]
        if beside:
            words = message(
                "Cells outside the columns of the “{sheet}” sheet were ignored: {cells}.",
                sheet=match.sheet.name,
                cells=listing(*beside),
            )
            self._remark(words)

    def _remark(self, words: Message) -> None:
        self.remarks.append(ImportLine(Effect.REMARK, self.name, words=words))

    # cells

    def _read(self, match: SheetMatch, row: PlanRow, names: PlanNames) -> None:
        for column in match.sheet.columns:
            if column.is_units and column.key != "no":
                self._read_cell(match, row, column, names)
            elif row.entry is not None and not column.is_units and column.key not in match.sheet.keys:
                self._remark_grey(match, row, column)

    def _read_cell(self, match: SheetMatch, row: PlanRow, column: SheetColumn, names: PlanNames) -> None:
        sheet, key = match.sheet.name, column.key
        item = row.key if sheet == sheets.PROFILE else ""

        def read(cell: Written) -> YamlValue:
            if sheet == sheets.PROFILE and row.entry is None:
                raise CellError(message("No such entry; the row was not imported."))
            if sheet == sheets.UNITS and key == "kind" and row.entry is not None and cell.place:
                raise CellError(
                    message("The kind of a unit cannot be changed. Add the unit as a new one in a new row.")
                )
            is_yes_or_no = row.entry is not None and row.entry.offers == (sheets.YES, sheets.NO)
            return reader_of(sheet, key, item, is_yes_or_no=is_yes_or_no)(cell, names)

        may_clear = (sheet, key) not in _NEVER_CLEARED and item not in _ITEMS_NEVER_CLEARED
        base = self._base(sheet, row.key, key)
        merge_cell(match, row, column, base, CellReader(read, may_clear=may_clear, about=item))

    def _base(self, sheet: str, key: str, column: str) -> str | None:
        if self.book.record is None or (sheet, key) not in self.book.record.rows:
            return None
        return normal(self.book.record.base.get((sheet, key, column), ""))

    def _remark_grey(self, match: SheetMatch, row: PlanRow, column: SheetColumn) -> None:
        cell = match.cell(row.number, column.key)
        base = self._base(match.sheet.name, row.key, column.key)
        if base is None or cell.is_empty or cell.text == base[:80] or len(self.remarks) > _MOST_REMARKS:
            return
        words = message("Grey cells are read-only: the change is ignored and reset at the next export.")
        self.remarks.append(ImportLine(Effect.REMARK, cell.place, row.name, base, cell.text, words=words))

    def _complete(self, sheet: str, row: PlanRow) -> None:
        """A new row has all that it needs; else nothing of it is taken, and that is reported."""
        if row.entry is not None:
            return
        for column in _not_of_kind(sheet, row):
            row.refuse(column, NOT_FILLED_IN)
        words = self._lacking(sheet, row)
        if words is None:
            return
        refused = [line for line in row.lines.values() if line.effect is Effect.REFUSED]
        row.said.clear()
        row.lines = {str(index): line for index, line in enumerate(refused)}
        row.lines["row"] = ImportLine(Effect.REFUSED, row.place, row.name, words=words)

    def _lacking(self, sheet: str, row: PlanRow) -> Message | None:
        """Why a row cannot be a new entry."""
        if sheet == sheets.PROFILE:
            return None
        if sheet == sheets.TASKS:
            return message("No indicator has this number or name.")
        if sheet == sheets.MATERIALS:
            found = re.fullmatch(r"(\d{2,3})-\d{1,2}|([A-Z])\d{1,2}", row.key)
            workspace = self.data.workspace
            holders = {one.no for one in workspace.boxes} | {one.no for one in workspace.indicators}
            if found is None or (found[1] or found[2]) not in holders:
                return message(
                    "A new document requires a number: that of its indicator or box, and the next free one, such as 25-7."
                )
        is_township = row.said.get("kind") == "townships"
        needed = (*_NEEDED[sheet], *(("code",) if is_township else ()))
        contract = next(one for one in sheets.PLAN_SHEETS if one.name == sheet)
        lacking = [contract.column(key).head for key in needed if row.said.get(key) is None]
        return message("A new row also requires: {heads}.", heads=listing(*lacking)) if lacking else None


def _check_names(rows: Sequence[PlanRow], entries: Sequence[PlanEntry]) -> None:
    """Take no name that something else of the sheet bears: it would not be known any more which is meant."""
    owners = {
        str(name): (entry.key, entry.name)
        for entry in entries
        for name in (entry.contents.get("short"), entry.contents["name"])
        if name
    }
    for row in rows:
        own = row.key or f"row {row.number}"
        for column in ("name", "short"):
            said = row.said.get(column)
            if said is None:
                continue
            owner, called = owners.setdefault(str(said), (own, row.name))
            if owner != own:
                row.refuse(
                    column,
                    message("The name “{name}” already belongs to {other}.", name=str(said), other=called),
                )


def _asked_back(row: PlanRow) -> list[ImportLine]:
    """What is reported of a row's cells that change nothing."""
    return [line for line in row.lines.values() if line.effect in (Effect.REFUSED, Effect.CONFLICT)]


def _not_of_kind(sheet: str, row: PlanRow) -> list[str]:
    """Columns that a new unit of its kind does not have."""
    if sheet != sheets.UNITS or "kind" not in row.said:
        return []
    others = ("role",) if row.said["kind"] == "townships" else ("code", "villages")
    return [column for column in others if column in row.said]


def _new_ids(workspace: Workspace, rows: Mapping[str, FoundRows]) -> Mapping[tuple[str, int], str]:
    """Ids for what is new, by sheet and row; they say nothing and stay for life."""
    given: dict[tuple[str, int], str] = {}
    ids = {
        sheets.UNITS: ("unit", [*workspace.units, *(group.id for group in workspace.groups)]),
        sheets.GROUPS: ("group", [*workspace.units, *(group.id for group in workspace.groups)]),
        sheets.PHASES: ("phase", [phase.id for phase in workspace.phases]),
    }
    counts = {
        sheets.UNITS: len(workspace.units),
        sheets.GROUPS: len(workspace.groups),
        sheets.PHASES: len(workspace.phases),
    }
    for sheet, (prefix, known) in ids.items():
        numbers = [int(found[1]) for id_ in known if (found := re.fullmatch(rf"{prefix}-(\d+)", id_))]
        following = max([counts[sheet], *numbers]) + 1
        for row in rows[sheet].rows if sheet in rows else ():
            if row.entry is None:
                given[sheet, row.number] = f"{prefix}-{following}"
                following += 1
    return given


def _order(line: ImportLine) -> tuple[int, int, str]:
    """By sheet and row, as people read the workbook."""
    sheet, _, cell = line.place.partition("!")
    names = [one.name for one in sheets.PLAN_SHEETS]
    row = re.sub(r"\D", "", cell)
    return (names.index(sheet) if sheet in names else -1, int(row or 0), cell)
