"""The yes/no preconditions of the application (一票否决)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from ecodemo.model.county import Bid
from ecodemo.model.finding import Ref
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Answer, VetoAnswer
from ecodemo.model.requirement import Requirement
from ecodemo.model.standard import Veto
from ecodemo.model.verdict import Verdict
from ecodemo.model.workspace import Workspace


class VetoStanding(Enum):
    """How a veto is judged when the proof of its answer counts too."""

    CLEAR = auto()
    HIT = auto()
    UNPROVEN = auto()
    UNANSWERED = auto()
    OPEN = auto()
    NOT_APPLICABLE = auto()


@dataclass(frozen=True, slots=True)
class VetoJudgement:
    """Whether a veto blocks the application."""

    veto: Veto
    verdict: Verdict
    reason: Message
    answer: VetoAnswer | None = None
    unit: str | None = None
    at: Ref | None = None
    """Where the answer is written."""
    period: tuple[date, date] | None = None
    """The years that the answer must cover: they end on the day of the application."""
    is_proven: bool = True
    """Whether the document that it names is on file; a veto that does not apply needs none."""
    issued: date | None = None
    """The day of the document that it names, where the register has one."""
    requirement: Requirement | None = None
    """The document that proves it; `None` where box V has none for it."""
    owing: tuple[str, ...] = ()
    """The units that owe that document."""

    @property
    def responsible(self) -> str | None:
        """The unit that owes the proof, of several the one that answered; where none owes it, the unit that answered."""
        if self.unit in self.owing or not self.owing:
            return self.unit
        return self.owing[0]

    @property
    def standing(self) -> VetoStanding:
        match self.verdict:
            case Verdict.NOT_APPLICABLE:
                return VetoStanding.NOT_APPLICABLE
            case Verdict.NOT_MET:
                return VetoStanding.HIT
            case _ if self.answer is None:
                return VetoStanding.UNANSWERED
            case _ if self.answer.document is None or not self.is_proven:
                return VetoStanding.UNPROVEN
            case Verdict.MET:
                return VetoStanding.CLEAR
        return VetoStanding.OPEN

    @property
    def exceeds_document(self) -> bool:
        """Whether it speaks of days after the one on which its document was issued."""
        return self.answer is not None and self.issued is not None and self.issued < self.answer.through

    @property
    def ends_too_early(self) -> bool:
        return self.answer is not None and self.period is not None and self.answer.through < self.period[1]


def judge_veto(veto: Veto, workspace: Workspace, bid: Bid, today: date) -> VetoJudgement:
    """The verdict on one veto, and who is responsible for it."""
    requirement = next((r for r in workspace.requirements.values() if r.veto == veto.id), None)
    judged = _judge(veto, workspace, bid, today)
    return replace(judged, requirement=requirement, owing=workspace.owing(requirement) if requirement else ())


def _judge(veto: Veto, workspace: Workspace, bid: Bid, today: date) -> VetoJudgement:
    """Of each unit its latest answer, and of these the worst."""
    period = period_of(veto, bid)
    if workspace.county.fits(veto.applies_if) is False:
        return VetoJudgement(
            veto, Verdict.NOT_APPLICABLE, message("Does not apply to this county."), period=period
        )
    given = [
        _judge_answer(
            veto,
            answer,
            unit,
            Ref("answer", f"{unit}/{index}"),
            period,
            _issued(workspace, answer, unit, today),
        )
        for unit, progress in workspace.progress.items()
        for index, answer in enumerate(progress.vetoes)
        if answer.id == veto.id
        and workspace.knows(answer.reported)
        and workspace.calendar.belongs(bid, answer.bid, answer.through)
    ]
    if not given:
        return VetoJudgement(veto, Verdict.UNDECIDED, message("Not answered."), period=period)
    latest: dict[str, VetoJudgement] = {}
    for judged in sorted(given, key=lambda judged: (_through(judged), judged.verdict is Verdict.NOT_MET)):
        latest[judged.unit or ""] = judged
    return min(latest.values(), key=lambda judged: _WORST_FIRST.index(judged.verdict))


_WORST_FIRST = (Verdict.NOT_MET, Verdict.UNDECIDED, Verdict.MET)


def _through(judged: VetoJudgement) -> date:
    return judged.answer.through if judged.answer else date.min


def _judge_answer(
    veto: Veto,
    answer: VetoAnswer,
    unit: str,
    at: Ref,
    period: tuple[date, date] | None,
    issued: date | None,
) -> VetoJudgement:
    verdict, reason = _verdict(answer, period, issued)
    return VetoJudgement(veto, verdict, reason, answer, unit, at, period, issued=issued)


def _issued(workspace: Workspace, answer: VetoAnswer, unit: str, today: date) -> date | None:
    """The latest day on which the document of an answer was issued, also where the register refers to another."""
    if answer.document is None:
        return None
    named = workspace.entries(answer.document, unit)
    seen = [entry for own in named if own.see for entry in workspace.entries(own.see, unit)]
    came = (entry for entry in (*named, *seen) if entry.had_come(today))
    return max((entry.issued for entry in came if entry.issued), default=None)


def _verdict(
    answer: VetoAnswer, period: tuple[date, date] | None, issued: date | None
) -> tuple[Verdict, Message]:
    if answer.answer is Answer.HIT:
        return Verdict.NOT_MET, message("Veto triggered; the county cannot apply.")
    if period is not None and answer.through < period[1]:
        text = message(
            "The answer covers the period to {through}; it must reach the application date, {apply}.",
            through=answer.through,
            apply=period[1],
        )
        return Verdict.UNDECIDED, text
    if answer.document is None:
        return Verdict.UNDECIDED, message("Answered, but without proof.")
    if issued is not None and issued < answer.through:
        text = message(
            "The answer covers the period to {through}, but its document is dated {issued}.",
            through=answer.through,
            issued=issued,
        )
        return Verdict.UNDECIDED, text
    if answer.answer is Answer.RECTIFIED:
        return Verdict.MET, message("A case occurred and was rectified on schedule.")
    return Verdict.MET, message("No such case occurred.")


def period_of(veto: Veto, bid: Bid) -> tuple[date, date] | None:
    """近三年 ends on the day of the application, not with the assessed year."""
    if bid.apply is None:
        return None
    try:
        start = bid.apply.replace(year=bid.apply.year - veto.years)
    except ValueError:  # 29 February
        start = date(bid.apply.year - veto.years, 3, 1)
    return start, bid.apply
