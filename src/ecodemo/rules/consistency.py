"""DC: figures that contradict each other (数据不一致) or cannot be right."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ecodemo.assess.comparison import Difference, DifferenceKind, differences, is_jump
from ecodemo.assess.figures import Figure
from ecodemo.assess.owed import figures_due
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.target_judgement import against_numbers
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.indicator import Measure
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Message, Number, Value, listing, message
from ecodemo.model.reported import Reported
from ecodemo.model.target import NotWorse, Target
from ecodemo.model.verdict import LackKind, Verdict
from ecodemo.rules._rule import Context, rule


@rule("DC101", "stamped-rate-differs", Severity.ERROR, on=Measure)
def stamped_rate_differs(measure: Measure, context: Context) -> Iterator[Problem]:
    """The rate that the lead reports is not the one computed from its parts."""
    for difference in _differences(measure, context, DifferenceKind.COMPUTED):
        yield _differs(
            difference,
            context,
            message(
                "{measure} {years}: {unit} reports {value}, but its parts give {other}.",
                **_compared(difference, context),
            ),
            message("Determine which is correct and correct the other, citing its document."),
        )


@rule("DC102", "total-differs-from-sum", Severity.ERROR, on=Measure)
def total_differs_from_sum(measure: Measure, context: Context) -> Iterator[Problem]:
    """The county's total is not the sum of what its units report."""
    for difference in _differences(measure, context, DifferenceKind.SUM):
        yield _differs(
            difference,
            context,
            message(
                "{measure} {years}: {unit} reports {value}, but its units add up to {other}.",
                **_compared(difference, context),
            ),
            message("Determine which is correct and correct the other, citing its document."),
        )


@rule("DC103", "part-exceeds-whole", Severity.ERROR, on=Measure)
def part_exceeds_whole(measure: Measure, context: Context) -> Iterator[Problem]:
    """In one unit's report the part is more than the whole."""
    named = [context.workspace.measures[side[0]] for side in measure.ratio or ()]
    for year in context.assessment.bid.span:
        for (more, reported), (less, _) in _exceeding(measure, context, year):
            yield Problem(
                Ref("observation", reported.ref.id, ("value",)),
                message(
                    "{part} {years} is {more}, more than {whole}: {less}.",
                    part=named[0].label,
                    years=listing(str(year)),
                    more=Number(more, None, named[0].unit),
                    whole=named[1].label,
                    less=Number(less, None, named[1].unit),
                ),
                _about(reported, context),
                message(
                    "Check both against the source tables; one of them is probably for another year or in another unit of measurement."
                ),
            )


@rule("DC104", "tenfold-jump", Severity.WARNING, on=Reported)
def tenfold_jump(reported: Reported, context: Context) -> Iterator[Problem]:
    """A unit's figure is ten times, or a tenth of, the year before."""
    now = reported.observation
    before = [
        other.observation.value
        for other in context.workspace.observations.get((now.measure, now.year - 1), ())
        if other.unit == reported.unit
    ]
    earlier = before[-1] if before else None
    if now.value is not None and earlier is not None and is_jump(now.value, earlier):
        measure = context.workspace.measures[now.measure]
        yield Problem(
            Ref("observation", reported.ref.id, ("value",)),
            message(
                "{measure} changes from {earlier} in {year} to {value} in {years}.",
                measure=measure.label,
                earlier=Number(earlier, None, measure.unit),
                year=str(now.year - 1),
                value=Number(now.value, None, measure.unit),
                years=listing(str(now.year)),
            ),
            _about(reported, context),
            message(
                "Check the unit of measurement ({unit}): kilograms for tonnes, mu for hectares?",
                unit=unit_name(measure.unit),
            ),
        )


@rule("DC105", "figure-without-proof", Severity.ERROR, on=Reported)
def figure_without_proof(reported: Reported, context: Context) -> Iterator[Problem]:
    """A reported value names no document."""
    observation = reported.observation
    if (observation.document if observation.not_involved is not None else observation.proof) is None:
        measure = context.workspace.measures[observation.measure]
        yield Problem(
            reported.ref,
            message(
                "{measure} ({years}) has no proof.",
                measure=measure.label,
                years=listing(str(observation.year)),
            ),
            _about(reported, context),
            message("Cite the source document: “proof: number/year”, with page or cell."),
            figures_due(context.workspace, context.assessment.bid, reported.unit),
        )


@rule("DC106", "reported-twice", Severity.ERROR, on=Reported)
def reported_twice(reported: Reported, context: Context) -> Iterator[Problem]:
    """A unit reports the same measure and year twice."""
    observation = reported.observation
    same = [
        other
        for other in context.workspace.observations[observation.measure, observation.year]
        if other.unit == reported.unit
    ]
    if len(same) > 1 and reported != same[0]:
        measure = context.workspace.measures[observation.measure]
        yield Problem(
            reported.ref,
            message(
                "{measure} ({years}) is reported twice.",
                measure=measure.label,
                years=listing(str(observation.year)),
            ),
            _about(reported, context),
            message(
                "Keep the one that matches the proof and delete the other; until then the last one counts."
            ),
            related=(same[0].ref,),
        )


@rule("DC107", "units-disagree", Severity.ERROR, on=Measure)
def units_disagree(measure: Measure, context: Context) -> Iterator[Problem]:
    """Another unit reports another value for a measure that one unit answers for."""
    for difference in _differences(measure, context, DifferenceKind.REPORTER):
        answering = context.unit(context.workspace.reporters(measure.id)[0])
        yield _differs(
            difference,
            context,
            message(
                "{measure} {years}: {unit} reports {value}, but {answering} reports {other}.",
                answering=answering,
                **_compared(difference, context),
            ),
            message("{unit} is responsible for this figure; agree on it or leave it out.", unit=answering),
        )


@rule("DC108", "year-not-over", Severity.WARNING, on=Reported)
def year_not_over(reported: Reported, context: Context) -> Iterator[Problem]:
    """A figure for a year that is not over yet."""
    observation = reported.observation
    if observation.year >= context.today.year:
        measure = context.workspace.measures[observation.measure]
        yield Problem(
            Ref("observation", reported.ref.id, ("year",)),
            message(
                "{measure} is reported for {years}, a year that has not ended yet.",
                measure=measure.label,
                years=listing(str(observation.year)),
            ),
            _about(reported, context),
            message("Check the year; figures for part of a year are not accepted."),
        )


@rule("DC113", "impossible-figure", Severity.ERROR, on=Measure)
def impossible_figure(measure: Measure, context: Context) -> Iterator[Problem]:
    """A figure that cannot be right: a share outside 0 to 100, a quantity below 0, an index beyond its scale."""
    outside = [
        (reported, value)
        for reported in context.workspace.observations_of(measure.id)
        if (value := reported.observation.value) is not None and not measure.range.admit(value)
    ]
    for reported, value in outside:
        yield Problem(
            reported.value_ref,
            _impossible(measure, reported.observation.year, value),
            _about(reported, context),
            message("Correct the number or its unit; if it is correct, set its “range” in indicators.yaml."),
        )
    for year, computed in _computed_outside(measure, context):
        yield Problem(
            Ref("measure", measure.id),
            _impossible(measure, year, computed),
            _subject(context.workspace.lead_of(measure.id), measure.id, year, context),
            message("Check the figures that it is computed from against their documents."),
        )


@rule("DC114", "number-against-conclusion", Severity.ERROR, on=Measure)
def number_against_conclusion(measure: Measure, context: Context) -> Iterator[Problem]:
    """The number and the conclusion of one assignment contradict each other; the conclusion decides."""
    figures = context.assessment.figures
    for unit, index, assignment in context.workspace.assignments_of(measure.id):
        if assignment.fulfilled is not None:
            judged = against_numbers(figures.of(measure.id, assignment.year), assignment, figures)
            if judged.verdict is (Verdict.NOT_MET if assignment.fulfilled else Verdict.MET):
                yield Problem(
                    Ref("assignment", f"{unit}/{index}", ("fulfilled",)),
                    message(
                        "{measure} {years}: the higher authority concluded “fulfilled”, but its number is not reached: {reason}",
                        measure=measure.label,
                        years=listing(str(assignment.year)),
                        reason=judged.reason,
                    )
                    if assignment.fulfilled
                    else message(
                        "{measure} {years}: the higher authority concluded “not fulfilled”, but its number is reached: {reason}",
                        measure=measure.label,
                        years=listing(str(assignment.year)),
                        reason=judged.reason,
                    ),
                    _subject(unit, measure.id, assignment.year, context),
                    message(
                        "Check the figure, the assigned number and the conclusion against their documents; the conclusion decides."
                    ),
                )


@rule("DC109", "earlier-year-missing", Severity.WARNING, on=RowJudgement)
def earlier_year_missing(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row is decided, but an earlier year that reports show beside it is not reported."""
    asked, shown = context.assessment.requested_figures, {*context.assessment.bid.span}
    for part in judged.parts:
        decided = part.verdict in (Verdict.MET, Verdict.NOT_MET)
        if not decided or part.measure is None or part.measure.states or _looks_at_base_only(part.target):
            continue
        for figure in part.figures[:-1]:
            for lack in figure.lacks:
                if lack.kind is not LackKind.FIGURE or lack.year not in shown & {
                    *asked.years_of(lack.measure)
                }:
                    continue
                measure = context.workspace.measures[lack.measure]
                for unit in lack.units:
                    yield Problem(
                        Ref("progress", unit) if unit in context.workspace.progress else Ref("unit", unit),
                        message(
                            "{measure} ({years}) is not reported; reports also show these years.",
                            measure=measure.label,
                            years=listing(str(lack.year)),
                        ),
                        Subject(
                            unit=unit,
                            indicator=judged.indicators[0].id if judged.indicators else None,
                            measure=lack.measure,
                            years=(lack.year,),
                        ),
                        message("{unit} must report it with its proof.", unit=context.unit(unit)),
                        figures_due(context.workspace, context.assessment.bid, unit),
                    )


def _looks_at_base_only(target: Target) -> bool:
    """Whether the years between the base and the assessed one are not asked for."""
    return isinstance(target, NotWorse) and target.not_worse == "base"


def _differences(measure: Measure, context: Context, kind: DifferenceKind) -> Iterator[Difference]:
    found = differences(measure, context.assessment.figures)
    return (difference for difference in found if difference.kind is kind)


def _compared(difference: Difference, context: Context) -> dict[str, Value]:
    measure, second = difference.measure, difference.second
    decimals = measure.decimals if difference.kind is DifferenceKind.COMPUTED else None
    other = (
        second.shown
        if second.value is None or decimals is None
        else Number(second.value, decimals, measure.unit)
    )
    return {
        "measure": measure.label,
        "years": listing(str(difference.year)),
        "unit": context.unit(difference.reported.unit),
        "value": difference.first.shown,
        "other": other,
    }


def _differs(difference: Difference, context: Context, text: Message, hint: Message) -> Problem:
    second = difference.second.reported
    return Problem(
        difference.reported.value_ref,
        text,
        _about(difference.reported, context),
        hint,
        related=(second.ref,) if second else (),
    )


def _impossible(measure: Measure, year: int, value: Decimal | Fraction) -> Message:
    return message(
        "{measure} {years}: {value} is out of range ({range}).",
        measure=measure.label,
        years=listing(str(year)),
        value=Number(value, None, measure.unit),
        range=measure.range.label,
    )


def _computed_outside(measure: Measure, context: Context) -> Iterator[tuple[int, Fraction]]:
    """Years in which a measure has an impossible value although each figure that it is made from is possible."""
    if not measure.is_computed:
        return
    for year in context.assessment.bid.span:
        figure = context.assessment.figures.built(measure.id, year)
        is_explained = any(map(_is_outside, figure.parts)) or any(_exceeding(measure, context, year))
        if figure.value is not None and _is_outside(figure) and not is_explained:
            yield year, figure.value


def _is_outside(figure: Figure) -> bool:
    return figure.value is not None and not figure.measure.range.admit(figure.value)


def _exceeding(
    measure: Measure, context: Context, year: int
) -> Iterator[tuple[tuple[Fraction, Reported], tuple[Fraction, Reported]]]:
    """Where one unit reports more for the part than for the whole."""
    if measure.ratio is None or measure.unit != "%":
        return
    above, below = measure.ratio
    for unit in dict.fromkeys(r.unit for r in context.workspace.observations.get((above[0], year), ())):
        part, whole = (_unit_sum(context, unit, side, year) for side in (above, below))
        if part and whole and part[0] > whole[0]:
            yield part, whole


def _unit_sum(
    context: Context, unit: str, side: tuple[str, ...], year: int
) -> tuple[Fraction, Reported] | None:
    """What one unit reports for all measures of a side of a ratio, if it reports all of them."""
    reports = [next(iter(context.workspace.reports(measure_id, year, unit)), None) for measure_id in side]
    total = Fraction(0)
    for reported in reports:
        if reported is None or reported.observation.value is None:
            return None
        total += Fraction(reported.observation.value)
    return (total, reports[0]) if reports[0] else None


def _about(reported: Reported, context: Context) -> Subject:
    observation = reported.observation
    return _subject(reported.unit, observation.measure, observation.year, context)


def _subject(unit: str | None, measure: str, year: int, context: Context) -> Subject:
    indicator = context.workspace.indicator_of_measure.get(measure)
    return Subject(unit=unit, indicator=indicator.id if indicator else None, measure=measure, years=(year,))


RULES = (
    stamped_rate_differs,
    total_differs_from_sum,
    part_exceeds_whole,
    tenfold_jump,
    figure_without_proof,
    reported_twice,
    units_disagree,
    year_not_over,
    earlier_year_missing,
    impossible_figure,
    number_against_conclusion,
)
