"""Objections (异议) of units to what the ranking counts against them, and what became of them.

A decision changes no mark: the register's own date does (`revised` of a document), or an extension.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from ecodemo.model.base import Choice, Day, Id, Note, Record, RequirementNumber, Text, Year
from ecodemo.model.reference import DocumentReference


class CountedAs(Choice):
    """What a document is counted as in the ranking."""

    OVERDUE = "overdue", "not submitted and overdue"
    INCOMPLETE = "incomplete", "submitted incomplete and overdue"
    LATE = "late", "submitted late"
    RETURNED = "returned", "returned and not resubmitted"
    RETURNED_OVERDUE = "returned-overdue", "returned, and the resubmission is overdue"


class CountedMark(Record):
    """What was counted on the day on which the unit was informed."""

    kind: Annotated[CountedAs, Field(description="What it was counted as.", alias="as")]
    due: Annotated[Day | None, Field(description="The due date then.")] = None
    received: Annotated[Day | None, Field(description="The date received, as it was then.")] = None
    days: Annotated[int, Field(ge=0, description="The days late then.")] = 0
    on: Annotated[Day, Field(description="The date on which the unit was informed.")]

    def is_like(self, other: Self) -> bool:
        """Whether it is the same mark; days late go on growing."""
        return (self.kind, self.due, self.received) == (other.kind, other.due, other.received)


class ObjectionDecision(Record):
    """The decision of the office or the supervision group."""

    on: Annotated[Day, Field(description="The date of the decision.")]
    by: Annotated[Id, Field(description="The id of the unit or group that decided; not the objecting unit.")]
    granted: Annotated[
        bool,
        Field(
            description="Granted (true) or not (false). What is counted changes only when the date received is corrected in the register, or an extension is registered."
        ),
    ]
    reason: Annotated[Text, Field(description="The reason.")]


class Objection(Record):
    """A unit's objection to one mark; written by the import, decided by hand."""

    bid: Annotated[Id, Field(description="The id of the bid.")]
    unit: Annotated[Id, Field(description="The id of the objecting unit.")]
    requirement: Annotated[RequirementNumber, Field(description="The number of the requirement.")]
    years: Annotated[
        tuple[Year, ...], Field(description="The years of the mark; none if it is not by year.")
    ] = ()
    counted: Annotated[CountedMark, Field(description="What was counted.")]
    on: Annotated[Day, Field(description="The date on which the objection was received.")]
    reason: Annotated[Text, Field(description="The unit's reason.")]
    document: Annotated[
        DocumentReference | None, Field(description="The document that supports it: number/year.")
    ] = None
    decision: Annotated[ObjectionDecision | None, Field(description="The decision; open without it.")] = None
    note: Note = ""

    def is_about(self, bid: str, unit: str, requirement: str, years: tuple[int, ...]) -> bool:
        """Whether it is about these years of this document."""
        return (self.bid, self.unit, self.requirement, self.years) == (bid, unit, requirement, years)

    def known_on(self, day: date) -> Self | None:
        """What was known of it on a day; `None` before it came."""
        if self.on > day:
            return None
        is_decided = self.decision is not None and self.decision.on <= day
        return self if is_decided or self.decision is None else self.model_copy(update={"decision": None})


class Objections(Record):
    """objections.yaml: objections of units to what is counted against them."""

    objections: Annotated[tuple[Objection, ...], Field(description="The objections.")] = ()
