"""Which papers there are, and the formats of each; a writer's module is imported only when it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from ecodemo.report.view_base import View
from ecodemo.report.writers.markdown_paper import markdown_content


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

    def render(self, view: View, template_folder: str | None = None) -> bytes:
        """The bytes of the paper; blocks in `template_folder` win over the shipped ones.

        Raises:
            EcodemoError: a block of the workspace's own is not right.
        """
        module = import_module(self.module)
        if self.name == "md":
            return markdown_content(module.paper(view, template_folder))
        rendered: bytes = module.render(view, template_folder)
        return rendered


CATALOGUE = "catalogue"
FORMATS = (
    Format("phase", "md", "ecodemo.report.phase.phase_paper"),
    Format("status", "xlsx", "ecodemo.report.status.status_workbook"),
    Format("four-properties", "md", "ecodemo.report.properties.properties_paper"),
    Format("four-properties", "xlsx", "ecodemo.report.properties.properties_workbook"),
    Format(CATALOGUE, "md", "ecodemo.report.catalogue.catalogue_paper"),
    Format(CATALOGUE, "xlsx", "ecodemo.report.catalogue.catalogue_workbook"),
)
FORMAT_NAMES = tuple(dict.fromkeys(written.name for written in FORMATS))
REPORT_KINDS = tuple(dict.fromkeys(written.kind for written in FORMATS if written.kind != CATALOGUE))
"""The papers that are written from the report; the catalogue is a model of its own."""
USUAL_KINDS = ("phase", "status")
"""Those that `ecodemo report` writes when it is not told."""


def formats_of(kinds: Iterable[str], names: Iterable[str]) -> tuple[Format, ...]:
    """The writers of some papers in some formats, in the order of the formats."""
    wanted = tuple(kinds)
    return tuple(
        written
        for name in dict.fromkeys(names)
        for written in FORMATS
        if written.name == name and written.kind in wanted
    )
