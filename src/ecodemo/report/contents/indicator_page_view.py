"""The page of each indicator, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.contents.verdict_view import IndicatorRow
from ecodemo.report.view_base import View


class JudgedMeasure(View):
    """A measure of the row, with its figures by year and which figure was judged."""

    name: str
    unit: str
    asks: Annotated[str, Field(description="What the target means for this county")]
    values: Annotated[tuple[str, ...], Field(description="One for each year of the bid, empty if unknown")]
    judged: Annotated[str, Field(description="Whose figure was judged: reported, summed or computed")]
    verdict_label: str
    proof: Annotated[str, Field(description="Numbers of the documents that prove it")]


class Calculation(View):
    """How the figure of the assessed year follows from its parts."""

    name: str
    units: Annotated[str, Field(description="The number of units whose figures are in it")]
    left_out: Annotated[tuple[str, ...], Field(description="Who is left out, and why")]
    lines: Annotated[
        tuple[str, ...], Field(description="The first two and the last of the parts, the sums, the quotient")
    ]
    short_lines: Annotated[tuple[str, ...], Field(description="The same with the sums alone")]
    computed: Annotated[str, Field(description="What the parts come to; empty if a part is missing")]
    adopted: Annotated[str, Field(description="The figure that was judged")]
    differs: Annotated[bool, Field(description="Whether the two are not the same")]


class ProofLine(View):
    """A document that proves it, or one line for those of many units."""

    reference: Annotated[
        str, Field(description="Requirement and running number; the requirement alone for several")
    ]
    title: str
    issuer: str
    number: Annotated[str, Field(description="文号; empty where the register has none")]
    day: Annotated[str, Field(description="成文日期 as eight digits; empty where the register has none")]
    pages: Annotated[
        str, Field(description="Pages of the file, or how many; empty where the file has no page count")
    ]
    files: int


class IndicatorPage(View):
    """A row of the standard with all that explains and proves it."""

    row: IndicatorRow
    in_standards: Annotated[
        str, Field(description="Its number in the standard, and in the one whose text is used")
    ]
    standard_value: Annotated[str, Field(description="The standard's own sentence")]
    standard_note: Annotated[str, Field(description="Its units, its document, and whether it is verified")]
    measures: tuple[JudgedMeasure, ...]
    calculations: tuple[Calculation, ...]
    sources: Annotated[str, Field(description="Who reported the figures, and from what")]
    basis: Annotated[str, Field(description="口径, what differs, what is left out, what was corrected")]
    conclusion: str
    proofs: tuple[ProofLine, ...]
    more_proofs: Annotated[int, Field(description="Files that are not listed")]
    files: Annotated[int, Field(description="Files that prove it")]
    done: Annotated[tuple[str, ...], Field(description="What its lead units say they did")]
    problems: Annotated[tuple[str, ...], Field(description="The problems that they name")]
    next: Annotated[tuple[str, ...], Field(description="What they will do next")]


class IndicatorPages(OfficePaperView):
    """A page for each row of the bid's standard."""

    selection: Annotated[
        str, Field(description="Ids of the group or the indicators that were asked for; empty if all")
    ]
    standard: str
    assessed: int
    years: tuple[int, ...]
    pages: tuple[IndicatorPage, ...]
