"""Whether a bid passes: its vetoes, then the shares and the score that the pass rule of its standard asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ecodemo.assess.row import RowJudgement, Tally, counted_as, tally
from ecodemo.assess.score import score, shortfall
from ecodemo.assess.veto import VetoJudgement
from ecodemo.model.message import Message, message
from ecodemo.model.standard import Attribute, PassRule
from ecodemo.model.verdict import Verdict, worst


@dataclass(frozen=True, slots=True)
class BidVerdict:
    """Whether the bid passes, counting one of the two ways."""

    verdict: Verdict
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ShareResult:
    """A share of the reference rows: how many it needs, and how many there are."""

    share: str
    needed: int
    of: int
    met: int
    counted: int


def outcome(
    rows: tuple[RowJudgement, ...],
    vetoes: tuple[VetoJudgement, ...],
    rule: PassRule,
    *,
    is_partial: bool,
    proven: bool,
) -> BidVerdict:
    """Vetoes first, then the shares of the pass rule; a list that is not whole never passes."""
    verdicts: list[Verdict] = []
    reasons: list[Message] = []
    for judged in vetoes:
        verdicts.append(judged.verdict)
        if judged.verdict in (Verdict.NOT_MET, Verdict.UNDECIDED):
            reasons.append(message("Veto {no}: {reason}", no=judged.veto.no, reason=judged.reason))
        elif proven and not judged.is_proven:
            verdicts.append(Verdict.UNDECIDED)
            reasons.append(message("Veto {no}: the cited proof is missing.", no=judged.veto.no))
    for share, attribute, what in _shares(rule):
        counted = tally(row for row in rows if attribute in (None, counted_as(row.row)))
        verdict = _share_verdict(share, counted, proven=proven)
        verdicts.append(verdict)
        if verdict is not Verdict.MET and counted.applicable:
            reasons.append(_shortfall(what, share, counted, proven=proven))
    points = score(rows, rule, proven=proven)
    if points is not None:
        verdicts.append(points.verdict)
        if points.verdict is not Verdict.MET:
            reasons.append(shortfall(points))
    verdict = worst(tuple(verdicts))
    if is_partial:
        reasons.append(message("The indicator list of the standard is incomplete."))
        verdict = Verdict.UNDECIDED if verdict is Verdict.MET else verdict
    return BidVerdict(verdict, tuple(reasons))


def needed(share: str, of: int) -> int:
    """How many rows a share asks for: 80 % of 13 rows are 11 (10.4 rounded up)."""
    return of if share == "all" else math.ceil(Fraction(int(share.rstrip("%")), 100) * of)


def wanting(rows: tuple[RowJudgement, ...], rule: PassRule) -> frozenset[Attribute]:
    """The kinds of rows of which more must be met with full proof; while points are lacking, all."""
    points = score(rows, rule, proven=True)
    if points is not None and points.verdict is not Verdict.MET:
        return frozenset(Attribute)
    return frozenset(
        attribute
        for share, only, _ in _shares(rule)
        if _share_verdict(
            share, tally(row for row in rows if only in (None, counted_as(row.row))), proven=True
        )
        is not Verdict.MET
        for attribute in Attribute
        if only in (None, attribute)
    )


def share_result(share: str, rows: tuple[RowJudgement, ...]) -> ShareResult:
    counted = tally(row for row in rows if counted_as(row.row) is Attribute.REFERENCE)
    return ShareResult(
        share, needed(share, counted.applicable), counted.applicable, counted.met, counted.counted
    )


def _shortfall(what: Message, share: str, counted: Tally, *, proven: bool) -> Message:
    of, want = counted.applicable, needed(share, counted.applicable)
    if proven:
        return message(
            "{what}: {enough} of {of} rows are met with full proof; {needed} are required.",
            what=what,
            enough=counted.counted,
            of=of,
            needed=want,
        )
    return message(
        "{what}: {enough} of {of} rows are met; {needed} are required.",
        what=what,
        enough=counted.met,
        of=of,
        needed=want,
    )


def _shares(rule: PassRule) -> list[tuple[str, Attribute | None, Message]]:
    if rule.every_row:
        return [("all", None, message("All rows"))]
    binding: tuple[str, Attribute | None, Message] = (
        rule.binding,
        Attribute.BINDING,
        message("Binding rows"),
    )
    if rule.points is not None and "reference" not in rule.model_fields_set:
        return [binding]  # what is not met of the others only costs points
    return [binding, (rule.reference, Attribute.REFERENCE, message("Reference rows"))]


def _share_verdict(share: str, counted: Tally, *, proven: bool) -> Verdict:
    """Not met only when even everything undecided (or unproven) could not reach the share."""
    enough = counted.counted if proven else counted.met
    want = needed(share, counted.applicable)
    if enough >= want:
        return Verdict.MET
    open_rows = counted.undecided + (counted.met - counted.counted if proven else 0)
    return Verdict.UNDECIDED if enough + open_rows >= want else Verdict.NOT_MET
