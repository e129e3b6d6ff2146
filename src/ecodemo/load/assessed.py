"""What came back from assessors and re-checks, beside what it is about: rows, entries of the ledger, counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecodemo.load.document import Complaint
from ecodemo.load.file import LoadedFile
from ecodemo.load.list_file import ENTRIES
from ecodemo.load.references import Path, unknown
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.message import Message, message
from ecodemo.model.opinion import Opinions
from ecodemo.model.workspace import Workspace


def assessed_misfits(
    workspace: Workspace, record: Opinions | DrawnSamples, file: LoadedFile[Any]
) -> Iterator[Complaint | tuple[Path, Message]]:
    """Rows that the list of the bid does not have, entries that the ledger does not have, counts that cannot be."""
    if isinstance(record, Opinions):
        yield from _opinions(workspace, record, file)
        return
    for index, sample in enumerate(record.entries):
        if not sample.unsettled <= sample.wrong <= sample.drawn <= sample.of:
            text = message("The counts contradict each other: expected unsettled ≤ wrong ≤ drawn ≤ of.")
            yield (ENTRIES, index), text


def _opinions(workspace: Workspace, record: Opinions, file: LoadedFile[Any]) -> Iterator[Complaint]:
    ledger = frozenset(entry.no for entry in workspace.rectification)
    for index, one in enumerate(record.entries):
        rows = _rows(workspace, one.bid or workspace.bids[0].id)
        for place, opinion in enumerate(one.opinions):
            at: Path = (ENTRIES, index, "opinions", place)
            if rows and opinion.row not in rows:
                yield unknown(file, (*at, "row"), opinion.row, message("row"), rows)
            if opinion.ledger and opinion.ledger not in ledger:
                yield unknown(file, (*at, "ledger"), opinion.ledger, message("ledger entry"), ledger)


def _rows(workspace: Workspace, bid_id: str) -> frozenset[str]:
    """The numbers of a bid's rows; none where its list is not known, which is reported elsewhere."""
    bid = next((bid for bid in workspace.bids if bid.id == bid_id), None)
    standard = workspace.standards.get(bid.standard) if bid else None
    text = workspace.standards.get(standard.rows_of) if standard and standard.rows_of else standard
    return frozenset(row.no for row in text.rows) if text else frozenset()
