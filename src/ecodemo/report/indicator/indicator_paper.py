"""The indicators' pages as a paper: the first sheet of each volume, one A4 page each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.language import Language, Speaker
from ecodemo.model.message import listing
from ecodemo.paper.parts import Fields, PageBreak, Paper, Paragraph, Part, Style
from ecodemo.report.contents.indicator_page_view import IndicatorPage, IndicatorPages
from ecodemo.report.indicator.page_table import calculation_columns, measure_columns, proof_columns
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.report.papers.shortening import shortened, with_whole_clauses

_NAME, _VALUE, _DEFINITION, _SENTENCES = 60, 320, 240, 320
"""Width in Latin characters that a page has room for."""


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
        parts = numbered(_page(pages, page, blocks, speaker), speaker.language)
        yield from example_notice(pages) if not place else ()
        yield from parts


def _page(pages: IndicatorPages, page: IndicatorPage, blocks: Blocks, speaker: Speaker) -> Iterator[Part]:
    known = page.model_dump(mode="json")
    text, row = speaker.text, page.row

    def say(block: str, style: Style = Style.BODY) -> tuple[Part, ...]:
        return blocks.parts(block, style, page=known)

    yield from say("title", Style.FORM_SUBTITLE)
    standard = with_whole_clauses(page.standard_value, _VALUE) + _in_brackets(page.standard_note, speaker)
    yield Fields(
        (
            ((text("Indicator"), shortened(row.name, _NAME)), (text("Volume"), row.box)),
            (
                (text("Field, attribute"), _joined((row.domain, row.attribute), speaker)),
                (text("In the standard"), page.in_standards),
            ),
            ((text("Definition"), with_whole_clauses(row.definition, _DEFINITION)),),
            ((text("Standard value"), standard),),
        )
    )
    yield from say("figures")
    yield grid(measure_columns(pages.years, speaker), page.measures)
    yield from say("calculation")
    if page.calculations:
        yield grid(calculation_columns(speaker), page.calculations)
    yield from say("grounds")
    yield Fields(
        (
            ((text("Sources"), with_whole_clauses(page.sources, _SENTENCES)),),
            ((text("Basis and notes"), with_whole_clauses(page.basis, _SENTENCES)),),
            ((text("Own conclusion"), with_whole_clauses(page.conclusion, _SENTENCES)),),
        )
    )
    yield from say("proofs")
    if page.proofs:
        yield grid(proof_columns(speaker), page.proofs)
    yield from say("more-proofs", Style.NOTE) if page.more_proofs else (Paragraph("", Style.NOTE),)
    yield Fields(
        (
            (
                (text("Lead unit (stamp)"), shortened(row.lead, _NAME)),
                (text("Checked by (signature)"), ""),
                (text("Date"), text("year    month    day    ")),
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
