"""The report of a phase (自查报告): its sections, and its annexes with the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ecodemo.paper.parts import Grid, PageBreak, Paper, Paragraph, Part, Points, Style
from ecodemo.report.contents.report_view import Report
from ecodemo.report.papers.blocks import Blocks, has_own_blocks
from ecodemo.report.papers.composition import (
    example_notice,
    grid,
    on_one_line,
    paper_of,
    points,
    speaker_of,
    version,
)
from ecodemo.report.papers.outline import numbered
from ecodemo.report.phase import grids
from ecodemo.report.phase.annex_tables import (
    exception_annex,
    project_annex,
    rectification_annex,
    requirement_annex,
)
from ecodemo.report.properties.properties_paper import property_parts
from ecodemo.report.tables.indicator_table import measure_lines
from ecodemo.table import TitledTable

_ANNEXES = (
    *("indicators", "documents", "rectification", "projects", "exceptions"),
    *("sources", "properties", "findings"),
)
"""The last part of the names of their blocks, in the order of the annexes."""

_UNSAID: dict[str, Any] = {
    "documents": True,
    "state": True,
    "findings": {"__all__": {"related", "related_places"}},
}
"""Most of a large report, of which the shipped blocks say nothing."""


def _annexes(report: Report) -> tuple[str, ...]:
    """Those that the paper has: a county without key projects has no annex on them."""
    return tuple(name for name in _ANNEXES if name != "projects" or report.projects)


def paper(report: Report, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the report.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    report = on_one_line(report)
    parts = _PhasePaper(report, template_folder).parts()
    return paper_of(f"phase-{report.bid.id}-{report.today}", parts, report.language)


def blocks_of(report: Report, template_folder: str | None = None) -> Blocks:
    """The blocks of the paper, with all that they know."""
    unsaid = None if has_own_blocks(template_folder) else _UNSAID
    data = {
        "report": report.model_dump(mode="json", exclude=unsaid),
        "annexes": {name: number for number, name in enumerate(_annexes(report), 1)},
    }
    return Blocks("phase", report.language, template_folder, data)


class Annex(NamedTuple):
    """An annex of the report, but for its table."""

    name: str
    """Of its block, without what all of them begin with."""
    title: str
    heading: str
    """The title with its number."""
    said: tuple[Part, ...]
    """The rest of its block."""


def annexes_of(report: Report, blocks: Blocks) -> list[Annex]:
    """The annexes in their order; the title of each is the first paragraph of its block."""
    pattern = speaker_of(report).text("Annex {number}. {title}")
    found = []
    for number, name in enumerate(_annexes(report), 1):
        said = list(blocks.parts(f"annex-{name}"))
        title = next((part for part in said if isinstance(part, Paragraph)), Paragraph(""))
        heading = pattern.format(number=number, title=title.text)
        found.append(Annex(name, title.text, heading, tuple(part for part in said if part is not title)))
    return found


class _PhasePaper:
    def __init__(self, report: Report, template_folder: str | None) -> None:
        self.report, self.speaker = report, speaker_of(report)
        self.blocks = blocks_of(report, template_folder)
        self.say = self.blocks.parts

    def parts(self) -> Iterator[Part]:
        annexes = annexes_of(self.report, self.blocks)
        yield from self.say("title")
        yield from example_notice(self.report)
        yield from self.say("recipient", Style.RECIPIENT)
        yield from self.say("introduction")
        yield from numbered(self._sections(), self.speaker.language)
        yield from self._list_of_annexes([annex.title for annex in annexes])
        yield from self.say("signature", Style.SIGNATURE)
        yield from self.say("date", Style.DATE)
        yield PageBreak(is_wide=True)
        for annex in annexes:
            yield Paragraph(annex.heading, Style.ANNEX)
            yield from annex.said
            yield from self._below(annex.name)
        yield version(self.report)

    def _sections(self) -> Iterator[Part]:
        yield from self._work()
        yield from self.say("vetoes")
        yield grids.veto_grid(self.report, self.speaker)
        yield from self._indicators()
        yield from self.say("done")
        yield from self._problems()
        yield from self.say("next")

    def _work(self) -> Iterator[Part]:
        yield from self.say("preparation")
        yield grids.preparation_grid(self.report, self.speaker)
        yield from self.say("groups")
        yield grids.group_grid(self.report, self.speaker)
        yield from self.say("supervision")
        yield from self.say("ranking")
        for kind in dict.fromkeys(unit.kind for unit in self.report.ranking):
            units = [unit for unit in self.report.ranking if unit.kind == kind]
            yield from self.say("ranking-of-kind", Style.CAPTION, kind=units[0].kind_label)
            yield grids.ranking_grid(units, self.speaker)
        yield from self.say("lateness", Style.NOTE)

    def _indicators(self) -> Iterator[Part]:
        yield from self.say("overall")
        yield grids.tally_grid(self.report, self.speaker)
        yield from self.say("pass-rule-and-source")
        yield from self.say("fields")
        for section in self.report.domains:
            yield Paragraph(section.name, Style.MINOR_HEADING)
            yield Paragraph(section.paragraph)
            has_points = self.report.has_points
            yield grids.field_grid(section.rows, self.report.bid.years, self.speaker, has_points=has_points)
        yield from self.say("not-applicable")

    def _problems(self) -> Iterator[Part]:
        rows = self.report.rows
        undone = [row for row in rows if row.verdict != "met"]
        unproven = [row for row in rows if row.verdict == "met" and not row.counts]
        yield from self.say("undone", count=len(undone))
        if undone:
            yield grids.undone_grid(undone, self.speaker)
        yield from self.say("unproven", count=len(unproven))
        if unproven:
            yield grids.unproven_grid(unproven, self.speaker)
        if near := [line for line in measure_lines(rows) if line.part.near]:
            yield from self.say("near")
            yield grids.near_grid(near, self.report.bid.years, self.speaker)
        if self.report.corrections:
            yield from self.say("corrections")
            yield grids.correction_grid(self.report, self.speaker)
        yield from self.say("reported-problems")
        yield from self.say("units")
        yield grids.unit_count_grid(self.report, self.speaker)

    def _below(self, annex: str) -> Iterator[Part]:
        """What an annex has below the text of its block."""
        report, speaker = self.report, self.speaker
        match annex:
            case "indicators":
                yield grids.indicator_grid(report, speaker)
            case "documents":
                yield _grid_of(requirement_annex(report, speaker))
            case "rectification" if report.rectification:
                yield _grid_of(rectification_annex(report, speaker))
            case "projects":
                yield _grid_of(project_annex(report, speaker))
            case "exceptions" if report.exceptions:
                yield _grid_of(exception_annex(report, speaker))
            case "properties":
                yield from property_parts(report.properties, speaker)
                yield points(report.properties.notes)

    def _list_of_annexes(self, titles: Sequence[str]) -> Iterator[Part]:
        """Only in papers whose block begins one."""
        beginning = self.say("annexes")
        yield from beginning
        if beginning:
            entries = (
                Paragraph(f"{number}. {title}", Style.ENCLOSURE) for number, title in enumerate(titles, 1)
            )
            yield Points(tuple(entries))


def _grid_of(table: TitledTable[Any]) -> Grid:
    return grid(table.columns, table.rows)
