"""The figures that a unit has not reported, and what cannot be computed without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.language import Language, Speaker
from ecodemo.model.indicator import Measure
from ecodemo.report.contents.written_years import years_in_words
from ecodemo.supervise.supervision_view import OwedFigures
from ecodemo.supervise.written_dates import day_in_words, iso


def owed_figures(assessment: Assessment, unit: str, horizon: date, speaker: Speaker) -> Iterator[OwedFigures]:
    """The figures that a unit has not reported, by the years for which they are asked.

    Args:
        assessment: of the day.
        unit: its id.
        horizon: the last day of which what falls due is listed.
        speaker: whose language it is in.
    """
    today = assessment.today
    due = figures_due(assessment.workspace, assessment.bid, unit)
    if due is None or due > horizon:
        return
    gap = "" if speaker.language is Language.ZH else " "
    for asked_years, measures in by_years(assessment.requested_figures.owed_by(unit)).items():
        yield OwedFigures(
            count=len(asked_years) * len(measures),
            names=tuple(f"{measure.no or ''}{gap}{speaker.say(measure.label)}" for measure in measures),
            years=years_in_words(asked_years, speaker),
            due=iso(due),
            due_words=day_in_words(due, today, speaker),
            days_left=max(0, (due - today).days),
            days_late=max(0, (today - due).days),
            hinders=tuple(_hindered(assessment, measures, asked_years, speaker)),
        )


def _hindered(
    assessment: Assessment, measures: Iterable[Measure], years: Iterable[int], speaker: Speaker
) -> Iterator[str]:
    """The computed measures with a target that have no value in one of these years."""
    missing, figures = {measure.id for measure in measures}, assessment.figures
    for id_ in assessment.requested_figures.targets:
        measure = assessment.workspace.measures[id_]
        if (
            measure.is_computed
            and missing & assessment.workspace.made_of((id_,))
            and any(figures.of(id_, year).value is None for year in years)
        ):
            yield speaker.say(measure.label)


def by_years(figures: Iterable[tuple[Measure, int]]) -> Mapping[tuple[int, ...], list[Measure]]:
    """The measures that lack the same years, in the order of the data."""
    years: dict[str, tuple[Measure, list[int]]] = {}
    for measure, year in figures:
        years.setdefault(measure.id, (measure, []))[1].append(year)
    found: dict[tuple[int, ...], list[Measure]] = {}
    for measure, asked in years.values():
        found.setdefault(tuple(asked), []).append(measure)
    return found
