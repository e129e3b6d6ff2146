"""What changed in a week, by kind: between two judgements, and by the dates of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.assess.veto import VetoStanding
from ecodemo.model.message import Message, Value, listing, message
from ecodemo.model.progress import Document
from ecodemo.model.verdict import Verdict
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents import labels

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in one way."""

    kind: Message
    count: int
    entries: tuple[Message, ...]


def changes_of_week(
    before: Assessment, now: Assessment, begin: date, day_words: Callable[[date], str]
) -> Iterator[Changes]:
    """Every kind of change, also where there is none.

    Args:
        before: how it stood when the week began.
        now: how it stands.
        begin: the first day of the week.
        day_words: how a day is written.
    """
    finder = _Changes(before, now, begin, day_words)
    for kind, entries in (
        (message("Newly met"), list(finder.newly_met())),
        (message("No longer met, or undecided"), list(finder.fallen())),
        (message("Vetoes newly cleared"), list(finder.newly_cleared())),
    ):
        yield Changes(kind, len(entries), tuple(entries))
    yield finder.by_day(message("Documents received"), finder.received())
    yield finder.by_day(message("Documents accepted"), finder.reviewed("accepted"))
    yield finder.by_day(message("Documents returned"), finder.reviewed("returned"))
    postponed = list(finder.postponed())
    yield Changes(message("Delayed"), len(postponed), tuple(postponed))


_Event = tuple[date, ItemTiming, "int | None", str]


class _Changes:
    def __init__(
        self, before: Assessment, now: Assessment, begin: date, day_words: Callable[[date], str]
    ) -> None:
        self._before, self._now, self._begin, self._day = before, now, begin, day_words
        self._workspace: Workspace = now.workspace
        self._rows = {row.row.no: row for row in before.rows}

    def _changed(self, *verdicts: Verdict) -> Iterator[tuple[RowJudgement, RowJudgement]]:
        for row in self._now.rows:
            earlier = self._rows.get(row.row.no)
            if earlier and row.verdict in verdicts and earlier.verdict is not row.verdict:
                yield earlier, row

    def newly_met(self) -> Iterator[Message]:
        for earlier, row in self._changed(Verdict.MET):
            yield message(
                "{name} (was {was}, {unit})",
                name=row.row.label,
                was=labels.VERDICT[earlier.verdict],
                unit=self._lead(row),
            )

    def fallen(self) -> Iterator[Message]:
        """Rows, and vetoes that now speak against the bid."""
        for earlier, row in self._changed(Verdict.NOT_MET, Verdict.UNDECIDED):
            yield message(
                "{name} (was {was}, now {verdict}, {unit})",
                name=row.row.label,
                was=labels.VERDICT[earlier.verdict],
                verdict=labels.VERDICT[row.verdict],
                unit=self._lead(row),
            )
        yield from self._vetoes(VetoStanding.HIT)

    def newly_cleared(self) -> Iterator[Message]:
        yield from self._vetoes(VetoStanding.CLEAR)

    def _vetoes(self, standing: VetoStanding) -> Iterator[Message]:
        was = {judged.veto.no: judged.standing for judged in self._before.vetoes}
        for place, judged in enumerate(self._now.vetoes, 1):
            earlier = was.get(judged.veto.no)
            if judged.standing is standing and earlier not in (None, standing):
                yield message(
                    "veto no. {no} (was {was}, now {now}, {unit})",
                    no=place,
                    was=labels.VETO[earlier],
                    now=labels.VETO[standing],
                    unit=self._unit(judged.responsible),
                )

    def received(self) -> Iterator[_Event]:
        """First deliveries, and those of what was returned."""
        for timing, year, document in self._documents():
            days = [document.received, *(again.on for again in document.redelivered)]
            for day in days:
                if day and self._is_of_week(day):
                    yield day, timing, year, ""

    def reviewed(self, result: str) -> Iterator[_Event]:
        for timing, year, document in self._documents():
            for review in document.reviews:
                if review.result == result and self._is_of_week(review.on):
                    yield review.on, timing, year, (review.reason or "") if result == "returned" else ""

    def _documents(self) -> Iterator[tuple[ItemTiming, int | None, Document]]:
        for timing in self._now.timings:
            for slot in timing.item.slots:
                for document in slot.documents:
                    if document.see is None:
                        yield timing, slot.year, document

    def _is_of_week(self, day: date) -> bool:
        return self._begin <= day <= self._now.today

    def by_day(self, kind: Message, events: Iterable[_Event]) -> Changes:
        """What came to documents, those of one unit on one day together, the latest day last."""
        found: dict[tuple[date, str, str], dict[str, None]] = {}
        counted: set[tuple[str, str]] = set()
        for day, timing, _, reason in sorted(events, key=lambda event: event[0]):
            requirement, unit = timing.item.requirement, timing.item.unit
            counted.add((requirement.no, unit))
            found.setdefault((day, unit, reason), {})[requirement.no] = None
        names = {timing.item.requirement.no: timing.item.requirement.label for timing in self._now.timings}
        entries = []
        for (day, unit, reason), numbers in found.items():
            what = listing(*(names[no] for no in numbers), most=_MOST_NAMES)
            who: Value = self._unit(unit)
            if reason:
                who = message("{unit}, {reason}", unit=who, reason=reason)
            entries.append(message("{day}: {what} ({unit})", day=self._day(day), what=what, unit=who))
        return Changes(kind, len(counted), tuple(entries))

    def postponed(self) -> Iterator[Message]:
        """Entries of the ledger past their day, and days that were moved."""
        for each in self._now.ledger:
            if not each.closed and each.entry.due < self._now.today:
                yield message(
                    "{problem}: due {due}, still open ({unit})",
                    problem=each.entry.problem,
                    due=self._day(each.entry.due),
                    unit=self._unit(each.entry.unit),
                )
        for timing in self._now.timings:
            extension = timing.item.extension
            if extension and self._is_of_week(extension.granted):
                yield message(
                    "{what}: extended to {day} ({unit})",
                    what=timing.item.requirement.label,
                    day=self._day(extension.until),
                    unit=self._unit(timing.item.unit),
                )

    def _lead(self, row: RowJudgement) -> Value:
        return self._unit(next((each.lead for each in row.indicators if each.lead), None))

    def _unit(self, unit: str | None) -> Value:
        return self._workspace.label(unit) if unit else message("nobody")
