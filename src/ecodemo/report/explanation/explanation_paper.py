"""Skeletons of the reports that explain indicators (说明报告): what the data say, and marked, what their leads have to write."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.language import Speaker
from ecodemo.paper.parts import PageBreak, Paper, Part, Style
from ecodemo.report.contents.indicator_page_view import IndicatorPage, IndicatorPages
from ecodemo.report.indicator.page_table import measure_columns, proof_columns
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.table import pick


def paper(pages: IndicatorPages, template_folder: str | None = None) -> Paper:
    """A report for each indicator, in the order of the standard and the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    pages = on_one_line(pages)
    name = "-".join(filter(None, ("explanation", pages.bid_id, pages.selection, pages.today)))
    return paper_of(name, _parts(pages, template_folder), pages.language)


def _parts(pages: IndicatorPages, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(pages)
    known = {"explanation": pages.model_dump(mode="json", exclude={"pages"})}
    blocks = Blocks("explanation", pages.language, template_folder, known)
    for place, page in enumerate(pages.pages):
        if place:
            yield PageBreak()
        yield from numbered(_report(pages, page, blocks, speaker), speaker.language)


def _report(pages: IndicatorPages, page: IndicatorPage, blocks: Blocks, speaker: Speaker) -> Iterator[Part]:
    known = page.model_dump(mode="json")

    def say(block: str, style: Style = Style.BODY) -> tuple[Part, ...]:
        return blocks.parts(block, style, page=known)

    yield from say("title")
    yield from example_notice(pages)
    yield from say("notice", Style.NOTICE)
    yield from say("requirement")
    yield from say("figures")
    years = (str(year) for year in pages.years)
    columns = pick(
        measure_columns(pages.years, speaker, 0), "name", "unit", "asks", *years, "verdict", "proof"
    )
    yield grid(columns, page.measures)
    yield from say("calculation")
    yield from say("measures")
    yield from say("problems")
    yield from say("next")
    yield from say("documents")
    if page.proofs:
        yield grid(proof_columns(speaker, 0), page.proofs)
    yield from say("signature", Style.SIGNATURE)
    yield from say("date", Style.DATE)
