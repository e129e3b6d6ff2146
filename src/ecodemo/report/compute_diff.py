"""Two states to what differs between them. Nothing is judged here: a word is another one, or it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from ecodemo.report.diff_view import (
    Diff,
    DiffSide,
    ExceptionChange,
    FigureChange,
    FindingChanges,
    Gone,
    ItemChange,
    LedgerChange,
    LostItem,
    RankChange,
    StateName,
    VerdictChange,
    VetoChange,
    WordChange,
)
from ecodemo.report.state import CorrectionState, FindingState, ItemState, State

_Became: TypeAlias = Literal["delivered", "replaced", "returned", "accepted", "slipped"]
_Lost: TypeAlias = Literal["removed", "not accepted", "not required"]
_NOW = StateName(kind="now", name="now")


def diff_of(
    before: State, after: State, *, before_name: StateName = _NOW, after_name: StateName = _NOW
) -> Diff:
    """What differs between an earlier and a later state."""
    return Diff.model_validate(
        {
            "from": _side(before, before_name),
            "to": _side(after, after_name),
            "conclusion": _change(before.verdict, after.verdict),
            "gate": _change(before.gate.state or "", after.gate.state or ""),
            "verdicts": tuple(_verdicts(before, after)),
            "vetoes": tuple(_vetoes(before, after)),
            "figures": tuple(_figures(before, after)),
            "items": tuple(_items(before, after)),
            "findings": FindingChanges(
                new=_only_in(after.findings, before.findings), gone=_only_in(before.findings, after.findings)
            ),
            "exceptions": tuple(_exceptions_only_in(after, before)),
            "gone": Gone(
                items=tuple(_lost_items(before, after)), exceptions=tuple(_exceptions_only_in(before, after))
            ),
            "rectification": tuple(_rectification(before, after)),
            "ranks": tuple(_ranks(before, after)),
        }
    )


def _side(state: State, name: StateName) -> DiffSide:
    return DiffSide(
        **name.model_dump(),
        day=state.day,
        bid=state.bid,
        standard=state.standard,
        phase=state.phase,
        data=state.data,
        note=state.note,
    )


def _change(was: str, now: str) -> WordChange:
    return WordChange.model_validate({"was": was, "is": now})


def _verdicts(before: State, after: State) -> Iterator[VerdictChange]:
    """Rows are compared under the same standard only; measures under any."""
    is_same = before.standard == after.standard
    rows = {row.no: row.verdict for row in before.rows} if is_same else {}
    measures = {
        (row.no if is_same else "", measure.id): measure.verdict
        for row in before.rows
        for measure in row.measures
    }
    for row in after.rows:
        no = row.no if is_same else ""
        if no and (was := rows.pop(no, "")) != row.verdict:
            yield VerdictChange.model_validate({"row": no, "measure": "", "was": was, "is": row.verdict})
        for measure in row.measures:
            was = measures.get((no, measure.id), "")
            if measure.id and was != measure.verdict:
                yield VerdictChange.model_validate(
                    {"row": no, "measure": measure.id, "was": was, "is": measure.verdict}
                )
    here = {(row.no if is_same else "", measure.id) for row in after.rows for measure in row.measures}
    gone = {(no, ""): was for no, was in rows.items()}
    gone |= {key: was for key, was in measures.items() if key[1] and key not in here}
    for (no, id_), was in gone.items():
        yield VerdictChange.model_validate({"row": no, "measure": id_, "was": was, "is": ""})


def _vetoes(before: State, after: State) -> Iterator[VetoChange]:
    vetoes = {veto.id: veto.verdict for veto in before.vetoes}
    for veto in after.vetoes:
        if (was := vetoes.pop(veto.id, "")) != veto.verdict:
            yield VetoChange.model_validate({"id": veto.id, "was": was, "is": veto.verdict})
    for id_, was in vetoes.items():
        yield VetoChange.model_validate({"id": id_, "was": was, "is": ""})


def _figures(before: State, after: State) -> Iterator[FigureChange]:
    """What is no longer reported comes last."""
    was = {figure[:3]: figure.value for figure in before.figures}
    now = {figure[:3]: figure.value for figure in after.figures}
    known = set(before.corrections)
    corrections = {_subject(entry): entry for entry in after.corrections if entry not in known}
    for subject in dict.fromkeys((*now, *was)):
        if was.get(subject, "") != now.get(subject, ""):
            measure, unit, year = subject
            correction = corrections.get(subject)
            yield FigureChange.model_validate(
                {
                    "measure": measure,
                    "unit": unit,
                    "year": year,
                    "was": was.get(subject, ""),
                    "is": now.get(subject, ""),
                    "reason": correction.reason if correction else "",
                    "document": correction.document if correction else "",
                }
            )


def _subject(correction: CorrectionState) -> tuple[str, str, str]:
    return correction.measure, correction.unit, correction.year


def _items(before: State, after: State) -> Iterator[ItemChange]:
    items = {item[:3]: item for item in before.items}
    for item in after.items:
        for became in _became(items.get(item[:3]), item):
            yield ItemChange(no=item.no, unit=item.unit, year=item.year, change=became)


def _became(was: ItemState | None, now: ItemState) -> Iterator[_Became]:
    before = was.state if was else ""
    if now.received and not (was and was.received):
        yield "delivered"
    elif _is_replaced(before, now.state):
        yield "replaced"
    if now.state != before and now.state in ("returned", "accepted"):
        yield "returned" if now.state == "returned" else "accepted"
    if now.light == "red" and not (was and was.light == "red"):
        yield "slipped"


def _is_replaced(before: str, now: str) -> bool:
    """Whether other bytes came: after a return, or after a review that does not hold for them."""
    if before == "returned":
        return now in ("to review", "present", "accepted", "void")
    return now == "void" and before not in ("", "void")


def _lost_items(before: State, after: State) -> Iterator[LostItem]:
    items = {item[:3]: item for item in after.items}
    for item in before.items:
        for lost in _lost(item, items.get(item[:3])):
            yield LostItem(no=item.no, unit=item.unit, year=item.year, change=lost)


def _lost(was: ItemState, now: ItemState | None) -> Iterator[_Lost]:
    if now is None:
        yield "not required"
    elif was.received and not now.received:
        yield "removed"
    if was.state == "accepted" and not (now and now.state == "accepted"):
        yield "not accepted"


def _only_in(findings: Iterable[FindingState], others: Iterable[FindingState]) -> tuple[FindingState, ...]:
    left = Counter((other.code, other.fingerprint) for other in others)
    return tuple(finding for finding in findings if not _taken(left, (finding.code, finding.fingerprint)))


def _taken(left: Counter[tuple[str, str]], mark: tuple[str, str]) -> bool:
    """Whether one of what is left is this one; it is left no more."""
    left[mark] -= 1
    return left[mark] >= 0


def _exceptions_only_in(state: State, other: State) -> Iterator[ExceptionChange]:
    """One that was changed is another one."""
    granted = set(other.exceptions)
    yield from (ExceptionChange.of(entry) for entry in state.exceptions if entry not in granted)
    known = set(other.baseline)
    for line in state.baseline:
        if line not in known:
            yield ExceptionChange(kind="baseline", about=line, unit="", granted="", until="")


def _rectification(before: State, after: State) -> Iterator[LedgerChange]:
    entries = {entry.no: entry.state for entry in before.rectification}
    for entry in after.rectification:
        if (was := entries.pop(entry.no, "")) != entry.state:
            yield LedgerChange.model_validate({"no": entry.no, "was": was, "is": entry.state})
    for no, was in entries.items():
        yield LedgerChange.model_validate({"no": no, "was": was, "is": ""})


def _ranks(before: State, after: State) -> Iterator[RankChange]:
    ranks = {unit.id: unit.rank for unit in before.units}
    for unit in after.units:
        if (was := ranks.pop(unit.id, None)) != unit.rank:
            yield RankChange.model_validate({"unit": unit.id, "was": was, "is": unit.rank})
    for id_, was in ranks.items():
        if was is not None:
            yield RankChange.model_validate({"unit": id_, "was": was, "is": None})
