"""The leader's page as a paper: what, how much, what blocks it, what is asked, who is late, what is next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.paper.parts import Paper, Part, Style
from ecodemo.report.contents.leader_view import Leader
from ecodemo.report.leader.leader_table import blocker_columns, pairs, progress_columns
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.papers.outline import numbered
from ecodemo.report.tables.indicator_table import tally_columns
from ecodemo.table import pick


def paper(leader: Leader, template_folder: str | None = None) -> Paper:
    """The page, in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    leader = on_one_line(leader)
    parts = numbered(_parts(leader, template_folder), speaker_of(leader).language)
    return replace(paper_of(f"leader-{leader.bid_id}-{leader.today}", parts, leader.language), is_form=True)


def blocks_of(leader: Leader, template_folder: str | None = None) -> Blocks:
    """The blocks of the page, with all that they know."""
    data = {"leader": leader.model_dump(mode="json")}
    return Blocks("leader", leader.language, template_folder, data)


def _parts(leader: Leader, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(leader)
    say = blocks_of(leader, template_folder).parts
    yield from say("title", Style.FORM_SUBTITLE)
    yield from example_notice(leader)
    yield from say("conclusion")
    yield from say("tally")
    counts = ("label", "applicable", "met", "not_met", "undecided", "counted")
    yield grid(
        pick(tally_columns(speaker), *counts, counted=speaker.text("Met with full proof")), leader.tallies
    )
    yield from say("blockers")
    if leader.blockers:
        yield grid(blocker_columns(speaker), leader.blockers)
    yield from say("asks")
    if leader.groups:
        yield from say("groups")
        yield grid(progress_columns(speaker), pairs(leader.groups))
    yield from say("lateness")
    yield from say("next")
    yield from say("signature", Style.SIGNATURE)
    yield from say("note", Style.NOTE)
