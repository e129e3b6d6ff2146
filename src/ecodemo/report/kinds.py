"""Which papers there are, and the formats of each; a writer's module is imported only when it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.report.writers.markdown_paper import markdown_content

if TYPE_CHECKING:
    from ecodemo.paper.parts import Paper
    from ecodemo.report.contents.board_view import Board
    from ecodemo.report.contents.evidence_view import Catalogue
    from ecodemo.report.contents.indicator_page_view import IndicatorPages
    from ecodemo.report.contents.leader_view import Leader
    from ecodemo.report.contents.migration_view import Migration
    from ecodemo.report.contents.report_view import Report
    from ecodemo.report.contents.site_view import SiteRoute
    from ecodemo.report.contents.task_view import Tasks
    from ecodemo.report.contents.weekly_view import Weekly


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write one of the office's papers to bytes."""

    kind: str
    name: str
    module: str
    """It builds the paper that Markdown is written from, or writes the bytes itself."""

    @property
    def suffix(self) -> str:
        return f".{self.name}"

    def file_name(
        self,
        view: Report | Catalogue | Tasks | Leader | Weekly | Board | IndicatorPages | SiteRoute | Migration,
        bid: str,
    ) -> str:
        """The kind, the bid, the group or the indicators whose page it is, and the day."""
        part = getattr(view, "group_id", "") or getattr(view, "selection", "")
        return "-".join(word for word in (self.kind, bid, part, view.today) if word) + self.suffix

    def render(
        self,
        view: Report | Catalogue | Tasks | Leader | Weekly | Board | IndicatorPages | SiteRoute | Migration,
        template_folder: str | None = None,
    ) -> bytes:
        """The bytes of the paper; blocks in `template_folder` win over the shipped ones.

        Raises:
            EcodemoError: a block of the workspace's own is not right.
        """
        module = import_module(self.module)
        if self.name == "md":
            return markdown_content(module.paper(view, template_folder))
        if self.name == "docx":
            return _docx(module.paper(view, template_folder), date.fromisoformat(view.today), template_folder)
        rendered: bytes = module.render(view, template_folder)
        return rendered


def _docx(paper: Paper, day: date, template_folder: str | None) -> bytes:
    from ecodemo.paper.docx import docx_content
    from ecodemo.paper.own_styles import REPORT, own_base

    return docx_content(paper, day, own_base(Path(template_folder), REPORT) if template_folder else None)


CATALOGUE = "catalogue"
TASKS = "tasks"
SITES = "sites"
LEADER = "leader"
BOARD = "board"
WEEKLY = "weekly"
STATUS = "status"
INDICATOR = "indicator"
EXPLANATION = "explanation"
MIGRATION = "migration"
ALL = "all"
"""Every kind, or every format, that there is."""
FORMATS = (
    Format(LEADER, "md", "ecodemo.report.leader.leader_paper"),
    Format(LEADER, "docx", "ecodemo.report.leader.leader_paper"),
    Format(LEADER, "txt", "ecodemo.report.leader.leader_text"),
    Format(BOARD, "html", "ecodemo.report.board.board_page"),
    Format(WEEKLY, "md", "ecodemo.report.weekly.weekly_paper"),
    Format(WEEKLY, "docx", "ecodemo.report.weekly.weekly_paper"),
    Format("phase", "md", "ecodemo.report.phase.phase_paper"),
    Format("phase", "docx", "ecodemo.report.phase.phase_paper"),
    Format("phase", "xlsx", "ecodemo.report.phase.phase_workbook"),
    Format(STATUS, "xlsx", "ecodemo.report.status.status_workbook"),
    Format(STATUS, "md", "ecodemo.report.status.status_paper"),
    Format("four-properties", "md", "ecodemo.report.properties.properties_paper"),
    Format("four-properties", "docx", "ecodemo.report.properties.properties_paper"),
    Format("four-properties", "xlsx", "ecodemo.report.properties.properties_workbook"),
    Format(INDICATOR, "md", "ecodemo.report.indicator.indicator_paper"),
    Format(INDICATOR, "docx", "ecodemo.report.indicator.indicator_paper"),
    Format(EXPLANATION, "md", "ecodemo.report.explanation.explanation_paper"),
    Format(EXPLANATION, "docx", "ecodemo.report.explanation.explanation_paper"),
    Format(TASKS, "md", "ecodemo.report.tasks.tasks_paper"),
    Format(TASKS, "docx", "ecodemo.report.tasks.tasks_paper"),
    Format(TASKS, "xlsx", "ecodemo.report.tasks.tasks_workbook"),
    Format(MIGRATION, "md", "ecodemo.report.migration.migration_paper"),
    Format(MIGRATION, "docx", "ecodemo.report.migration.migration_paper"),
    Format(MIGRATION, "xlsx", "ecodemo.report.migration.migration_workbook"),
    Format(SITES, "md", "ecodemo.report.sites.sites_paper"),
    Format(SITES, "docx", "ecodemo.report.sites.sites_paper"),
    Format(SITES, "xlsx", "ecodemo.report.sites.sites_workbook"),
    Format(CATALOGUE, "md", "ecodemo.report.catalogue.catalogue_paper"),
    Format(CATALOGUE, "xlsx", "ecodemo.report.catalogue.catalogue_workbook"),
)
FORMAT_NAMES = tuple(dict.fromkeys(written.name for written in FORMATS))
REPORT_KINDS = tuple(dict.fromkeys(written.kind for written in FORMATS if written.kind != CATALOGUE))
"""What `ecodemo report` writes; the catalogue has a command of its own."""
USUAL_KINDS = ("phase", STATUS)
"""Those that `ecodemo report` writes when none is named."""
_BESIDE_OTHERS = frozenset({("phase", "xlsx"), (STATUS, "md")})
"""What another usual paper has already, so that it is written only when its kind is named, or all formats are."""


def is_usual(written: Format) -> bool:
    """Whether `ecodemo report` writes it when no kind is named."""
    return written.kind in USUAL_KINDS and (written.kind, written.name) not in _BESIDE_OTHERS


def formats_of(kinds: Iterable[str], names: Iterable[str]) -> tuple[Format, ...]:
    """The writers of some papers in some formats, in the order of the formats."""
    wanted = tuple(kinds)
    return tuple(
        written
        for name in dict.fromkeys(names)
        for written in FORMATS
        if written.name == name and written.kind in wanted
    )
