"""What a reader must not take for settled: texts that were not obtained, and entries that were not verified."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.assess.bid import Assessment
from ecodemo.model.base import WHOLE
from ecodemo.model.message import Message, Name, listing, message
from ecodemo.model.standard import Standard


def unverified_notes(assessment: Assessment, *, with_notes: bool = True) -> Iterable[Message]:
    """What is not verified, the standard first; without notes only what the judgement rests on."""
    bid, text = assessment.bid, assessment.text
    borrowed_from = () if assessment.standard is text else (text,)
    for standard in (assessment.standard, *borrowed_from):
        if standard.note and with_notes:
            yield message(
                "{standard}: {note}", standard=standard.label, note=Name(standard.note, standard.note_en)
            )
    if assessment.standard is not text:
        yield message(
            "All rows: taken from {text} in place of {standard}.",
            text=text.label,
            standard=assessment.standard.label,
        )
    whole = [row.row.no for row in assessment.rows if WHOLE in row.row.unverified]
    if whole:
        yield message("Rows not found in any published text: {rows}.", rows=listing(*whole, most=len(whole)))
    for row in assessment.rows:
        if row.row.unverified and WHOLE not in row.row.unverified:
            yield message(
                "Row {no} {row}: not found: {parts}.",
                no=row.row.no,
                row=row.row.label,
                parts=listing(*_parts(row.row.unverified)),
            )
    yield from _unseen_vetoes(text, with_notes=with_notes)
    if assessment.rule.unverified:
        yield message("The pass rule was not found in any published text.")
    if bid.unverified:
        yield message(
            "Bid {bid}, not verified: {parts}.", bid=bid.label, parts=listing(*_parts(bid.unverified))
        )
    leads = [
        indicator.no
        for indicator in assessment.workspace.indicators
        if "lead" in indicator.unverified or WHOLE in indicator.unverified
    ]
    if leads:
        yield message(
            "Lead units and lists of documents still to be compared with annex 2 of the plan: boxes {boxes}.",
            boxes=listing(*leads, most=len(leads)),
        )


def _unseen_vetoes(text: Standard, *, with_notes: bool) -> Iterable[Message]:
    vetoes = [_place(veto.no) for veto in text.vetoes if veto.unverified and veto.counts]
    if vetoes:
        yield message(
            "Vetoes not found in any published text: {vetoes}.", vetoes=listing(*vetoes, most=len(vetoes))
        )
    for veto in text.vetoes:
        if veto.note and with_notes:
            yield message("Veto {no}: {note}", no=_place(veto.no), note=Name(veto.note, veto.note_en))
        if not veto.counts:
            yield message(
                "Veto {no} is not judged until its text is found: {veto}.",
                no=_place(veto.no),
                veto=veto.label,
            )


def _place(no: str) -> str:
    """Of V3 the 3: papers count vetoes, V3 is the number of its proof."""
    return no.removeprefix("V")


_PARTS = {
    "target": message("value"),
    "attribute": message("attribute"),
    "definition": message("definition"),
    "formula": message("formula"),
    "source": message("data source"),
    "base": message("base year"),
    "apply": message("application date"),
    "assessed": message("assessed year"),
    WHOLE: message("everything"),
}


def _parts(parts: tuple[str, ...]) -> list[Message | str]:
    return [_PARTS.get(part, part) for part in parts]
