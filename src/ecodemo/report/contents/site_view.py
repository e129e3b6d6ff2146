"""The sites that assessors visit, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class SiteRow(View):
    """A site, in its place on the route."""

    stop: Annotated[int, Field(description="Its place on the route, from 1")]
    no: str
    name: str
    township: str
    place: str
    indicators: Annotated[str, Field(description="Numbers of rows of the list and their names")]
    see: str
    host: str
    minutes: int | None
    way: Annotated[str, Field(description="The way there from the stop before; may be empty")]
    note: str


class SiteRoute(OfficePaperView):
    """The sites in the order of the route."""

    sites: tuple[SiteRow, ...]
    townships: Annotated[int, Field(description="Townships that the route leads to")]
    rows: Annotated[int, Field(description="Rows of the list that the sites show")]
    minutes: Annotated[int | None, Field(description="Minutes at all sites; `null` where some are not given")]
