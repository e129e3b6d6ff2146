"""What a bid under another list would cost, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class MigratedRow(View):
    """A row of the new list, with what of it the county has already."""

    no: str
    name: str
    text: Annotated[str, Field(description="The target as worded in the new standard")]
    old_rows: Annotated[tuple[str, ...], Field(description="Rows of the earlier list on the same measures")]
    old_texts: Annotated[tuple[str, ...], Field(description="Their targets as worded in that standard")]
    measures: tuple[str, ...]
    boxes: Annotated[tuple[str, ...], Field(description="Indicators with their file numbers")]
    values: Annotated[tuple[str, ...], Field(description="The latest value of each measure, with its year")]
    verdict: Annotated[str, Field(description="Under the new target, with today's data")]
    old_verdict: Annotated[str, Field(description="Under the earlier list; empty if it has no such row")]
    carries: Annotated[bool, Field(description="Every measure was required by the earlier list too")]
    newly_fails: bool
    change: Annotated[str, Field(description="What changes, in words")]


class CarriedDocument(View):
    """A kind of document of the new bid: how many serve, and how many are owed by whom."""

    no: str
    document: str
    units: str
    serves: int
    again: Annotated[int, Field(description="Owed again: of one bid only, for other years, or run out")]
    new: Annotated[
        int, Field(description="Owed by units that the earlier bid required nothing of the kind of")
    ]
    missing: Annotated[int, Field(description="Missing for the earlier bid already")]
    owed_by: Annotated[str, Field(description="The units that have to submit it")]
    years: Annotated[str, Field(description="The years owed")]
    why: str
    due: str


class UnreportedMeasure(View):
    """A measure of the new list without a figure or a unit that reports it."""

    row: str
    measure: str
    unit: Annotated[str, Field(description="Who would report it; empty if no unit is responsible")]
    why: str


class DroppedRow(View):
    """A row of the earlier list whose measures the new one does not require."""

    no: str
    name: str
    measures: tuple[str, ...]


class Migration(OfficePaperView):
    """What the new list asks for, and what the county has of it."""

    standard: str
    before: Annotated[str, Field(description="The earlier bid; empty if there is none")]
    before_standard: str
    summary: Annotated[
        str, Field(description="Rows that carry over, rows that newly fail, documents newly owed")
    ]
    notes: Annotated[tuple[str, ...], Field(description="What cannot be known yet")]
    rows: tuple[MigratedRow, ...]
    dropped: tuple[DroppedRow, ...]
    documents: tuple[CarriedDocument, ...]
    unreported: tuple[UnreportedMeasure, ...]
    carried: Annotated[int, Field(description="Rows that carry over")]
    applicable: Annotated[int, Field(description="Rows that apply to the county")]
    failing: Annotated[int, Field(description="Rows that newly fail")]
    serving: Annotated[int, Field(description="Documents in hand that still serve")]
    owed: Annotated[int, Field(description="Documents newly owed")]
