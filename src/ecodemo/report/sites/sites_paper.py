"""The sites as a paper: the table, and the route below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecodemo.paper.parts import Paper, Part
from ecodemo.report.contents.site_view import SiteRoute
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of
from ecodemo.report.sites.site_table import site_columns
from ecodemo.table import pick


def paper(route: SiteRoute, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the route.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    route = on_one_line(route)
    made = paper_of(f"sites-{route.bid_id}-{route.today}", _parts(route, template_folder), route.language)
    return replace(made, is_wide=True)


def _parts(route: SiteRoute, template_folder: str | None) -> Iterator[Part]:
    say = Blocks("sites", route.language, template_folder, {"sites": route.model_dump(mode="json")}).parts
    yield from say("title")
    yield from example_notice(route)
    yield from say("introduction")
    keys = ("stop", "name", "township", "place", "indicators", "see", "host", "minutes")
    yield grid(pick(site_columns(speaker_of(route)), *keys), route.sites)
    yield from say("route")
