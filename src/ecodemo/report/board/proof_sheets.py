"""The documents of indicators and units: what there is for each year, where it lies, and how it was reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Slot
from ecodemo.assess.review import reviews_until
from ecodemo.assess.shelf import Shelf, at
from ecodemo.assess.timeliness import ItemTiming, SlotTiming
from ecodemo.language import Language, Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, listing, message
from ecodemo.model.progress import Review
from ecodemo.report.board.board_links import EvidenceLinks, address_of
from ecodemo.report.contents.board_view import (
    Link,
    ProofEntry,
    ProofSheet,
    ReviewLine,
    UnitBox,
    UnitItem,
    YearDocuments,
)
from ecodemo.report.contents.view import DocumentRow, RequirementRow


@dataclass(frozen=True, slots=True)
class HeldYear:
    """A year of an item: as the report has it, with its files and its last review."""

    row: DocumentRow
    slot: Slot
    timing: SlotTiming
    documents: YearDocuments
    last_review: Review | None


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An item with its years."""

    timing: ItemTiming
    years: tuple[HeldYear, ...]


class Proofs:
    """All documents of one bid, each looked at once."""

    def __init__(
        self,
        assessment: Assessment,
        rows: Iterable[DocumentRow],
        shelf: Shelf,
        links: EvidenceLinks,
        speaker: Speaker,
    ) -> None:
        """`rows` are those of the report, in its order."""
        self._assessment, self._shelf, self._links = assessment, shelf, links
        self._workspace, self._speaker = assessment.workspace, speaker
        self._file = speaker.text("file")
        self.items = tuple(self._held(rows))

    @cached_property
    def by_requirement(self) -> dict[str, list[HeldItem]]:
        """The items under their numbers."""
        found: dict[str, list[HeldItem]] = {}
        for item in self.items:
            found.setdefault(item.timing.item.requirement.no, []).append(item)
        return found

    @cached_property
    def by_unit(self) -> dict[str, list[HeldItem]]:
        """The items under the units that owe them."""
        found: dict[str, list[HeldItem]] = {}
        for item in self.items:
            found.setdefault(item.timing.item.unit, []).append(item)
        return found

    def _held(self, rows: Iterable[DocumentRow]) -> Iterator[HeldItem]:
        left = iter(rows)
        for timing in self._assessment.timings:
            timed = {slot.year: slot for slot in timing.slots}
            yield HeldItem(
                timing,
                tuple(
                    self._year(next(left), slot, timed[slot.year], timing)
                    for slot in timing.item.slots
                    if slot.year in timed
                ),
            )

    def _year(self, row: DocumentRow, slot: Slot, timing: SlotTiming, item: ItemTiming) -> HeldYear:
        files = slot.files or self._referred(slot, item)
        links, more = self._links.of_files(files, str(slot.year) if slot.year else self._file)
        documents = YearDocuments(
            year=row.year, links=links, more=more, pages=row.pages, is_lacking=row.lacking
        )
        today = self._assessment.today
        reviews = [review for document in slot.documents for review in reviews_until(document, today)]
        return HeldYear(row, slot, timing, documents, max(reviews, key=lambda r: r.on, default=None))

    def _referred(self, slot: Slot, item: ItemTiming) -> tuple[EvidenceFile, ...]:
        """The files of the documents that the register refers to instead (互见)."""
        unit, today = item.item.unit, self._assessment.today
        seen = [document.see for document in slot.documents if document.see]
        return tuple(file for see in seen for file in self._shelf.came(at(see, unit), today))

    def unit(self, unit: str) -> Link:
        """A unit by name."""
        href = f"#{address_of('unit', unit)}" if unit in self._workspace.units else ""
        return Link(text=self._speaker.say(self._workspace.label(unit)), href=href)

    def sheets(self, requirements: Iterable[RequirementRow]) -> Iterator[ProofSheet]:
        """What each number has from each unit."""
        for requirement in requirements:
            yield ProofSheet(
                requirement=requirement,
                entries=tuple(
                    ProofEntry(
                        unit=self.unit(held.timing.item.unit),
                        years=tuple(year.documents for year in held.years),
                    )
                    for held in self.by_requirement[requirement.no]
                ),
            )

    def reviews(self, numbers: Iterable[str]) -> Iterator[ReviewLine]:
        """Every return under some numbers, the latest first."""
        today = self._assessment.today
        found = [
            (review, item, year)
            for no in numbers
            for item in self.by_requirement.get(no, ())
            for year in item.years
            for document in year.slot.documents
            for review in reviews_until(document, today)
            if review.result == "returned"
        ]
        for review, item, year in sorted(found, key=lambda entry: entry[0].on, reverse=True):
            yield ReviewLine(
                document=" ".join((year.row.no, year.row.name, year.row.year)),
                unit=self.unit(item.timing.item.unit),
                day=review.on.isoformat(),
                by=self._speaker.say(self._workspace.label(review.by)),
                result=self._speaker.text("returned"),
                reason=self._speaker.say(review.why),
            )

    def review_note(self, numbers: Sequence[str]) -> str:
        """How many years are accepted and by whom, and how many wait."""
        years = [
            year
            for no in numbers
            for item in self.by_requirement.get(no, ())
            if item.timing.item.is_required
            for year in item.years
        ]
        accepted = Counter(
            year.last_review.by if year.last_review else ""
            for year in years
            if year.row.review_state == "accepted"
        )
        waiting = sum(year.row.review_state in ("to review", "void") for year in years)
        by = [
            message("{unit} {n}", unit=self._workspace.label(unit), n=count)
            for unit, count in accepted.most_common()
            if unit
        ]
        said = message(
            "Accepted, by year and unit: {accepted}; waiting for a review: {waiting}.",
            accepted=accepted.total(),
            waiting=waiting,
        )
        text = self._speaker.say(said)
        if not by:
            return text
        who = self._speaker.say(message("Accepted by: {units}.", units=listing(*by)))
        return f"{text}{who}" if self._speaker.language is Language.ZH else f"{text} {who}"

    def boxes(self, unit: str, address: str) -> Iterator[UnitBox]:
        """What a unit owes, under the boxes and indicators that ask for it."""
        for _, of_holder in groupby(self.by_unit.get(unit, ()), key=lambda held: held.timing.item.holder.no):
            items = list(of_holder)
            holder = items[0].timing.item.holder
            yield UnitBox(
                address=f"{address}-{holder.no}",
                no=holder.no,
                name=self._speaker.say(holder.label),
                indicator=holder.id if isinstance(holder, Indicator) else "",
                items=tuple(line for held in items for line in self._lines(held)),
            )

    def _lines(self, held: HeldItem) -> Iterator[UnitItem]:
        """Its years, those that follow each other and stand alike as one line."""
        for _, alike in groupby(held.years, key=self._stands):
            years = list(alike)
            row = years[0].row
            yield UnitItem(
                no=row.no,
                name=row.name,
                need=row.need,
                years=tuple(year.documents for year in years),
                due=row.due,
                received=row.received,
                review=row.review,
                reviewed=self._reviewed(years[0]),
                trouble=row.trouble,
                standing=row.standing,
                days_late=row.days_late,
                light=row.light,
                light_label=row.light_label,
            )

    def _stands(self, year: HeldYear) -> tuple[object, ...]:
        row = year.row
        return (
            row.due,
            row.received,
            row.review,
            self._reviewed(year),
            row.trouble,
            row.standing,
            row.days_late,
            row.light,
            row.lacking,
        )

    def _reviewed(self, year: HeldYear) -> str:
        """Who reviewed it last, and when."""
        review = year.last_review
        if review is None or not year.row.review:
            return ""
        said: Message = message(
            "{unit}, {day}", unit=self._workspace.label(review.by), day=review.on.isoformat()
        )
        return self._speaker.say(said)
