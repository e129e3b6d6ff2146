"""What is outstanding since when: `ecodemo supervise -f json`, whose schema is `ecodemo schema supervise`.

Within one `schema_version` fields are only added. Days are ISO dates, beside them as the papers write them; what there is
none of is empty.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ecodemo.report.contents.delivery_view import ReturnCount, UnitRow
from ecodemo.report.contents.ledger_view import ExpiringRow
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View

StandingWord: TypeAlias = Literal[
    "overdue",
    "returned, overdue",
    "returned",
    "to be replaced",
    "due soon",
    "not yet due",
    "submitted late",
]
ObjectionState: TypeAlias = Literal["open", "granted", "granted, not corrected", "not granted"]
SlipColour: TypeAlias = Literal["", "blue", "yellow", "red"]


class OwedPart(View):
    """Years of an item in the same state."""

    years: Annotated[str, Field(description="Empty if it is not by year")]
    standing: StandingWord
    received: Annotated[str, Field(description="The day first received; empty if nothing whole came")]
    received_words: str
    lack: Annotated[str, Field(description="What is missing of what came, or why it cannot be used")]
    returned: Annotated[str, Field(description="The day of the open return")]
    returned_words: str
    reason: Annotated[str, Field(description="The reason of the open return")]
    again: Annotated[str, Field(description="The day by which it is due again")]
    again_words: str
    days_late: int
    situation: Annotated[str, Field(description="All of this in a few words, as tables have it")]


class OwedItem(View):
    """A document that is outstanding, or was submitted late, with all its years; it counts once, by the worst of them."""

    no: str
    name: str
    due: str
    due_words: str
    extended: Annotated[bool, Field(description="The due date is that of an extension")]
    days_left: Annotated[int, Field(description="Until it is due; 0 after that")]
    standing: Annotated[
        StandingWord,
        Field(
            description="To be replaced: received, but its file is missing or unusable, or it is a certificate past its due date that does not settle its veto; not counted in the ranking"
        ),
    ]
    days_late: int
    parts: tuple[OwedPart, ...]


class OwedFigures(View):
    """Figures of the same years that a unit has not reported."""

    count: Annotated[int, Field(description="Figures times years")]
    names: Annotated[tuple[str, ...], Field(description="Number and name of each measure")]
    years: str
    due: str
    due_words: str
    days_left: int
    days_late: int
    hinders: Annotated[
        tuple[str, ...], Field(description="The computed measures that cannot be computed without them")
    ]


class OwedRectification(View):
    """An open entry of the rectification ledger for which a unit is responsible."""

    no: str
    problem: str
    person: str
    due: str
    due_words: str
    days_late: int


class UnitSupervision(View):
    """A unit with all that is outstanding."""

    standing: Annotated[UnitRow, Field(description="Its line in the ranking, as `ecodemo status` shows it")]
    shared: Annotated[bool, Field(description="Another unit of its kind has the same rank")]
    colour: Annotated[SlipColour, Field(description="Of its slip; empty if it gets none")]
    items: Annotated[tuple[OwedItem, ...], Field(description="What is outstanding, the gravest first")]
    late: Annotated[tuple[OwedItem, ...], Field(description="What it submitted late")]
    figures: tuple[OwedFigures, ...]
    rectification: tuple[OwedRectification, ...]
    returns: Annotated[int, Field(description="Returns until the day, answered or not")]
    reasons: Annotated[
        tuple[ReturnCount, ...],
        Field(description="Why; a return with two kinds of reason counts for both"),
    ]

    @property
    def owes(self) -> bool:
        """Whether anything has yet to come from it."""
        return bool(self.items or self.figures or self.rectification)

    def items_standing(self, *standings: StandingWord) -> tuple[OwedItem, ...]:
        return tuple(item for item in self.items if item.standing in standings)


class ObjectionRow(View):
    """A unit's objection to a mark, and what became of it."""

    unit: Annotated[str, Field(description="Its id")]
    unit_name: str
    no: str
    name: str
    years: Annotated[str, Field(description="Empty if it is not by year")]
    was: Annotated[str, Field(description="What was counted when the unit was informed")]
    received: Annotated[str, Field(description="The day the objection was received")]
    reason: str
    document: Annotated[str, Field(description="The title of the document; empty if none is named")]
    state: ObjectionState
    state_words: str
    decided: Annotated[str, Field(description="The day of the decision; empty if it is open")]
    decided_words: str
    decision_reason: str
    is_now: Annotated[str, Field(description="What is counted now, where that is no longer the same")]


class SupervisionTotals(View):
    """The sums over the units that had something due."""

    units: int
    punctual: Annotated[int, Field(description="Units with everything on time")]
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    figures_missing: Annotated[int, Field(description="Whether due or not")]
    figures_overdue: Annotated[int, Field(description="Those that were due before the day")]
    units_owing: Annotated[int, Field(description="Units with something outstanding, whether due or not")]


class Supervision(OfficePaperView):
    """What is outstanding since when, who is late, and the ranking with its definition."""

    supervisors: Annotated[str, Field(description="The supervision group; else the office")]
    within: Annotated[int, Field(description="Days ahead that were looked at")]
    ask_by: Annotated[str, Field(description="Five days from the day")]
    ask_by_words: str
    totals: SupervisionTotals
    units: Annotated[
        tuple[UnitSupervision, ...],
        Field(description="All units; departments, then townships, each by rank"),
    ]
    lateness: Annotated[str, Field(description="The definition printed under the ranking")]
    returns: int
    reasons: Annotated[tuple[ReturnCount, ...], Field(description="Of all units, the commonest first")]
    expiring: Annotated[
        tuple[ExpiringRow, ...], Field(description="What expires within those days, earliest first")
    ]
    objections: Annotated[
        tuple[ObjectionRow, ...], Field(description="Objections until the day, by the day received")
    ] = ()

    @property
    def owing(self) -> tuple[UnitSupervision, ...]:
        return tuple(unit for unit in self.units if unit.owes)

    @property
    def corrections(self) -> tuple[ObjectionRow, ...]:
        """What was counted, and is counted otherwise since an objection was granted."""
        return tuple(row for row in self.objections if row.state == "granted")

    @property
    def ranked(self) -> tuple[UnitSupervision, ...]:
        """The units that had something due, with or without a rank."""
        return tuple(unit for unit in self.units if unit.standing.due)
