"""What an import will do, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ecodemo.errors import ExitCode
from ecodemo.forms.inbox.delivered import Delivered
from ecodemo.forms.intake.filing.filed import Copy, Removal
from ecodemo.forms.intake.import_line import NOT_TAKEN, Effect, ImportLine
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.intake.plan.plan_merge import PlanWorkbook
from ecodemo.forms.intake.returned.returned_sheet import ReturnedSheet
from ecodemo.forms.intake.standard.list_workbook import ListWorkbook
from ecodemo.model.message import Name
from ecodemo.model.workspace import Workspace


@dataclass
class Receipt:
    """The result for one parcel."""

    parcel: str
    day: date
    unit: str | None = None
    is_for_several: bool = False
    """It holds a document that counts for several units by its name."""
    lines: list[ImportLine] = field(default_factory=list)
    dropped: tuple[str, ...] = ()
    office_book: PlanWorkbook | ListWorkbook | None = None
    """It is a workbook of the office, which is no unit's: the plan, or a list of indicators."""
    returned: ReturnedSheet | None = None
    """It is a sheet of assessors, or of a drawn re-check."""
    merges: tuple[WorkbookMerge, ...] = ()
    """The workbooks that were understood, each with its own part of the lines."""

    @property
    def is_no_units(self) -> bool:
        """Whether it is a workbook of the office, or for it, and no unit's."""
        return self.office_book is not None or self.returned is not None

    def count(self, *effects: Effect) -> int:
        return sum(line.effect in effects for line in self.lines)


@dataclass
class ImportPlan:
    """What an import will do; nothing is written yet."""

    root: Path
    workspace: Workspace
    receipts: list[Receipt] = field(default_factory=list)
    kept: list[Copy] = field(default_factory=list)
    """Packs and what was not understood, into the inbox."""
    copies: list[Copy] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    contents: dict[Path, tuple[bytes | None, bytes]] = field(default_factory=dict)
    """Of each data file: the bytes that it was worked out from, and the new ones."""
    handed_in: dict[Path, bytes] = field(default_factory=dict)
    """Of each unit's file of what it handed in: the new bytes."""

    def label(self, unit: str) -> Name:
        """What a unit is called."""
        return self.workspace.label(unit)

    @property
    def exit_code(self) -> ExitCode:
        if not self.receipts:
            return ExitCode.NOTHING
        is_all_taken = not any(receipt.count(*NOT_TAKEN) for receipt in self.receipts)
        return ExitCode.OPEN if is_all_taken else ExitCode.CLOSED
