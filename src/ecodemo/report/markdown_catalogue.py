"""The archive's list (归档文件目录) in Markdown."""

from __future__ import annotations

from ecodemo.report.markdown import filled
from ecodemo.report.view_evidence import Catalogue


def render(catalogue: Catalogue, template_folder: str | None = None) -> bytes:
    """The list as UTF-8 Markdown.

    Raises:
        EcodemoError: a template of the workspace's own is not right.
    """
    return filled(f"catalogue.{catalogue.language}.md.j2", template_folder, catalogue=catalogue)
