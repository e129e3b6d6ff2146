"""What keeps a bid from passing, the most serious first: vetoes, rows of the standard, and documents that the gate requires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ecodemo.assess.bid import Assessment
from ecodemo.assess.gate import gate_documents
from ecodemo.assess.pass_rule import wanting
from ecodemo.assess.row import MeasureJudgement, RowJudgement, counted_as
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.assess.veto import VetoJudgement, VetoStanding
from ecodemo.model.county import Phase
from ecodemo.model.message import Message, Number, message
from ecodemo.model.requirement import Box
from ecodemo.model.standard import Attribute
from ecodemo.model.verdict import LackKind, Remedy, Verdict
from ecodemo.report.contents import labels

_HIT, _NOT_MET, _VETO, _UNDECIDED, _UNPROVEN, _GATE, _SPARED = range(7)
"""How grave it is; a row that the pass rule can do without comes last."""
_GRAVITY = {Verdict.NOT_MET: _NOT_MET, Verdict.UNDECIDED: _UNDECIDED, Verdict.MET: _UNPROVEN}
_REMEDY = {
    Remedy.ADD_PROOF: message("add documents"),
    Remedy.WORK_ON: message("continue work"),
    Remedy.CORRECT_ONLY: message("corrections only"),
    Remedy.AWAIT_UPPER_LEVEL: message("wait for the higher authority"),
}
"""In English in fewer words than elsewhere; in Chinese in the words of the phase report."""
_CLEAR_VETO = message("rectify by the deadline and prove it")
_NOT_SET_UP = message("not set up yet")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A veto, a row or a document with who has to act by when."""

    order: tuple[int, ...]
    about: Message
    """What it is called; of a veto its text."""
    reason: Message
    units: tuple[str, ...]
    due: date | None
    remedy: Message
    veto: int = 0
    """Of a veto its place on the list, from 1."""
    row: str = ""
    """Of a row of the standard its number."""
    verdict: Verdict | None = None
    """Of a row."""
    indicators: frozenset[str] = frozenset()
    """Of a row, by id."""


def obstacles(assessment: Assessment, phase: Phase | None, group: str = "") -> list[Obstacle]:
    """All of them; of a group those of its rows, and the vetoes that its lead unit answers for."""
    finder = _Finder(assessment, phase)
    found = (*finder.vetoes(group), *finder.rows(group), *(() if group else finder.documents()))
    return sorted(found, key=lambda obstacle: (*obstacle.order, obstacle.due or date.max))


def rows_of(assessment: Assessment, group: str) -> list[RowJudgement]:
    """The rows whose first indicator is a group's; without a group all."""
    return [
        row for row in assessment.rows if not group or (row.indicators and row.indicators[0].group == group)
    ]


def awaited_days(timing: ItemTiming) -> Iterator[date]:
    """The due days of what a required item lacks or must hand in again, one for each year."""
    lacking = {slot.year for slot in timing.item.lacking} if timing.item.is_required else set()
    for slot in timing.slots:
        day = slot.return_due or slot.due
        if day and (slot.year in lacking or (slot.returned_for and timing.item.is_required)):
            yield day


class _Finder:
    def __init__(self, assessment: Assessment, phase: Phase | None) -> None:
        self.assessment, self.phase, self.today = assessment, phase, assessment.today
        ends = (phase.end if phase else None, assessment.bid.apply)
        self.end = next((day for day in ends if day and day >= self.today), None)

    def vetoes(self, group: str) -> Iterator[Obstacle]:
        lead = next((each.lead for each in self.assessment.workspace.groups if each.id == group), None)
        for place, judged in enumerate(self.assessment.vetoes, 1):
            is_settled = judged.standing in (VetoStanding.CLEAR, VetoStanding.NOT_APPLICABLE)
            if is_settled or (group and judged.responsible != lead):
                continue
            is_hit = judged.standing is VetoStanding.HIT
            timings = [t for t in self.assessment.timings if t.item.requirement is judged.requirement]
            yield Obstacle(
                order=(_HIT if is_hit else _VETO, 0, 0),
                about=message("{text}", text=judged.veto.label),
                reason=veto_words(judged),
                units=(judged.responsible,) if judged.responsible else (),
                due=self._due(timings) if any(map(_is_awaited, timings)) else _first_due(timings) or self.end,
                remedy=_CLEAR_VETO if is_hit else _REMEDY[Remedy.ADD_PROOF],
                veto=place,
            )

    def rows(self, group: str) -> Iterator[Obstacle]:
        wanted = wanting(self.assessment.rows, self.assessment.rule)
        to_gain = self.assessment.scores[1].to_gain if self.assessment.scores else {}
        for judged in rows_of(self.assessment, group):
            if judged.applies and not judged.counts:
                attribute = counted_as(judged.row)
                indicators = {indicator.id for indicator in judged.indicators}
                yield Obstacle(
                    order=(
                        _GRAVITY[judged.verdict] if attribute in wanted else _SPARED,
                        list(Attribute).index(attribute),
                        -int(100 * to_gain.get(judged.row.no, 0)),
                    ),
                    about=_with_points(_row_name(judged), to_gain.get(judged.row.no)),
                    reason=_row_words(judged),
                    units=tuple(_units_of(judged)),
                    due=self._due(judged.proof.timings, indicators),
                    remedy=_REMEDY[judged.remedy or Remedy.ADD_PROOF],
                    row=judged.row.no,
                    verdict=judged.verdict,
                    indicators=frozenset(indicators),
                )

    def documents(self) -> Iterator[Obstacle]:
        """Overdue documents of boxes that the gate requires; those of indicators are with their rows."""
        for document in gate_documents(self.assessment, self.phase) if self.phase else ():
            late = document.overdue(self.today)
            if late and isinstance(late[0].item.holder, Box) and document.requirement.veto is None:
                yield Obstacle(
                    order=(_GATE, 0, 0),
                    about=message("{text}", text=document.requirement.label),
                    reason=message("missing or incomplete"),
                    units=tuple(dict.fromkeys(timing.item.unit for timing in late)),
                    due=min(map(document.due_of, late)),
                    remedy=_REMEDY[Remedy.ADD_PROOF],
                )

    def _due(self, timings: Iterable[ItemTiming], indicators: Iterable[str] = ()) -> date | None:
        """The day of the ledger, else of what is missing or returned, else the end of the phase or of the bid."""
        wanted = set(indicators)
        ledger = [e.entry.due for e in self.assessment.ledger if not e.closed and e.entry.indicator in wanted]
        items = [day for timing in timings for day in awaited_days(timing)]
        return min(ledger or items, default=self.end)


def _is_awaited(timing: ItemTiming) -> bool:
    return any(True for _ in awaited_days(timing))


def _first_due(timings: Iterable[ItemTiming]) -> date | None:
    """The day by which a document was due that is there: of a certificate that falls short, also that of the next."""
    return min((slot.due for timing in timings for slot in timing.slots if slot.due), default=None)


def veto_words(judged: VetoJudgement) -> Message:
    """Why a veto is not settled."""
    note = judged.answer.note if judged.answer else ""
    if judged.standing is VetoStanding.HIT and note:
        return message("triggered ({note})", note=note.rstrip("。."))
    return judged.reason if judged.standing is VetoStanding.OPEN else labels.VETO[judged.standing]


def _deciding(judged: RowJudgement) -> MeasureJudgement:
    """The first measure with the verdict of the row."""
    return next(part for part in judged.parts if part.verdict is judged.verdict)


def _row_name(judged: RowJudgement) -> Message:
    """A row's name; with the measure that misses its target, if there are others."""
    if judged.verdict is Verdict.NOT_MET and len(judged.parts) > 1:
        measure = _deciding(judged).measure
        if measure:
            return message("{row} ({measure})", row=judged.row.label, measure=measure.label)
    return message("{text}", text=judged.row.label)


def _with_points(name: Message, points: Decimal | None) -> Message:
    """A row's name; in a list with points with those that it can still bring."""
    if points is None:
        return name
    return message("{row} (points to gain: {points})", row=name, points=Number(points))


def _row_words(judged: RowJudgement) -> Message:
    """Why a row is not met or not decided, of several reasons the first; else how many documents lack.

    In the words of the judgement, unless these speak of the data's own files and keys.
    """
    if judged.verdict is Verdict.MET:
        return message(
            "met; years of documents missing: {missing}, documents returned: {returned}",
            missing=sum(len(item.lacking) for item in judged.proof.items if item.is_required),
            returned=len(judged.proof.returned),
        )
    part = _deciding(judged)
    lacks = part.judgement.lacks
    if part.measure is None or any(lack.kind is LackKind.PROFILE for lack in lacks):
        return _NOT_SET_UP
    return lacks[0].message if lacks else part.judgement.reason


def _units_of(judged: RowJudgement) -> Iterable[str]:
    """Those from whom something lacks, else the lead units."""
    proof = judged.proof
    lacking = [item.unit for item in proof.items if item.is_required and not item.is_complete]
    lacking += [item.unit for item in proof.returned]
    units = [unit for lack in judged.lacks for unit in lack.units]
    units += lacking if judged.verdict is Verdict.MET else []
    return dict.fromkeys(units or [indicator.lead for indicator in judged.indicators if indicator.lead])
