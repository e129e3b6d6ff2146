"""DC118, DC119: whether a report that explains an indicator (说明报告) says what the data say, and says all that it has to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.assess.citation import proving
from ecodemo.assess.figures import Figure
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.explained import (
    BLANKS,
    Section,
    StatedFigure,
    blanks_in,
    document_place,
    figure_place,
    section_place,
    stated_figures,
)
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, Name, Value, listing, message
from ecodemo.model.number import rounded
from ecodemo.model.reading import EMPTY, NO_SUCH_PLACE
from ecodemo.rules._about import about_file
from ecodemo.rules._rule import Context, rule
from ecodemo.rules.proof import agrees

_EMPTY = {
    Section.MEASURES: message("The section on measures is empty."),
    Section.PROBLEMS: message("The section on problems is empty."),
}
_MISSING = {
    Section.MEASURES: message("It has no section on measures."),
    Section.PROBLEMS: message("It has no section on problems."),
}
_MOST = 5


@rule("DC118", "explanation-differs", Severity.ERROR, on=Survey)
def explanation_differs(survey: Survey, context: Context) -> Iterator[Problem]:
    """A report that explains an indicator gives a figure that is not the one of the data."""
    for file, indicator in context.citations.explanations():
        for measure in indicator.measures:
            for year in context.assessment.bid.span:
                reading = file.readings.get(figure_place(year, measure.unit, measure.name), "")
                figure = context.assessment.figures.of(measure.id, year)
                other = [stated for stated in stated_figures(reading) if not _is_same(stated, figure)]
                if figure.value is not None and other:
                    yield _differs(other[0], figure, file, context)


def _differs(stated: StatedFigure, figure: Figure, file: EvidenceFile, context: Context) -> Problem:
    measure = figure.measure
    values: dict[str, Value] = {
        "measure": measure.label,
        "years": listing(str(figure.year)),
        "found": f"{stated.written}{measure.unit if measure.unit == '%' else ''}",
        "value": figure.shown,
    }
    return Problem(
        Ref("evidence", file.path),
        message("{measure} {years}: the report has {found}, the data have {value}.", **values)
        if not stated.heading
        else message(
            "{measure} {years}: the report has {found} under “{heading}”, the data have {value}.",
            **values,
            heading=stated.heading,
        ),
        replace(about_file(file, context), measure=measure.id, years=(figure.year,)),
        message("Determine which is correct, then correct the report, or the data, citing the document."),
    )


def _is_same(stated: StatedFigure, figure: Figure) -> bool:
    """Whether a number is the figure as it is printed, or a longer or shorter form of it."""
    if figure.value is None or figure.written is not None:
        value = figure.written
    else:
        value = rounded(figure.value, figure.measure.decimals if figure.measure.decimals is not None else 4)
    return value is None or agrees(stated.written, value, figure.measure.unit)


@rule("DC119", "explanation-incomplete", Severity.WARNING, on=Survey)
def explanation_incomplete(survey: Survey, context: Context) -> Iterator[Problem]:
    """A report that explains an indicator does not say all that it has to."""
    for file, indicator in context.citations.explanations():
        for what, hint in _lacks(file, indicator, context):
            yield Problem(Ref("evidence", file.path), what, about_file(file, context), hint)


def _lacks(file: EvidenceFile, indicator: Indicator, context: Context) -> Iterator[tuple[Message, Message]]:
    blanks = blanks_in(file.readings.get(BLANKS, ""))
    if blanks:
        yield (
            message("Still to be completed: {blanks}.", blanks=listing(*blanks, most=_MOST)),
            message("Return it; the lead unit completes or deletes the marked passages."),
        )
    for section in Section:
        reading = file.readings.get(section_place(section), "")
        if reading in (EMPTY, NO_SUCH_PLACE):
            yield (
                (_EMPTY if reading == EMPTY else _MISSING)[section],
                message(
                    "The report must explain the measures taken and the remaining problems, or state that there are none."
                ),
            )
    unnamed = tuple(_unnamed(file, indicator, context))
    if unnamed:
        yield (
            message("Documents not named in it: {documents}.", documents=listing(*unnamed, most=_MOST)),
            message("Return it; the report must name each document by number or name."),
        )


def _unnamed(file: EvidenceFile, indicator: Indicator, context: Context) -> Iterator[Message]:
    """The kinds of document that are there and that the report names neither by number nor by name."""
    there = {
        item.requirement.no
        for item in context.assessment.items
        if item.is_required and len(item.lacking) < len(item.slots)
    }
    for requirement in proving(indicator, context.workspace):
        place = document_place(requirement.no, requirement.name)
        if requirement.no in there and file.readings.get(place) == NO_SUCH_PLACE:
            name: Name = requirement.label
            yield message("{no} {name}", no=requirement.no, name=name)


RULES = (explanation_differs, explanation_incomplete)
