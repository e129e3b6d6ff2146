"""The tasks of a bid, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class DutyRow(View):
    """A working group (附件1): its lead, its duties, and its indicators."""

    group: str
    lead: str
    duties: str
    indicators: str


class TaskRow(View):
    """A required document (附件2): its indicator, units, years and due date."""

    box: str
    indicator: str
    lead: str
    support: str
    no: str
    document: str
    units: str
    form: str
    years: str
    need: str
    due: str


class FigureTask(View):
    """A figure that a unit must report."""

    no: str
    name: str
    measure_unit: str
    years: str


class TasksOfUnit(View):
    """All tasks of a unit: the indicators it leads and supports, its figures and documents."""

    unit: str
    name: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    figures: tuple[FigureTask, ...]
    documents: tuple[TaskRow, ...]


class Tasks(OfficePaperView):
    """The content of the plan's annexes 1 and 2, and a sheet for each unit."""

    duties: tuple[DutyRow, ...]
    table: tuple[TaskRow, ...]
    units: tuple[TasksOfUnit, ...]
    receipt: Annotated[
        str, Field(description="Number and name of the document for the signed receipt; may be empty")
    ]
    receipt_due: str
