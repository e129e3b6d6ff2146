"""The four properties (四性) in Markdown."""

from __future__ import annotations

from ecodemo.report.markdown import filled
from ecodemo.report.view import Report


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The paper as UTF-8 Markdown.

    Raises:
        EcodemoError: a template of the workspace's own is not right.
    """
    return filled(f"four-properties.{report.language}.md.j2", template_folder, report=report)
