"""The tables of the status workbook as a paper, for Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecodemo.language import Language, Speaker
from ecodemo.paper.parts import Paper, Paragraph, Part, Style
from ecodemo.report.contents.report_view import Report
from ecodemo.report.papers.composition import example_notice, grid
from ecodemo.report.phase.phase_paper import blocks_of
from ecodemo.report.status.status_tables import overview_of, status_tables
from ecodemo.table import TitledTable


def paper(report: Report, template_folder: str | None = None) -> Paper:
    """The paper; paths and days are written as in the workbook, for the office's own use.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    speaker = Speaker(Language(report.language))
    heading = (report.county, report.bid.name, report.phase.name, report.today_words)
    title = "  ".join(part for part in heading if part)
    pass_rule = blocks_of(report, template_folder).line("pass-rule")
    parts = (
        _paragraph(title, Style.TITLE),
        *example_notice(report),
        *_overview(report, pass_rule, speaker),
        *(part for table in status_tables(report, speaker) for part in _table(table)),
    )
    return Paper(f"status-{report.bid.id}-{report.today}", title, parts)


def _overview(report: Report, pass_rule: str, speaker: Speaker) -> Iterator[Part]:
    overview = overview_of(report, pass_rule, speaker)
    yield Paragraph(speaker.text("Overview"), Style.HEADING)
    yield Paragraph(report.conclusion, emphasised=((0, len(report.conclusion)),))
    yield from map(_paragraph, overview.lines)
    for table in (overview.tallies, overview.groups, overview.gate):
        rows = tuple(table.rows)
        if rows:
            yield Paragraph(table.title, Style.SUBHEADING)
            yield grid(table.columns, rows)
    yield from map(_paragraph, overview.notes)


def _table(table: TitledTable[Any]) -> Iterator[Part]:
    yield Paragraph(table.title, Style.HEADING)
    for band, rows in table.sections:
        if band:
            yield _paragraph(band, Style.SUBHEADING)
        yield grid(table.columns, rows)
    yield from map(_paragraph, table.notes)


def _paragraph(text: str, style: Style = Style.BODY) -> Paragraph:
    """On one line: a new line or space at the beginning would mean something."""
    return Paragraph(" ".join(text.split()), style)
