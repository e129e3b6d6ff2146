"""The formats of `ecodemo check`, and which module writes each; it is imported only when it is used."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecodemo.language import Speaker
    from ecodemo.report.check.check_view import CheckReport


class CheckFormat(StrEnum):
    """How a check is printed; the exit code is the same in all of them."""

    TEXT = "text"
    JSON = "json"
    STATE = "state"
    MARKDOWN = "markdown"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    CSV = "csv"


WRITERS = {
    CheckFormat.MARKDOWN: "ecodemo.report.check.markdown",
    CheckFormat.GITHUB: "ecodemo.report.check.github",
    CheckFormat.GITLAB: "ecodemo.report.check.gitlab",
    CheckFormat.SARIF: "ecodemo.report.check.sarif",
    CheckFormat.JUNIT: "ecodemo.report.check.junit",
    CheckFormat.CSV: "ecodemo.report.check.csv",
}
"""Those that are written from a `CheckReport`; text and JSON show the whole report, the state no words."""


def render(format_: CheckFormat, checked: CheckReport, speaker: Speaker) -> bytes:
    """The findings of a check in one of the formats of `WRITERS`."""
    rendered: bytes = import_module(WRITERS[format_]).render(checked, speaker)
    return rendered
