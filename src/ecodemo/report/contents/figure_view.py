"""Figures that disagree, were corrected, or come from townships."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.view_base import View


class DifferenceRow(View):
    """Two conflicting figures for the same quantity (数据不一致)."""

    what: str
    first: str
    second: str
    gap: str
    unit: str


class CorrectionRow(View):
    """A corrected figure (`revised`), as known on the day."""

    what: str
    measured_in: Annotated[str, Field(description="Unit of measurement; may be empty")]
    unit: str
    day: str
    was: str
    is_now: Annotated[str, Field(description="The figure after all corrections")]
    reason: str
    document: Annotated[str, Field(description="The document behind the correction; may be empty")]
    document_title: Annotated[str, Field(description="Title and official number of the document")]


class TownshipLine(View):
    """One quantity in one year, by township."""

    no: str
    name: str
    unit: str
    year: int
    values: Annotated[
        tuple[str, ...],
        Field(description="In the order of `townships`; 不涉及 if not involved, empty if unknown"),
    ]
    others: Annotated[str, Field(description="Figures of departments, with their names")]
    sum: str
    stamped: str
    difference: str
