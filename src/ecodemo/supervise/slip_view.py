"""A 督办单 for one unit, finished to the last figure. Within one `schema_version` fields are only added."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View
from ecodemo.supervise.supervision_view import OwedFigures, OwedItem, OwedRectification, UnitSupervision


class SlipEntry(View):
    """What is asked for under one number: a document, or figures of the same years."""

    no: int
    item: OwedItem | None
    figures: OwedFigures | None


class Slip(OfficePaperView):
    """What one unit is asked for on a day."""

    supervisors: Annotated[str, Field(description="The supervision group; else the office")]
    unit: UnitSupervision
    entries: Annotated[
        tuple[SlipEntry, ...],
        Field(
            description="Red: overdue, returned, to be replaced, figures missing; yellow: returned, to be replaced; blue: due within three days"
        ),
    ]
    figures: Annotated[int, Field(description="Figures among them")]
    returned: Annotated[int, Field(description="Returned documents among them")]
    replaced: Annotated[int, Field(description="Received documents among them that have to be replaced")] = 0
    again: Annotated[bool, Field(description="Every returned document has a day by which it is due again")]
    due_soon: Annotated[int, Field(description="On a red or yellow slip, items due within three days")]
    rectification: Annotated[
        tuple[OwedRectification, ...], Field(description="Overdue entries of the ledger")
    ]
    ask_by: Annotated[
        str, Field(description="The earlier of the ledger's next due date and five days from the day")
    ]
    ask_by_words: str
