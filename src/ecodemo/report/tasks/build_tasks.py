"""The tasks of a bid, from its data and the day's check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item, due_date
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.indicator import Holder, Indicator
from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Name, Number, listing, message
from ecodemo.model.role import RequirementRole
from ecodemo.report.contents import labels
from ecodemo.report.contents.office_head import office_head
from ecodemo.report.contents.task_view import DutyRow, FigureTask, TaskRow, Tasks, TasksOfUnit
from ecodemo.report.contents.units_in_words import units_in_words
from ecodemo.report.contents.written_years import years_in_words


def build_tasks(result: CheckResult, speaker: Speaker) -> Tasks:
    """The tasks of the bid that was checked."""
    assessment, say = result.assessment, speaker.say
    workspace = assessment.workspace
    builder = _Builder(assessment, speaker)
    receipt = next(iter(workspace.in_role(RequirementRole.RECEIPT)), None)
    due = next((item.due for item in assessment.items if item.requirement is receipt), None)
    return Tasks(
        **office_head(result, speaker),
        duties=tuple(builder.duties()),
        table=tuple(builder.table()),
        units=tuple(builder.unit(unit) for unit in workspace.units),
        receipt=f"{receipt.no} {say(receipt.label)}" if receipt else "",
        receipt_due=say(due) if due else "",
    )


class _Builder:
    def __init__(self, assessment: Assessment, speaker: Speaker) -> None:
        self.assessment, self.speaker, self.workspace = assessment, speaker, assessment.workspace
        touched = {indicator.id for row in assessment.rows for indicator in row.indicators}
        self.points: dict[str, Decimal] = {}
        for row in assessment.rows:
            if row.applies and row.row.points is not None:
                for id_ in {indicator.id for indicator in row.indicators}:
                    self.points[id_] = self.points.get(id_, Decimal(0)) + row.row.points
        self.indicators = tuple(i for i in self.workspace.indicators if i.id in touched)

    def duties(self) -> Iterator[DutyRow]:
        say = self.speaker.say
        for group in self.workspace.groups:
            yield DutyRow(
                group=say(group.label),
                lead=self._unit(group.lead),
                duties=group.duties,
                indicators=self._joined(
                    self._named(indicator) for indicator in self.indicators if indicator.group == group.id
                ),
            )

    def table(self) -> Iterator[TaskRow]:
        """A line for each kind of document, with all units that hand it in on the same day."""
        for _, of_one in groupby(self.assessment.items, lambda item: item.requirement.no):
            items = sorted(of_one, key=self._due_and_years)
            for _, alike in groupby(items, key=self._due_and_years):
                yield self._task(tuple(alike))

    def unit(self, unit: str) -> TasksOfUnit:
        say = self.speaker.say
        measures = self.assessment.requested_figures
        figures = (
            measure
            for measure in measures.of_unit(unit)
            if not measure.is_computed and unit in self.workspace.reporters(measure.id)
        )
        return TasksOfUnit(
            unit=unit,
            name=self._unit(unit),
            leads=tuple(self._named(i) for i in self.indicators if i.lead == unit),
            supports=tuple(say(i.label) for i in self.indicators if unit in i.support),
            figures=tuple(
                FigureTask(
                    no=measure.no or "",
                    name=say(measure.label),
                    measure_unit=say(unit_name(measure.unit)),
                    years=self._years(measures.years_of(measure.id)),
                )
                for measure in figures
            ),
            documents=tuple(self._task((item,)) for item in self.assessment.items if item.unit == unit),
        )

    def _task(self, items: tuple[Item, ...]) -> TaskRow:
        item, say = items[0], self.speaker.say
        holder = item.holder
        return TaskRow(
            box=holder.no,
            indicator=self._named(holder),
            lead=self._unit(holder.lead) if isinstance(holder, Indicator) else "",
            support=self._joined(map(self.workspace.label, holder.support))
            if isinstance(holder, Indicator)
            else "",
            no=item.requirement.no,
            document=say(item.requirement.label),
            units=say(units_in_words(self.workspace, [each.unit for each in items])),
            form=say(labels.FORM[item.requirement.form]),
            years=self._years(slot.year for slot in item.slots),
            need=say(labels.NEED[item.need]),
            due=say(due) if (due := self._due(item)) else "",
        )

    def _named(self, holder: Holder) -> str:
        """What an indicator is called; in a list with points with those of its rows."""
        say, points = self.speaker.say, self.points.get(holder.id) if isinstance(holder, Indicator) else None
        if points is None:
            return say(holder.label)
        return say(message("{row} (points: {points})", row=holder.label, points=Number(points)))

    def _years(self, years: Iterable[int | None]) -> str:
        return years_in_words(years, self.speaker) or self.speaker.say(message("once"))

    def _unit(self, unit: str | None) -> str:
        return self.speaker.say(self.workspace.label(unit)) if unit else ""

    def _joined(self, things: Iterable[Name | str]) -> str:
        listed = list(things)
        return self.speaker.say(listing(*listed, most=len(listed))) if listed else ""

    def _due(self, item: Item) -> date | None:
        """The day it was set for all; an extension is one unit's own."""
        return due_date(self.workspace, self.assessment.bid, item.requirement, item.unit)

    def _due_and_years(self, item: Item) -> tuple[date, tuple[int, ...]]:
        return self._due(item) or date.max, tuple(slot.year or 0 for slot in item.slots)
