"""The papers of a dispatch meeting: what each unit has to settle, and who speaks when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.verdict import Verdict
from ecodemo.report.contents.build import build
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.leader.blockers import Obstacle, obstacles
from ecodemo.supervise.meeting_view import AgendaItem, Meeting, MeetingMatter, MeetingUnit
from ecodemo.supervise.supervision_view import OwedItem, StandingWord, Supervision, UnitSupervision
from ecodemo.supervise.written_dates import day_in_words

_LATE: tuple[StandingWord, ...] = ("overdue", "returned, overdue", "returned")
_LISTED: tuple[StandingWord, ...] = (*_LATE, "to be replaced")


def build_meeting(supervision: Supervision, result: CheckResult, speaker: Speaker) -> Meeting:
    """The papers of a meeting about the units of a view."""
    return _MeetingBuilder(supervision, result, speaker).meeting()


class _MeetingBuilder:
    def __init__(self, supervision: Supervision, result: CheckResult, speaker: Speaker) -> None:
        self.supervision, self.result, self.speaker = supervision, result, speaker
        self.workspace, self.today = result.assessment.workspace, result.today
        found = obstacles(result.assessment, result.profile.phase)
        self.vetoes = [obstacle for obstacle in found if obstacle.veto]
        self.certificates = {veto.requirement.no for veto in result.assessment.vetoes if veto.requirement}
        """Those that have to be replaced are with their vetoes."""
        self.rows = [
            obstacle for obstacle in found if obstacle.verdict in (Verdict.NOT_MET, Verdict.UNDECIDED)
        ]

    def meeting(self) -> Meeting:
        report = build(self.result, self.speaker)
        ledger = self.result.assessment.ledger
        return Meeting(
            **{name: getattr(self.supervision, name) for name in OfficePaperView.model_fields},
            groups=len(self.workspace.groups),
            agenda=tuple(self._agenda()),
            summary=report.summary,
            veto_summary=report.veto_summary,
            conclusion=report.conclusion,
            totals=self.supervision.totals,
            ledger=len(ledger),
            ledger_closed=sum(entry.closed is not None for entry in ledger),
            units=tuple(self._units()),
        )

    def _agenda(self) -> Iterator[AgendaItem]:
        text, office = self.speaker.text, self.supervision.office
        units = {unit.standing.unit: unit for unit in self.supervision.units}
        late = [id_ for id_, unit in units.items() if unit.items_standing(*_LATE) or _late_figures(unit)]
        not_met, undecided = (
            self._acting(row for row in self.rows if row.verdict is verdict)
            for verdict in (Verdict.NOT_MET, Verdict.UNDECIDED)
        )
        yield AgendaItem(topic=text("Progress so far; what is overdue or returned"), speakers=office)
        for topic, speakers in (
            (text("Indicators not met: why, and whether figures can be verified or corrected"), not_met),
            (
                text("Undecided indicators: when documents of the higher authority or figures will come"),
                undecided,
            ),
            (text("Vetoes: what is still open, which certificates are missing"), self._acting(self.vetoes)),
            (text("Overdue and returned documents: reasons, and by when"), late),
        ):
            if speakers:
                yield AgendaItem(topic=topic, speakers=self._named(speakers))
        yield AgendaItem(
            topic=text("Decisions of the leader: who acts by when"), speakers=text("（请补充：讲话领导）")
        )

    def _acting(self, found: Iterable[Obstacle]) -> list[str]:
        """Who has to act, in order, of the units that are looked at."""
        known = {unit.standing.unit for unit in self.supervision.units}
        return list(dict.fromkeys(unit for obstacle in found for unit in obstacle.units if unit in known))

    def _named(self, units: list[str]) -> str:
        return self.speaker.say(listing(*map(self.workspace.label, units), most=len(units)))

    def _units(self) -> Iterator[MeetingUnit]:
        """Units with an undone row or a veto first, then those that only owe something, as in the ranking."""
        by_id = {unit.standing.unit: unit for unit in self.supervision.units}
        order = dict.fromkeys((*self._acting((*self.rows, *self.vetoes)), *by_id))
        for id_ in order:
            if matters := tuple(self._matters(by_id[id_])):
                yield MeetingUnit(name=by_id[id_].standing.name, matters=matters)

    def _matters(self, unit: UnitSupervision) -> Iterator[MeetingMatter]:
        id_ = unit.standing.unit
        rows = [row for row in self.rows if id_ in row.units]
        for obstacle in (*(veto for veto in self.vetoes if id_ in veto.units), *rows):
            yield self._of_obstacle(obstacle)
        for item in unit.items_standing(*_LISTED):
            if item.standing != "to be replaced" or item.no not in self.certificates:
                yield self._of_item(item)
        for owed in unit.figures:
            names = "、".join(owed.names) if self.speaker.language == "zh" else ", ".join(owed.names)
            what = message("figures: {names} ({years})", names=names, years=owed.years)
            yield self._matter(what, date.fromisoformat(owed.due), message("add documents"))
        covered = frozenset[str]().union(*(row.indicators for row in rows))
        entries = {entry.entry.no: entry.entry for entry in self.result.assessment.ledger}
        for owed_entry in unit.rectification:
            entry = entries[owed_entry.no]
            if entry.indicator not in covered:
                what = message("{no} {problem}", no=entry.no, problem=entry.problem)
                yield self._matter(what, entry.due, message("continue work"))

    def _of_obstacle(self, obstacle: Obstacle) -> MeetingMatter:
        what = message("{about}: {reason}", about=obstacle.about, reason=obstacle.reason)
        if obstacle.veto:
            what = message("Veto no. {no}: {reason}", no=obstacle.veto, reason=obstacle.reason)
        return self._matter(what, obstacle.due, obstacle.remedy)

    def _of_item(self, item: OwedItem) -> MeetingMatter:
        part = item.parts[0]
        name = f"{item.no} {item.name}"
        what = message("{name} ({years})", name=name, years=part.years) if part.years else name
        if part.reason:
            what = message("{name}: returned, {reason}", name=what, reason=part.reason)
        elif part.lack:
            what = message("{name}: {lack}", name=what, lack=part.lack)
        day = self.supervision.ask_by if item.standing == "to be replaced" else part.again or item.due
        return self._matter(what, date.fromisoformat(day) if day else None, message("add documents"))

    def _matter(self, what: Message | str, due: date | None, remedy: Message) -> MeetingMatter:
        say = self.speaker.say
        when = day_in_words(due, self.today, self.speaker)
        if due and due < self.today:
            when = say(
                message("{days} overdue", days=counted((self.today - due).days, "{n} day", "{n} days"))
            )
        return MeetingMatter(what=say(what).rstrip("。."), when=when, remedy=say(remedy))


def _late_figures(unit: UnitSupervision) -> bool:
    return any(owed.days_late for owed in unit.figures)
