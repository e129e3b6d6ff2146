"""Every return of documents with its round: the first, the second, … return of the same number, unit and year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.review import reviews_until
from ecodemo.assess.timeliness import UnitStanding
from ecodemo.model.progress import Document, Review


@dataclass(frozen=True, slots=True)
class SentBack:
    """A document that was sent back."""

    unit: str
    requirement: str
    review: Review
    round: int
    """From 1; of a document of several years the highest of its years. What is sent back on one day is one round."""


def returns_with_rounds(documents: Iterable[tuple[str, Document]], today: date) -> Iterator[SentBack]:
    """The returns of documents until a day, answered or not.

    Args:
        documents: each once, with its unit.
        today: the last day that counts.
    """
    returned = [
        (unit, document, review)
        for unit, document in documents
        for review in reviews_until(document, today)
        if review.result == "returned"
    ]
    days: dict[tuple[str, str, int | None], set[date]] = {}
    for unit, document, review in returned:
        for subject in _subjects(unit, document):
            days.setdefault(subject, set()).add(review.on)
    in_order = {subject: sorted(of_subject) for subject, of_subject in days.items()}
    for unit, document, review in returned:
        earlier = (bisect_left(in_order[subject], review.on) for subject in _subjects(unit, document))
        yield SentBack(unit, document.requirement, review, max(earlier) + 1)


def returns_of_units(units: Iterable[UnitStanding], today: date) -> Iterator[SentBack]:
    """The returns of the required documents of a bid."""
    documents = {
        id(document): (standing.unit, document)
        for standing in units
        for timing in standing.timings
        for slot in timing.item.slots
        for document in slot.documents
    }
    return returns_with_rounds(documents.values(), today)


def _subjects(unit: str, document: Document) -> Iterator[tuple[str, str, int | None]]:
    for year in document.years or (None,):
        yield unit, document.requirement, year
