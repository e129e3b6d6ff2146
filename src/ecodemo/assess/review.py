"""The outcome of a document's reviews. A review rests on bytes: other bytes are to be reviewed again (待复核)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecodemo.model.progress import Document, Redelivery, Review


class ReviewState(StrEnum):
    """The state of a document's review."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    TO_REVIEW = "to review"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Return:
    """A document sent back: by when it was asked for again, and when it came."""

    review: Review
    limit: date | None
    """The day by which it was to come again, after an extension; `None` when no day counts."""
    redelivered: date | None
    reviewed_again: bool = False
    """There was a later review of other bytes, or an acceptance: it came, even if nobody wrote down when."""

    def is_open(self) -> bool:
        return self.redelivered is None and not self.reviewed_again

    def days_late(self, today: date) -> int:
        """How many days past its limit; 0 while within it, or when no day is known."""
        came = today if self.is_open() else self.redelivered
        if self.limit is None or came is None:
            return 0
        return max(0, (came - self.limit).days)


def reviews_until(document: Document, today: date) -> tuple[Review, ...]:
    """The reviews that had been made by a day, oldest first."""
    return tuple(sorted((r for r in document.reviews if r.on <= today), key=lambda review: review.on))


def returns_of(document: Document, today: date, extended: date | None = None) -> tuple[Return, ...]:
    """Every return until a day, with the first redelivery after what was looked at.

    Sending the same bytes back once more answers nothing: the first return stays open, with its limit once that
    was missed; a limit that has not passed yet is replaced by the later one.

    Args:
        document: the entry of the register.
        today: the last day that counts.
        extended: the day of an extension, which moves every earlier limit.
    """
    came = sorted((again for again in document.redelivered if again.on <= today), key=lambda again: again.on)
    reviews = reviews_until(document, today)
    settled_by, next_limited = _settling(reviews), _next_limited(reviews)
    found = []
    for number, review in enumerate(reviews):
        if review.result != "returned":
            continue
        end = settled_by[number]
        later = reviews[end] if end < len(reviews) else None
        limit = max(review.due, extended or review.due) if review.due else None
        # Reviews are in the order of their days, so of those that repeat the return the first is the earliest.
        repeated = next_limited[number]
        if limit and repeated < end and reviews[repeated].on <= limit:
            limit = None
        answers = (again.on for again in came if _answers(again, review, later, reviews, came))
        found.append(Return(review, limit, next(answers, None), later is not None))
    return tuple(found)


def _settling(reviews: Sequence[Review]) -> Sequence[int]:
    """The place of the review that settles each; their number where none does.

    A document may be returned many times over: what settles a repetition of the same bytes settles the review too.
    """
    places = [len(reviews)] * len(reviews)
    for number in reversed(range(len(reviews))):
        review, place = reviews[number], number + 1
        while place < len(reviews) and not _settles(reviews[place], review):
            place = places[place] if reviews[place].hash == review.hash else place + 1
        places[number] = place
    return places


def _next_limited(reviews: Sequence[Review]) -> Sequence[int]:
    """The place of the first review after each that names a day; their number where none does."""
    places, place = [], len(reviews)
    for number in reversed(range(len(reviews))):
        places.append(place)
        if reviews[number].due:
            place = number
    return places[::-1]


def open_returns(document: Document, today: date, extended: date | None = None) -> tuple[Return, ...]:
    """The returns that nothing has answered by a day, the oldest first."""
    return tuple(sent_back for sent_back in returns_of(document, today, extended) if sent_back.is_open())


def limit_of(returns: Sequence[Return], today: date) -> date | None:
    """The day that open returns are counted from: the earliest that was missed, else the last that was named."""
    limits = [sent_back.limit for sent_back in returns if sent_back.limit is not None]
    return min((limit for limit in limits if limit < today), default=limits[-1] if limits else None)


def _settles(later: Review, review: Review) -> bool:
    """Whether a later review shows that a return is over: it was accepted, or other bytes were looked at."""
    return later.result == "accepted" or not _is_same(later.hash, review.hash)


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
    """The state of a document's review on a day; `hashes` are those of the files whose bytes are known."""
    reviews = reviews_until(document, today)
    if not reviews:
        return ReviewState.TO_REVIEW
    last = reviews[-1]
    if last.result == "returned":
        return ReviewState.RETURNED if open_returns(document, today) else ReviewState.TO_REVIEW
    if any(again.on > last.on for again in document.redelivered if again.on <= today):
        return ReviewState.TO_REVIEW
    now = hashes.get(document.file)
    return ReviewState.ACCEPTED if now is None or now.startswith(last.hash) else ReviewState.VOID
