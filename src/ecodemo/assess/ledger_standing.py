"""The rectification ledger on a day. What its own unit closed, or no document proves, is not closed in any number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecodemo.assess.owed import OwedIndex, is_there
from ecodemo.assess.shelf import Shelf
from ecodemo.model.county import Bid
from ecodemo.model.rectification import Closing, RectificationEntry
from ecodemo.model.workspace import Workspace


class ClosingFlaw(StrEnum):
    """Why a closing does not count."""

    BY_ITSELF = "closed by itself"
    WITHOUT_PROOF = "closed without proof"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry that had been found by a day, and its state then."""

    entry: RectificationEntry
    written: Closing | None
    """Its closing as written until that day, whether it counts or not."""
    flaws: tuple[ClosingFlaw, ...]
    days_late: int
    """From its due day to its closing; while it is open, to the day."""

    @property
    def closed(self) -> Closing | None:
        """Its closing, if it counts."""
        return None if self.flaws else self.written


def ledger_on(
    workspace: Workspace, bid: Bid, today: date, owing: OwedIndex, shelf: Shelf
) -> Iterator[LedgerEntry]:
    """The entries of a bid that had been found by a day, in the order of the file."""
    for entry in workspace.rectification:
        if entry.found <= today and workspace.calendar.belongs(bid, entry.bid, entry.found):
            written = entry.closed if entry.closed and entry.closed.on <= today else None
            flaws = tuple(_flaws(entry, written, owing, shelf, today)) if written else ()
            ended = written.on if written and not flaws else today
            yield LedgerEntry(entry, written, flaws, max(0, (ended - entry.due).days))


def _flaws(
    entry: RectificationEntry, written: Closing, owing: OwedIndex, shelf: Shelf, today: date
) -> Iterator[ClosingFlaw]:
    if written.by == entry.unit:
        yield ClosingFlaw.BY_ITSELF
    if not is_there(written.proof, entry.unit, owing, shelf, today):
        yield ClosingFlaw.WITHOUT_PROOF
