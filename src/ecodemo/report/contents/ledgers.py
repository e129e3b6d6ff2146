"""Township figures, rectification, exceptions and the general box, as the report prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias, assert_never

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figure
from ecodemo.assess.ledger_standing import ClosingFlaw, LedgerEntry
from ecodemo.assess.owed import Item
from ecodemo.language import Speaker
from ecodemo.model.known_finding import KnownFinding
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Message, Number, listing, message
from ecodemo.model.requirement import Box
from ecodemo.model.waiver import Extension, NotInvolved, Waiver, Waivers
from ecodemo.report.contents.delivery_view import PreparationRow
from ecodemo.report.contents.figure_view import TownshipLine
from ecodemo.report.contents.indicator_rows import figure_text
from ecodemo.report.contents.ledger_view import ExceptionRow, ExpiringRow, RectificationRow
from ecodemo.report.contents.official_words import OfficialWords
from ecodemo.report.exception_states import exception_states
from ecodemo.report.state import ExceptionState, ExpiringState, LedgerState


def township_lines(assessment: Assessment, speaker: Speaker) -> Iterator[TownshipLine]:
    """Every measure that townships report, each year, beside its sum and the county's stamped figure."""
    workspace = assessment.workspace
    for measure in workspace.measures.values():
        if measure.is_computed or measure.states:
            continue
        reporters = workspace.reporters(measure.id)
        townships = [t.id for t in workspace.townships]
        if not set(townships) & set(reporters):
            continue
        for year in assessment.bid.span:
            built = assessment.figures.built(measure.id, year)
            stamped = assessment.figures.stamped(measure.id, year)
            parts = dict(zip(reporters, built.parts or (built,), strict=False))
            others = [
                figure_text(parts[unit], speaker)
                for unit in reporters
                if unit not in townships and unit in parts
            ]
            difference = ""
            if (
                stamped
                and stamped.value is not None
                and built.value is not None
                and stamped.value != built.value
            ):
                difference = speaker.say(Number(stamped.value - built.value))
            yield TownshipLine(
                no=measure.no or "",
                name=speaker.say(measure.label),
                unit=speaker.say(unit_name(measure.unit)),
                year=year,
                values=tuple(_cell(parts.get(township), speaker) for township in townships),
                others=" + ".join(other for other in others if other),
                sum=figure_text(built, speaker) or speaker.say(message("incomplete")),
                stamped=figure_text(stamped, speaker) if stamped else "",
                difference=difference,
            )


def _cell(figure: Figure | None, speaker: Speaker) -> str:
    if figure is None:
        return ""
    if figure.reported and figure.reported.observation.not_involved is not None:
        return speaker.say(
            message("does not apply")
            if figure.not_involved
            else message("does not apply, awaiting recognition")
        )
    return figure_text(figure, speaker)


def preparation(assessment: Assessment, speaker: Speaker) -> Iterator[PreparationRow]:
    """The documents of the general box, with how many of those who owe them handed them in."""
    for box in assessment.workspace.boxes:
        for requirement in box.requirements:
            if requirement.veto is not None:
                continue
            items = [
                i for i in assessment.items if i.requirement is requirement and isinstance(i.holder, Box)
            ]
            yield PreparationRow(
                no=requirement.no,
                name=speaker.say(requirement.label),
                there=sum(item.is_there for item in items),
                waived=sum(item.is_complete and not item.is_there for item in items),
                owed=len(items),
                not_due=sum(_is_not_due(item, assessment.today) for item in items),
            )


def _is_not_due(item: Item, today: date) -> bool:
    """Whether it may still come in time."""
    return not item.is_complete and item.due is not None and item.due >= today


_Exception: TypeAlias = NotInvolved | Extension | Waiver
_KINDS = {
    "not involved": message("does not apply"),
    "extension": message("extension"),
    "waiver": message("waiver"),
    "validity": message("validity"),
}
_LEDGER = {
    "open": message("open"),
    "overdue": message("open, overdue"),
    "closed": message("closed"),
    "closed late": message("closed, late"),
}
_FLAWS = {
    ClosingFlaw.BY_ITSELF: message("closed by the responsible unit"),
    ClosingFlaw.WITHOUT_PROOF: message("closed without proof"),
}


def rectification(
    assessment: Assessment, states: Iterable[LedgerState], speaker: Speaker
) -> Iterator[RectificationRow]:
    """The ledger as of the day of the report."""
    workspace = assessment.workspace
    for ledger, state in zip(assessment.ledger, states, strict=True):
        entry = ledger.entry
        said = _LEDGER[state.state]
        if ledger.flaws:
            flaws = listing(*(_FLAWS[flaw] for flaw in ledger.flaws))
            said = message("{flaws}; counted as {state}", flaws=flaws, state=said)
        yield RectificationRow(
            no=state.no,
            problem=entry.problem,
            found=entry.found.isoformat(),
            by=entry.by,
            action=entry.action,
            unit=speaker.say(workspace.label(entry.unit)),
            person=entry.person,
            due=state.due,
            state=speaker.say(said),
            closed=state.closed,
            closed_by=speaker.say(_closed_by(assessment, ledger)),
            counts=ledger.closed is not None,
            late=ledger.days_late > 0,
            ask=entry.ask,
        )


def _closed_by(assessment: Assessment, ledger: LedgerEntry) -> Message | str:
    if not ledger.written:
        return ""
    by = _by(assessment, ledger.written.by)
    return by if ledger.closed else message("{by} (not recognised)", by=by)


def _by(assessment: Assessment, by: str) -> Message:
    names = {group.id: group.label for group in assessment.workspace.groups}
    return message("{name}", name=names.get(by) or assessment.workspace.label(by))


def exceptions(assessment: Assessment, speaker: Speaker) -> Iterator[ExceptionRow]:
    """Waivers, extensions and 不涉及 that were granted or declared by the day, with whether they count."""
    known = assessment.workspace.waivers.known_on(assessment.today)
    return (row for _, row in _rows(known, assessment, speaker))


def _rows(
    listed: Waivers, assessment: Assessment, speaker: Speaker
) -> Iterator[tuple[_Exception, ExceptionRow]]:
    words = OfficialWords(assessment.workspace, speaker)
    granted: tuple[_Exception, ...] = (*listed.not_involved, *listed.extensions, *listed.waivers)
    for entry, state in zip(granted, exception_states(listed), strict=True):
        yield (
            entry,
            ExceptionRow(
                kind=speaker.say(_KINDS[state.kind]),
                what=_what(entry, state, assessment, speaker),
                title=_title(entry, state, words),
                unit=speaker.say(_by(assessment, state.unit)) if state.unit else "",
                reason=entry.reason,
                granted=state.granted,
                by=speaker.say(_by(assessment, entry.by)) if entry.by else "",
                until=state.until,
                number=str(entry.document or "") if isinstance(entry, NotInvolved) else entry.number,
                document_title=words.document(entry.document, entry.unit)
                if isinstance(entry, NotInvolved)
                else entry.number,
                counts=_counts(entry, assessment),
                state_label=speaker.say(_standing(entry, assessment)),
            ),
        )


def added_exceptions(
    added: Iterable[_Exception | KnownFinding], assessment: Assessment, speaker: Speaker
) -> Iterator[ExceptionRow]:
    """Those of all exceptions that were added, also when they are granted later, then lines of the baseline."""
    everything = tuple(added)
    rows = _rows(assessment.workspace.waivers, assessment, speaker)
    yield from (row for entry, row in rows if entry in everything)
    for entry in everything:
        if isinstance(entry, KnownFinding):
            yield ExceptionRow(
                kind=speaker.text("baseline entry"),
                what=f"{entry.rule} {entry.object or entry.fingerprint}",
                title=OfficialWords(assessment.workspace, speaker).rule(entry.rule),
                unit="",
                reason="",
                granted="",
                by="",
                until="",
                number="",
                document_title="",
                counts=True,
            )


def expiring(
    assessment: Assessment, states: Iterable[ExpiringState], speaker: Speaker
) -> Iterator[ExpiringRow]:
    """What runs out soon; documents with their names."""
    requirements = assessment.workspace.requirements
    for state in states:
        requirement = requirements.get(state.about) if state.kind == "validity" else None
        yield ExpiringRow(
            until=state.until,
            kind=speaker.say(_KINDS[state.kind]),
            what=f"{state.about} {speaker.say(requirement.label)}" if requirement else state.about,
            unit=speaker.say(_by(assessment, state.unit)) if state.unit else "",
        )


def _what(entry: _Exception, state: ExceptionState, assessment: Assessment, speaker: Speaker) -> str:
    if isinstance(entry, NotInvolved) and not entry.requirement:
        return speaker.say(assessment.workspace.measures[state.about].label)
    return state.about


def _title(entry: _Exception, state: ExceptionState, words: OfficialWords) -> str:
    match entry:
        case Waiver(scope=scope) if scope.requirement:
            return words.requirement(scope.requirement, scope.year)
        case Waiver():
            return words.rule(entry.rule)
        case _ if entry.requirement:
            return words.requirement(entry.requirement)
        case _:
            return words.measure(state.about)


def _standing(entry: _Exception, assessment: Assessment) -> Message:
    """Whether it is in force; an extension has done its work when its new due date is past."""
    if isinstance(entry, NotInvolved) and entry.known_on(assessment.today).by is None:
        return message("awaiting recognition")
    until = None if isinstance(entry, NotInvolved) else entry.until
    is_over = until is not None and until < assessment.today
    if is_over and _is_owed(entry, assessment) and not _grants_itself(entry):
        return message("expired")
    if _grants_itself(entry):
        return message("not granted")
    return message("in force") if _counts(entry, assessment) else message("without effect")


def _grants_itself(entry: _Exception) -> bool:
    match entry:
        case Extension():
            return entry.by == entry.unit
        case Waiver():
            return entry.by == entry.scope.unit
        case _:
            return False


def _is_owed(entry: _Exception, assessment: Assessment) -> bool:
    """Whether the unit has to hand in what it is excused from."""
    workspace = assessment.workspace
    if not isinstance(entry, Extension):
        return True
    return entry.unit in workspace.owing(workspace.requirements[entry.requirement])


def _counts(entry: _Exception, assessment: Assessment) -> bool:
    today = assessment.today
    match entry:
        case NotInvolved():
            return assessment.figures.recognitions.counts(entry)
        case Extension():
            return entry.granted <= today and not _grants_itself(entry) and _is_owed(entry, assessment)
        case Waiver():
            return entry.is_in_force(today) and not _grants_itself(entry)
    assert_never(entry)
