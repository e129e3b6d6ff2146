"""RS: sites that assessors visit, and who answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, listing, message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.site import Site
from ecodemo.rules._rule import Context, rule


@rule("RS109", "site-incomplete", Severity.WARNING, on=Site)
def site_incomplete(site: Site, context: Context) -> Iterator[Problem]:
    """A site is in no township, shows no indicator that applies, or does not say what to see and who receives."""
    lacks = tuple(_lacks(site, context))
    if lacks:
        yield Problem(
            Ref("site", site.no),
            message("{no} {site}: {lacks}.", no=site.no, site=site.label, lacks=listing(*lacks)),
            Subject(indicator=site.indicators[0] if len(site.indicators) == 1 else None),
            message("Complete it in sites.yaml, or take it off the route."),
        )


def _lacks(site: Site, context: Context) -> Iterator[Message]:
    workspace = context.workspace
    if workspace.units[site.township].kind is not UnitKind.TOWNSHIP:
        yield message("“{unit}” is not a township", unit=workspace.label(site.township))
    if not site.indicators:
        yield message("no indicators")
    shown = [
        row
        for row in context.assessment.rows
        if {indicator.id for indicator in row.indicators} & set(site.indicators)
    ]  # under a list that has no row for it, a site is of another bid
    if shown and not any(row.applies for row in shown):
        yield message("none of its indicators applies to this bid")
    if not site.see.strip():
        yield message("nothing to see")
    if not site.host.strip():
        yield message("no host for the assessors")


RULES = (site_incomplete,)
