"""What each unit owes and has submitted: documents, days, returns."""

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.view_base import View


class UnitRow(View):
    """A unit's row in the ranking; the definition is printed under the table."""

    unit: str
    name: str
    kind: Literal["departments", "townships"]
    kind_label: str
    rank: int | None
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    share: str
    longest: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str
    figures_missing: Annotated[int, Field(description="Unreported figures of the assessed years")]
    undated: Annotated[int, Field(description="Items that were due and came, but with no date received")]


class DocumentRow(View):
    """One year of one document required from one unit: with number, due date and date received."""

    no: str
    name: str
    unit: str
    unit_name: str
    indicator: str
    year: str
    need: str
    required: bool
    due: str
    received: str
    files: str
    pages: Annotated[
        int | None, Field(description="Of all its files; `null` unless each of them has a page count")
    ]
    trouble: str
    lacking: Annotated[bool, Field(description="Missing, empty, or incomplete")]
    review: str
    review_state: Literal["", "accepted", "returned", "to review", "void"]
    awaits_review: Annotated[
        bool, Field(description="Submitted by another unit, awaiting review by the lead unit")
    ]
    returns: int
    standing: str
    days_late: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str


class DeliveryDay(View):
    """How many required documents, by year and unit, were due and received by the end of a day."""

    day: Annotated[str, Field(description="ISO date")]
    due: int
    received: Annotated[int, Field(description="Those whose date received is known")]


class DeliveryPace(View):
    """When the documents of the phase are complete at the pace of the last weeks; counted by number, unit and year."""

    left: Annotated[int, Field(description="Missing or returned")]
    received: Annotated[int, Field(description="Received, or received again, in the last `days` days")]
    days: int
    ready: Annotated[
        str, Field(description="ISO date; empty if nothing is left or no date can be calculated")
    ]
    sentence: str


class ReturnCount(View):
    """How often documents were returned for a kind of reason."""

    kind: Annotated[str, Field(description="As in the data; empty where the review names none")]
    label: str
    count: int
    rounds: Annotated[
        tuple[int, ...],
        Field(
            description="How many of them were the first, the second, … return of the same number, unit and year"
        ),
    ]


class UnitReturns(View):
    """Why documents of a unit were returned."""

    unit: str
    name: str
    count: Annotated[int, Field(description="Returns until the day, answered or not")]
    reasons: Annotated[
        tuple[ReturnCount, ...],
        Field(description="The commonest first; a return with two kinds of reason counts for both"),
    ]


class RequirementRow(View):
    """One document number, over all units and years for which it is required."""

    no: str
    name: str
    form: str
    need: str
    owed: int
    there: int
    waived: Annotated[int, Field(description="Waived; not counted in `there`")]
    accepted: int
    returned: int
    overdue: int
    required: Annotated[int, Field(description="Of `owed` those that must be there")]
    required_there: Annotated[int, Field(description="Of `there` those that must be there")]
    supporting: Annotated[int, Field(description="Of `there` those that only support others")]


class PreparationRow(View):
    """A document of the general box: how many of the required units have submitted it."""

    no: str
    name: str
    there: int
    waived: Annotated[int, Field(description="Waived; not counted in `there`")]
    owed: int
    not_due: Annotated[int, Field(description="Of `owed`, those missing whose due date has not passed")]

    @property
    def owed_by_now(self) -> int:
        """Without what is not due."""
        return self.owed - self.not_due
