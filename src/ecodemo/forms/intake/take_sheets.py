"""The sheets of returned workbooks, each taken into the data by the module that knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ecodemo.errors import EcodemoError
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.answers import take_answers
from ecodemo.forms.intake.merge.figure_values import take_figures
from ecodemo.forms.intake.merge.grey_cells import report_grey_cells
from ecodemo.forms.intake.merge.lead_entries import take_assignments, take_statements
from ecodemo.forms.intake.merge.ledger import take_ledger
from ecodemo.forms.intake.merge.minutes import take_minutes
from ecodemo.forms.intake.merge.objections import take_objections
from ecodemo.forms.intake.merge.present_bytes import Seen
from ecodemo.forms.intake.merge.project_progress import take_projects
from ecodemo.forms.intake.merge.reviews import take_reviews
from ecodemo.forms.intake.merge.veto_answers import take_vetoes
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.load.data_files import DataFiles
from ecodemo.model.message import message

_WITHOUT_GREY_CELLS = (contract.ASSIGNED, contract.PROBLEMS)
"""Sheets of which a key is not the number alone, or that are the unit's own account."""
_BEFORE_THE_DOCUMENTS = (contract.REVIEWS,)
"""Sheets that are about what was there before; others name documents which may have come with them."""


def take_sheets(
    merges: Iterable[WorkbookMerge], files: DataFiles, seen: Seen, *, before_the_documents: bool
) -> None:
    """Take the sheets that come before the documents are filed, or all others but those of the documents.

    Args:
        merges: the workbooks of one parcel.
        files: the data files, which are changed.
        seen: the bytes that were reviewed.
        before_the_documents: which of the two.
    """
    for merge, found in matched_sheets(merges):
        if (found.sheet.name in _BEFORE_THE_DOCUMENTS) is before_the_documents:
            if found.sheet.name not in _WITHOUT_GREY_CELLS:
                report_grey_cells(merge, found)
            with refused_alone(merge, found.table.name):
                _take_sheet(merge, found, files, seen)


def matched_sheets(merges: Iterable[WorkbookMerge]) -> Iterator[tuple[WorkbookMerge, SheetMatch]]:
    """Every sheet of ours with its workbook."""
    for merge in merges:
        yield from ((merge, found) for found in merge.book.found)


@contextmanager
def refused_alone(merge: WorkbookMerge, sheet: str) -> Iterator[None]:
    """What of a sheet does not fit into the data is refused, and stops no other sheet and no other pack."""
    before = len(merge.lines)
    try:
        yield
    except EcodemoError as error:
        del merge.lines[before:]
        words = message("The sheet was not imported. {reason}", reason=error.message)
        merge.say(Effect.REFUSED, sheet, "", words=words)


def _take_sheet(merge: WorkbookMerge, found: SheetMatch, files: DataFiles, seen: Seen) -> None:
    match found.sheet.name:
        case contract.DATA:
            take_figures(merge, found)
        case contract.ASSIGNED:
            take_assignments(merge, found)
        case contract.STATEMENTS:
            take_statements(merge, found)
        case contract.VETOES:
            take_vetoes(merge, found)
        case contract.PROJECTS:
            take_projects(merge, found, files)
        case contract.PROBLEMS:
            take_answers(merge, found)
        case contract.REVIEWS:
            take_reviews(merge, found, files, seen)
        case contract.LEDGER:
            take_ledger(merge, found, files)
        case contract.MINUTES:
            take_minutes(merge, found, files)
        case contract.OBJECTIONS:
            take_objections(merge, found, files)
        case _:
            pass
