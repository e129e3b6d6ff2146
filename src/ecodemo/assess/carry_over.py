"""From one bid to the next: which documents in hand still serve, which are owed again, and which are new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from ecodemo.assess import owed
from ecodemo.assess.owed import Item, Presence, Slot
from ecodemo.assess.shelf import Shelf
from ecodemo.model.county import Bid
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.workspace import Workspace


class Carrying(Enum):
    """What becomes of one year of an item in the next bid."""

    SERVES = auto()
    """In hand, and counts for the next bid too."""
    WAIVED = auto()
    OF_ITS_BID = auto()
    """Owed again: what the earlier bid had belongs to that bid only."""
    OTHER_YEARS = auto()
    """Owed again: the next bid asks for another year."""
    RUN_OUT = auto()
    """Owed again: what is in hand is not valid to the end of the year that it must prove."""
    STILL_MISSING = auto()
    """Owed to the earlier bid as well, and not in hand in a form that can be used."""
    NEW = auto()
    """The unit owed the earlier bid nothing of the kind."""

    @property
    def is_owed(self) -> bool:
        return self not in (Carrying.SERVES, Carrying.WAIVED)

    @property
    def is_newly_owed(self) -> bool:
        """Owed because of the next bid, not left over from the earlier one."""
        return self.is_owed and self is not Carrying.STILL_MISSING


@dataclass(frozen=True, slots=True)
class CarriedYear:
    """One year of an item of the next bid (`None`: not by year)."""

    year: int | None
    carrying: Carrying


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """An item of the next bid."""

    item: Item
    years: tuple[CarriedYear, ...]

    def count(self, *carrying: Carrying) -> int:
        return sum(year.carrying in carrying for year in self.years)

    @property
    def newly_owed(self) -> int:
        return sum(year.carrying.is_newly_owed for year in self.years)


def carry_over(
    workspace: Workspace,
    bid: Bid,
    items: Iterable[Item],
    today: date,
    files: Iterable[EvidenceFile],
) -> tuple[CarriedItem, ...]:
    """What the items of a bid take over from the bid before it; without one all that is missing is new.

    Args:
        workspace: the data.
        bid: the next bid.
        items: what is owed to it on the day, with what is in hand.
        today: the day.
        files: the files below evidence/.
    """
    before = workspace.calendar.before(bid)
    earlier = owed.items(workspace, before, today, Shelf(workspace, files)) if before else ()
    years = {(item.requirement.no, item.unit): {slot.year for slot in item.slots} for item in earlier}
    return tuple(
        CarriedItem(
            item,
            tuple(
                CarriedYear(
                    slot.year,
                    _carrying(workspace, bid, item, slot, years.get((item.requirement.no, item.unit))),
                )
                for slot in item.slots
            ),
        )
        for item in items
    )


def _carrying(
    workspace: Workspace, bid: Bid, item: Item, slot: Slot, earlier: set[int | None] | None
) -> Carrying:
    if slot.presence is Presence.WAIVED:
        return Carrying.WAIVED
    if slot.presence is Presence.PRESENT:
        return Carrying.RUN_OUT if _has_run_out(bid, slot) else Carrying.SERVES
    if earlier is None:
        return Carrying.NEW
    if workspace.calendar.is_of_bid(item.requirement):
        return Carrying.OF_ITS_BID
    return Carrying.STILL_MISSING if slot.year in earlier else Carrying.OTHER_YEARS


def _has_run_out(bid: Bid, slot: Slot) -> bool:
    """Whether everything in hand is, by its own words, valid for a time that ends before the year that it must prove does."""
    end = date(slot.year or bid.assessed, 12, 31)
    valid = [document.valid for document in slot.documents]
    return bool(valid) and all(period is not None and period[1] < end for period in valid)
