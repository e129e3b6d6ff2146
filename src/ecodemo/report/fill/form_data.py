"""What the placeholders of a form know: the views that templates of the workspace know too, and two ways into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ecodemo.assess.bid import Assessment
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.report.catalogue.build_catalogue import build_catalogue
from ecodemo.report.contents.build import build
from ecodemo.report.contents.report_view import Report
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.tasks.build_tasks import build_tasks
from ecodemo.report.view_base import View


def form_data(result: CheckResult, speaker: Speaker, template: str) -> dict[str, object]:
    """The data by name: `report` and what is taken from it, and of the other views those that the template names."""
    report = build(result, speaker)
    rows = [row.model_dump(mode="json") for row in report.rows]
    data: dict[str, object] = {
        "language": report.language,
        "report": report.model_dump(mode="json"),
        "rows": rows,
        "row": {str(row["no"]): row for row in rows},
        "value": values_of(result.assessment),
    }
    for name, view in _other_views(result, report, speaker).items():
        if re.search(rf"\b{name}\b", template):
            data[name] = view().model_dump(mode="json")
    return data


def _other_views(result: CheckResult, report: Report, speaker: Speaker) -> Mapping[str, Callable[[], View]]:
    return {
        "leader": lambda: build_leader(result, report, speaker),
        "tasks": lambda: build_tasks(result, speaker),
        "catalogue": lambda: build_catalogue(result, speaker, [], []),
    }


def values_of(assessment: Assessment) -> dict[str, dict[str, str]]:
    """The figures that are judged, by measure and year; a measure is found by its id and by its number."""
    bid = assessment.bid
    years = sorted({*bid.span, *([bid.base] if bid.base else [])})
    values: dict[str, dict[str, str]] = {}
    for measure in assessment.workspace.measures.values():
        figures = [assessment.figures.of(measure.id, year) for year in years]
        values[measure.id] = {
            str(year): figure.text if figure.is_known else ""
            for year, figure in zip(years, figures, strict=True)
        }
        if measure.no:
            values[str(measure.no)] = values[measure.id]
    return values
