"""What changed in a week, by kind: between two states, with days and reasons from the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from ecodemo.assess.bid import Assessment
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.assess.veto import VetoStanding
from ecodemo.model.message import Message, Value, listing, message
from ecodemo.model.progress import Document, Review
from ecodemo.model.target import AllOf, Assigned, Target
from ecodemo.model.verdict import LackKind, Verdict
from ecodemo.report.compute_diff import diff_of
from ecodemo.report.contents import labels
from ecodemo.report.contents.ledger_view import ExceptionRow
from ecodemo.report.diff_view import FigureChange
from ecodemo.report.state import State, VetoState

_MOST_NAMES = 3
_BASELINE = "baseline"

ChangeOfDocument: TypeAlias = Literal["received", "accepted", "returned"]
_DIFFERENCES: dict[str, ChangeOfDocument] = {
    "delivered": "received",
    "replaced": "received",
    "accepted": "accepted",
    "returned": "returned",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in one way."""

    kind: Message
    count: int
    entries: tuple[Message, ...]


def changes_of_week(
    before: State,
    now: State,
    assessment: Assessment,
    exceptions: Sequence[ExceptionRow],
    day_words: Callable[[date], str],
    *,
    is_last_week: bool,
) -> Iterator[Changes]:
    """Every kind of change, also where there is none.

    Args:
        before: the state with which the week is compared.
        now: the state of the day.
        assessment: the judgement of the day, for names, days and reasons.
        exceptions: those of the day's state, in words.
        day_words: how a day is written.
        is_last_week: whether the earlier state may be called last week's.
    """
    finder = _Changes(before, now, assessment, day_words, is_last_week=is_last_week)
    for kind, entries in (
        (message("Newly met"), finder.newly_met()),
        (message("No longer met, or undecided"), finder.fallen()),
        (message("Vetoes newly cleared"), finder.vetoes_now(VetoStanding.CLEAR)),
    ):
        yield _changes(kind, entries)
    yield finder.of_documents(message("Documents received"), "received")
    yield finder.of_documents(message("Documents accepted"), "accepted")
    yield finder.of_documents(message("Documents returned"), "returned")
    yield _changes(message("Figures corrected"), finder.corrected())
    yield _changes(message("Delayed"), finder.postponed())
    yield finder.added_exceptions(exceptions)


def veto_standing(veto: VetoState) -> VetoStanding:
    """The verdict on a veto of a state, as `VetoJudgement.standing` has it."""
    match veto.verdict:
        case "not applicable":
            return VetoStanding.NOT_APPLICABLE
        case "not met":
            return VetoStanding.HIT
    if not veto.answer:
        return VetoStanding.UNANSWERED
    if not veto.proven:
        return VetoStanding.UNPROVEN
    return VetoStanding.CLEAR if veto.verdict == "met" else VetoStanding.OPEN


def _changes(kind: Message, entries: Iterable[Message]) -> Changes:
    listed = tuple(entries)
    return Changes(kind, len(listed), listed)


_Dated: TypeAlias = tuple[date, Review | None]
"""When something was received or reviewed, and the review."""


class _Changes:
    def __init__(
        self,
        before: State,
        now: State,
        assessment: Assessment,
        day_words: Callable[[date], str],
        *,
        is_last_week: bool,
    ) -> None:
        self._before, self._now, self._assessment = before, now, assessment
        self._day, self._is_last_week = day_words, is_last_week
        self._diff = diff_of(before, now)
        self._since, self._today = date.fromisoformat(before.day), assessment.today
        self._workspace = assessment.workspace
        self._rows = {row.row.no: row for row in assessment.rows}

    def _turned(self, *verdicts: Verdict) -> Iterator[tuple[Verdict, RowJudgement]]:
        """Rows that have one of these verdicts now, with the one that they had."""
        for change in self._diff.verdicts:
            if change.row and not change.measure and change.was and change.now in verdicts:
                yield Verdict(change.was), self._rows[change.row]

    def newly_met(self) -> Iterator[Message]:
        for was, row in self._turned(Verdict.MET):
            pattern = (
                message("{name} (was {was}, {unit})")
                if self._is_last_week
                else message("{name} (earlier {was}, {unit})")
            )
            yield message(pattern.text, name=row.row.label, was=labels.VERDICT[was], unit=self._lead(row))

    def fallen(self) -> Iterator[Message]:
        """Rows with the reason, and vetoes that now speak against the bid."""
        for was, row in self._turned(Verdict.NOT_MET, Verdict.UNDECIDED):
            pattern = (
                message("{name} (was {was}, now {verdict}: {reason}, {unit})")
                if self._is_last_week
                else message("{name} (earlier {was}, now {verdict}: {reason}, {unit})")
            )
            yield message(
                pattern.text,
                name=row.row.label,
                was=labels.VERDICT[was],
                verdict=labels.VERDICT[row.verdict],
                reason=_why(row, was),
                unit=self._lead(row),
            )
        yield from self.vetoes_now(VetoStanding.HIT)

    def vetoes_now(self, standing: VetoStanding) -> Iterator[Message]:
        """Vetoes that have a standing now, and had another one."""
        was = {veto.id: veto_standing(veto) for veto in self._before.vetoes}
        judged_now = zip(self._assessment.vetoes, self._now.vetoes, strict=True)
        for place, (judged, veto) in enumerate(judged_now, 1):
            earlier = was.get(veto.id)
            if judged.standing is standing and earlier not in (None, standing):
                yield message(
                    "veto no. {no} (was {was}, now {now}, {unit})",
                    no=place,
                    was=labels.VETO[earlier],
                    now=labels.VETO[standing],
                    unit=self._unit(judged.responsible),
                )

    def of_documents(self, kind: Message, change: ChangeOfDocument) -> Changes:
        """What happened to documents, those of one unit on one day together, the latest day last."""
        found: dict[tuple[date, str, str], dict[str, None]] = {}
        whys: dict[str, Message | str] = {"": ""}
        counted: set[tuple[str, str]] = set()
        for (day, review), timing in sorted(self._events(change), key=lambda event: event[0][0]):
            requirement, unit = timing.item.requirement, timing.item.unit
            counted.add((requirement.no, unit))
            reason = f"{review.reason}{review.kind}" if review and change == "returned" else ""
            whys.setdefault(reason, review.reason or review.why if review else "")
            found.setdefault((day, unit, reason), {})[requirement.no] = None
        entries = []
        for (day, unit, reason), numbers in found.items():
            names = (self._workspace.requirements[no].label for no in numbers)
            who: Value = self._unit(unit)
            if whys[reason]:
                who = message("{unit}, {reason}", unit=who, reason=whys[reason])
            what = listing(*names, most=_MOST_NAMES)
            entries.append(message("{day}: {what} ({unit})", day=self._day(day), what=what, unit=who))
        return Changes(kind, len(counted), tuple(entries))

    def _events(self, change: ChangeOfDocument) -> Iterator[tuple[_Dated, ItemTiming]]:
        """What is dated after the earlier state, and what that state did not have although it is dated earlier."""
        unknown = {
            (item.no, item.unit, item.year)
            for item in self._diff.items
            if _DIFFERENCES.get(item.change) == change
        }
        for timing in self._assessment.timings:
            for slot in timing.item.slots:
                dated = [
                    event
                    for document in slot.documents
                    if document.see is None
                    for event in _dated(document, change)
                    if event[0] <= self._today
                ]
                year = str(slot.year) if slot.year else ""
                is_new = (timing.item.requirement.no, timing.item.unit, year) in unknown
                later = [event for event in dated if event[0] > self._since]
                for event in later or (dated[-1:] if is_new else ()):
                    yield event, timing

    def corrected(self) -> Iterator[Message]:
        """Figures that were reported before and are others now."""
        for change in self._diff.figures:
            if change.was:
                yield self._correction(change)

    def _correction(self, change: FigureChange) -> Message:
        measures, units = self._workspace.measures, self._workspace.units
        about = message(
            "{measure} of {year} ({unit})",
            measure=measures[change.measure].label if change.measure in measures else change.measure,
            year=change.year,
            unit=self._unit(change.unit) if change.unit in units else change.unit,
        )
        if not change.now:
            return message("{about}: {was} withdrawn", about=about, was=change.was)
        said = message("{about}: {was} corrected to {now}", about=about, was=change.was, now=change.now)
        return message("{what}, {reason}", what=said, reason=change.reason) if change.reason else said

    def postponed(self) -> Iterator[Message]:
        """Entries of the ledger past their day."""
        for each in self._assessment.ledger:
            if not each.closed and each.entry.due < self._today:
                yield message(
                    "{problem}: due {due}, still open ({unit})",
                    problem=each.entry.problem,
                    due=self._day(each.entry.due),
                    unit=self._unit(each.entry.unit),
                )

    def added_exceptions(self, rows: Sequence[ExceptionRow]) -> Changes:
        """Each in words; what was added to the baseline as a number."""
        added = Counter(
            (entry.kind, entry.about, entry.unit, entry.granted, entry.until)
            for entry in self._diff.exceptions
        )
        entries = []
        for state, row in zip(self._now.exceptions, rows, strict=True):
            if added[state.kind, state.about, state.unit, state.granted, state.until]:
                about = message("{kind}: {title}", kind=row.kind, title=row.title)
                if state.until:
                    until = self._day(date.fromisoformat(state.until))
                    about = message("{what} until {day}", what=about, day=until)
                entries.append(message("{what} ({unit})", what=about, unit=row.unit) if row.unit else about)
        if lines := sum(entry.kind == _BASELINE for entry in self._diff.exceptions):
            entries.append(message("baseline entries: {count}", count=lines))
        return Changes(message("New exceptions"), len(self._diff.exceptions), tuple(entries))

    def _lead(self, row: RowJudgement) -> Value:
        return self._unit(next((each.lead for each in row.indicators if each.lead), None))

    def _unit(self, unit: str | None) -> Value:
        return self._workspace.label(unit) if unit else message("nobody")


def _why(row: RowJudgement, was: Verdict) -> Message:
    """Why a row that was judged otherwise has this verdict."""
    part = next(part for part in row.parts if part.verdict is row.verdict)
    lacks = part.judgement.lacks
    if (
        was is Verdict.MET
        and _needs_assignment(part.target)
        and any(lack.kind is LackKind.ASSIGNMENT for lack in lacks)
    ):
        return message("conclusion of the higher authority withdrawn")
    return lacks[0].message if lacks else part.judgement.reason


def _needs_assignment(target: Target) -> bool:
    """Whether it cannot be met without what the higher authority assigned or concluded."""
    match target:
        case Assigned():
            return True
        case AllOf():
            return any(map(_needs_assignment, target.all_of))
    return False


def _dated(document: Document, change: ChangeOfDocument) -> list[_Dated]:
    """The events of one kind, earliest first."""
    if change == "received":
        days = (document.received, *(again.on for again in document.redelivered))
        return [(day, None) for day in sorted(day for day in days if day)]
    reviews = (review for review in document.reviews if review.result == change)
    return [(review.on, review) for review in sorted(reviews, key=lambda review: review.on)]
