"""Workbooks that concern the whole county and no unit: the plan, the list of indicators, the sheets of assessors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.import_plan import Receipt
from ecodemo.forms.intake.plan.plan_data import PlanData
from ecodemo.forms.intake.plan.plan_merge import plan_workbook, take_plan
from ecodemo.forms.intake.returned.returned_sheet import ReturnedSheet, returned_sheet
from ecodemo.forms.intake.returned.take_returned import take_returned
from ecodemo.forms.intake.standard.list_workbook import list_workbook
from ecodemo.forms.intake.standard.standard_merge import take_list
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.recognition import ExportRecord
from ecodemo.forms.reading.tables import CellTable
from ecodemo.load.data_files import DataFiles
from ecodemo.model.county import Bid
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace


class CountyWorkbooks:
    """Takes the workbooks of the county into its data."""

    def __init__(self, root: Path, workspace: Workspace, bid: Bid, files: DataFiles, today: date) -> None:
        self._root = root
        self._workspace = workspace
        self._bid = bid
        self._files = files
        self._today = today
        self._plan_data: PlanData | None = None

    def take(
        self,
        member: Member,
        tables: Sequence[CellTable],
        record: ExportRecord | None,
        receipt: Receipt,
        *,
        is_alone: bool,
    ) -> bool:
        """Take a workbook if it is one of the county's.

        Args:
            member: the file.
            tables: its sheets.
            record: what it remembers of its export.
            receipt: of the parcel; gets the lines about the workbook.
            is_alone: whether it came by itself. The data of the county cannot be changed from a pack.

        Returns:
            Whether it is one of the county's.
        """
        if (plan := plan_workbook(tables, record)) is not None:
            if is_alone:
                receipt.office_book = plan
                receipt.lines += take_plan(plan, member.name, self._data, self._bid, self._today)
        elif (listed := list_workbook(tables, record)) is not None:
            if is_alone:
                receipt.office_book = listed
                receipt.lines += take_list(listed, member.name, self._data, self._today)
        elif (returned := returned_sheet(tables, record)) is not None:
            self._take_returned(member, returned, receipt)
            return True
        else:
            return False
        if not is_alone:
            receipt.lines.append(ImportLine(Effect.REFUSED, member.name, words=_IN_A_PACK))
        return True

    def _take_returned(self, member: Member, sheet: ReturnedSheet, receipt: Receipt) -> None:
        receipt.returned = sheet
        try:
            lines = take_returned(sheet, member.name, self._workspace, self._bid, self._files, receipt.day)
        except EcodemoError as error:
            lines = [ImportLine(Effect.REFUSED, member.name, words=error.message)]
        receipt.lines += lines

    def contents(self) -> Mapping[Path, tuple[bytes | None, bytes]]:
        """Of each file of the county that is to be written: the bytes that it was worked out from, and the new ones."""
        return self._plan_data.contents() if self._plan_data else {}

    @property
    def _data(self) -> PlanData:
        """Read only once something changes it."""
        if self._plan_data is None:
            self._plan_data = PlanData(self._root)
        return self._plan_data


_IN_A_PACK = message(
    "This workbook of the bid office changes the county's own data and cannot be imported from a pack. Import it by itself."
)
