"""The phases of the board, and the days that are left in one."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.model.county import Phase
from ecodemo.model.message import counted, message
from ecodemo.report.contents.board_view import PhaseStep
from ecodemo.report.contents.verdict_view import PhaseView


def deadline(phase: PhaseView, speaker: Speaker) -> str:
    """The phase with the days that are left, or that it has ended."""
    days = phase.days_left
    if days is None:
        return phase.name
    if days < 0:
        return speaker.say(message("{phase}, ended", phase=phase.name))
    return speaker.say(
        message("{phase}, {days} left", phase=phase.name, days=counted(days, "{n} day", "{n} days"))
    )


def phase_steps(result: CheckResult, speaker: Speaker) -> Iterator[PhaseStep]:
    """All phases, and which of them is the one that was checked or the day's."""
    workspace = result.assessment.workspace
    now = result.profile.phase or workspace.calendar.phase_on(result.today)
    place = workspace.phases.index(now) if now in workspace.phases else -1
    for number, phase in enumerate(workspace.phases):
        yield PhaseStep(
            name=speaker.say(phase.label),
            period=_period(phase, speaker),
            place="past" if number < place else "now" if number == place else "ahead",
        )


def _period(phase: Phase, speaker: Speaker) -> str:
    """The months of a phase, in Chinese without the year where all is in one."""
    start, end = phase.start, phase.end
    if speaker.language is Language.EN:
        return (
            f"{start:%Y-%m}"
            if (start.year, start.month) == (end.year, end.month)
            else f"{start:%Y-%m} – {end:%Y-%m}"
        )
    if start.year != end.year:
        return f"{start.year}—{end.year}年"
    months = f"{start.month}月" if start.month == end.month else f"{start.month}—{end.month}月"
    return f"{start.year}年{months}"
