"""What a correction of a figure did to the verdicts that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figures
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.target_judgement import judge
from ecodemo.model.progress import Revision
from ecodemo.model.reported import Reported
from ecodemo.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Turned:
    """A row whose measure was judged otherwise before a figure was corrected."""

    row: RowJudgement
    was: Verdict
    verdict: Verdict


def turned_by(assessment: Assessment, reported: Reported, change: Revision) -> Iterator[Turned]:
    """The rows that a correction turned; all other figures are taken as they are now."""
    eve = max(change.on, date.min + timedelta(days=1)) - timedelta(days=1)
    before = reported.observation.known_on(eve)
    if before is None:
        return
    measure = reported.observation.measure
    figures = _figures_with(assessment, replace(reported, observation=before))
    for row in assessment.rows:
        for part in row.parts:
            if not row.applies or part.measure is None:
                continue
            if measure in assessment.workspace.made_of([part.measure_id]):
                was = judge(part.target, part.measure, figures).verdict
                if was is not part.verdict:
                    yield Turned(row, was, part.verdict)


def _figures_with(assessment: Assessment, reported: Reported) -> Figures:
    workspace = assessment.workspace
    progress = workspace.progress[reported.unit]
    observations = list(progress.observations)
    observations[reported.index] = reported.observation
    changed = progress.model_copy(update={"observations": tuple(observations)})
    alike = replace(workspace, progress={**workspace.progress, reported.unit: changed})
    return Figures(
        alike, assessment.bid, assessment.today, assessment.figures.recognitions, assessment.figures.assessed
    )
