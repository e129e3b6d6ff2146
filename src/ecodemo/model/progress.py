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
    """A figure before a correction, and the reason."""

    on: Annotated[Day, Field(description="The date of the correction.")]
    was: Annotated[str, Field(description="The figure before the correction.")]
    reason: Annotated[Text, Field(description="The reason.")]
    document: Annotated[
        DocumentReference | None, Field(description="The document behind the correction: number/year.")
    ] = None


def _as_list(value: object) -> object:
    """A single correction or reason is a list of one."""
    return [value] if isinstance(value, dict | str) else value


NOT_INVOLVED = "不涉及"
"""How a figure that did not apply is written where it is kept as what was."""
_REPORTED = "The date received; set by the import. Without it, the entry applies on every date."


class Observation(Record):
    """A reported value of a measure for a year: a number, a state, or 不涉及."""

    measure: Annotated[Id, Field(description="The id of the measure.")]
    year: Annotated[Year, Field(description="The year.")]
    value: Annotated[Quantity | None, Field(description="The figure, as reported.")] = None
    state: Annotated[str | None, Field(description="The state, one of the measure's states.")] = None
    not_involved: Annotated[str | None, Field(description="The reason why it does not apply (不涉及).")] = (
        None
    )
    source: Annotated[str, Field(description="The source of the figure.")] = ""
    basis: Annotated[
        str,
        Field(
            description="The basis (口径) of the figure: its definition and method. Years on different bases are not compared."
        ),
    ] = ""
    proof: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    page: Annotated[int | None, Field(ge=1, description="The page that contains it.")] = None
    cell: Annotated[str, Field(description="The cell that contains it, such as 汇总!C40.")] = ""
    document: Annotated[
        DocumentReference | None,
        Field(description="The stamped statement that it does not apply: number/year."),
    ] = None
    revised: Annotated[
        tuple[Revision, ...],
        BeforeValidator(_as_list),
        OrSingle(),
        Field(description="Its value before each correction, and the reason: one entry per correction."),
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
    """The number that the higher authority set for a measure and year, or only its conclusion."""

    measure: Annotated[Id, Field(description="The id of the measure.")]
    year: Annotated[Year, Field(description="The year.")]
    at_least: Annotated[Quantity | None, Field(description="No less than this.")] = None
    at_most: Annotated[Quantity | None, Field(description="No more than this.")] = None
    more_than: Annotated[Quantity | None, Field(description="More than this, not equal.")] = None
    less_than: Annotated[Quantity | None, Field(description="Less than this, not equal.")] = None
    fulfilled: Annotated[
        bool | None,
        Field(description="The conclusion of the higher authority: fulfilled (true) or not (false)."),
    ] = None
    by: Annotated[str, Field(description="The authority that assigned it.")] = ""
    document: Annotated[
        DocumentReference | None, Field(description="The document that states it: number/year.")
    ] = None
    reported: Annotated[Day | None, Field(description=_REPORTED)] = None
    note: Note = ""


class ReturnKind(Choice):
    """The category of the reason for a return."""

    BLURRED = "blurred", "not legible"
    NO_STAMP = "no-stamp", "stamp or signature missing"
    WRONG_YEAR = "wrong-year", "wrong year"
    WRONG_UNIT = "wrong-unit", "wrong unit"
    NOT_THE_ITEM = "not-the-item", "not the required document"
    FIGURES_DIFFER = "figures-differ", "figures differ"
    INCOMPLETE = "incomplete", "incomplete document"
    OTHER = "other", "other reason"


class Review(Record):
    """A document accepted or returned; append-only."""

    on: Annotated[Day, Field(description="The date of the review.")]
    by: Annotated[Id, Field(description="The id of the reviewing unit.")]
    result: Annotated[
        Literal["accepted", "returned"],
        Field(description="The result.", json_schema_extra=meanings("accepted", "returned")),
    ]
    kind: Annotated[
        tuple[ReturnKind, ...],
        BeforeValidator(_as_list),
        OrSingle(),
        Field(description="The kind of reason for the return, or a list of them."),
    ] = ()
    reason: Annotated[str, Field(description="The reason for the return.")] = ""
    due: Annotated[Day | None, Field(description="The due date of the resubmission.")] = None
    hash: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="The sha256 of the reviewed file, twelve digits or all.",
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
    """A resubmission of a document."""

    on: Annotated[Day, Field(description="The date of the resubmission.")]
    hash: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{12,64}$",
            description="The sha256 of the resubmitted file, twelve digits or all.",
        ),
    ]


class DayRevision(Record):
    """A date received before a correction, and the reason."""

    on: Annotated[Day, Field(description="The date of the correction.")]
    was: Annotated[Day, Field(description="The date before the correction.")]
    reason: Annotated[Text, Field(description="The reason.")]
    document: Annotated[
        DocumentReference, Field(description="The document behind the correction: number/year.")
    ]


class Document(Record):
    """An evidence file in the register, or a reference to one that also proves something else (互见)."""

    file: Annotated[str, Field(description="The path below evidence/.")] = ""
    requirement: Annotated[RequirementNumber, Field(description="The number of the requirement.")]
    years: Annotated[tuple[Year, ...], Field(description="The years it covers.")] = ()
    received: Annotated[
        Day | None, Field(description="The date on which the bid office first received it.")
    ] = None
    revised: Annotated[
        tuple[DayRevision, ...],
        BeforeValidator(_as_list),
        OrSingle(),
        Field(
            description="The date received before each correction, and the reason: one entry per correction."
        ),
    ] = ()
    redelivered: Annotated[tuple[Redelivery, ...], Field(description="Its resubmissions; append-only.")] = ()
    number: Annotated[str, Field(description="Its official number (文号).")] = ""
    issued: Annotated[Day | None, Field(description="The date of issue.")] = None
    issuer: Annotated[
        str, Field(description="The issuer (责任者). Default: the unit whose stamp is required.")
    ] = ""
    bid: Annotated[
        Id | None,
        Field(
            description="The id of the bid that it belongs to. Default: the first bid whose application date is not before “received”."
        ),
    ] = None
    valid: Annotated[tuple[Day, Day] | None, Field(description="Its validity: [first day, last day].")] = None
    see: Annotated[
        DocumentReference | None,
        Field(description="The document that also proves this (互见); the file is not stored twice."),
    ] = None
    title: Annotated[str, Field(description="Its title, if the file name does not state it.")] = ""
    secrecy: Annotated[str, Field(description="Its secrecy mark (密级).")] = ""
    reviews: Annotated[tuple[Review, ...], Field(description="Its reviews; append-only.")] = ()
    note: Note = ""

    @property
    def days(self) -> Iterator[date]:
        """The days on which it came and was reviewed."""
        if self.received:
            yield self.received
        yield from (again.on for again in self.redelivered)
        yield from (review.on for review in self.reviews)

    def known_on(self, day: date) -> Document:
        """What the register said on a day, before later corrections of the date received."""
        later = sorted((change for change in self.revised if change.on > day), key=lambda change: change.on)
        if not later:
            return self
        known = tuple(change for change in self.revised if change.on <= day)
        return self.model_copy(update={"received": later[0].was, "revised": known})

    def had_come(self, day: date) -> bool:
        """Whether the office had it by a day; what was registered without a day always counts."""
        return self.received is None or self.received <= day


class Answer(Choice):
    """The answers to a veto."""

    CLEAR = "clear", "not triggered"
    RECTIFIED = "rectified", "triggered, but rectified in time"
    HIT = "hit", "triggered, not rectified"


class VetoAnswer(Record):
    """The answer to a veto, for the period to `through`."""

    id: Annotated[Id, Field(description="The id of the veto.")]
    answer: Annotated[Answer, Field(description="The answer.")]
    through: Annotated[Day, Field(description="The last day that the proof covers.")]
    bid: Annotated[
        Id | None,
        Field(
            description="The id of the bid that it answers for. Default: the first bid whose application date is not before “through”."
        ),
    ] = None
    document: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    reported: Annotated[Day | None, Field(description=_REPORTED)] = None
    note: Note = ""


class Statement(Record):
    """The lead unit's texts on its indicator in the self-inspection report."""

    indicator: Annotated[Id, Field(description="The id of the indicator.")]
    done: Annotated[
        str, Field(max_length=300, description="Work done and results, up to 300 characters.")
    ] = ""
    problems: Annotated[str, Field(max_length=300, description="Problems, up to 300 characters.")] = ""
    next: Annotated[str, Field(max_length=300, description="Next steps, up to 300 characters.")] = ""


class Handling(Choice):
    """The progress that a unit reports on a problem."""

    FIXED = "fixed", "Rectified."
    WORKING = "working", "In progress."
    IMPOSSIBLE = "impossible", "Cannot be rectified."


class ProblemAnswer(Record):
    """A unit's answer to a problem sent to it. It closes nothing: reviewers and the ledger do."""

    to: Annotated[
        str, Field(description="The number of the ledger entry, document, figure or indicator.")
    ] = ""
    problem: Annotated[
        str, Field(description="The problem in its original words; not required for a ledger entry.")
    ] = ""
    state: Annotated[Handling | None, Field(description="The action taken by the unit so far.")] = None
    on: Annotated[Day, Field(description="The date on which the answer was received.")]
    done: Annotated[Day | None, Field(description="The date of rectification.")] = None
    note: Note = ""


class Progress(Record):
    """progress/<unit>.yaml: what a unit has reported and submitted."""

    unit: Annotated[Id, Field(description="The id of the unit, the same as the name of the file.")]
    assigned: Annotated[
        tuple[Assignment, ...], Field(description="The assignments of the higher authority.")
    ] = ()
    observations: Annotated[
        tuple[Observation, ...], Field(description="The reported figures and states.")
    ] = ()
    vetoes: Annotated[tuple[VetoAnswer, ...], Field(description="The answers to the vetoes.")] = ()
    statements: Annotated[
        tuple[Statement, ...], Field(description="The unit's texts in the self-inspection report.")
    ] = ()
    documents: Annotated[tuple[Document, ...], Field(description="The register of its documents.")] = ()
    answers: Annotated[
        tuple[ProblemAnswer, ...],
        Field(description="The unit's answers to problems sent to it; an answer closes nothing."),
    ] = ()

    def with_register_of(self, day: date) -> Progress:
        """The same with the dates received that the register had on a day."""
        known = tuple(document.known_on(day) for document in self.documents)
        return self if known == self.documents else self.model_copy(update={"documents": known})

    @property
    def days(self) -> Iterator[date]:
        """The days on which figures, corrections, assignments and answers came, where they are known."""
        yield from (change.on for observation in self.observations for change in observation.revised)
        yield from (change.on for document in self.documents for change in document.revised)
        for reported in (
            *(observation.reported for observation in self.observations),
            *(assignment.reported for assignment in self.assigned),
            *(answer.reported for answer in self.vetoes),
        ):
            if reported:
                yield reported
