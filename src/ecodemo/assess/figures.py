"""The value of a measure in a year: reported, summed from its units, or computed from other measures.

The figure that bears the stamp of the unit that answers for it is judged; the one computed from its parts is kept
beside it, so that the two can be compared. A missing part makes the built figure unknown and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ecodemo.assess.not_involved import Recognitions
from ecodemo.model.county import Bid
from ecodemo.model.indicator import Measure, Since
from ecodemo.model.message import Message, Name, Number, listing, message
from ecodemo.model.number import plain
from ecodemo.model.reported import Reported
from ecodemo.model.verdict import Lack, LackKind
from ecodemo.model.workspace import Workspace


class Origin(StrEnum):
    """Where a figure comes from."""

    REPORTED = "reported"
    SUMMED = "summed"
    COMPUTED = "computed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in a year, with all that it was made from.

    `value` is exact; `written` is the number as its unit wrote it. Neither `value` nor `state`: unknown,
    and `lacks` says why.
    """

    measure: Measure
    year: int
    origin: Origin = Origin.NONE
    value: Fraction | None = None
    written: Decimal | None = None
    state: str | None = None
    reported: Reported | None = None
    bases: frozenset[str] = frozenset()
    parts: tuple[Figure, ...] = ()
    lacks: tuple[Lack, ...] = ()
    not_involved: bool = False

    @property
    def is_known(self) -> bool:
        return self.value is not None or self.state is not None

    @property
    def shown(self) -> Number | str:
        """The figure as reports print it."""
        if self.value is None:
            return self.state or ""
        if self.written is not None:
            return Number(self.written, None, self.measure.unit)
        return Number(self.value, self.measure.decimals, self.measure.unit)

    @property
    def text(self) -> str:
        """The same without its unit; empty where it is unknown."""
        shown = self.shown
        return plain(shown.value, shown.decimals) if isinstance(shown, Number) else shown


@dataclass
class Figures:
    """The figures of a workspace for one bid on one day; each is worked out once."""

    workspace: Workspace
    bid: Bid
    today: date
    recognitions: Recognitions = field(repr=False, compare=False)
    judged_year: int | None = None
    """The year that is judged in place of the assessed one, of which nothing can be reported yet."""
    _judged: dict[tuple[str, int], Figure] = field(default_factory=dict, repr=False, compare=False)
    _built: dict[tuple[str, int], Figure] = field(default_factory=dict, repr=False, compare=False)

    @property
    def assessed(self) -> int:
        """The year whose figures are judged."""
        return self.judged_year or self.bid.assessed

    @property
    def span(self) -> tuple[int, ...]:
        """The years that are shown, oldest first; the last is the one that is judged."""
        return tuple(range(self.assessed - self.bid.years + 1, self.assessed + 1))

    def of(self, measure_id: str, year: int) -> Figure:
        """The figure that is judged: the stamped one if there is one, else the one computed from its parts.

        Of what does not concern the county there is none, whatever is stamped.
        """
        key = measure_id, year
        if key not in self._judged:
            is_excluded = self.recognitions.of_measure(measure_id)
            stamped = None if is_excluded else self.stamped(measure_id, year)
            self._judged[key] = stamped or self.built(measure_id, year)
        return self._judged[key]

    def stamped(self, measure_id: str, year: int) -> Figure | None:
        """The county's figure as the answering unit reported it, where it is not simply the one report."""
        measure = self.workspace.measures[measure_id]
        reporters = self.workspace.reporters(measure_id)
        if not measure.is_computed and len(reporters) <= 1:
            return None
        own = None if measure.is_computed else reporters
        totals = [
            reported
            for reported in self.workspace.observations.get((measure_id, year), ())
            if (own is None or reported.unit not in own) and reported.observation.not_involved is None
        ]
        lead = self.workspace.lead_of(measure_id)
        if lead is not None or measure.is_computed:
            totals = [total for total in totals if total.unit == lead]
        return self._as_reported(measure, year, totals[-1]) if totals else None

    def built(self, measure_id: str, year: int) -> Figure:
        """The figure computed from the parts of a measure, whatever was reported for the whole."""
        key = measure_id, year
        if key not in self._built:
            self._built[key] = self._build(self.workspace.measures[measure_id], year)
        return self._built[key]

    def excludes(self, measure_ids: Iterable[str]) -> bool:
        """Whether none of some measures concerns the county in the assessed year."""
        return all(self.of(measure_id, self.assessed).not_involved for measure_id in measure_ids)

    def base_year(self, year: int, since: str) -> int | None:
        """The year to compare with; `None` where the bid names none, or the year itself is not later than it."""
        if since != "base":
            return year - 1
        return self.bid.base if self.bid.base is not None and self.bid.base < year else None

    def _build(self, measure: Measure, year: int) -> Figure:
        if self.recognitions.of_measure(measure.id):
            return Figure(measure, year, not_involved=True)
        if measure.ratio is not None:
            return self._ratio(measure, year, measure.ratio)
        if measure.drop is not None:
            return self._compared(measure, year, measure.drop)
        if measure.change is not None:
            return self._compared(measure, year, measure.change)
        return self._collected(measure, year)

    def _collected(self, measure: Measure, year: int) -> Figure:
        """The sum, or the worst state, of what the reporting units handed in."""
        reporters = self.workspace.reporters(measure.id)
        parts = tuple(self._part(measure, year, unit) for unit in reporters)
        if not parts:
            nobody = message("No unit is responsible for reporting {measure}.", measure=measure.label)
            return Figure(measure, year, lacks=(Lack(LackKind.DATA, measure.id, year, (), nobody),))
        if len(parts) == 1:
            return parts[0]
        involved = [part for part in parts if not part.not_involved]
        if not involved:
            return Figure(measure, year, parts=parts, not_involved=True)
        if lacks := tuple(_gathered(lack for part in involved for lack in part.lacks)):
            return Figure(measure, year, parts=parts, lacks=lacks, bases=_bases(involved))
        if measure.states:
            state = min((part.state or "" for part in involved), key=measure.states.index)
            return Figure(measure, year, Origin.SUMMED, state=state, parts=parts, bases=_bases(involved))
        total = sum((part.value or Fraction(0) for part in involved), Fraction(0))
        return Figure(measure, year, Origin.SUMMED, total, parts=parts, bases=_bases(involved))

    def _part(self, measure: Measure, year: int, unit: str) -> Figure:
        """What one unit handed in for a measure."""
        reports = self.workspace.reports(measure.id, year, unit)
        if not reports:
            return Figure(measure, year, lacks=(_not_reported(self.workspace, measure, year, unit),))
        reported = reports[-1]
        if reported.observation.not_involved is None:
            return self._as_reported(measure, year, reported)
        if self.recognitions.of_figure(measure.id, unit, reported.observation):
            return Figure(measure, year, reported=reported, not_involved=True)
        if self.recognitions.waits_for_statement(measure.id, unit, reported.observation):
            lack = _without_statement(self.workspace, measure, year, unit)
            return Figure(measure, year, reported=reported, lacks=(lack,))
        waiting = message(
            "{unit} declares that {measure} does not apply (不涉及) in {year}; not yet recognised by another unit.",
            unit=self.workspace.label(unit),
            measure=measure.label,
            year=str(year),
        )
        lack = Lack(LackKind.RECOGNITION, measure.id, year, (unit,), waiting)
        return Figure(measure, year, reported=reported, lacks=(lack,))

    def _as_reported(self, measure: Measure, year: int, reported: Reported) -> Figure:
        observation = reported.observation
        value = None if observation.value is None else Fraction(observation.value)
        bases = frozenset({observation.basis})
        return Figure(
            measure,
            year,
            Origin.REPORTED,
            value,
            observation.value,
            observation.state,
            reported=reported,
            bases=bases,
        )

    def _ratio(self, measure: Measure, year: int, ratio: tuple[tuple[str, ...], tuple[str, ...]]) -> Figure:
        above, below = (tuple(self.of(part, year) for part in side) for side in ratio)
        parts = (*above, *below)
        involved = [part for part in parts if not part.not_involved]
        if not [part for part in below if not part.not_involved]:
            return Figure(measure, year, parts=parts, not_involved=True)
        if lacks := tuple(_gathered(lack for part in involved for lack in part.lacks)):
            return Figure(measure, year, parts=parts, lacks=lacks, bases=_bases(involved))
        divisor = _sum(below)
        if divisor == 0:
            nothing = message(
                "Cannot compute {measure} for {year}: the denominator is 0.",
                measure=measure.label,
                year=str(year),
            )
            lack = Lack(
                LackKind.DATA, measure.id, year, self.workspace.reporters(below[0].measure.id)[:1], nothing
            )
            return Figure(measure, year, parts=parts, lacks=(lack,))
        value = _sum(above) / divisor * (100 if measure.unit == "%" else 1)
        return Figure(measure, year, Origin.COMPUTED, value, parts=parts, bases=_bases(involved))

    def _compared(self, measure: Measure, year: int, compared: Since) -> Figure:
        """The fall in per cent, or the difference in units, against an earlier year."""
        earlier_year = self.base_year(year, compared.since)
        now = self.of(compared.of, year)
        if earlier_year is None:
            return Figure(
                measure, year, parts=(now,), lacks=(no_base_year(self.workspace, self.bid, measure, year),)
            )
        earlier = self.of(compared.of, earlier_year)
        parts = (now, earlier)
        if now.not_involved or earlier.not_involved:
            return Figure(measure, year, parts=parts, not_involved=True)
        if lacks := (*now.lacks, *earlier.lacks):
            return Figure(measure, year, parts=parts, lacks=lacks)
        if lack := other_basis(self.workspace, now, earlier):
            return Figure(measure, year, parts=parts, lacks=(lack,))
        if now.value is None or earlier.value is None or (measure.drop and earlier.value == 0):
            nothing = message(
                "Cannot compute {measure} for {year}: the denominator is 0.",
                measure=measure.label,
                year=str(year),
            )
            lead = self.workspace.lead_of(measure.id)
            return Figure(
                measure,
                year,
                parts=parts,
                lacks=(Lack(LackKind.DATA, measure.id, year, (lead,) if lead else (), nothing),),
            )
        value = (
            (earlier.value - now.value) / earlier.value * 100 if measure.drop else now.value - earlier.value
        )
        return Figure(measure, year, Origin.COMPUTED, value, parts=parts, bases=now.bases)


def _sum(figures: tuple[Figure, ...]) -> Fraction:
    return sum((figure.value for figure in figures if figure.value is not None), Fraction(0))


def _bases(figures: list[Figure]) -> frozenset[str]:
    return frozenset[str]().union(*(figure.bases for figure in figures))


def _gathered(lacks: Iterator[Lack]) -> Iterator[Lack]:
    """Lacks of the same measure and year as one, naming all the units."""
    by_measure: dict[tuple[LackKind, str, int], list[Lack]] = {}
    for lack in dict.fromkeys(lacks):
        by_measure.setdefault((lack.kind, lack.measure, lack.year), []).append(lack)
    for (kind, measure_id, year), same in by_measure.items():
        if len(same) == 1 or kind is not LackKind.FIGURE:
            yield from same
            continue
        names = listing(*(lack.message.values["unit"] for lack in same))
        text = message(
            "{unit} has not reported {measure} for {year}.", **{**same[0].message.values, "unit": names}
        )
        yield Lack(kind, measure_id, year, tuple(unit for lack in same for unit in lack.units), text)


def _not_reported(workspace: Workspace, measure: Measure, year: int, unit: str) -> Lack:
    text = message(
        "{unit} has not reported {measure} for {year}.",
        unit=workspace.label(unit),
        measure=measure.label,
        year=str(year),
    )
    return Lack(LackKind.FIGURE, measure.id, year, (unit,), text)


def _without_statement(workspace: Workspace, measure: Measure, year: int, unit: str) -> Lack:
    """As if it were not reported."""
    text = message(
        "{unit} declares that {measure} does not apply (不涉及) in {year}, but the stamped statement is missing.",
        unit=workspace.label(unit),
        measure=measure.label,
        year=str(year),
    )
    return Lack(LackKind.FIGURE, measure.id, year, (unit,), text)


def no_base_year(workspace: Workspace, bid: Bid, measure: Measure, year: int) -> Lack:
    """The bid does not say with which year to compare."""
    lead = workspace.lead_of(measure.id)
    text = message(
        "Bid {bid} has no base year to compare {measure} with.", bid=bid.label, measure=measure.label
    )
    return Lack(LackKind.DATA, measure.id, year, (lead,) if lead else (), text)


def other_basis(workspace: Workspace, now: Figure, earlier: Figure) -> Lack | None:
    """Two figures on different bases (口径) are not compared."""
    if now.bases == earlier.bases:
        return None
    lead = now.reported.unit if now.reported else workspace.lead_of(now.measure.id)
    about: Name | Message = now.measure.label
    if now.reported and now.reported.unit != workspace.lead_of(now.measure.id):
        about = message(
            "{measure} (reported by {unit})", measure=about, unit=workspace.label(now.reported.unit)
        )
    text: Message = message(
        "{measure} is reported on a different basis (口径) in {year} ({basis}) than in {earlier} ({other}); the two are not comparable.",
        measure=about,
        year=str(now.year),
        basis=_basis_words(now.bases),
        earlier=str(earlier.year),
        other=_basis_words(earlier.bases),
    )
    return Lack(LackKind.SAME_BASIS, now.measure.id, now.year, (lead,) if lead else (), text)


def _basis_words(bases: frozenset[str]) -> Message | str:
    named = sorted(basis for basis in bases if basis)
    return "、".join(named) if named else message("not specified")
