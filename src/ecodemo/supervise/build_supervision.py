"""What every unit owes, from the day's check: nothing is judged here, it is only put together and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from ecodemo.assess.bid import Assessment
from ecodemo.assess.return_rounds import SentBack, returns_of_units
from ecodemo.assess.timeliness import SOON
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.role import GroupRole
from ecodemo.report.build_state import state_of
from ecodemo.report.contents import labels
from ecodemo.report.contents.delivery_view import UnitRow
from ecodemo.report.contents.document_rows import unit_row
from ecodemo.report.contents.office_head import office_head
from ecodemo.report.contents.return_rows import return_counts
from ecodemo.report.state import State, UnitState
from ecodemo.supervise.expiring_rows import expiring_rows
from ecodemo.supervise.objection_rows import objection_rows
from ecodemo.supervise.owed_figures import owed_figures
from ecodemo.supervise.owed_items import OwedItems
from ecodemo.supervise.supervision_view import (
    OwedFigures,
    OwedItem,
    OwedRectification,
    SlipColour,
    StandingWord,
    Supervision,
    SupervisionTotals,
    UnitSupervision,
)
from ecodemo.supervise.written_dates import day_in_words

DAYS_TO_ANSWER = 5
"""How many days a slip leaves, unless the ledger leaves fewer."""
_RED: frozenset[StandingWord] = frozenset({"overdue", "returned, overdue"})
_YELLOW: frozenset[StandingWord] = frozenset({"returned", "to be replaced"})


def build_supervision(
    result: CheckResult, speaker: Speaker, units: Iterable[str] = (), within: int = 30
) -> Supervision:
    """What the units owe on the day of a check.

    Args:
        result: the day's check.
        speaker: whose language it is in.
        units: only these, by id; all if there are none.
        within: for how many days ahead.
    """
    return _SupervisionBuilder(result, speaker, within).all_of(frozenset(units))


class _SupervisionBuilder:
    def __init__(self, result: CheckResult, speaker: Speaker, within: int) -> None:
        self.result, self.speaker, self.within = result, speaker, within
        self.assessment: Assessment = result.assessment
        self.workspace, self.today = self.assessment.workspace, result.today
        self.horizon = self.today + timedelta(days=within)
        self.state: State = state_of(result)
        self.owed_items = OwedItems(self.assessment, self.horizon, speaker)
        self.returns: dict[str, list[SentBack]] = {}
        for back in returns_of_units(self.assessment.units, self.today):
            self.returns.setdefault(back.unit, []).append(back)

    def all_of(self, only: frozenset[str]) -> Supervision:
        say, workspace = self.speaker.say, self.workspace
        units = tuple(unit for unit in self._units() if not only or unit.standing.unit in only)
        head = office_head(self.result, self.speaker)
        supervisors = next((g.label for g in workspace.groups if g.role is GroupRole.SUPERVISION), None)
        ask_by = self.today + timedelta(days=DAYS_TO_ANSWER)
        return Supervision(
            **head,
            supervisors=say(supervisors) if supervisors else head["office"],
            within=self.within,
            ask_by=ask_by.isoformat(),
            ask_by_words=say(ask_by),
            totals=_totals(units),
            units=units,
            lateness=say(labels.LATENESS),
            returns=sum(unit.returns for unit in units),
            reasons=return_counts(
                (back for unit in units for back in self.returns.get(unit.standing.unit, ())), self.speaker
            ),
            objections=tuple(objection_rows(self.assessment, self.speaker, only)),
            expiring=tuple(expiring_rows(self.assessment, self.horizon, self.speaker, only)),
        )

    def _units(self) -> Iterator[UnitSupervision]:
        """Those that owe documents in the order of the ranking, then those that owe none."""
        states = {state.id: state for state in self.state.units}
        places = Counter((state.kind, state.rank) for state in states.values())
        for unit in (*states, *(unit for unit in self.workspace.units if unit not in states)):
            state = states.get(unit) or self._without_documents(unit)
            is_shared = state.rank is not None and places[state.kind, state.rank] > 1
            yield self._unit(unit_row(state, self.assessment, self.speaker), is_shared=is_shared)

    def _without_documents(self, unit: str) -> UnitState:
        kind = self.workspace.units[unit].kind.value
        return UnitState(
            id=unit, kind=kind, rank=None, due=0, on_time=0, late_done=0, overdue=0, returned=0, longest=0,
            light="green",
        )  # fmt: skip

    def _unit(self, standing: UnitRow, *, is_shared: bool) -> UnitSupervision:
        unit = standing.unit
        items = tuple(self.owed_items.owed(unit))
        figures = tuple(owed_figures(self.assessment, unit, self.horizon, self.speaker))
        returns = self.returns.get(unit, [])
        return UnitSupervision(
            standing=standing,
            shared=is_shared,
            colour=_colour(items, figures),
            items=items,
            late=self.owed_items.late(unit),
            figures=figures,
            rectification=tuple(self._rectification(unit)),
            returns=len(returns),
            reasons=return_counts(returns, self.speaker),
        )

    def _rectification(self, unit: str) -> Iterator[OwedRectification]:
        for ledger in self.assessment.ledger:
            entry = ledger.entry
            if ledger.closed is None and entry.unit == unit and entry.due <= self.horizon:
                yield OwedRectification(
                    no=entry.no,
                    problem=entry.problem,
                    person=entry.person,
                    due=entry.due.isoformat(),
                    due_words=day_in_words(entry.due, self.today, self.speaker),
                    days_late=ledger.days_late,
                )


def _colour(items: Iterable[OwedItem], figures: Iterable[OwedFigures]) -> SlipColour:
    """Red if anything is overdue, yellow if anything was returned or has to be replaced, blue if anything is due soon."""
    standings = {item.standing for item in items}
    owed = tuple(figures)
    if standings & _RED or any(entry.days_late for entry in owed):
        return "red"
    if standings & _YELLOW:
        return "yellow"
    return "blue" if "due soon" in standings or any(entry.days_left <= SOON for entry in owed) else ""


def _totals(units: Iterable[UnitSupervision]) -> SupervisionTotals:
    listed = tuple(units)
    rows = tuple(unit.standing for unit in listed if unit.standing.due)
    return SupervisionTotals(
        units=len(rows),
        punctual=sum(row.on_time == row.due for row in rows),
        due=sum(row.due for row in rows),
        on_time=sum(row.on_time for row in rows),
        late_done=sum(row.late_done for row in rows),
        overdue=sum(row.overdue for row in rows),
        returned=sum(row.returned for row in rows),
        figures_missing=sum(unit.standing.figures_missing for unit in listed),
        figures_overdue=sum(owed.count for unit in listed for owed in unit.figures if owed.days_late),
        units_owing=sum(unit.owes for unit in listed),
    )
