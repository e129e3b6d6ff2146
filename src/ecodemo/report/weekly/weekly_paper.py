"""The weekly report as a paper: the state, the week's numbers, its changes, who is late, what is due, what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.paper.parts import Paper, Part, Style
from ecodemo.report.contents.weekly_view import Weekly
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.report.weekly.weekly_table import change_columns, count_columns, due_columns, late_columns


def paper(weekly: Weekly, template_folder: str | None = None) -> Paper:
    """The page, in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    weekly = on_one_line(weekly)
    parts = numbered(_parts(weekly, template_folder), speaker_of(weekly).language)
    return replace(paper_of(f"weekly-{weekly.bid_id}-{weekly.today}", parts, weekly.language), is_form=True)


def _parts(weekly: Weekly, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(weekly)
    data = {"weekly": weekly.model_dump(mode="json")}
    say = Blocks("weekly", weekly.language, template_folder, data).parts
    yield from say("title", Style.FORM_SUBTITLE)
    yield from example_notice(weekly)
    yield from say("state")
    yield from say("counts")
    yield grid(count_columns(speaker), weekly.counts)
    yield from say("pace", Style.NOTE)
    yield from say("changes")
    yield grid(change_columns(speaker), weekly.changes)
    yield from say("late")
    if weekly.late:
        yield grid(late_columns(speaker), weekly.late)
        yield from say("late-more", Style.NOTE)
    yield from say("due")
    if weekly.due:
        yield grid(due_columns(speaker), weekly.due)
    yield from say("due-later", Style.NOTE)
    yield from say("asks")
    yield from say("note", Style.NOTE)
