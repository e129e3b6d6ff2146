"""Which phase a day is in, and which bid a day, a document or an entry belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ecodemo.model.county import Bid, Phase
from ecodemo.model.progress import Document
from ecodemo.model.requirement import Box, Requirement


@dataclass(frozen=True)
class BidCalendar:
    """The bids of a county in time, with their phases."""

    bids: tuple[Bid, ...]
    phases: tuple[Phase, ...]
    boxes: tuple[Box, ...]
    """Some belong to a bid, others to the county."""

    def phase_on(self, today: date) -> Phase:
        """The phase of a day; before the first it is the first, after the last the last."""
        begun = [phase for phase in self.phases if phase.start <= today]
        return begun[-1] if begun else self.phases[0]

    def began(self, bid: Bid) -> date:
        """The first day that is a bid's own: of the first bid, all that came before is too."""
        return self._beginnings[bid.id] if bid.id in self._beginnings else self._beginning(bid)

    @cached_property
    def _beginnings(self) -> Mapping[str, date]:
        return {bid.id: self._beginning(bid) for bid in self.bids}

    def _beginning(self, bid: Bid) -> date:
        if self.before(bid) is None:
            return date.min
        if bid.opened:
            return bid.opened
        phases = self.phases_of(bid)
        if not phases:
            return date(bid.assessed + 1, 1, 1)
        return date.min if self.phases[0] in phases else phases[0].start

    def phases_of(self, bid: Bid) -> tuple[Phase, ...]:
        """Its phases; all for a rehearsal, which is judged beside the bid of the phases, and has none before it applies."""
        own = tuple(phase for phase in self.phases if phase.bid == bid.id)
        if own and own[0].start <= (bid.apply or own[0].start):
            return own
        return () if bid.recheck or bid.opened else self.phases

    def belongs(self, bid: Bid, written: str | None, day: date | None) -> bool:
        """Whether what is of a bid is of this one: as written, else by its day; without a day it is of every bid.

        A bid with the same application date, such as a rehearsal under another standard, has the same claim.
        """
        if written is not None:
            return written == bid.id
        return day is None or self.bid_by(day).ends == bid.ends

    def bid_by(self, day: date) -> Bid:
        """The first bid that ends on a day or later; after all of them the last."""
        in_order = sorted(self.bids, key=lambda bid: bid.assessed)
        return next((bid for bid in in_order if bid.ends >= day), in_order[-1])

    def bid_to_name(self, day: date, requirement: Requirement | None = None) -> str | None:
        """The bid that an entry of a day must name, since its day alone would give it to another.

        That is so after the application, while the phases of the bid go on. What belongs to the county names none.
        """
        if requirement is not None and not self.is_of_bid(requirement):
            return None
        meant = self.phase_on(day).bid
        return None if self.belongs(next(bid for bid in self.bids if bid.id == meant), None, day) else meant

    def before(self, bid: Bid) -> Bid | None:
        """The bid that another carries over from: as written, else the last before it that is no re-assessment."""
        if bid.follows is not None:
            return next((other for other in self.bids if other.id == bid.follows), None)
        earlier = (other for other in self.bids if other.ends < bid.ends and not other.recheck)
        return max(earlier, key=lambda other: other.ends, default=None)

    def is_of_bid(self, requirement: Requirement) -> bool:
        """Whether documents of a kind count for one bid only (`of: bid`); what the kind says itself wins."""
        return (requirement.of or self._box_scopes.get(requirement.no, "county")) == "bid"

    @cached_property
    def _box_scopes(self) -> Mapping[str, str]:
        return {requirement.no: box.of for box in self.boxes for requirement in box.requirements}

    def serves(self, requirement: Requirement, bid: Bid, document: Document) -> bool:
        """Whether an entry of the register counts for a bid."""
        day = document.received or document.issued
        return not self.is_of_bid(requirement) or self.belongs(bid, document.bid, day)
