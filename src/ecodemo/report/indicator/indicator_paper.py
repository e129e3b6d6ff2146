"""The indicators' pages as a paper: the first sheet of each volume, one A4 page each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ecodemo.language import Language, Speaker
from ecodemo.model.message import listing
from ecodemo.paper.parts import Fields, PageBreak, Paper, Paragraph, Part, Style
from ecodemo.report.contents.indicator_page_view import IndicatorPage, IndicatorPages
from ecodemo.report.indicator.page_table import calculation_columns, measure_columns, proof_columns
from ecodemo.report.indicator.sheet_height import PAGE, height_of
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.report.papers.shortening import shortened, with_whole_clauses

_Say: TypeAlias = Callable[..., tuple[Part, ...]]
_LEAD = 36
"""Width in Latin characters that there is room for."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of a page is shown; texts in Latin characters."""

    name: int = 60
    text: int = 300
    lines: int = 5
    """Of names in tables."""
    is_short: bool = False
    """Calculations have their sums alone."""
    proofs: int = 8


_ROOMS = (
    _Room(),
    _Room(lines=2),
    _Room(lines=2, is_short=True),
    _Room(lines=2, is_short=True, text=200),
    _Room(lines=2, is_short=True, text=140, name=40, proofs=6),
    _Room(is_short=True, text=100, name=30, lines=1, proofs=4),
)
"""Each with less than the one before."""


def paper(pages: IndicatorPages, template_folder: str | None = None) -> Paper:
    """The pages in the order of the standard, in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    pages = on_one_line(pages)
    name = "-".join(filter(None, ("indicator", pages.bid_id, pages.selection, pages.today)))
    return replace(paper_of(name, _parts(pages, template_folder), pages.language), is_form=True)


def _parts(pages: IndicatorPages, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(pages)
    known = {"indicator": pages.model_dump(mode="json", exclude={"pages"})}
    blocks = Blocks("indicator", pages.language, template_folder, known)
    for place, page in enumerate(pages.pages):
        if place:
            yield PageBreak()
        yield from example_notice(pages) if not place else ()
        yield from numbered(_fitting(pages, page, blocks, speaker), speaker.language)


def _fitting(pages: IndicatorPages, page: IndicatorPage, blocks: Blocks, speaker: Speaker) -> list[Part]:
    """The page with as much as there is room for; each block is rendered once."""
    known, said = page.model_dump(mode="json"), dict[tuple[str, int], tuple[Part, ...]]()

    def say(block: str, style: Style = Style.BODY, more: int = 0) -> tuple[Part, ...]:
        if (block, more) not in said:
            said[block, more] = blocks.parts(block, style, page={**known, "more_proofs": more})
        return said[block, more]

    parts: list[Part] = []
    for room in _ROOMS:
        parts = list(_page(pages, page, say, speaker, room))
        if height_of(parts) <= PAGE:
            break
    return parts


def _page(
    pages: IndicatorPages, page: IndicatorPage, say: _Say, speaker: Speaker, room: _Room
) -> Iterator[Part]:
    proofs, left = page.proofs[: room.proofs], page.proofs[room.proofs :]
    more = page.more_proofs + sum(line.files or 1 for line in left)
    text, row = speaker.text, page.row
    yield from say("title", Style.FORM_SUBTITLE)
    standard = with_whole_clauses(page.standard_value, room.text) + _in_brackets(page.standard_note, speaker)
    yield Fields(
        (
            ((text("Indicator"), shortened(row.name, room.name)), (text("File number"), row.box)),
            (
                (text("Field, attribute"), _joined((row.domain, row.attribute), speaker)),
                (text("In the standard"), page.in_standards),
            ),
            ((text("Definition"), with_whole_clauses(row.definition, room.text)),),
            ((text("Target in the standard"), standard),),
        )
    )
    yield from say("figures")
    yield grid(measure_columns(pages.years, speaker, room.lines), page.measures)
    yield from say("calculation")
    if page.calculations:
        yield grid(calculation_columns(speaker, is_short=room.is_short), page.calculations)
    yield from say("grounds")
    yield Fields(
        (
            ((text("Sources"), with_whole_clauses(page.sources, room.text)),),
            ((text("Basis and notes"), with_whole_clauses(page.basis, room.text)),),
            ((text("Self-assessment"), with_whole_clauses(page.conclusion, room.text)),),
        )
    )
    yield from say("proofs")
    if page.proofs:
        yield grid(proof_columns(speaker, room.lines), proofs)
    yield from say("more-proofs", Style.NOTE, more) if more else (Paragraph("", Style.NOTE),)
    yield Fields(
        (
            (
                (text("Lead unit (stamp)"), shortened(row.lead, _LEAD)),
                (text("Checked by (signature)"), ""),
                (text("Date"), text("year    month    day")),
            ),
        ),
        is_signed=True,
    )


def _joined(words: tuple[str, ...], speaker: Speaker) -> str:
    return speaker.say(listing(*filter(None, words)))


def _in_brackets(note: str, speaker: Speaker) -> str:
    if not note:
        return ""
    return f"（{note}）" if speaker.language is Language.ZH else f" ({note})"
