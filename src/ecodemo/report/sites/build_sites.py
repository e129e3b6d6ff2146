"""The route of a bid's assessors, from the data."""

from __future__ import annotations

from ecodemo.assess.bid import Assessment
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import listing, message
from ecodemo.model.site import Site
from ecodemo.report.contents.office_head import office_head
from ecodemo.report.contents.site_view import SiteRoute, SiteRow


def build_sites(result: CheckResult, speaker: Speaker) -> SiteRoute:
    """The sites of the workspace under the bid that was checked; there may be none."""
    assessment = result.assessment
    workspace = assessment.workspace
    sites = tuple(_row(stop, site, assessment, speaker) for stop, site in enumerate(workspace.sites, 1))
    minutes = [site.minutes for site in workspace.sites if site.minutes is not None]
    shown = {id_ for site in workspace.sites for id_ in site.indicators}
    return SiteRoute(
        **office_head(result, speaker),
        sites=sites,
        townships=len({site.township for site in workspace.sites}),
        rows=sum(bool(shown & {one.id for one in judged.indicators}) for judged in assessment.rows),
        minutes=sum(minutes) if len(minutes) == len(sites) else None,
    )


def _row(stop: int, site: Site, assessment: Assessment, speaker: Speaker) -> SiteRow:
    say, workspace = speaker.say, assessment.workspace
    rows = [
        message("{no} {row}", no=judged.row.no, row=judged.row.label)
        for judged in assessment.rows
        if {indicator.id for indicator in judged.indicators} & set(site.indicators)
    ]
    return SiteRow(
        stop=stop,
        no=site.no,
        name=say(site.label),
        township=say(workspace.label(site.township)),
        place=site.place,
        indicators=say(listing(*rows, most=len(rows))) if rows else "",
        see=site.see,
        host=site.host,
        minutes=site.minutes,
        way=site.way,
        note=site.note,
    )
