"""The weekly report of a bid, from the report and the day's check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from ecodemo.assess.timeliness import RETURNED, ItemTiming, SlotTiming, Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.model.message import Message, Value, counted, listing, message, unit_listing
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.weekly_view import CountLine, DueItem, LateItem, WeekChange, Weekly
from ecodemo.report.papers.shortening import as_sentences, shortened, width_of, with_whole_clauses
from ecodemo.report.state import State
from ecodemo.report.weekly.week_before import WEEK, begin_of_week, state_by_dates
from ecodemo.report.weekly.week_changes import Changes, changes_of_week, veto_standing

_MOST_ENTRIES, _MOST_ASKS, _MOST_UNITS, _MOST_POINTS = 3, 3, 3, 6
_LATE_LINES, _DUE_LINES, _LINES = 9, 5, 13
"""Of the two tables, and of both; a row with long texts takes two."""
_MORE_LINE, _COURSE_LINES, _TITLE_LINES = 1, 3, 2
"""That there are more takes a line too, and so do the numbers of the snapshots and a title of two lines."""
_LONG_TITLE = 36
_TITLE, _PHASE, _UNIT, _UNITS, _LATE_WHAT, _DUE_WHAT = 60, 40, 20, 40, 60, 60
_CHANGE, _LEDGER, _ASK, _NOTE = 116, 150, 76, 210
"""What fits on one page: widths in Latin characters."""
_LATE_LINE, _LATE_DAYS, _DUE_LINE, _UNITS_LINE = 50, 16, 50, 26
"""What fits on one line of a cell."""
_LATE = (*RETURNED, Standing.OVERDUE)
_COUNTS = ("met", "not_met", "undecided", "counted", "cleared", "uncleared", "closed")


def build_weekly(
    result: CheckResult, report: Report, speaker: Speaker, snapshot: State | None = None
) -> Weekly:
    """The page of the week before the day of the check.

    Args:
        result: the day's check.
        report: its result, in the speaker's language.
        speaker: whose language it is written in.
        snapshot: the last one of the bid that was taken by the first day of the week; without one the bid is judged
            by the dates of the register.
    """
    return _WeeklyBuilder(result, report, speaker, snapshot).page()


Line = TypeVar("Line")


class _WeeklyBuilder:
    def __init__(self, result: CheckResult, report: Report, speaker: Speaker, snapshot: State | None) -> None:
        self.result, self.report, self.speaker = result, report, speaker
        self.now, self.today = result.assessment, result.today
        self.begin = begin_of_week(self.today)
        self.snapshot = snapshot
        self.before = snapshot or state_by_dates(result)
        self.since = date.fromisoformat(self.before.day)
        self.is_last_week = self.since > self.begin - WEEK
        self.workspace = self.now.workspace
        self._troubles = {
            (row.no, row.unit): row.trouble for row in report.documents if row.trouble and row.lacking
        }

    def page(self) -> Weekly:
        report, say = self.report, self.speaker.say
        late = sorted(
            self._late(), key=lambda timing: (timing.standing is Standing.RETURNED, -timing.days_late)
        )
        last = self.today + WEEK - timedelta(days=1)
        due = list(self._due(last))
        shown_due = _fitting(due, _DUE_LINES, _is_long_due)
        course = say(self._course())
        left = min(_LATE_LINES, _LINES - sum(1 + _is_long_due(item) for item in shown_due))
        left -= _COURSE_LINES if course else 0
        left -= _TITLE_LINES if width_of(report.bid.name) > _LONG_TITLE else 0
        items = tuple(map(self._late_item, late))
        rows = _fitting(items, left, _is_long_late)
        if len(rows) < len(items):
            rows = _fitting(items, left - _MORE_LINE, _is_long_late)
        more = late[len(rows) :]
        units = {timing.item.unit for timing in late[: len(rows)]}
        asks = [each.entry.ask for each in self.now.ledger if each.entry.ask and not each.closed]
        has_dates = bool(report.phase.ends)
        basis = say(self._basis())
        phase = self.result.profile.phase
        return Weekly(
            tool=report.tool,
            data_version=report.data_version,
            language=report.language,
            example=report.example,
            example_note=report.example_note,
            county=shortened(report.county, _TITLE),
            office=self._unit(self.workspace.office) if self.workspace.office else "",
            bid_id=report.bid.id,
            bid_name=shortened(report.bid.name, _TITLE),
            today=report.today,
            today_words=report.today_words,
            begins=say(self.begin),
            ends=self._day(self.today - timedelta(days=1)),
            phase=shortened(report.phase.name, _PHASE) if has_dates else "",
            phase_ends=self._day(phase.end) if phase else "",
            days_left=report.phase.days_left,
            conclusion=report.conclusion,
            summary=report.summary,
            veto_summary=report.veto_summary,
            since="" if self.is_last_week else self._day(self.since),
            basis=basis,
            counts=tuple(self._counts()),
            pace=report.pace.sentence,
            course=course,
            changes=tuple(map(self._change, self._changes())),
            late=rows,
            late_more=len(more),
            late_units_more=len({timing.item.unit for timing in more} - units),
            due_begins=self._day(self.today),
            due_ends=self._day(last),
            due=shown_due,
            due_more=len(due) - len(shown_due),
            next_ledger=shortened(self._next_ledger(last), _LEDGER),
            asks=tuple(shortened(ask, _ASK) for ask in asks[:_MOST_ASKS]),
            all_asks=len(asks),
            note=as_sentences(report.bid.standard_note, _NOTE - width_of(basis)),
        )

    def _basis(self) -> Message:
        """Where the column of last week comes from."""
        if self.snapshot:
            return message("Earlier numbers: snapshot of {day}.", day=self._day(self.since))
        return message("Last week: by the dates in the register, without a snapshot.")

    def _course(self) -> Message | str:
        points = self.report.course[-_MOST_POINTS:]
        if len(points) < 2:
            return ""
        days = (
            message("{day} {number}", day=self._day(date.fromisoformat(point.day)), number=point.counted)
            for point in points
        )
        return message("Met with full proof: {days}.", days=listing(*days, most=_MOST_POINTS))

    def _changes(self) -> Iterator[Changes]:
        return changes_of_week(
            self.before,
            self.report.state,
            self.now,
            self.report.exceptions,
            self._day,
            is_last_week=self.is_last_week,
        )

    def _counts(self) -> Iterator[CountLine]:
        was, is_now = _numbers(self.before), _numbers(self.report.state)
        before = message("Last week") if self.is_last_week else message("{day}", day=self._day(self.since))
        for label, numbers in ((before, was), (message("This week"), is_now)):
            shares = {name: f"{count}/{whole}" for name, (count, whole) in numbers.items()}
            yield CountLine(label=self.speaker.say(label), **shares)
        changes = {name: self._signed(is_now[name][0] - was[name][0]) for name in _COUNTS}
        yield CountLine(label=self.speaker.say(message("Change")), **changes)

    def _signed(self, number: int) -> str:
        plus, minus = ("＋", "－") if self.speaker.language is Language.ZH else ("+", "−")
        return f"{plus if number > 0 else minus}{abs(number)}" if number else "0"

    def _change(self, changes: Changes) -> WeekChange:
        say = self.speaker.say
        shown: list[str] = []
        for entry in changes.entries[:_MOST_ENTRIES]:
            text = with_whole_clauses(say(entry), _CHANGE)
            if shown and width_of(self._joined([*shown, text])) > _CHANGE:
                break
            shown.append(text)
        text = self._joined(shown)
        if len(changes.entries) > len(shown):
            text = say(message("{entries}; {count} in all", entries=text, count=changes.count))
        return WeekChange(
            kind=say(changes.kind),
            count=changes.count,
            what=text or say(message("None.")),
        )

    def _joined(self, texts: Sequence[str]) -> str:
        return ("；" if self.speaker.language is Language.ZH else "; ").join(texts)

    def _late(self) -> Iterator[ItemTiming]:
        for timing in self.now.timings:
            if timing.item.is_required and any(slot.standing in _LATE for slot in timing.slots):
                yield timing

    def _late_item(self, timing: ItemTiming) -> LateItem:
        slots = [slot for slot in timing.slots if slot.standing in _LATE]
        days = [day for slot in slots if (day := slot.return_due or slot.due)]
        what: Value = self._named(timing, slots)
        reason: Value = next((slot.returned_for for slot in slots if slot.returned_for), "")
        if reason := reason or self._troubles.get((timing.item.requirement.no, timing.item.unit), ""):
            what = message("{what}: {reason}", what=what, reason=reason)
        return LateItem(
            unit=self._unit(timing.item.unit),
            what=shortened(self.speaker.say(message("{text}", text=what)), _LATE_WHAT),
            due=self._day(min(days)) if days else "",
            late=self.speaker.say(_late_words(slots)),
        )

    def _named(self, timing: ItemTiming, slots: Sequence[SlotTiming]) -> Message:
        """A document with the years that are meant."""
        years = [slot.year for slot in slots if slot.year is not None]
        label = timing.item.requirement.label
        if not years:
            return message("{text}", text=label)
        first, last = min(years), max(years)
        written = str(first) if first == last else f"{first}{'—' if len(years) > 1 else ''}{last}"
        return message("{name} ({years})", name=label, years=written)

    def _due(self, last: date) -> Iterator[DueItem]:
        """What is missing or returned and due by a day, and the ledger's entries, by day and subject."""
        found: dict[tuple[date, str], dict[str, None]] = {}
        for timing in self.now.timings:
            lacking = {slot.year for slot in timing.item.lacking} if timing.item.is_required else set()
            for slot in timing.slots:
                day = slot.return_due or slot.due
                is_open = slot.year in lacking or (slot.returned_for and timing.item.is_required)
                if day and is_open and self.today <= day <= last:
                    pattern = (
                        message("submit again: {what}") if slot.returned_for else message("submit: {what}")
                    )
                    what = self.speaker.say(message(pattern.text, what=timing.item.requirement.label))
                    found.setdefault((day, what), {})[self._unit(timing.item.unit)] = None
        for each in self.now.ledger:
            if not each.closed and self.today <= each.entry.due <= last:
                what = self.speaker.say(message("rectify: {what}", what=each.entry.problem))
                found.setdefault((each.entry.due, what), {})[self._unit(each.entry.unit)] = None
        for (day, what), units in sorted(found.items()):
            names = self.speaker.say(unit_listing(*units, most=_MOST_UNITS))
            yield DueItem(day=self._day(day), units=shortened(names, _UNITS), what=shortened(what, _DUE_WHAT))

    def _next_ledger(self, last: date) -> str:
        """The entries of the ledger that are due on the first day after the coming week."""
        later = [each.entry for each in self.now.ledger if not each.closed and each.entry.due > last]
        if not later:
            return ""
        day = min(entry.due for entry in later)
        units = [self._unit(entry.unit) for entry in later if entry.due == day]
        return self.speaker.say(
            message(
                "Entries of the ledger due on {day}: {count} ({units}).",
                day=self._day(day),
                count=len(units),
                units=unit_listing(*dict.fromkeys(units), most=_MOST_UNITS),
            )
        )

    def _day(self, day: date) -> str:
        """A day; in Chinese without the year where it is that of the report."""
        return self.speaker.say(day).removeprefix(f"{self.today.year}年")

    def _unit(self, unit: str) -> str:
        return shortened(self.speaker.say(self.workspace.label(unit)), _UNIT)


def _fitting(items: Iterable[Line], lines: int, is_long: Callable[[Line], bool]) -> tuple[Line, ...]:
    """As many of the rows as fit into so many lines, of which a long one takes two."""
    fitting: list[Line] = []
    for item in items:
        lines -= 2 if is_long(item) else 1
        if lines < 0:
            break
        fitting.append(item)
    return tuple(fitting)


def _is_long_late(item: LateItem) -> bool:
    return (
        width_of(item.what) > _LATE_LINE
        or width_of(item.unit) > _UNIT - 2
        or width_of(item.late) > _LATE_DAYS
    )


def _is_long_due(item: DueItem) -> bool:
    return width_of(item.what) > _DUE_LINE or width_of(item.units) > _UNITS_LINE


def _late_words(slots: Sequence[SlotTiming]) -> Message:
    days = max(slot.days_late for slot in slots)
    if not any(slot.returned_for for slot in slots):
        return message("{days}", days=counted(days, "{n} day", "{n} days"))
    return (
        message("returned, {days}", days=counted(days, "{n} day", "{n} days"))
        if days
        else message("returned, not due yet")
    )


def _numbers(state: State) -> dict[str, tuple[int, int]]:
    """Each number, and the whole that it is a part of."""
    rows = [row for row in state.rows if row.verdict != "not applicable"]
    verdicts = Counter(row.verdict for row in rows)
    standings = Counter(map(veto_standing, state.vetoes))
    vetoes = standings.total() - standings[VetoStanding.NOT_APPLICABLE]
    cleared, hit = standings[VetoStanding.CLEAR], standings[VetoStanding.HIT]
    return {
        "met": (verdicts["met"], len(rows)),
        "not_met": (verdicts["not met"], len(rows)),
        "undecided": (verdicts["undecided"], len(rows)),
        "counted": (sum(row.counts for row in rows), len(rows)),
        "cleared": (cleared, vetoes),
        "uncleared": (vetoes - cleared - hit, vetoes),
        "closed": (sum(bool(entry.closed) for entry in state.rectification), len(state.rectification)),
    }
