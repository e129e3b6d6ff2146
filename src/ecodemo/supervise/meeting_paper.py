"""The papers of a dispatch meeting: agenda, state, the list by unit, and a form for what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ecodemo.language import Speaker
from ecodemo.paper.parts import Fields, FormCell, FormTable, Paper, Part, Style
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.supervise.meeting_view import AgendaItem, Meeting, MeetingMatter
from ecodemo.table import Column

_BLANK_ROWS = 5


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A line of the list; its number and unit are only in the first line of the unit."""

    no: str
    unit: str
    matter: MeetingMatter


def meeting_paper(meeting: Meeting, template_folder: str | None = None) -> Paper:
    """The papers in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    meeting = on_one_line(meeting)
    parts = numbered(_parts(meeting, template_folder), speaker_of(meeting).language)
    paper = paper_of(f"meeting-{meeting.bid_id}-{meeting.today}", parts, meeting.language)
    return replace(paper, is_form=True, sheet="handout")


def _parts(meeting: Meeting, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(meeting)
    text = speaker.text
    blocks = Blocks(
        "meeting", meeting.language, template_folder, {"meeting": meeting.model_dump(mode="json")}
    )
    say = blocks.parts
    yield from say("title", Style.FORM_SUBTITLE)
    yield from example_notice(meeting)
    yield from say("agenda")
    yield Fields(
        (
            ((text("Time, place"), blocks.line("place")),),
            ((text("Chair"), blocks.line("chair")),),
            ((text("Attending"), blocks.line("present")),),
        )
    )
    yield from say("topics", Style.NOTE)
    yield grid(_agenda_columns(speaker), enumerate(meeting.agenda, 1))
    yield from say("state")
    yield from say("list")
    yield grid(_matter_columns(speaker), _lines(meeting))
    yield from say("list-note", Style.NOTE)
    yield from say("minutes")
    yield Fields(
        (
            ((text("Time"), ""), (text("Place"), "")),
            ((text("Chair"), ""), (text("Minutes by"), "")),
            ((text("Attending"), ""),),
            ((text("Absent"), ""),),
        )
    )
    yield from say("decisions", Style.NOTE)
    yield _decisions(speaker)
    yield from say("minutes-note", Style.NOTE)


def _agenda_columns(speaker: Speaker) -> tuple[Column[tuple[int, AgendaItem]], ...]:
    text = speaker.text
    return (
        Column("no", text("No.", "slip"), lambda row: row[0], 6),
        Column("topic", text("Topic"), lambda row: row[1].topic, 44),
        Column("speakers", text("Speakers"), lambda row: row[1].speakers, 32),
    )


def _matter_columns(speaker: Speaker) -> tuple[Column[MatterLine], ...]:
    text = speaker.text
    return (
        Column("no", text("No.", "slip"), lambda row: row.no, 6),
        Column("unit", text("Responsible unit"), lambda row: row.unit, 17),
        Column("what", text("What has to be settled"), lambda row: row.matter.what, 36),
        Column("when", text("By when"), lambda row: row.matter.when, 13),
        Column("remedy", text("Remedy"), lambda row: row.matter.remedy, 14),
        Column("decided", text("Decided"), lambda _: "", 13),
    )


def _lines(meeting: Meeting) -> Iterator[MatterLine]:
    for no, unit in enumerate(meeting.units, 1):
        for place, matter in enumerate(unit.matters):
            yield MatterLine("" if place else str(no), "" if place else unit.name, matter)


def _decisions(speaker: Speaker) -> FormTable:
    text = speaker.text
    heads = (
        text("No.", "slip"),
        text("Decision"),
        text("Responsible unit"),
        text("Person responsible"),
        text("By when"),
    )
    head = tuple(FormCell(word, Style.SMALL_HEAD_CELL) for word in heads)
    row = tuple(FormCell(style=Style.SMALL_CELL, room=1) for _ in heads)
    return FormTable((5, 38, 18, 14, 14), (head, *(row,) * _BLANK_ROWS))
