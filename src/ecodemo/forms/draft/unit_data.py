"""What the data know of one unit, as the draft of its report needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.sheets.office_sheets import OFFICE
from ecodemo.forms.sheets.sheet_table import SheetTable
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem
from ecodemo.model.base import WHOLE
from ecodemo.model.indicator import Indicator
from ecodemo.model.organisation import Unit, UnitKind
from ecodemo.model.rectification import RectificationEntry

_IN_BRACKETS = re.compile(r"（[^（）]*）$")


def is_unverified(marked: Indicator | Unit, part: str) -> bool:
    """Whether a part of it, or all of it, was not seen in a published text."""
    unverified = getattr(marked, "unverified", ())
    return part in unverified or WHOLE in unverified


@dataclass(frozen=True, slots=True)
class OwnData:
    """A unit's part of a judged bid; its tables are those of its workbook."""

    assessment: Assessment
    unit: Unit
    report: Item
    """The self-inspection report itself, which is not counted among the documents."""
    timings: tuple[ItemTiming, ...]
    """Of all other documents that it owes."""
    data: SheetTable
    missing_figures: int
    """How many of its figures are asked for and not there."""
    documents: SheetTable
    statements: SheetTable
    """The texts of the indicators that it leads."""
    problems: tuple[UnitProblem, ...]

    @property
    def full_name(self) -> str:
        """The name with its place: 县农业农村局 is 安化县农业农村局. The bid office is that of the leading group."""
        county, name = self.assessment.workspace.county, self.unit.name
        if self.unit.id == OFFICE:
            return say.OFFICE.format(county=county.name)
        if self.unit.kind is UnitKind.TOWNSHIP:
            return name
        places = (place for place in (county.name, county.city) if place and name.startswith(place[-1]))
        return next((place[:-1] + name for place in places), name)

    @property
    def we(self) -> str:
        """How the unit speaks of itself."""
        name = _IN_BRACKETS.sub("", self.unit.name)
        return next((word for ending, word in say.WE.items() if name.endswith(ending)), say.WE_OTHERS)

    @property
    def lacking(self) -> tuple[ItemTiming, ...]:
        """The required documents of which a year is not there or cannot be used."""
        return tuple(t for t in self.timings if t.item.is_required and t.item.lacking)

    @property
    def returned(self) -> tuple[ItemTiming, ...]:
        """The required documents of which something was sent back and has not come again."""
        numbers = {problem.no for problem in self.problems_of(Grounds.RETURNED)}
        return tuple(t for t in self.timings if t.item.is_required and t.item.requirement.no in numbers)

    @property
    def ledger(self) -> tuple[RectificationEntry, ...]:
        """The entries of the rectification ledger that name it, found until the day."""
        return tuple(
            entry
            for entry in self.assessment.workspace.rectification
            if entry.found <= self.assessment.today and self.unit.id in (entry.unit, *entry.support)
        )

    def problems_of(self, grounds: Grounds) -> tuple[UnitProblem, ...]:
        """Its problems, but for those of the report itself."""
        of_report = self.report.requirement.no
        return tuple(p for p in self.problems if p.grounds is grounds and p.no != of_report)

    @property
    def report_sent_back(self) -> UnitProblem | None:
        """Why the report itself was sent back, if it was and has not come again."""
        of_report = self.report.requirement.no
        returned = (p for p in self.problems if p.grounds is Grounds.RETURNED and p.no == of_report)
        return next(returned, None)
