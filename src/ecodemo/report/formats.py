"""The formats, by name; a writer's module is imported only when it is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from ecodemo.report.view import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a report to bytes."""

    name: str
    suffix: str
    module: str
    kind: Literal["phase", "status"]
    """Which of the office's papers this format writes."""

    def render(self, report: Report, template_folder: str | None = None) -> bytes:
        """The bytes of the report; templates in `template_folder` win over the shipped ones."""
        rendered: bytes = import_module(self.module).render(report, template_folder)
        return rendered


FORMATS = {
    written.name: written
    for written in (
        Format("md", ".md", "ecodemo.report.markdown", "phase"),
        Format("xlsx", ".xlsx", "ecodemo.report.xlsx", "status"),
    )
}
KINDS = ("phase", "status")
