"""The measures of the county as entries of the workbook of a list: what its rows can be judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecodemo.forms.contract import Content
from ecodemo.forms.plan.plan_entries import PlanEntry, owing_words
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_words import said_formula
from ecodemo.model.finding import Step
from ecodemo.model.indicator import Measure
from ecodemo.model.workspace import Workspace

_SETTLED = frozenset({"no", "indicator", "unit", "states", "formula"})
"""What a measure keeps: figures were reported under it."""


def measure_entries(workspace: Workspace) -> Iterator[PlanEntry]:
    """Each measure, those of an indicator one below the other; the group is beside the first."""
    groups = {group.id: group.name for group in workspace.groups}
    for index, measure in enumerate(workspace.shared_measures):
        yield _entry(workspace, measure, ("measures", index), {}, frozenset({"group", "documents"}))
    for place, indicator in enumerate(workspace.indicators):
        for index, measure in enumerate(indicator.measures):
            said: dict[str, Content] = {"indicator": indicator.name}
            if not index:
                said["group"] = groups.get(indicator.group)
            path: tuple[Step, ...] = ("indicators", place, "measures", index)
            yield _entry(workspace, measure, path, said, frozenset({"group"} if index else ()))


def _entry(
    workspace: Workspace,
    measure: Measure,
    path: tuple[Step, ...],
    said: Mapping[str, Content],
    closed: frozenset[str],
) -> PlanEntry:
    contents: dict[str, Content] = {
        "no": measure.no,
        **said,
        "name": measure.name,
        "unit": measure.unit or None,
        "states": "、".join(measure.states) or None,
        "decimals": measure.decimals,
        "better": next((word for word, of in sheets.BETTER.items() if of == measure.better), None),
        "from": "、".join(owing_words(workspace, word) for word in measure.reported_by),
        "formula": said_formula(measure, workspace.measures) or None,
    }
    closed |= _SETTLED | frozenset(() if measure.no else ("name",))
    return PlanEntry("indicators", path, measure.no or measure.name, contents, closed=closed)
