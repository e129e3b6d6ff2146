"""The figures that a bid asks of each unit: which measures, for which years, and which of them are still owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ecodemo.assess.figures import Figures
from ecodemo.model.indicator import Measure
from ecodemo.model.progress import Observation
from ecodemo.model.target import AllOf, AnyOf, ByProfile, NotWorse, Target


class RequestedFigures:
    """The measures that a bid rests on, and for which years each is asked; the same for all units.

    They are all measures of the indicators that an applicable row touches, but for those that only other rows judge, and
    what those are computed from.
    """

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.workspace = workspace = figures.workspace
        self.bid = figures.bid
        rows = workspace.rows_of(figures.bid)
        applicable = [row for row in rows if workspace.county.fits(row.applies_if) is not False]
        self.targets = {
            measure_id: target
            for row in applicable
            for measure_id, target in row.targets.items()
            if measure_id in workspace.measures
        }
        not_judged = {measure_id for row in rows for measure_id in row.targets} - set(self.targets)
        touched = {
            workspace.indicator_of_measure[measure_id].id
            for measure_id in self.targets
            if measure_id in workspace.indicator_of_measure
        }
        own = [
            measure.id
            for indicator in touched
            for measure in workspace.indicators_by_id[indicator].measures
            if measure.id not in not_judged
        ]
        needed = set(self._with_parts([*self.targets, *own]))
        self.measures = tuple(measure for measure in workspace.measures.values() if measure.id in needed)
        self._compared_with_base = set(
            self._with_parts(measure_id for measure_id, target in self.targets.items() if _names_base(target))
        ) | {
            below
            for measure in self.measures
            for compared in (measure.drop, measure.change)
            if compared and compared.since == "base"
            for below in self._with_parts((compared.of,))
        }

    def years_of(self, measure_id: str) -> tuple[int, ...]:
        """The years for which a measure is asked: its own, and the base year where it is compared with it."""
        own = {year for year in self.bid.years_in(self.workspace.measures[measure_id].years) if year}
        base = {self.bid.base} if self.bid.base and measure_id in self._compared_with_base else set()
        return tuple(sorted(own | base))

    def is_asked(self, measure_id: str, year: int) -> bool:
        """Whether a measure is asked for a year; what was recognised as not involved is not."""
        return year in self.years_of(measure_id) and not self.figures.of(measure_id, year).not_involved

    def of_unit(self, unit: str) -> tuple[Measure, ...]:
        """The measures in a unit's sheet, in the order of the data.

        What it has to report, what it has reported of its own accord (a lead's county total), and the computed ones
        all of whose parts are among those.
        """
        has_reported = {measure for measure, year in self.observed(unit) if year in self.years_of(measure)}
        entered = {
            measure.id
            for measure in self.measures
            if not measure.is_computed
            and (unit in self.workspace.reporters(measure.id) or measure.id in has_reported)
        }
        return tuple(
            measure
            for measure in self.measures
            if measure.id in entered or (measure.is_computed and self._leaves(measure) <= entered)
        )

    def stamped_by(self, unit: str) -> tuple[Measure, ...]:
        """The computed measures of which a lead may report a stamped figure: those that it cannot compute itself.

        One that it has reported stays, even so.
        """
        own = {measure.id for measure in self.of_unit(unit)}
        has_reported = {measure for measure, _ in self.observed(unit)}
        return tuple(
            measure
            for measure in self.measures
            if measure.is_computed
            and self.workspace.lead_of(measure.id) == unit
            and (measure.id in has_reported or not self._leaves(measure) <= own)
        )

    def owed_by(self, unit: str) -> tuple[tuple[Measure, int], ...]:
        """The figures that a unit has to report and has not, each a measure and a year.

        What it says does not concern it counts as reported.
        """
        reported = self.observed(unit)
        return tuple(
            (measure, year)
            for measure in self.measures
            if not measure.is_computed and unit in self.workspace.reporters(measure.id)
            for year in self.years_of(measure.id)
            if (measure.id, year) not in reported and self.is_asked(measure.id, year)
        )

    def observed(self, unit: str) -> Mapping[tuple[str, int], Observation]:
        """What a unit has reported, by measure and year; of two reports the later one in its file."""
        observations = (reported.observation for reported in self.workspace.observed(unit))
        return {(observation.measure, observation.year): observation for observation in observations}

    def _with_parts(self, measure_ids: Iterable[str]) -> Iterator[str]:
        for measure_id in measure_ids:
            yield measure_id
            yield from self._with_parts(self.workspace.measures[measure_id].made_from)

    def _leaves(self, measure: Measure) -> set[str]:
        """The measures that somebody enters and that a computed one rests on."""
        return {
            below
            for below in self._with_parts((measure.id,))
            if not self.workspace.measures[below].is_computed
        }


def _names_base(target: Target) -> bool:
    match target:
        case NotWorse():
            return target.not_worse == "base"
        case AllOf():
            return any(map(_names_base, target.all_of))
        case AnyOf():
            return any(map(_names_base, target.any_of))
        case ByProfile():
            return any(map(_names_base, target.cases.values()))
        case _:
            return False
