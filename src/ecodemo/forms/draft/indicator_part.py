"""The part of the draft on the indicators that a unit leads: what the standard asks, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.row import MeasureJudgement, Proof, RowJudgement, tally
from ecodemo.forms import words
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.draft.unit_data import OwnData
from ecodemo.model.message import Number
from ecodemo.paper.parts import Grid, GridColumn, Paragraph, Part, Style


def led_rows(own: OwnData) -> tuple[RowJudgement, ...]:
    """The rows of the standard that apply and rest on an indicator that the unit leads."""
    return tuple(
        judged
        for judged in own.assessment.rows
        if judged.applies and any(indicator.lead == own.unit.id for indicator in judged.indicators)
    )


def indicator_parts(own: OwnData) -> Iterator[Part]:
    """The counts, and a line for each measure of each row. 达标 and 佐证 stay two columns."""
    rows = led_rows(own)
    if not rows:
        yield Paragraph(say.LED_NONE_JUDGED)
        return
    counts = tally(rows)
    yield Paragraph(
        say.LED_TEXT.format(
            count=len(rows),
            met=counts.met,
            not_met=counts.not_met,
            undecided=counts.undecided,
            counted=counts.counted,
        )
    )
    yield Paragraph(say.LED_CAPTION.format(unit=own.unit.name), Style.CAPTION)
    yield Grid(
        (
            GridColumn(say.ROW_NO, 13),
            GridColumn(say.INDICATOR, 31),
            GridColumn(say.TARGET, 30),
            GridColumn(say.READING, 30),
            GridColumn(say.VALUE.format(year=own.assessment.bid.assessed), 24, is_figure=True),
            GridColumn(say.VERDICT, 16),
            GridColumn(say.PROVEN, 20),
        ),
        tuple(line for judged in rows for line in _lines(own, judged)),
    )
    yield Paragraph(say.LED_NOTE, Style.NOTE)


def _lines(own: OwnData, judged: RowJudgement) -> Iterator[tuple[str, ...]]:
    assessment = own.assessment
    is_unverified = bool(judged.row.unverified) or assessment.standard is not assessment.text
    mark = say.UNVERIFIED if is_unverified else ""
    for index, part in enumerate(judged.parts):
        target = part.target.text or ("" if index else judged.row.text)
        reading = words.CHINESE.say(part.asks)
        if part.measure and len(judged.parts) > 1:
            reading = say.PART_READING.format(name=part.measure.name, reading=reading)
        yield (
            "" if index else judged.row.no,
            "" if index else judged.row.name,
            target + mark,
            reading,
            _figure(part),
            say.VERDICTS[part.verdict],
            "" if index else _proof(judged.proof),
        )


def _proof(proof: Proof) -> str:
    there = f"{proof.there}/{proof.owed}"
    return say.PROOF_WAIVED.format(there=there, waived=proof.waived) if proof.waived else there


def _figure(part: MeasureJudgement) -> str:
    """The figure of the assessed year; one that only rounds to its target is shown as it is."""
    if not part.figures:
        return ""
    figure = part.figures[-1]
    if part.judgement.rounds_only and figure.value is not None:
        return words.CHINESE.say(Number(figure.value, None, figure.measure.unit))
    return words.CHINESE.say(figure.shown)
