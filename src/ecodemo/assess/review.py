"""What the reviews of a document come to. A review rests on bytes: other bytes are to be reviewed again (待复核)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from ecodemo.model.progress import Document, Redelivery, Review


class ReviewState(StrEnum):
    """Where a document stands with its reviewer."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    TO_REVIEW = "to review"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Return:
    """A document sent back: by when it was asked for again, and when it came."""

    review: Review
    redelivered: date | None
    reviewed_again: bool = False
    """There was a later review; then it came again, even if nobody wrote down when."""

    def is_open(self) -> bool:
        return self.redelivered is None and not self.reviewed_again

    def days_late(self, today: date) -> int:
        """How many days past the return's own due date; 0 while within it, or when no day is known."""
        came = today if self.is_open() else self.redelivered
        if self.review.due is None or came is None:
            return 0
        return max(0, (came - self.review.due).days)


def reviews_until(document: Document, today: date) -> tuple[Review, ...]:
    """The reviews that had been made by a day, oldest first."""
    return tuple(sorted((r for r in document.reviews if r.on <= today), key=lambda review: review.on))


def returns_of(document: Document, today: date) -> tuple[Return, ...]:
    """Every return until a day, with the first redelivery after what was looked at."""
    came = sorted((again for again in document.redelivered if again.on <= today), key=lambda again: again.on)
    reviews = reviews_until(document, today)
    return tuple(
        Return(
            review,
            next((again.on for again in came if _answers(again, review, later, reviews, came)), None),
            later is not None,
        )
        for review, later in zip_longest(reviews, reviews[1:])
        if review.result == "returned"
    )


def _answers(
    again: Redelivery,
    review: Review,
    later: Review | None,
    reviews: Sequence[Review],
    came: Sequence[Redelivery],
) -> bool:
    """Whether other bytes came after those that a return is of, and before the review that follows it."""
    if _is_same(again.hash, review.hash) or (later is not None and again.on > later.on):
        return False
    return again.on >= review.on or _was_overtaken(again, review, reviews, came)


def _was_overtaken(
    again: Redelivery, review: Review, reviews: Sequence[Review], came: Sequence[Redelivery]
) -> bool:
    """Whether the reviewer, on a later day, still had the bytes before these: known by then, and not come again."""
    reviewed = [other.on for other in reviews if other is not review and _is_same(other.hash, review.hash)]
    delivered = [other.on for other in came if _is_same(other.hash, review.hash)]
    is_known = any(day <= again.on for day in (*reviewed, *delivered))
    return is_known and not any(day > again.on for day in delivered)


def _is_same(one: str, other: str) -> bool:
    """Whether two hashes are the same, as far as they are written."""
    return one.startswith(other) or other.startswith(one)


def review_state(document: Document, today: date, hashes: Mapping[str, str]) -> ReviewState:
    """Where a document stands on a day; `hashes` are those of the files whose bytes are known."""
    reviews = reviews_until(document, today)
    if not reviews:
        return ReviewState.TO_REVIEW
    last = reviews[-1]
    if last.result == "returned":
        return ReviewState.RETURNED if returns_of(document, today)[-1].is_open() else ReviewState.TO_REVIEW
    if any(again.on > last.on for again in document.redelivered if again.on <= today):
        return ReviewState.TO_REVIEW
    now = hashes.get(document.file)
    return ReviewState.ACCEPTED if now is None or now.startswith(last.hash) else ReviewState.VOID
