"""The leader's page of a bid or of one working group, from the report and the day's check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.assess.row import tally
from ecodemo.assess.score import reached
from ecodemo.assess.timeliness import ItemTiming, UnitStanding, stand_units
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, counted, listing, message, unit_listing
from ecodemo.report.contents.indicator_rows import tally_words
from ecodemo.report.contents.leader_view import Blocker, GroupProgress, LateUnit, LateUnits, Leader, NextDate
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.tally_rows import tally_rows
from ecodemo.report.leader.blockers import Obstacle, awaited_days, obstacles, rows_of
from ecodemo.report.leader.page_widths import AMPLE, SCARCE, PageWidths, fits
from ecodemo.report.papers.shortening import shortened, width_of, with_whole_clauses
from ecodemo.unknown_word import refuse_unknown

_MOST_BLOCKERS, _MOST_ASKS, _MOST_GROUPS, _MOST_DATES = 5, 3, 8, 3
_VETO = 20
"""Beside the text of a veto."""
_BAR = 10


def build_leader(result: CheckResult, report: Report, speaker: Speaker, group: str = "") -> Leader:
    """The page of the county; with the id of a group, of that group.

    Raises:
        EcodemoError: there is no such group.
    """
    groups = result.assessment.workspace.groups
    if group:
        refuse_unknown(message("group"), [group], [each.id for each in groups])
    page = _LeaderBuilder(result, report, speaker, group, AMPLE).page()
    return page if fits(page) else _LeaderBuilder(result, report, speaker, group, SCARCE).page()


class _LeaderBuilder:
    def __init__(
        self, result: CheckResult, report: Report, speaker: Speaker, group: str, widths: PageWidths
    ) -> None:
        self.widths = widths
        self.result, self.report, self.speaker, self.group = result, report, speaker, group
        self.assessment: Assessment = result.assessment
        self.workspace, self.today = self.assessment.workspace, result.today
        self.rows = rows_of(self.assessment, group)
        self.indicators = {indicator.id for row in self.rows for indicator in row.indicators}
        self.group_name = next(
            (speaker.say(each.label) for each in self.workspace.groups if each.id == group), ""
        )
        self.leads = {each.lead for each in self.workspace.groups if each.id == group}

    def page(self) -> Leader:
        report, say, group = self.report, self.speaker.say, self.group
        found = obstacles(self.assessment, self.result.profile.phase, group)
        ledger = [entry for entry in self.assessment.ledger if self._is_asked(entry)]
        asks = [entry.entry.ask for entry in ledger if entry.entry.ask and not entry.closed]
        groups = [each for each in report.groups if each.applicable and group in ("", each.id)]
        standings = [unit for unit in stand_units(self.workspace, self._timings(), self.today) if unit.due]
        return Leader(
            tool=report.tool,
            data_version=report.data_version,
            language=report.language,
            example=report.example,
            example_note=report.example_note,
            county=shortened(report.county, self.widths.title),
            office=self._unit(self.workspace.office),
            bid_id=report.bid.id,
            bid_name=shortened(report.bid.name, self.widths.title),
            today=report.today,
            today_words=report.today_words,
            group_id=group,
            group=shortened(self.group_name, self.widths.title),
            phase=shortened(report.phase.name, self.widths.phase) if report.phase.ends else "",
            days_left=report.phase.days_left,
            conclusion=report.conclusion,
            summary=say(tally_words(tally(self.rows))) if group else report.summary,
            score="" if group or not self.assessment.scores else say(reached(self.assessment.scores[1])),
            veto_summary="" if group else report.veto_summary,
            gate="" if group or not report.phase.ends else report.gate.sentence,
            tallies=tuple(tally_rows(self.rows, self.speaker)),
            blockers=tuple(self._blocker(no, each) for no, each in enumerate(found[:_MOST_BLOCKERS], 1)),
            all_blockers=len(found),
            asks=tuple(shortened(ask, self.widths.ask) for ask in asks[:_MOST_ASKS]),
            all_asks=len(asks),
            groups=tuple(
                GroupProgress(
                    name=shortened(each.name, self.widths.group),
                    bar=_bar(each.counted, each.applicable),
                    share=f"{each.counted}/{each.applicable}",
                )
                for each in groups[:_MOST_GROUPS]
            ),
            all_groups=len(groups),
            due_units=len(standings),
            punctual_units=sum(unit.on_time == unit.due for unit in standings),
            overdue=self._late(5, ((unit, unit.overdue, unit.longest) for unit in standings)),
            returned=self._late(2, ((unit, unit.returned, 0) for unit in standings)),
            late_done=self._late(2, ((unit, unit.late_done, 0) for unit in standings)),
            ledger=len(ledger),
            ledger_closed=sum(entry.closed is not None for entry in ledger),
            dates=tuple(self._dates(ledger)),
            note=with_whole_clauses(self._note(), self.widths.note),
        )

    def _is_asked(self, entry: LedgerEntry) -> bool:
        """Whether an entry of the ledger concerns the page."""
        return not self.group or entry.entry.indicator in self.indicators or entry.entry.unit in self.leads

    def _timings(self) -> Iterator[ItemTiming]:
        for timing in self.assessment.timings:
            holder = timing.item.holder
            if not self.group or (isinstance(holder, Indicator) and holder.group == self.group):
                yield timing

    def _blocker(self, no: int, obstacle: Obstacle) -> Blocker:
        say, due = self.speaker.say, obstacle.due
        reason = shortened(say(obstacle.reason).rstrip("。."), self.widths.reason)
        room = self.widths.blocker - width_of(reason)
        if obstacle.veto:
            about = message(
                "Veto no. {no} ({veto})",
                no=obstacle.veto,
                veto=with_whole_clauses(say(obstacle.about), room - _VETO),
            )
        else:
            about = message("{text}", text=shortened(say(obstacle.about), room))
        pattern = message("{about}: {reason}", about=about, reason=reason)
        units = [self._unit(unit) for unit in obstacle.units]
        return Blocker(
            no=no,
            what=say(pattern),
            unit=units[0] if len(units) == 1 else say(unit_listing(*units, most=1)) if units else "",
            when=say(_when(due, self.today)) if due else "",
            remedy=say(obstacle.remedy),
            row=obstacle.row,
            is_veto=bool(obstacle.veto),
        )

    def _late(self, most: int, counted: Iterable[tuple[UnitStanding, int, int]]) -> LateUnits:
        late = sorted((each for each in counted if each[1]), key=lambda each: (-each[2], -each[1]))
        return LateUnits(
            shown=tuple(
                LateUnit(name=self._unit(unit.unit), count=count, days=days)
                for unit, count, days in late[:most]
            ),
            more=max(0, len(late) - most),
        )

    def _dates(self, ledger: Sequence[LedgerEntry]) -> Iterator[NextDate]:
        """The next days on which something is due, and always the end of the phase and the day of application."""
        phase, apply = self.result.profile.phase, self.assessment.bid.apply
        pending = [entry.entry for entry in ledger if not entry.closed]
        due = [entry.due for entry in pending]
        days: dict[date, list[Message]] = {}
        for day in sorted({day for day in due if day >= self.today}):
            units = dict.fromkeys(self._unit(entry.unit) for entry in pending if entry.due == day)
            text = message(
                "ledger entries due: {count} ({units})",
                count=due.count(day),
                units=unit_listing(*units, most=2),
            )
            days.setdefault(day, []).append(text)
        missing = [day for timing in self._timings() for day in awaited_days(timing)]
        for day in sorted({day for day in missing if day >= self.today}):
            days.setdefault(day, []).append(message("documents due: {count}", count=missing.count(day)))
        chosen = sorted(days)[: _MOST_DATES - 1]
        for end, text in (
            (phase.end if phase else None, message("end of the phase")),
            (apply, message("application")),
        ):
            if end and end >= self.today:
                days.setdefault(end, []).append(text)
                chosen.append(end)
        for day in sorted(set(chosen)):
            yield NextDate(
                day=self.speaker.say(day), what=self.speaker.say(listing(*days[day], most=len(days[day])))
            )

    def _note(self) -> str:
        rule, text = self.report.pass_rule, self.speaker.text
        pattern = text("Pass rule, not verified: {rule}") if rule.unverified else text("Pass rule: {rule}")
        parts = (self.report.bid.standard_note, pattern.format(rule=rule.text), *rule.also)
        return ("" if self.report.language == "zh" else " ").join(part for part in parts if part)

    def _unit(self, unit: str | None) -> str:
        return shortened(self.speaker.say(self.workspace.label(unit)), self.widths.unit) if unit else ""


def _when(due: date, today: date) -> Message:
    days = (due - today).days
    if days == 0:
        return message("{day}, today", day=due)
    if days < 0:
        return message("{day}, {days} overdue", day=due, days=counted(-days, "{n} day", "{n} days"))
    return message("{day}, {days} left", day=due, days=counted(days, "{n} day", "{n} days"))


def _bar(count: int, of: int) -> str:
    full = _BAR * count // of if of else 0
    return "█" * full + "░" * (_BAR - full)
