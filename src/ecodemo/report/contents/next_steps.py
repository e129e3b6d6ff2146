"""What to do next: the three most pressing things, each with its command."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ecodemo.assess.bid import Assessment
from ecodemo.assess.timeliness import Light, Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.finding import Severity
from ecodemo.model.message import Message, listing, message
from ecodemo.report.contents.view import Step

_MOST = 3


def next_steps(result: CheckResult, assessment: Assessment, speaker: Speaker) -> tuple[Step, ...]:
    """The three most pressing things of the day."""
    steps = islice(_steps(result, assessment), _MOST)
    return tuple(Step(text=speaker.say(text), command=command) for text, command in steps)


def _steps(result: CheckResult, assessment: Assessment) -> Iterator[tuple[Message, str]]:
    yield from _late(assessment)
    yield from _of_the_county(result)
    yield from _unregistered(result)
    yield from _reviews(assessment)
    if any(code.startswith("VT") for code in result.codes):
        yield from _vetoes(assessment)
    yield from _ledger(assessment)
    yield from _due_soon(assessment)
    yield message("See what stands between here and the next phase."), "ecodemo check"
    yield message("See where every indicator and unit stands."), "ecodemo status"
    phase = result.profile.phase
    name = f" --phase {phase.id}" if phase else ""
    yield message("Write the papers of the phase."), f"ecodemo report{name}"


def _late(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    late = sorted(
        (standing for standing in assessment.units if standing.light is Light.RED),
        key=lambda standing: (-standing.overdue - standing.returned, -standing.longest),
    )
    if late:
        units = listing(*(assessment.workspace.label(standing.unit) for standing in late), most=3)
        count = sum(
            timing.standing in (Standing.OVERDUE, Standing.RETURNED_OVERDUE)
            for standing in late
            for timing in standing.timings
        )
        text = message("Overdue: {count} items of {units}. Begin with the worst.", count=count, units=units)
        yield text, f"ecodemo status --unit {late[0].unit}"


def _of_the_county(result: CheckResult) -> Iterator[tuple[Message, str]]:
    """An error in what the office keeps itself: no unit will be asked about it."""
    own = (f for f in result.findings if f.severity is Severity.ERROR and not f.about.unit)
    if (finding := next(own, None)) is not None:
        yield finding.message, f"ecodemo check --select {finding.code}"


def _unregistered(result: CheckResult) -> Iterator[tuple[Message, str]]:
    count = sum(finding.code == "EV105" for finding in result.findings)
    if count:
        text = message("Files that no register has: {count}. Record when they came.", count=count)
        yield text, "ecodemo evidence register --dry-run"


def _reviews(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    waiting = sum(len(timing.awaiting_review) for timing in assessment.timings)
    if waiting:
        yield (
            message("Documents that wait for review: {count}.", count=waiting),
            "ecodemo evidence list --to-review",
        )


def _vetoes(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    open_vetoes = [
        judged.veto.no
        for judged in assessment.vetoes
        if judged.standing not in (VetoStanding.CLEAR, VetoStanding.NOT_APPLICABLE)
    ]
    if open_vetoes:
        yield (
            message("Vetoes that are not settled: {numbers}.", numbers=listing(*open_vetoes)),
            "ecodemo check --select VT",
        )


def _ledger(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    late = [ledger.entry.no for ledger in assessment.ledger if ledger.closed is None and ledger.days_late]
    if late:
        yield (
            message("Entries of the ledger past their due date: {numbers}.", numbers=listing(*late)),
            "ecodemo check --select PH203",
        )


def _due_soon(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    soon = [
        timing
        for timing in assessment.timings
        if timing.standing is Standing.DUE_SOON and timing.item.is_required
    ]
    if soon:
        yield (
            message("Due within three days: {count} items.", count=len(soon)),
            "ecodemo evidence list --light blue",
        )
