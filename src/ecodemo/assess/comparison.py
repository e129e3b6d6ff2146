"""Where two figures of the same thing differ (数据不一致): one definition for rules and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ecodemo.assess.figures import Figure, Figures, Origin
from ecodemo.model.indicator import Measure
from ecodemo.model.number import rounded
from ecodemo.model.reported import Reported

_TENFOLD = 10


class DifferenceKind(StrEnum):
    """What the figure is compared with."""

    COMPUTED = "computed"
    SUM = "sum"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Difference:
    """A reported figure, and other values for the same thing."""

    kind: DifferenceKind
    measure: Measure
    year: int
    reported: Reported
    first: Figure
    second: Figure

    @property
    def gap(self) -> Fraction | None:
        """First less second; rates as they are printed."""
        if self.first.value is None or self.second.value is None:
            return None
        if self.kind is not DifferenceKind.COMPUTED:
            return self.first.value - self.second.value
        decimals = decimals_of(self.first)
        return Fraction(rounded(self.first.value, decimals)) - Fraction(rounded(self.second.value, decimals))


def differences(measure: Measure, figures: Figures) -> Iterator[Difference]:
    """Every difference of a measure in the years of the bid."""
    for year in figures.bid.span:
        stamped = figures.stamped(measure.id, year)
        if stamped is not None and stamped.reported is not None:
            built = figures.built(measure.id, year)
            if built.is_known and _differ(measure, stamped, built):
                kind = DifferenceKind.COMPUTED if measure.is_computed else DifferenceKind.SUM
                yield Difference(kind, measure, year, stamped.reported, stamped, built)
        yield from _other_reporters(measure, year, figures)


def is_jump(value: Decimal, other: Decimal) -> bool:
    """Whether one of two figures is ten times the other or more; nought is never compared."""
    if not value or not other:
        return False
    times = abs(Fraction(value) / Fraction(other))
    return times >= _TENFOLD or times <= Fraction(1, _TENFOLD)


def only_rounded(stamped: Figure, built: Figure) -> bool:
    """Whether a stamped rate equals the one computed from its parts, rounded."""
    is_rate = stamped.measure.is_computed and stamped.origin is Origin.REPORTED
    return is_rate and not _differ(stamped.measure, stamped, built)


def _differ(measure: Measure, stamped: Figure, built: Figure) -> bool:
    if stamped.value is None or built.value is None:
        return stamped.state != built.state
    if not measure.is_computed:
        return stamped.value != built.value
    decimals = decimals_of(stamped)
    return rounded(stamped.value, decimals) != rounded(built.value, decimals)


def decimals_of(stamped: Figure) -> int:
    """How many decimals a stamped rate is compared with: those of its measure, else those it was written with."""
    if stamped.measure.decimals is not None:
        return stamped.measure.decimals
    return max(0, -int(stamped.written.as_tuple().exponent)) if stamped.written is not None else 0


def _other_reporters(measure: Measure, year: int, figures: Figures) -> Iterator[Difference]:
    """Units that report a measure for which one other unit answers."""
    workspace = figures.workspace
    named = workspace.reporters(measure.id)
    if measure.is_computed or len(named) != 1:
        return
    own = figures.built(measure.id, year)
    for reported in workspace.observations.get((measure.id, year), ()):
        observation = reported.observation
        if reported.unit in named or observation.not_involved is not None or not own.is_known:
            continue
        value = None if observation.value is None else Fraction(observation.value)
        if (value, observation.state) != (own.value, own.state):
            theirs = Figure(
                measure,
                year,
                value=value,
                written=observation.value,
                state=observation.state,
                reported=reported,
            )
            yield Difference(DifferenceKind.REPORTER, measure, year, reported, theirs, own)
