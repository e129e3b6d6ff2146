"""The facts of a year as a paper and as a workbook, from the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.language import Speaker
from ecodemo.paper.parts import Paper, Part, Style
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.writers.workbook import Book
from ecodemo.supervise.year_view import LeaderYear, UnitYear, YearCounts, YearFacts
from ecodemo.table import Column, TitledTable


def year_paper(facts: YearFacts, template_folder: str | None = None) -> Paper:
    """The facts in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    facts = on_one_line(facts)
    paper = paper_of(_name(facts), _parts(facts, template_folder), facts.language)
    return replace(paper, is_wide=True)


def year_workbook(facts: YearFacts) -> bytes:
    """The same as a workbook: units, then leaders."""
    facts = on_one_line(facts)
    speaker = speaker_of(facts)
    title = speaker.text("Facts of the year")
    heading = (facts.example_note, facts.county, facts.bid_name, facts.today_words)
    book = Book(heading, facts.example_note, name=title, language=facts.language)
    units = (*facts.units, _total(facts, speaker))
    book.add(TitledTable(speaker.text("Facts by unit"), unit_columns_of_year(speaker), units, keep=1))
    book.add(TitledTable(speaker.text("Facts by leader"), leader_columns(speaker), facts.leaders, keep=1))
    return book.content(facts.today)


def _name(facts: YearFacts) -> str:
    return f"duties-{facts.bid_id}-{facts.year}-{facts.today}"


def _parts(facts: YearFacts, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(facts)
    data = {"facts": facts.model_dump(mode="json", exclude={"units", "leaders"})}
    blocks = Blocks("year-facts", facts.language, template_folder, data)
    yield from blocks.parts("title")
    yield from example_notice(facts)
    yield from blocks.parts("units", Style.CAPTION)
    table = grid(unit_columns_of_year(speaker), facts.units, _total(facts, speaker))
    yield replace(table, is_small=True)
    yield from blocks.parts("note", Style.NOTE)
    if facts.leaders:
        yield from blocks.parts("leaders", Style.CAPTION)
        yield replace(grid(leader_columns(speaker), facts.leaders), is_small=True)
        yield from blocks.parts("leaders-note", Style.NOTE)


def _total(facts: YearFacts, speaker: Speaker) -> UnitYear:
    return UnitYear(
        unit="", name=speaker.text("Total"), leaders=("",), leads=("",), counts=facts.totals, exceptions=("",)
    )


def unit_columns_of_year(speaker: Speaker) -> tuple[Column[UnitYear], ...]:
    """A line for each unit."""
    text, language = speaker.text, speaker.language
    to_fill_in = text("(to be completed: office)")
    return (
        Column("unit", text("Responsible unit"), lambda row: row.name, 17, wraps=True),
        Column(
            "leaders",
            text("Leader in charge (office)"),
            lambda row: row.leaders or to_fill_in,
            20,
            wraps=True,
        ),
        Column("leads", text("Leads indicators"), lambda row: _listed(row.leads, speaker), 34, wraps=True),
        *(column.over(_counts_of_unit) for column in _count_columns(speaker)),
        Column(
            "exceptions",
            text("Exceptions (by whom, until when)"),
            lambda row: tuple(with_written_days(entry, language) for entry in row.exceptions) or "—",
            20,
            wraps=True,
        ),
        Column("granted", text("Objections granted"), lambda row: row.counts.objections_granted, 6, "number"),
    )


def leader_columns(speaker: Speaker) -> tuple[Column[LeaderYear], ...]:
    """A line for each leader, the units summed."""
    text = speaker.text
    return (
        Column("leader", text("Leader in charge (office)"), lambda row: row.leader, 34, wraps=True),
        Column("units", text("Responsible unit"), lambda row: _listed(row.units, speaker), 34, wraps=True),
        Column("leads", text("Leads indicators"), lambda row: row.leads, 6, "number"),
        *(column.over(_counts_of_leader) for column in _count_columns(speaker)),
        Column("exceptions", text("Number of exceptions"), lambda row: row.exceptions, 6, "number"),
        Column("granted", text("Objections granted"), lambda row: row.counts.objections_granted, 6, "number"),
    )


def _count_columns(speaker: Speaker) -> tuple[Column[YearCounts], ...]:
    text = speaker.text
    return (
        Column("due", text("Due so far"), lambda row: row.due, 6, "number"),
        Column("on_time", text("On time"), lambda row: row.on_time, 6, "number"),
        Column("late_done", text("Submitted late"), lambda row: row.late_done, 6, "number"),
        Column("overdue", text("Not submitted"), lambda row: row.overdue, 6, "number"),
        Column("returned", text("Not resubmitted"), lambda row: row.returned, 6, "number"),
        Column("returns", text("Returns"), lambda row: row.returns, 6, "number"),
        Column("to_close", text("Entries due to be closed"), lambda row: row.to_close, 6, "number"),
        Column("closed_on_time", text("Closed on time"), lambda row: row.closed_on_time, 6, "number"),
        Column("closed_late", text("Closed late"), lambda row: row.closed_late, 6, "number"),
    )


def _counts_of_unit(row: UnitYear) -> YearCounts:
    return row.counts


def _counts_of_leader(row: LeaderYear) -> YearCounts:
    return row.counts


def _listed(names: tuple[str, ...], speaker: Speaker) -> str:
    return ("、" if speaker.language == "zh" else ", ").join(names) or "—"
