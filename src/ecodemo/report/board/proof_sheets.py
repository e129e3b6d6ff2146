"""The documents of indicators and units: what there is for each year, where it is, and how it was reviewed."""

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
from ecodemo.model.message import Message, Name, listing, message
from ecodemo.model.progress import Review
from ecodemo.report.board.board_links import EvidenceLinks, address_of
from ecodemo.report.contents.board_view import UnitBox, UnitItem
from ecodemo.report.contents.delivery_view import DocumentRow, RequirementRow
from ecodemo.report.contents.indicator_sheet_view import (
    BoardLink,
    ProofEntry,
    ProofSheet,
    ReviewLine,
    YearDocuments,
)


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
        self._open = speaker.text("open the file")
        self._groups = {group.id: group.label for group in assessment.workspace.groups}
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
        """The items under their units."""
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
        links, more = self._links.of_files(files, "")
        documents = YearDocuments(
            year=str(slot.year or ""),
            links=links,
            more=more,
            pages=row.pages,
            is_lacking=row.lacking and row.required,
        )
        last_review = max(self._reviews(slot), key=lambda review: review.on, default=None)
        return HeldYear(row, slot, timing, documents, last_review)

    def _referred(self, slot: Slot, item: ItemTiming) -> tuple[EvidenceFile, ...]:
        """The files of the documents that the register refers to instead (互见)."""
        unit, today = item.item.unit, self._assessment.today
        seen = [document.see for document in slot.documents if document.see]
        return tuple(file for see in seen for file in self._shelf.came(at(see, unit), today))

    def unit(self, unit: str) -> BoardLink:
        """A unit by name."""
        href = f"#{address_of('unit', unit)}" if unit in self._workspace.units else ""
        return BoardLink(text=self._speaker.say(self._workspace.label(unit)), href=href)

    def sheets(self, requirements: Iterable[RequirementRow]) -> Iterator[ProofSheet]:
        """What each number has from each unit."""
        for requirement in requirements:
            yield ProofSheet(
                requirement=requirement,
                entries=tuple(
                    ProofEntry(
                        unit=self.unit(held.timing.item.unit),
                        years=tuple(self._merged([year.documents for year in held.years])),
                    )
                    for held in self.by_requirement[requirement.no]
                ),
            )

    def reviews(self, numbers: Iterable[str]) -> Iterator[ReviewLine]:
        """Every return under some numbers, the latest first."""
        found: dict[tuple[Review, str, str], list[HeldYear]] = {}
        for no in numbers:
            for item in self.by_requirement.get(no, ()):
                for year in item.years:
                    for review in self._reviews(year.slot):
                        if review.result == "returned":
                            found.setdefault((review, no, item.timing.item.unit), []).append(year)
        for (review, _, unit), years in sorted(found.items(), key=lambda each: each[0][0].on, reverse=True):
            merged = self._speaker.say(listing(*dict.fromkeys(year.row.year for year in years)))
            yield ReviewLine(
                document=f"{years[0].row.no} {years[0].row.name} {merged}",
                unit=self.unit(unit),
                day=review.on.isoformat(),
                by=self._speaker.say(self._reviewer(review.by)),
                result=self._speaker.text("returned"),
                reason=self._speaker.say(review.why),
            )

    def _reviews(self, slot: Slot) -> Iterator[Review]:
        for document in slot.documents:
            yield from reviews_until(document, self._assessment.today)

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
            message("{unit} {n}", unit=self._reviewer(unit), n=count)
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

    def _reviewer(self, by: str) -> Name:
        """A unit or a working group by name."""
        return self._groups.get(by) or self._workspace.label(by)

    def boxes(self, unit: str, address: str) -> Iterator[UnitBox]:
        """What is required from a unit, under the boxes and indicators that ask for it."""
        for _, of_holder in groupby(self.by_unit.get(unit, ()), key=lambda held: held.timing.item.holder.no):
            items = list(of_holder)
            holder = items[0].timing.item.holder
            yield UnitBox(
                address=f"{address}-{holder.no}",
                no=holder.no,
                name=self._speaker.say(holder.label),
                items=tuple(line for held in items for line in self._lines(held)),
            )

    def _lines(self, held: HeldItem) -> Iterator[UnitItem]:
        """Its years, consecutive ones in the same state as one line."""
        for _, alike in groupby(held.years, key=self._stands):
            years = list(alike)
            row = years[0].row
            yield UnitItem(
                no=row.no,
                name=row.name,
                need=row.need,
                years=tuple(self._merged([year.documents for year in years])),
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

    def _merged(self, documents: Sequence[YearDocuments]) -> Iterator[YearDocuments]:
        """Years that follow each other and have the same files as one, its first link named by them."""
        dash = "—" if self._speaker.language is Language.ZH else "–"
        for _, same in groupby(enumerate(documents), key=_run):
            first, *others = (each for _, each in same)
            label = f"{first.year}{dash}{others[-1].year}" if others else first.year
            links = tuple(
                BoardLink(text=(label or self._open) if place == 1 else str(place), href=link.href)
                for place, link in enumerate(first.links, 1)
            )
            yield first.model_copy(update={"year": label, "links": links})

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
            "{unit}, reviewed {day}", unit=self._reviewer(review.by), day=review.on.isoformat()
        )
        return self._speaker.say(said)


def _run(entry: tuple[int, YearDocuments]) -> tuple[object, ...]:
    """The same for years that follow each other and have the same files."""
    place, each = entry
    return each.links, each.more, each.is_lacking, int(each.year) - place if each.year else place
