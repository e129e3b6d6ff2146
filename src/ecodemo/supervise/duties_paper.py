"""The duties as a paper and as a workbook, from the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.language import Speaker
from ecodemo.paper.parts import Paper, Part, Style
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.writers.workbook import Book
from ecodemo.supervise.duty_view import Duties, UnitDuty
from ecodemo.table import Column, TitledTable


def duties_paper(duties: Duties, template_folder: str | None = None) -> Paper:
    """The list in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    duties = on_one_line(duties)
    paper = paper_of(_name(duties), _parts(duties, template_folder), duties.language)
    return replace(paper, is_wide=True)


def duties_workbook(duties: Duties) -> bytes:
    """The same as a workbook; the same duties give the same bytes."""
    duties = on_one_line(duties)
    speaker = speaker_of(duties)
    heading = (duties.example_note, duties.county, duties.bid_name, duties.today_words)
    title = speaker.text("List of duties")
    book = Book(heading, duties.example_note, name=title, language=duties.language)
    book.add(TitledTable(title, duty_columns(speaker), duties.units, keep=1))
    return book.content(duties.today)


def _name(duties: Duties) -> str:
    return f"duties-{duties.bid_id}-{duties.today}"


def _parts(duties: Duties, template_folder: str | None) -> Iterator[Part]:
    data = {"duties": duties.model_dump(mode="json", exclude={"units"})}
    blocks = Blocks("duties", duties.language, template_folder, data)
    yield from blocks.parts("title")
    yield from example_notice(duties)
    yield replace(grid(duty_columns(speaker_of(duties)), duties.units), is_small=True)
    yield from blocks.parts("note", Style.NOTE)


def duty_columns(speaker: Speaker) -> tuple[Column[UnitDuty], ...]:
    """A line for each unit."""
    text, language = speaker.text, speaker.language
    to_fill_in = text("(to be completed: office)")
    between = "、" if language == "zh" else ", "
    return (
        Column("unit", text("Responsible unit"), lambda row: row.name, 18, wraps=True),
        Column("leaders", text("Leader in charge (office)"), lambda row: row.leaders or to_fill_in, 22),
        Column("leads", text("Leads indicators"), lambda row: between.join(row.leads) or "—", 40, wraps=True),
        Column("due", text("Due so far"), lambda row: row.due, 8, "number"),
        Column("overdue", text("Past due"), lambda row: row.overdue, 8, "number"),
        Column("returns", text("Returns"), lambda row: row.returns, 8, "number"),
        Column(
            "closed_late",
            text("Rectified late"),
            lambda row: between.join(row.closed_late) or "—",
            14,
        ),
        Column(
            "exceptions",
            text("Exceptions (by whom, until when)"),
            lambda row: tuple(with_written_days(entry, language) for entry in row.exceptions) or "—",
            34,
            wraps=True,
        ),
    )
