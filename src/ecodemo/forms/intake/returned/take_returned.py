"""A sheet that came back, put into the data: which one it is, and whether it can be used here."""

from __future__ import annotations

from datetime import date

from ecodemo.errors import EcodemoError
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.whole_workbook import problem_of
from ecodemo.forms.intake.returned.opinion_merge import take_opinions
from ecodemo.forms.intake.returned.returned_sheet import ReturnedSheet, SheetReading
from ecodemo.forms.intake.returned.sample_merge import take_sample
from ecodemo.forms.intake.returned.upload_merge import take_uploads
from ecodemo.load.data_files import DataFiles
from ecodemo.model.county import Bid
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace


def take_returned(
    book: ReturnedSheet, name: str, workspace: Workspace, bid: Bid, files: DataFiles, day: date
) -> list[ImportLine]:
    """Merge a sheet, and say what becomes of its cells.

    Args:
        book: the workbook.
        name: what it is called.
        workspace: what the data say.
        bid: the one that is worked on; the workbook may be for another.
        files: the files that may be changed.
        day: when it came.

    Raises:
        EcodemoError: a data file cannot be changed without a person.
    """
    known = {one.id: one for one in workspace.bids}
    if book.record and (problem := problem_of(book.record, known)):
        return [ImportLine(Effect.REFUSED, name, words=problem)]
    if book.remembered("county") not in ("", workspace.county.code):
        words = message(
            "The workbook was made for another county ({code}). Nothing of it was imported.",
            code=book.remembered("county"),
        )
        return [ImportLine(Effect.REFUSED, name, words=words)]
    if book.found is None:
        words = message("The “{sheet}” sheet is missing; its data were not changed.", sheet=book.sheet.name)
        return [ImportLine(Effect.REFUSED, name, words=words)]
    own = known[book.record.bid] if book.record else bid
    reading = SheetReading(book, book.found, workspace, own, files, day)
    for column in book.found.missing:
        words = message(
            "The column “{head}” on the “{sheet}” sheet is missing; its data were not changed.",
            sheet=book.sheet.name,
            head=column.head,
        )
        reading.refuse(name, "", words)
    if book.sheet.name == contract.SAMPLE:
        take_sample(reading)
        return reading.lines
    if book.sheet.name == contract.UPLOADS:
        take_uploads(reading)
        return reading.lines
    undo = (files.opinions.undone_to(), files.ledger.undone_to())
    try:
        take_opinions(reading)
    except EcodemoError:
        for put_back in undo:
            put_back()
        raise
    return reading.lines
