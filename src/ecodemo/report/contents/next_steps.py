"""What to do next: the three most pressing things, each with its command."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ecodemo.assess.bid import Assessment
from ecodemo.assess.gate import awaited_items
from ecodemo.assess.timeliness import Light, Standing
from ecodemo.assess.upload_standing import upload_standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, listing, message, unit_listing
from ecodemo.report.contents.report_view import Step
from ecodemo.rules import RULES
from ecodemo.rules.uploads import SOON

MOST_STEPS = 3
"""How many are named at a time."""
_MOST_NUMBERS = 3
"""Numbers that the gate waits for, each a step of its own."""
_PACKS = "发出"
"""The folder into which `form export` writes packs, unless another is named."""
_PLAN = f"{_PACKS}/方案表.xlsx"
"""What `form export --plan` writes there."""


def next_steps(result: CheckResult, speaker: Speaker) -> tuple[Step, ...]:
    """The three most pressing things of the day."""
    return tuple(all_steps(result, speaker)[:MOST_STEPS])


def all_steps(result: CheckResult, speaker: Speaker) -> list[Step]:
    """Everything that is to be done on the day, the most pressing first; every command works in the day's phase."""
    return [Step(text=speaker.say(text), command=command) for text, command in _steps(result)]


def _steps(result: CheckResult) -> Iterator[tuple[Message, str]]:
    assessment = result.assessment
    yield from _plan(result)
    yield from _upload(result, closes_soon=True)
    yield from _leads(result)
    yield from _late(assessment)
    yield from _unregistered(result)
    yield from _reviews(assessment)
    yield from _vetoes(result)
    yield from _ledger(result)
    yield from _due_soon(assessment)
    yield from _upload(result, closes_soon=False)
    yield from _packs(result)
    yield from _waits_for(result)
    yield message("Show what is missing for the next phase."), "ecodemo check"
    yield message("Show the status of every indicator and unit."), "ecodemo status"
    phase = result.profile.phase
    name = f" --phase {phase.id}" if phase else ""
    yield message("Generate the phase's reports."), f"ecodemo report{name}"


def _runs(result: CheckResult, code: str) -> bool:
    """Whether a rule is looked at in the day's phase: a command that selects another one finds nothing."""
    rule = next(rule for rule in RULES if rule.code == code)
    return result.profile.severity_of(rule) is not None


def _plan(result: CheckResult) -> Iterator[tuple[Message, str]]:
    """A county without townships has still to be set up."""
    if result.assessment.workspace.townships:
        return
    if (result.root / _PLAN).exists():
        text = message("Fill in the plan workbook (townships, lead units, dates), then import it.")
        yield text, f"ecodemo form import {_PLAN}"
    else:
        text = message("Write the plan workbook to fill in townships, lead units and dates.")
        yield text, "ecodemo form export --plan"


def _leads(result: CheckResult) -> Iterator[tuple[Message, str]]:
    found = [finding for finding in result.findings if finding.code == "RS101"]
    if found:
        names = listing(*(_indicator(result, finding.about.indicator) for finding in found), most=3)
        text = message("Set the lead unit of {indicators} in data/indicators.yaml.", indicators=names)
        yield text, "ecodemo check --select RS101"


def _indicator(result: CheckResult, indicator_id: str | None) -> Message:
    indicator = result.assessment.workspace.indicators_by_id[str(indicator_id)]
    return message("indicator {no} ({indicator})", no=indicator.no, indicator=indicator.label)


def _packs(result: CheckResult) -> Iterator[tuple[Message, str]]:
    """Until something has come, every unit is to be sent what it owes."""
    workspace = result.assessment.workspace
    if any(progress.documents for progress in workspace.progress.values()) or not result.assessment.units:
        return
    if any((result.root / _PACKS).glob("*.zip")):
        yield message("Show which units have not submitted yet."), "ecodemo form status"
    else:
        yield message("Send each unit its task pack."), "ecodemo form export"


def _waits_for(result: CheckResult) -> Iterator[tuple[Message, str]]:
    phase = result.profile.phase
    if phase is None:
        return
    awaited = awaited_items(result.assessment, phase, every_document=False)
    numbers = {item.timing.item.requirement.no: item.timing.item.requirement for item in awaited}
    for no, requirement in islice(numbers.items(), _MOST_NUMBERS):
        text = message(
            "The gate still requires document {no} ({requirement}).", no=no, requirement=requirement.label
        )
        yield text, f"ecodemo evidence list --missing --requirement {no}"


def _late(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    late = sorted(
        (standing for standing in assessment.units if standing.light is Light.RED),
        key=lambda standing: (-standing.longest, -standing.overdue - standing.returned),
    )
    if late:
        units = unit_listing(*(assessment.workspace.label(standing.unit) for standing in late), most=3)
        count = sum(
            timing.standing in (Standing.OVERDUE, Standing.RETURNED_OVERDUE)
            for standing in late
            for timing in standing.timings
        )
        text = message(
            "{count} of {units}. Start with the longest overdue.",
            count=counted(count, "{n} overdue item", "{n} overdue items"),
            units=units,
        )
        yield text, f"ecodemo status --unit {late[0].unit}"


def _unregistered(result: CheckResult) -> Iterator[tuple[Message, str]]:
    count = sum(finding.code == "EV105" for finding in result.findings)
    if count:
        text = message(
            "{count}. Register the date received.",
            count=counted(count, "{n} unregistered file", "{n} unregistered files"),
        )
        yield text, "ecodemo evidence register --dry-run"


def _reviews(assessment: Assessment) -> Iterator[tuple[Message, str]]:
    waiting = sum(len(timing.awaiting_review) for timing in assessment.timings)
    if waiting:
        yield (
            message("{count} awaiting review.", count=counted(waiting, "{n} document", "{n} documents")),
            "ecodemo evidence list --to-review",
        )


def _vetoes(result: CheckResult) -> Iterator[tuple[Message, str]]:
    assessment = result.assessment
    open_vetoes = [
        judged.veto.no
        for judged in assessment.vetoes
        if judged.standing not in (VetoStanding.CLEAR, VetoStanding.NOT_APPLICABLE)
    ]
    if open_vetoes and _runs(result, "VT102"):
        yield (
            message("Unresolved vetoes: {numbers}.", numbers=listing(*open_vetoes)),
            "ecodemo check --select VT",
        )


def _upload(result: CheckResult, *, closes_soon: bool) -> Iterator[tuple[Message, str]]:
    """Once the window is open, until everything is uploaded; what is late for the county can still be put right, this not."""
    standing = upload_standing(result.assessment)
    if standing is None or standing.last is None or not standing.has_begun or not _runs(result, "RS110"):
        return
    left = sum(item.left for item in standing.items)
    is_open = result.today <= standing.last
    if left and is_open and (result.today >= standing.last - SOON) is closes_soon:
        files = counted(left, "{n} file", "{n} files")
        text = message("{files} to be uploaded by {day}.", files=files, day=standing.last)
        yield text, "ecodemo status"


def _ledger(result: CheckResult) -> Iterator[tuple[Message, str]]:
    assessment = result.assessment
    late = [ledger.entry.no for ledger in assessment.ledger if ledger.closed is None and ledger.days_late]
    if late and _runs(result, "PH203"):
        yield (
            message("Overdue ledger entries: {numbers}.", numbers=listing(*late)),
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
            message("{count} due within three days.", count=counted(len(soon), "{n} item", "{n} items")),
            "ecodemo evidence list --light blue",
        )
