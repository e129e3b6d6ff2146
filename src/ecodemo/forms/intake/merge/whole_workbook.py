"""A workbook as a whole: whose it is, whether it can be used here, and what is unusual about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.recognition import ExportRecord, Recognised
from ecodemo.load.data_files import DataFiles
from ecodemo.model.county import Bid
from ecodemo.model.message import Message, message
from ecodemo.model.workspace import Workspace

_FILLED_IN = (
    contract.DATA,
    contract.DOCUMENTS,
    contract.VETOES,
    contract.PROJECTS,
    contract.ASSIGNED,
    contract.STATEMENTS,
    contract.PROBLEMS,
    contract.REVIEWS,
    contract.LEDGER,
    contract.MINUTES,
    contract.OBJECTIONS,
)


def merge_of(
    book: Recognised, unit: str | None, day: date, workspace: Workspace, bid: Bid, files: DataFiles
) -> WorkbookMerge | Message:
    """The workbook with the unit and the bid that it is for, or why it cannot be used.

    Args:
        book: the workbook.
        unit: whose parcel it came in, where the workbook does not say.
        day: when it came.
        workspace: what the data say.
        bid: the one that is worked on; the workbook may be for another.
        files: the files that may be changed.
    """
    if book.record is not None:
        known = {bid.id: bid for bid in workspace.bids}
        problem = problem_of(book.record, known)
        if problem is not None:
            return problem
        bid = known[book.record.bid]
    has_ledger = any(found.sheet.name in (contract.LEDGER, contract.MINUTES) for found in book.found)
    unit = book.unit or unit or (workspace.office if has_ledger else None)
    if unit is None:
        return message(
            "Cannot determine which unit this workbook belongs to. Add the unit's name to the file name."
        )
    if unit not in workspace.units:
        return message("The form belongs to “{unit}”, which is not in this workspace.", unit=unit)
    return WorkbookMerge(workspace, bid, files.of(unit), book, day)


def problem_of(record: ExportRecord, known: Mapping[str, Bid]) -> Message | None:
    """Why a workbook cannot be used here, by what it remembers of its export."""
    if record.version > contract.VERSION or (record.kind and record.kind not in set(contract.FormKind)):
        return message("The form was made by a newer version of ecodemo. Upgrade this installation first.")
    if record.kind == contract.FormKind.SAMPLE_OF_COUNTIES:
        return message(
            "A sample of many counties is not imported: the sheet {sheet} has what follows from it.",
            sheet=contract.BOUNDS,
        )
    if record.bid not in known:
        return message("The form is for the bid “{bid}”, which is not in this workspace.", bid=record.bid)
    return None


def remark_whole(merge: WorkbookMerge, name: str, bid: Bid) -> None:
    """Say what is unusual about the workbook as a whole; `name` is the file's, `bid` the one that is worked on."""
    record = merge.book.record
    if record is None:
        words = message(
            "The workbook has lost its record of what was exported: new figures are imported, and differences are conflicts."
        )
        merge.say(Effect.REMARK, name, "", words=words)
    else:
        if merge.bid.id != bid.id:
            words = message("The form is for another bid: {bid}.", bid=merge.bid.name)
            merge.say(Effect.REMARK, name, "", words=words)
        there = {found.sheet.name for found in merge.book.found}
        for sheet in dict.fromkeys(key[0] for key in record.base):
            if sheet in _FILLED_IN and sheet not in there:
                words = message("The “{sheet}” sheet is missing; its data were not changed.", sheet=sheet)
                merge.say(Effect.REMARK, name, "", words=words)
    for found in merge.book.found:
        exported = {key[2] for key in (record.base if record else ()) if key[0] == found.sheet.name}
        gone = sorted(f"{year}年" for year in exported if year.isdigit() and year not in found.columns)
        missing = (column.head for column in found.missing if not column.is_later or column.key in exported)
        for head in (*missing, *gone):
            words = message(
                "The column “{head}” on the “{sheet}” sheet is missing; its data were not changed.",
                sheet=found.sheet.name,
                head=head.replace("\n", ""),
            )
            merge.say(Effect.REMARK, name, "", words=words, is_left=True)
