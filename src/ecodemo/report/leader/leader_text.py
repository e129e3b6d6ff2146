"""The leader's page as a text to paste into WeChat: whole lines, at most 300 characters."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.paper.parts import Paragraph, Points
from ecodemo.report.contents.leader_view import Leader
from ecodemo.report.leader.leader_paper import blocks_of
from ecodemo.report.papers.composition import on_one_line

MOST = 300
"""Characters."""


def render(leader: Leader, template_folder: str | None = None) -> bytes:
    """The text as UTF-8; a line that does not fit is left out.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    lines = []
    for part in blocks_of(on_one_line(leader), template_folder).parts("message"):
        if isinstance(part, Paragraph):
            lines.append(part.text)
        elif isinstance(part, Points):
            lines.extend(entry.text for entry in part.entries)
    return (bounded(lines) + "\n").encode()


def bounded(lines: Iterable[str]) -> str:
    """Those of the lines that fit, in order, with room for the new line at the end."""
    text = ""
    for line in lines:
        longer = f"{text}\n{line}" if text else line[: MOST - 1]
        if len(longer) < MOST:
            text = longer
    return text
