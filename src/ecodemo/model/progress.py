"""What a unit has reported: figures, assignments, documents, answers to vetoes, statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ecodemo.model.base import (
    Choice,
    Day,
    Id,
    Note,
    OrSingle,
    Quantity,
    Record,
    RequirementNumber,
    Text,
    Year,
    meanings,
    read_quantity,
)
from ecodemo.model.message import Message, listing, message
from ecodemo.model.reference import DocumentReference


class Revision(Record):
    """What a figure was before it was changed, and why."""

    on: Annotated[Day, Field(description="The day of the correction.")]
    was: Annotated[str, Field(description="The figure as it was before.")]
    reason: Annotated[Text, Field(description="The reason.")]
    document: Annotated[
        DocumentReference | None, Field(description="The document that it rests on: number/year.")
    ] = None


def _as_list(value: object) -> object:
    """A single correction or reason stands for a list of one."""
    return [value] if isinstance(value, dict | str) else value


NOT_INVOLVED = "不涉及"
"""How a figure that did not apply is written where it is kept as what was."""
_REPORTED = "The day on which it came; written by import. Without it the entry counts as known on every day."


class Observation(Record):
    """A reported value of a measure for a year: a number, a state, or 不涉及."""

    measure: Annotated[Id, Field(description="The id of the measure.")]
    year: Annotated[Year, Field(description="The year.")]
    value: Annotated[Quantity | None, Field(description="The figure, as reported.")] = None
    state: Annotated[str | None, Field(description="The state, one of the measure's states.")] = None
    not_involved: Annotated[str | None, Field(description="Why it does not apply (不涉及).")] = None
    source: Annotated[str, Field(description="Where the figure comes from.")] = ""
    basis: Annotated[
        str, Field(description="The basis (口径) of the figure; years on different bases are not compared.")
    ] = ""
    proof: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    page: Annotated[int | None, Field(ge=1, description="The page on which it stands.")] = None
    cell: Annotated[str, Field(description="The cell in which it stands, such as 汇总!C40.")] = ""
    document: Annotated[
        DocumentReference | None,
        Field(description="The stamped statement that it does not apply: number/year."),
    ] = None
    revised: Annotated[
        tuple[Revision, ...],
        BeforeValidator(_as_list),
        OrSingle(),
        Field(description="What it was before it was corrected, and why: one entry for each correction."),
    ] = ()
    reported: Annotated[Day | None, Field(description=_REPORTED)] = None
    note: Note = ""

    def known_on(self, day: date) -> Observation | None:
        """What it said on a day; `None` before it came."""
        if self.reported is not None and self.reported > day:
            return None
        later = sorted((change for change in self.revised if change.on > day), key=lambda change: change.on)
        if not later:
            return self
        known: dict[str, object] = {"value": None, "state": None, "not_involved": None}
        was = later[0].was
        try:
            known["value"] = read_quantity(was)
        except ValueError:
            word, _, reason = was.partition("：")
            known |= {"not_involved": reason or word} if word == NOT_INVOLVED else {"state": was}
        known["revised"] = tuple(change for change in self.revised if change.on <= day)
        return self.model_copy(update=known)


class Assignment(Record):
    """What the upper level set for a measure and year: a number, or only its conclusion."""

    measure: Annotated[Id, Field(description="The id of the measure.")]
    year: Annotated[Year, Field(description="The year.")]
    at_least: Annotated[Quantity | None, Field(description="No less than this.")] = None
    at_most: Annotated[Quantity | None, Field(description="No more than this.")] = None
    more_than: Annotated[Quantity | None, Field(description="More than this, equal not included.")] = None
    less_than: Annotated[Quantity | None, Field(description="Less than this, equal not included.")] = None
    fulfilled: Annotated[
        bool | None, Field(description="What the upper level concluded: fulfilled (true) or not (false).")
    ] = None
    by: Annotated[str, Field(description="Who assigned it.")] = ""
    document: Annotated[
        DocumentReference | None, Field(description="The document that says so: number/year.")
    ] = None
    reported: Annotated[Day | None, Field(description=_REPORTED)] = None
    note: Note = ""


class ReturnKind(Choice):
    """Why a document is returned, in a word that can be counted."""

    BLURRED = "blurred", "not legible"
    NO_STAMP = "no-stamp", "stamp or signature missing"
    WRONG_YEAR = "wrong-year", "wrong year"
    WRONG_UNIT = "wrong-unit", "wrong unit"
    NOT_THE_ITEM = "not-the-item", "not the document asked for"
    FIGURES_DIFFER = "figures-differ", "figures differ"
    INCOMPLETE = "incomplete", "not complete"
    OTHER = "other", "other reason"


class Review(Record):
    """A document accepted or returned; only ever added."""

    on: Annotated[Day, Field(description="The day of the review.")]
    by: Annotated[Id, Field(description="The id of the unit that reviewed.")]
    result: Annotated[
        Literal["accepted", "returned"],
        Field(description="The result.", json_schema_extra=meanings("accepted", "sent back")),
    ]
    kind: Annotated[
        tuple[ReturnKind, ...],
        BeforeValidator(_as_list),
        OrSingle(),
        Field(description="Why it was returned: a word or a list of them."),
    ] = ()
    reason: Annotated[str, Field(description="Why it was sent back.")] = ""
    due: Annotated[Day | None, Field(description="When it is to be handed in again.")] = None
    hash: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="The sha256 of the bytes that were looked at, twelve digits or all.",
        ),
    ]

    @property
    def why(self) -> Message | str:
        """The kinds of reason in words, and the reason as it was written."""
        if not self.kind:
            return self.reason
        kinds = listing(*(Message(kind.meaning) for kind in self.kind))
        if not self.reason:
            return message("{kinds}", kinds=kinds)
        return message("{kinds}; {reason}", kinds=kinds, reason=self.reason)


class Redelivery(Record):
    """A document handed in again."""

    on: Annotated[Day, Field(description="The day on which it came again.")]
    hash: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="The sha256 of what came, twelve digits or all.",
        ),
    ]


class Document(Record):
    """An evidence file in the register, or a reference to one that also proves something else (互见)."""

    file: Annotated[str, Field(description="The path below evidence/.")] = ""
    requirement: Annotated[RequirementNumber, Field(description="The number of the requirement.")]
    years: Annotated[tuple[Year, ...], Field(description="The years that it proves.")] = ()
    received: Annotated[Day | None, Field(description="The day on which the office first got it.")] = None
    redelivered: Annotated[
        tuple[Redelivery, ...], Field(description="When it was handed in again; only ever added to.")
    ] = ()
    number: Annotated[str, Field(description="Its official number (文号).")] = ""
    issued: Annotated[Day | None, Field(description="The day on which it was issued.")] = None
    issuer: Annotated[
        str, Field(description="Who issued it (责任者); empty: whose stamp the requirement asks for.")
    ] = ""
    valid: Annotated[tuple[Day, Day] | None, Field(description="Its validity: [first day, last day].")] = None
    see: Annotated[
        DocumentReference | None,
        Field(description="The document that proves this too (互见); the file is not kept twice."),
    ] = None
    title: Annotated[str, Field(description="Its title, where the file's name does not say it.")] = ""
    secrecy: Annotated[str, Field(description="Its secrecy mark (密级).")] = ""
    reviews: Annotated[tuple[Review, ...], Field(description="Its reviews; only ever added to.")] = ()
    note: Note = ""

    @property
    def days(self) -> Iterator[date]:
        """The days on which it came and was reviewed."""
        if self.received:
            yield self.received
        yield from (again.on for again in self.redelivered)
        yield from (review.on for review in self.reviews)

    def had_come(self, day: date) -> bool:
        """Whether the office had it by a day; what was registered without a day always counts."""
        return self.received is None or self.received <= day


class Answer(Choice):
    """The answers to a veto."""

    CLEAR = "clear", "nothing of the kind happened"
    RECTIFIED = "rectified", "it happened and was put right in time"
    HIT = "hit", "it happened"


class VetoAnswer(Record):
    """The answer to a veto, for the time until `through`."""

    id: Annotated[Id, Field(description="The id of the veto.")]
    answer: Annotated[Answer, Field(description="The answer.")]
    through: Annotated[Day, Field(description="The day up to which it is proven.")]
    document: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    reported: Annotated[Day | None, Field(description=_REPORTED)] = None
    note: Note = ""


class Statement(Record):
    """What the lead unit says of its indicator in the self-inspection report."""

    indicator: Annotated[Id, Field(description="The id of the indicator.")]
    done: Annotated[
        str, Field(max_length=300, description="What was done and achieved, up to 300 characters.")
    ] = ""
    problems: Annotated[
        str, Field(max_length=300, description="What problems there are, up to 300 characters.")
    ] = ""
    next: Annotated[str, Field(max_length=300, description="What comes next, up to 300 characters.")] = ""


class Handling(Choice):
    """How far a unit says that it is with something it was to put right."""

    FIXED = "fixed", "It has been put right."
    WORKING = "working", "It is being put right."
    IMPOSSIBLE = "impossible", "It cannot be put right."


class ProblemAnswer(Record):
    """What a unit says of a problem that it was sent. It closes nothing: reviewers and the ledger do."""

    to: Annotated[
        str, Field(description="The number of the entry of the ledger, document, figure or indicator.")
    ] = ""
    problem: Annotated[
        str, Field(description="The problem in its own words; not needed for an entry of the ledger.")
    ] = ""
    state: Annotated[Handling | None, Field(description="How far the unit is.")] = None
    on: Annotated[Day, Field(description="The day on which the answer came.")]
    done: Annotated[Day | None, Field(description="The day on which it was put right.")] = None
    note: Note = ""


class Progress(Record):
    """progress/<unit>.yaml: what a unit has reported and handed in."""

    unit: Annotated[Id, Field(description="The id of the unit, the same as the name of the file.")]
    assigned: Annotated[tuple[Assignment, ...], Field(description="What the upper level assigned.")] = ()
    observations: Annotated[
        tuple[Observation, ...], Field(description="The figures and states that were reported.")
    ] = ()
    vetoes: Annotated[tuple[VetoAnswer, ...], Field(description="The answers to the vetoes.")] = ()
    statements: Annotated[
        tuple[Statement, ...], Field(description="What the unit says in the self-inspection report.")
    ] = ()
    documents: Annotated[tuple[Document, ...], Field(description="The register of its documents.")] = ()
    answers: Annotated[
        tuple[ProblemAnswer, ...],
        Field(description="What the unit answered to problems that it was sent; an answer closes nothing."),
    ] = ()

    def has_reported(self, measure_id: str) -> bool:
        return any(observation.measure == measure_id for observation in self.observations)

    @property
    def days(self) -> Iterator[date]:
        """The days on which figures, corrections, assignments and answers came, where they are known."""
        yield from (change.on for observation in self.observations for change in observation.revised)
        for reported in (
            *(observation.reported for observation in self.observations),
            *(assignment.reported for assignment in self.assigned),
            *(answer.reported for answer in self.vetoes),
        ):
            if reported:
                yield reported
