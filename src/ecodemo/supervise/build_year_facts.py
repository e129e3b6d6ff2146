"""The facts of a year, from the day's check: counted as the ranking counts, nothing weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.return_rounds import returns_of_units
from ecodemo.assess.timeliness import stand_units
from ecodemo.check.session import CheckResult
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.supervise.duty_view import UnitDuty
from ecodemo.supervise.objection_rows import objections_known
from ecodemo.supervise.supervision_view import Supervision
from ecodemo.supervise.year_view import LeaderYear, UnitYear, YearCounts, YearFacts

_ABOVE_UNITS = re.compile(r"[县市区旗州](长|委|政府|人民政府|人大|政协)|常委|[Cc]ounty|[Mm]ayor")
"""An office that several units may share; `分管副局长` without its unit is another person in each."""


def build_year_facts(
    supervision: Supervision, result: CheckResult, duties: tuple[UnitDuty, ...], year: int
) -> YearFacts:
    """The facts of the units that have duties.

    Args:
        supervision: what the units owe on the day.
        result: the check of the same day, which is in the year or after it.
        duties: those of the units, in the same language.
        year: in which what is counted fell due.
    """
    counts = {duty.unit: _counts(result.assessment, duty.unit, year) for duty in duties}
    units = tuple(
        UnitYear(
            unit=duty.unit,
            name=duty.name,
            leaders=duty.leaders,
            leads=duty.leads,
            counts=counts[duty.unit],
            exceptions=duty.exceptions,
        )
        for duty in duties
    )
    return YearFacts(
        **{name: getattr(supervision, name) for name in OfficePaperView.model_fields},
        year=year,
        units=units,
        totals=_sum(counts.values()),
        leaders=tuple(_leaders(units, result.assessment.workspace)),
        without_leader=sum(not unit.leaders for unit in units),
    )


def _counts(assessment: Assessment, unit: str, year: int) -> YearCounts:
    today = assessment.today
    own = [standing for standing in assessment.units if standing.unit == unit]
    timings = (timing for standing in own for timing in standing.timings)
    of_year = [timing for timing in timings if timing.item.due is not None and timing.item.due.year == year]
    standing = next(iter(stand_units(assessment.workspace, of_year, today)), None)
    ledger = [
        entry
        for entry in assessment.ledger
        if entry.entry.unit == unit
        and entry.entry.due.year == year
        and (entry.closed or entry.entry.due <= today)
    ]
    closed = [entry.days_late for entry in ledger if entry.closed]
    granted = [
        entry.decision
        for entry in objections_known(assessment)
        if entry.unit == unit and entry.decision is not None and entry.decision.granted
    ]
    return YearCounts(
        due=standing.due if standing else 0,
        on_time=standing.on_time if standing else 0,
        late_done=standing.late_done if standing else 0,
        overdue=standing.overdue if standing else 0,
        returned=standing.returned if standing else 0,
        returns=sum(back.review.on.year == year for back in returns_of_units(own, today)),
        to_close=len(ledger),
        closed_on_time=sum(not late for late in closed),
        closed_late=sum(bool(late) for late in closed),
        objections_granted=sum(decision.on.year == year for decision in granted),
    )


def _sum(counts: Iterable[YearCounts]) -> YearCounts:
    listed = tuple(counts)
    return YearCounts(
        **{name: sum(getattr(each, name) for each in listed) for name in YearCounts.model_fields}
    )


def _leaders(units: Iterable[UnitYear], workspace: Workspace) -> Iterator[LeaderYear]:
    """Each with the units that the ledger names the office for."""
    by_leader: dict[tuple[str, str], list[UnitYear]] = {}
    for unit in units:
        for leader in unit.leaders:
            own = "" if _is_known_by_itself(leader, workspace) else unit.unit
            by_leader.setdefault((leader, own), []).append(unit)
    for (leader, _), own_units in by_leader.items():
        yield LeaderYear(
            leader=leader,
            units=tuple(unit.name for unit in own_units),
            leads=sum(len(unit.leads) for unit in own_units),
            counts=_sum(unit.counts for unit in own_units),
            exceptions=sum(len(unit.exceptions) for unit in own_units),
        )


def _is_known_by_itself(leader: str, workspace: Workspace) -> bool:
    """Whether an office is the same person's wherever it is written."""
    names = (name for unit in workspace.units.values() for name in unit.names)
    return bool(_ABOVE_UNITS.search(leader)) or any(name in leader for name in names)
