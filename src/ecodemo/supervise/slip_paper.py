"""A 督办单 as a paper: one page to be signed and returned; what does not fit is in a list attached to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil

from ecodemo.paper.parts import FormCell, FormTable, PageBreak, Paper, Paragraph, Part, Style
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.shortening import shortened, width_of
from ecodemo.supervise.slip_view import Slip, SlipEntry
from ecodemo.supervise.supervision_table import (
    SupervisionMark,
    mark_columns,
    marks_of_figures,
    marks_of_items,
)
from ecodemo.table import Column, pick

_MOST_ENTRIES = 8
_MOST_LINES, _LETTERHEAD_LINE = {"zh": 16, "en": 17}, {"zh": 1.5, "en": 2}
"""What has room between the red rule and the signature, and what each further line of the letterhead takes of it."""
_LINE, _TITLE_LINE = 62, 40
"""What is in a line of text and of the letterhead, in halves of a Chinese character."""
_LATIN = {"zh": 1.1, "en": 1.04}
"""How wide a Latin character may be: among Chinese ones it is more often a digit or a capital."""
_TITLE, _NAME = 60, 50


def slip_paper(slip: Slip, template_folder: str | None = None) -> Paper:
    """The slip in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    slip = on_one_line(slip)
    name = f"slip-{slip.unit.standing.unit}-{slip.today}"
    paper = paper_of(name, _parts(slip, template_folder), slip.language)
    return replace(paper, is_form=True, sheet="letter")


def _parts(slip: Slip, template_folder: str | None) -> Iterator[Part]:
    blocks = _blocks(slip, template_folder)
    say = blocks.parts
    yield from example_notice(slip)
    letterhead = say("letterhead", Style.LETTERHEAD)
    yield from letterhead
    yield from say("title", Style.SLIP_TITLE)
    kind = FormCell(blocks.line("kind"), Style.SLIP_KIND)
    number = FormCell(blocks.line("number"), Style.SLIP_SIGNATURE)
    yield FormTable((1, 1), ((kind, number),), is_ruled=False)
    yield Paragraph("", Style.RED_RULE)
    head = (*say("recipient", Style.SLIP_RECIPIENT), *say("counts", Style.SLIP_BODY))
    yield from head
    texts = [say("entry", Style.SLIP_BODY, **_known(entry)) for entry in slip.entries]
    tail = (*say("request", Style.SLIP_BODY), *say("contact", Style.SLIP_BODY))
    latin = _LATIN[slip.language]
    room: float = _MOST_LINES[slip.language] - _lines((*head, *tail), latin)
    room -= _LETTERHEAD_LINE[slip.language] * (_lines(letterhead, latin, _TITLE_LINE) - 1)
    shown = _fitting([_lines(text, latin) for text in texts], room)
    for text in texts[:shown]:
        yield from text
    if shown < len(texts):
        yield from say("rest", Style.SLIP_BODY, rest=len(texts) - shown, shown=shown)
    yield from tail
    yield from say("signature", Style.SLIP_SIGNATURE)
    yield from say("receipt", Style.CAPTION)
    yield _receipt(slip)
    yield from say("receipt-note", Style.NOTE)
    if shown < len(texts):
        yield PageBreak()
        yield from say("list", Style.CAPTION)
        yield grid(_list_columns(slip), _listed(slip, slip.entries[shown:]))


def _blocks(slip: Slip, template_folder: str | None) -> Blocks:
    """They know the names as long as they fit."""
    data = slip.model_dump(mode="json")
    data["county"] = shortened(slip.county, _TITLE)
    data["unit"]["standing"]["name"] = shortened(slip.unit.standing.name, _NAME)
    return Blocks("slip", slip.language, template_folder, {"slip": data})


def _known(entry: SlipEntry) -> dict[str, object]:
    return {"entry": entry.model_dump(mode="json")}


def _lines(parts: Iterable[Part], latin: float, width: int = _LINE) -> int:
    """How many lines paragraphs take, the first of each being indented."""
    texts = (part.text for part in parts if isinstance(part, Paragraph))
    return sum(ceil((4 * (width == _LINE) + _width(text, latin)) / width) for text in texts)


def _width(text: str, latin: float) -> float:
    return width_of(text) + (latin - 1) * sum(map(str.isascii, text))


def _fitting(lines: list[int], room: float) -> int:
    """How many entries fit on the page; where not all do, a line says where the others are."""
    shown = min(len(lines), _MOST_ENTRIES)
    while shown and sum(lines[:shown]) + (shown < len(lines)) > room:
        shown -= 1
    return shown


def _receipt(slip: Slip) -> FormTable:
    text = speaker_of(slip).text
    centred = Style.CENTRED_CELL
    first = (
        FormCell(text("Received by"), centred),
        FormCell(),
        FormCell(text("Received at"), centred),
        FormCell(text("    (date, hour)"), centred),
    )
    second = (
        FormCell(text("Action taken"), centred),
        FormCell(
            text("Head of the unit (signature, stamp):            Date:            "), Style.FIGURE_CELL, 3, 2
        ),
    )
    return FormTable((5, 10, 5, 10), (first, second))


def _list_columns(slip: Slip) -> tuple[Column[tuple[int, SupervisionMark]], ...]:
    speaker = speaker_of(slip)
    columns = pick(mark_columns(speaker), "no", "what", "years", "due", "received", "situation")
    number: Column[tuple[int, SupervisionMark]] = Column(
        "index", speaker.text("No.", "slip"), lambda row: row[0], 5
    )
    return (number, *(column.over(lambda row: row[1]) for column in columns))


def _listed(slip: Slip, entries: tuple[SlipEntry, ...]) -> Iterator[tuple[int, SupervisionMark]]:
    speaker, name = speaker_of(slip), slip.unit.standing.name
    for entry in entries:
        if entry.item:
            yield from ((entry.no, mark) for mark in marks_of_items(name, [entry.item], speaker))
        if entry.figures:
            yield from ((entry.no, mark) for mark in marks_of_figures(name, [entry.figures], speaker))
