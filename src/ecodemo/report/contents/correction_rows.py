"""Figures that were corrected, with what they were."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.language import Speaker
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import message
from ecodemo.model.number import plain
from ecodemo.model.progress import Observation
from ecodemo.report.contents.figure_view import CorrectionRow
from ecodemo.report.contents.indicator_rows import figure_name
from ecodemo.report.contents.official_words import OfficialWords


def correction_rows(assessment: Assessment, speaker: Speaker) -> Iterator[CorrectionRow]:
    """Every correction of a figure until the day, by measure and year."""
    workspace, say = assessment.workspace, speaker.say
    words = OfficialWords(workspace, speaker)
    for (measure_id, year), reports in sorted(workspace.observations.items()):
        for reported in reports:
            for change in reported.observation.revised:
                yield CorrectionRow(
                    what=figure_name(workspace.measures[measure_id].label, year, speaker),
                    measured_in=say(unit_name(workspace.measures[measure_id].unit)),
                    unit=say(workspace.label(reported.unit)),
                    day=change.on.isoformat(),
                    was=change.was,
                    is_now=_value(reported.observation, speaker),
                    reason=change.reason,
                    document=str(change.document or ""),
                    document_title=words.document(change.document, reported.unit),
                )


def _value(observation: Observation, speaker: Speaker) -> str:
    if observation.not_involved is not None:
        return speaker.say(message("does not apply"))
    return plain(observation.value) if observation.value is not None else observation.state or ""
