"""The assessors' last opinions, and what was done since: documents that came, entries of the ledger that were closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecodemo.assess.bid import Assessment
from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.assess.row import RowJudgement
from ecodemo.model.drawn_sample import DrawnSample
from ecodemo.model.opinion import Opinion, OpinionRound, OpinionWord
from ecodemo.model.progress import Document


@dataclass(frozen=True, slots=True)
class OpinionStanding:
    """An opinion that asks for something, and its state."""

    round: OpinionRound
    opinion: Opinion
    row: RowJudgement | None
    """`None` where the list has no such row any more."""
    since: tuple[tuple[str, Document], ...]
    """The documents that came, or came again, after it, each with its unit: those that it names, else those of the row."""
    entry: LedgerEntry | None
    """Its entry of the ledger."""

    @property
    def is_closed(self) -> bool:
        return self.entry is not None and self.entry.closed is not None


def last_round(assessment: Assessment) -> tuple[OpinionRound, ...]:
    """What each body of assessors said in the last round of the bid until the day; empty where there was none."""
    first = assessment.workspace.bids[0].id
    known = [
        one
        for one in assessment.workspace.opinions
        if one.on <= assessment.today and (one.bid or first) == assessment.bid.id
    ]
    last = max((one.round for one in known), default=0)
    return tuple(one for one in known if one.round == last)


def opinion_standings(assessment: Assessment) -> Iterator[OpinionStanding]:
    """The opinions of the last round that ask for something, in the order of the data."""
    rows = {judged.row.no: judged for judged in assessment.rows}
    ledger = {ledger.entry.no: ledger for ledger in assessment.ledger}
    for one in last_round(assessment):
        for opinion in one.opinions:
            if opinion.opinion is not OpinionWord.ACCEPTED:
                judged = rows.get(opinion.row)
                since = tuple(_since(assessment, one, opinion, judged))
                yield OpinionStanding(one, opinion, judged, since, ledger.get(opinion.ledger))


def _since(
    assessment: Assessment, one: OpinionRound, opinion: Opinion, judged: RowJudgement | None
) -> Iterator[tuple[str, Document]]:
    owned = {r.no for indicator in (judged.indicators if judged else ()) for r in indicator.requirements}
    for unit, _, document in assessment.workspace.documents(assessment.today):
        is_named = any(
            document.requirement == reference.requirement
            and reference.unit in (None, unit)
            and (reference.year is None or not document.years or reference.year in document.years)
            for reference in opinion.documents
        )
        came = [document.received, *(again.on for again in document.redelivered)]
        is_new = any(day and one.on < day <= assessment.today for day in came)
        if is_new and (is_named if opinion.documents else document.requirement in owned):
            yield unit, document


def last_sample(assessment: Assessment) -> DrawnSample | None:
    """The last drawn re-check of the bid until the day."""
    first = assessment.workspace.bids[0].id
    known = [
        sample
        for sample in assessment.workspace.samples
        if sample.on <= assessment.today and (sample.bid or first) == assessment.bid.id
    ]
    return max(known, key=lambda sample: sample.on, default=None)
