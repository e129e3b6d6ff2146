"""A paper is the same text in Markdown and in Word, since both are written from its parts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ecodemo.check.session import CheckOptions, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Grid, Paper, Paragraph, Style
from ecodemo.report.contents.build import build
from ecodemo.report.phase import phase_paper
from ecodemo.report.writers.markdown_paper import markdown_content

TODAY = date(2021, 9, 20)


@pytest.fixture(scope="module", params=Language)
def paper(request: pytest.FixtureRequest, faulty: Path) -> Paper:
    report = build(check(load(faulty), CheckOptions(), TODAY), Speaker(request.param))
    return phase_paper.paper(report)


def in_word(paper: Paper) -> Iterator[str]:
    """The paragraphs and cells of a document in their order."""
    document: Any = docx.Document(io.BytesIO(docx_content(paper, TODAY)))
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def in_markdown(paper: Paper) -> Iterator[str]:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for token in parser.parse(markdown_content(paper).decode()):
        if token.type == "inline":
            yield "".join(map(shown, token.children or ()))


def shown(token: Token) -> str:
    return "\n" if token.content == "<br>" else token.content


def squeezed(texts: Iterator[str]) -> str:
    return "".join("".join(texts).split())


def test_word_has_the_text_of_the_paper(paper: Paper) -> None:
    assert squeezed(in_word(paper)) == squeezed(iter([paper.text]))


def test_markdown_has_the_text_of_the_paper_but_for_the_numbers_of_its_lists(paper: Paper) -> None:
    enclosed = {f"{number}." for number in range(1, 8)}
    texts = (
        text.split(" ", 1)[1] if text.split(" ", 1)[0] in enclosed and text in listed(paper) else text
        for text in paper.text.split("\n")
    )
    assert squeezed(in_markdown(paper)) == squeezed(texts)


def listed(paper: Paper) -> set[str]:
    """The entries of the list of annexes."""
    lists = (part.entries for part in paper.parts if hasattr(part, "entries"))
    return {entry.text for entries in lists for entry in entries if entry.style is Style.ENCLOSURE}


def test_headings_have_their_levels_in_word(paper: Paper) -> None:
    document: Any = docx.Document(io.BytesIO(docx_content(paper, TODAY)))
    headings = {Style.TITLE, Style.HEADING, Style.SUBHEADING, Style.MINOR_HEADING, Style.ANNEX}
    wanted = [
        (part.text, part.style)
        for part in paper.parts
        if isinstance(part, Paragraph) and part.style in headings
    ]
    written = [
        (p.text.replace("\n", ""), p.style.name) for p in document.paragraphs if p.style.name in headings
    ]
    assert written == wanted
    assert len(wanted) > 30


def test_no_row_of_a_table_is_longer_than_its_head(paper: Paper) -> None:
    grids = [part for part in paper.parts if isinstance(part, Grid)]
    assert len(grids) > 15
    for grid in grids:
        assert {len(row) for row in grid.rows} <= {len(grid.columns)}


def test_what_is_emphasised_is_bold(paper: Paper) -> None:
    document: Any = docx.Document(io.BytesIO(docx_content(paper, TODAY)))
    bold = [
        "".join(run.text for run in p.runs if run.bold)
        for p in document.paragraphs
        if any(r.bold for r in p.runs)
    ]
    emphasised = [
        "".join(text for text, is_emphasised in part.pieces() if is_emphasised)
        for part in paper.parts
        if isinstance(part, Paragraph) and part.emphasised
    ]
    assert bold == emphasised
    assert emphasised
