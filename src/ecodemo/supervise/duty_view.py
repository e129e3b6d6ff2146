"""The 责任清单: who answers for what, and how it went. Within one `schema_version` fields are only added."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class UnitDuty(View):
    """A unit's line."""

    unit: str
    name: str
    leaders: Annotated[
        tuple[str, ...], Field(description="By office and not by name, as the ledger has them")
    ]
    leads: Annotated[tuple[str, ...], Field(description="The indicators that it leads")]
    due: int
    overdue: int
    returns: Annotated[int, Field(description="Returns until the day, answered or not")]
    closed_late: Annotated[tuple[str, ...], Field(description="Entries of the ledger that were closed late")]
    exceptions: Annotated[
        tuple[str, ...], Field(description="Extensions, waivers and 不涉及: what, by whom, until when")
    ]


class Duties(OfficePaperView):
    """All units, or some."""

    units: tuple[UnitDuty, ...]
