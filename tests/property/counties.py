"""A county with one measure, made without files, for properties of judging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from ecodemo.assess.figures import Figures
from ecodemo.assess.not_involved import Recognitions
from ecodemo.assess.shelf import Shelf
from ecodemo.assess.target_judgement import judge
from ecodemo.model.county import Bid, County, Phase
from ecodemo.model.indicator import Indicator, Measure
from ecodemo.model.organisation import Department, Group
from ecodemo.model.progress import Assignment, Observation, Progress
from ecodemo.model.target import Target
from ecodemo.model.verdict import Judgement, Verdict
from ecodemo.model.workspace import Workspace

UNIT = "office"
YEAR, BASE = 2020, 2018
BID = Bid.model_validate(
    {"id": "bid", "name": "申报", "standard": "standard", "assessed": YEAR, "base": BASE}
)
RANK = {Verdict.NOT_MET: 0, Verdict.UNDECIDED: 1, Verdict.MET: 2}
_TARGET: TypeAdapter[Target] = TypeAdapter(Target)


def target(written: object) -> Target:
    """A target as it is written in a standard."""
    return _TARGET.validate_python(written)


def measure(**keys: Any) -> Measure:
    return Measure.model_validate({"id": "measure", "no": "01.1", "name": "数据项", **keys})


def observation(measure_id: str, year: int, value: Decimal | str, basis: str = "") -> Observation:
    key = "state" if isinstance(value, str) else "value"
    return Observation.model_validate({"measure": measure_id, "year": year, key: value, "basis": basis})


def figures(
    *measures: Measure, observations: tuple[Observation, ...], assigned: Mapping[str, Any] | None = None
) -> Figures:
    """The figures of a county whose one department reports everything."""
    progress = Progress(unit=UNIT, observations=observations)
    if assigned is not None:
        assignment = Assignment.model_validate({"measure": measures[0].id, "year": YEAR, **assigned})
        progress = progress.model_copy(update={"assigned": (assignment,)})
    indicator = Indicator(id="indicator", no="01", name="指标", group="group", lead=UNIT, measures=measures)
    phase = Phase.model_validate(
        {"id": "phase", "name": "阶段", "bid": "bid", "from": "2021-01-01", "to": "2021-12-31"}
    )
    workspace = Workspace(
        county=County(name="县", code="430900", terrain="山区"),
        bids=(BID,),
        phases=(phase,),
        standards={},
        shared_measures=(),
        boxes=(),
        indicators=(indicator,),
        groups=(Group(id="group", name="组"),),
        departments=(Department(id=UNIT, name="创建办"),),
        townships=(),
        progress={UNIT: progress},
    )
    today = date(2021, 6, 1)
    return Figures(workspace, BID, today, Recognitions(workspace, today, Shelf(workspace, ())))


def judged(
    wanted: Target,
    subject: Measure,
    values: Mapping[int, Decimal | str],
    *,
    bases: Mapping[int, str] | None = None,
    assigned: Mapping[str, Any] | None = None,
) -> Judgement:
    """What becomes of `wanted` when these are the values by year."""
    reported = tuple(
        observation(subject.id, year, value, (bases or {}).get(year, "")) for year, value in values.items()
    )
    return judge(wanted, subject, figures(subject, observations=reported, assigned=assigned))
