"""The assessors' last opinions and what was done since, and the last drawn re-check, as the report prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ecodemo.assess.bid import Assessment
from ecodemo.assess.hypergeometric_bound import most_wrong
from ecodemo.assess.opinion_standing import (
    OpinionStanding,
    last_round,
    last_sample,
    opinion_standings,
)
from ecodemo.language import Speaker
from ecodemo.model.message import Message, listing, message, sentences
from ecodemo.model.number import plain, rounded
from ecodemo.model.opinion import OpinionWord
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.feedback_view import OpinionRow, OpinionsView, SampleView

_WORDS = {
    OpinionWord.DOUBTED: message("in doubt"),
    OpinionWord.ASKED: message("more asked for"),
}
_MOST = 6
"""Documents named in a line."""


def opinions_of(assessment: Assessment, speaker: Speaker) -> OpinionsView | None:
    """The last round; `None` where nobody has assessed yet."""
    rounds = last_round(assessment)
    if not rounds:
        return None
    counts = Counter(opinion.opinion for one in rounds for opinion in one.opinions)
    standings = list(opinion_standings(assessment))
    closed = sum(standing.is_closed for standing in standings)
    sentence = message(
        "Assessment round {round} ({by}, {day}): {accepted} accepted, {doubted} in doubt, {asked} with further documents requested. Closed in the ledger: {closed} of {open}.",
        round=rounds[-1].round,
        by=listing(*dict.fromkeys(one.by for one in rounds)),
        day=max(one.on for one in rounds),
        accepted=counts[OpinionWord.ACCEPTED],
        doubted=counts[OpinionWord.DOUBTED],
        asked=counts[OpinionWord.ASKED],
        closed=closed,
        open=len(standings),
    )
    return OpinionsView(
        round=rounds[-1].round,
        accepted=counts[OpinionWord.ACCEPTED],
        doubted=counts[OpinionWord.DOUBTED],
        asked=counts[OpinionWord.ASKED],
        closed=closed,
        sentence=speaker.say(sentence),
        rows=tuple(_row(standing, assessment.workspace, speaker) for standing in standings),
    )


def _row(standing: OpinionStanding, workspace: Workspace, speaker: Speaker) -> OpinionRow:
    say, opinion = speaker.say, standing.opinion
    documents = (_named(reference, workspace) for reference in opinion.documents)
    done = list(_done(standing, workspace))
    return OpinionRow(
        no=opinion.row,
        name=say(standing.row.row.label) if standing.row else "",
        opinion=say(_WORDS[opinion.opinion]),
        by=standing.round.by,
        documents=say(listing(*documents)) if opinion.documents else "",
        note=opinion.note,
        ledger=opinion.ledger,
        closed=standing.is_closed,
        done=say(listing(*(say(words) for words in done)))
        if done
        else say(message("nothing was submitted yet")),
    )


def _named(reference: Reference, workspace: Workspace) -> Message:
    year = f"/{reference.year}" if reference.year else ""
    number = f"{reference.requirement}{year}"
    if reference.unit is None:
        return message("{number}", number=number)
    return message("{number}@{unit}", number=number, unit=workspace.label(reference.unit))


def _done(standing: OpinionStanding, workspace: Workspace) -> Iterator[Message]:
    """Documents that came since, and the closing of its entry."""
    if standing.since:
        came = dict.fromkeys(
            Reference(document.requirement, document.years[0] if len(document.years) == 1 else None, unit)
            for unit, document in standing.since
        )
        names = [_named(reference, workspace) for reference in came]
        yield message("submitted since: {documents}", documents=listing(*names, most=_MOST))
    entry = standing.entry
    if entry is not None and entry.closed is not None:
        yield message("{no} closed on {day}", no=entry.entry.no, day=entry.closed.on)
    elif entry is not None:
        yield message("{no} open, due {day}", no=entry.entry.no, day=entry.entry.due)


def sample_of(assessment: Assessment, speaker: Speaker) -> SampleView | None:
    """The last drawn re-check with its bound; `None` where there was none."""
    sample = last_sample(assessment)
    if sample is None:
        return None
    rate = _percent(Fraction(sample.wrong, sample.drawn))
    bound = _percent(Fraction(most_wrong(sample.of, sample.drawn, sample.wrong), sample.of))
    sentence = message(
        "Re-check of documents on {day}: {wrong} of {drawn} drawn from {of} wrong ({rate} %); with 95 % confidence at most {bound} % of all are wrong.",
        day=sample.on,
        wrong=sample.wrong,
        drawn=sample.drawn,
        of=sample.of,
        rate=plain(rate),
        bound=plain(bound),
    )
    unsettled = message(
        "On {count} of these the two people who checked differ; they count as wrong.", count=sample.unsettled
    )
    return SampleView(
        day=sample.on.isoformat(),
        drawn=sample.drawn,
        of=sample.of,
        wrong=sample.wrong,
        rate=plain(rate),
        bound=plain(bound),
        sentence=speaker.say(sentences(sentence, *((unsettled,) if sample.unsettled else ()))),
    )


def _percent(share: Fraction) -> Decimal:
    return rounded(share * 100, 1)
