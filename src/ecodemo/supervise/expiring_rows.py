"""What soon expires, in words: the document and its year, what is waived of it, and the units that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.language import Speaker
from ecodemo.model.message import listing, message
from ecodemo.model.waiver import Waiver
from ecodemo.report.contents.ledger_view import ExpiringRow
from ecodemo.report.contents.official_words import OfficialWords

_WAIVER, _EXTENSION, _VALIDITY = message("waiver"), message("extension"), message("validity")


def expiring_rows(
    assessment: Assessment, last: date, speaker: Speaker, units: frozenset[str] = frozenset()
) -> Iterator[ExpiringRow]:
    """Waivers, extensions and validities that end by a day, the earliest first.

    Args:
        assessment: the bid as judged.
        last: the last day that is looked at.
        speaker: whose language it is in.
        units: only what concerns these; all if there are none.
    """
    workspace, today = assessment.workspace, assessment.today
    words, known = OfficialWords(workspace, speaker), workspace.waivers.known_on(today)

    def named(no: str, year: int | None = None) -> str:
        return f"{no} {words.requirement(no, year)}"

    def found() -> Iterator[tuple[date, str, str, tuple[str, ...]]]:
        for extension in known.extensions:
            what = named(extension.requirement)
            yield extension.until, speaker.say(_EXTENSION), what, (extension.unit,)
        for waiver in known.waivers:
            if waiver.until:
                scope, rule = waiver.scope, words.rule(waiver.rule)
                about = named(scope.requirement, scope.year) if scope.requirement else ""
                about = about or (words.measure(scope.measure) if scope.measure else "")
                what = speaker.say(message("{about}: {reason}", about=about, reason=rule)) if about else rule
                yield waiver.until, speaker.say(_WAIVER), what, _units(waiver, assessment)
        for unit, _, document in workspace.documents(today):
            if document.valid and document.valid[0] <= today:
                yield document.valid[1], speaker.say(_VALIDITY), named(document.requirement), (unit,)

    for until, kind, what, concerned in sorted(found(), key=lambda row: row[0]):
        if today <= until <= last and (not units or units & set(concerned)):
            labels = map(workspace.label, concerned)
            unit = speaker.say(listing(*labels, most=len(concerned))) if concerned else ""
            yield ExpiringRow(until=until.isoformat(), kind=kind, what=what, unit=unit)


def _units(waiver: Waiver, assessment: Assessment) -> tuple[str, ...]:
    """The unit that it names, else those that owe its document."""
    workspace, scope = assessment.workspace, waiver.scope
    if scope.unit:
        return (scope.unit,)
    requirement = workspace.requirements.get(scope.requirement or "")
    return tuple(workspace.owing(requirement)) if requirement else ()
