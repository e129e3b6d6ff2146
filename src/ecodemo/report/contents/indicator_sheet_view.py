"""The sheet of an indicator on the board, with its measures, documents and reviews."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.delivery_view import RequirementRow
from ecodemo.report.contents.indicator_page_view import Calculation
from ecodemo.report.contents.verdict_view import IndicatorRow
from ecodemo.report.state import SeverityWord, VerdictWord
from ecodemo.report.view_base import View


class BoardLink(View):
    """A text that may lead somewhere."""

    text: str
    href: Annotated[
        str,
        Field(description="An address of the page (`#unit-nanjin`), a file beside it, or empty"),
    ] = ""


class ChartPoint(View):
    """A year's figure in a chart."""

    x: int
    y: int
    label: Annotated[str, Field(description="The figure as written")]
    year: str


class ChartTarget(View):
    """A line that has to be reached, or the value that was accepted with the title."""

    y: int
    label: str
    is_accepted: Annotated[bool, Field(description="The value accepted with the title")] = False


class Chart(View):
    """The years of a measure as a line, with its targets."""

    points: tuple[ChartPoint, ...]
    lines: Annotated[tuple[str, ...], Field(description="The points that are joined, as SVG writes them")]
    targets: tuple[ChartTarget, ...]
    description: Annotated[str, Field(description="The same in words")]


class YearFigure(View):
    """The figure of a year, as judged."""

    year: str
    value: Annotated[str, Field(description="Empty if unknown")]


class FigureSource(View):
    """Who reported a figure, and the document behind it."""

    figure: Annotated[str, Field(description="The figure with its name, year and unit of measurement")]
    unit: BoardLink
    place: Annotated[str, Field(description="The page or cell")]
    documents: tuple[BoardLink, ...]
    note: Annotated[str, Field(description="Basis, source, and corrections")]


class PartRow(View):
    """What one unit gave, quantity by quantity and year by year."""

    unit: BoardLink
    values: tuple[str, ...]
    documents: Annotated[
        tuple[BoardLink, ...], Field(description="The documents that it names for the last year")
    ]


class PartsTable(View):
    """The quantities of a measure that several units report."""

    names: tuple[str, ...]
    years: Annotated[tuple[str, ...], Field(description="The columns of each quantity")]
    rows: tuple[PartRow, ...]
    sums: tuple[str, ...]
    stamped: Annotated[tuple[str, ...], Field(description="As the answering unit reported the whole")]
    differences: tuple[str, ...]
    left_out: Annotated[
        tuple[str, ...], Field(description="Which units are left out of a quantity, and of which years")
    ]


class MeasureSheet(View):
    """One measure of an indicator, with all that its verdict rests on."""

    address: str
    measure: str
    name: str
    unit: str
    asks: Annotated[str, Field(description="What the target means for this county")]
    text: Annotated[str, Field(description="The standard's own words on this measure")]
    verdict: VerdictWord
    verdict_label: str
    reason: str
    figures: tuple[YearFigure, ...]
    margin: Annotated[str, Field(description="The distance from the target; empty if there is none")]
    near: Annotated[str, Field(description="That it is close to its target, or falling; else empty")]
    chart: Annotated[Chart | None, Field(description="`null` for states, and where no year is known")]
    calculation: Annotated[
        Calculation | None, Field(description="`null` if it is simply what one unit reported")
    ]
    sources: tuple[FigureSource, ...]
    parts: Annotated[PartsTable | None, Field(description="`null` if no unit reports a part")]


class YearDocuments(View):
    """What there is for a year, or for several that have the same files."""

    year: Annotated[str, Field(description="Such as 2018–2020; empty if it is not by year")]
    links: tuple[BoardLink, ...]
    more: Annotated[int, Field(description="How many files are not linked")]
    pages: Annotated[int | None, Field(description="`null` unless each file has a page count")]
    is_lacking: Annotated[bool, Field(description="Required, and missing, empty, or incomplete")]


class ProofEntry(View):
    """What one unit submitted under a number."""

    unit: BoardLink
    years: tuple[YearDocuments, ...]


class ProofSheet(View):
    """One number that an indicator asks for, over all units."""

    requirement: RequirementRow
    entries: tuple[ProofEntry, ...]


class ReviewLine(View):
    """A review that is shown in full: a return, or a review of other bytes."""

    document: str
    unit: BoardLink
    day: str
    by: str
    result: str
    reason: str


class FindingLink(View):
    """A finding, listed with what it is about."""

    href: str
    severity: SeverityWord
    severity_label: str
    message: str


class StatementView(View):
    """What a lead unit says of its indicator."""

    unit: str
    done: str
    problems: str
    next: str


class IndicatorSheet(View):
    """A row of the standard with everything below it."""

    address: str
    aliases: Annotated[tuple[str, ...], Field(description="Other addresses: the numbers of its boxes")]
    row: IndicatorRow
    keys: Annotated[tuple[str, ...], Field(description="The filters that it passes")]
    leads: tuple[BoardLink, ...]
    near: Annotated[str, Field(description="What is near the limit, in a word; else empty")]
    is_reviewed: Annotated[bool, Field(description="Whether every required document is accepted")]
    measures: tuple[MeasureSheet, ...]
    proofs: tuple[ProofSheet, ...]
    reviews: tuple[ReviewLine, ...]
    review_note: Annotated[str, Field(description="How many documents are accepted, by whom")]
    findings: tuple[FindingLink, ...]
    statements: tuple[StatementView, ...]
