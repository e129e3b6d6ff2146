"""When the phase has all of its documents, at the pace of the last weeks."""

from __future__ import annotations

from ecodemo.assess.gate import asked_items, awaited_items
from ecodemo.assess.pace import LONG, Pace, pace_of
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.county import Phase
from ecodemo.model.message import Message, counted, message
from ecodemo.report.contents.delivery_view import DeliveryPace


def delivery_pace(result: CheckResult, speaker: Speaker) -> DeliveryPace:
    """Of the documents that the gate of the day's phase asks for, or that are due by the end of the phase."""
    assessment, today = result.assessment, result.today
    phase = result.profile.phase or assessment.workspace.calendar.phase_on(today)
    asked = (timing for timing, _ in asked_items(assessment, phase, every_document=True))
    awaited = awaited_items(assessment, phase, every_document=True)
    left = sum(len(each.years) for each in awaited)
    pace = pace_of(asked, left, today)
    ready = pace.ready
    return DeliveryPace(
        left=left,
        received=pace.received,
        days=pace.days,
        ready=ready.isoformat() if ready else "",
        sentence=speaker.say(_sentence(pace, phase)),
    )


def _sentence(pace: Pace, phase: Phase) -> Message:
    if not pace.left:
        return message("All documents due in this phase are there.")
    weeks = message("four weeks") if pace.days == LONG else message("two weeks")
    facts = message(
        "{left} of this phase missing or returned, {received} received in {weeks}",
        left=counted(pace.left, "{n} document", "{n} documents"),
        received=pace.received,
        weeks=weeks,
    )
    if pace.ready is None:
        return message("{facts}; at this pace never complete.", facts=facts)
    late = (pace.ready - phase.end).days
    if late > 0:
        return message(
            "{facts}; at the pace of {weeks} complete by {day}, {late} after the phase ends.",
            facts=facts,
            weeks=weeks,
            day=pace.ready,
            late=counted(late, "{n} day", "{n} days"),
        )
    return message(
        "{facts}; at the pace of {weeks} complete by {day}.", facts=facts, weeks=weeks, day=pace.ready
    )
