"""The four properties (四性): a paper of its own, and its part in an annex of the phase report."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.language import Speaker
from ecodemo.paper.parts import Paper, Paragraph, Part, Style
from ecodemo.report.contents.evidence_view import Properties
from ecodemo.report.contents.report_view import Report
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import (
    example_notice,
    grid,
    on_one_line,
    paper_of,
    speaker_of,
    version,
)
from ecodemo.report.papers.outline import numbered
from ecodemo.report.properties.property_table import property_columns


def paper(report: Report, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the report.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    report = on_one_line(report)
    return paper_of(
        f"four-properties-{report.bid.id}-{report.today}", _parts(report, template_folder), report.language
    )


def _parts(report: Report, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(report)
    data = {"report": report.model_dump(mode="json")}
    say = Blocks("four-properties", report.language, template_folder, data).parts
    yield from say("title")
    yield from example_notice(report)
    sections = (*say("checked"), *say("results"), *property_parts(report.properties, speaker), *say("notes"))
    yield from numbered(sections, speaker.language, depth=1)
    yield version(report)


def property_parts(properties: Properties, speaker: Speaker) -> Iterator[Part]:
    """The conclusion of each property, and its items."""
    columns = property_columns(speaker)
    for section in properties.sections:
        yield Paragraph(section.name, Style.SUBHEADING)
        yield Paragraph(section.conclusion, emphasised=((0, len(section.conclusion)),))
        yield grid(columns, section.checks)
