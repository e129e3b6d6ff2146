"""Key projects on a day: which stages are done or late, and whether their money is in the budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ecodemo.assess.owed import OwedIndex, is_there
from ecodemo.assess.shelf import Shelf
from ecodemo.model.project import Project, ProjectStage
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StageStanding:
    """A stage, and its state on the day."""

    stage: ProjectStage
    done: date | None
    """When it was done, if by that day."""
    days_late: int
    """From its due day to when it was done; while it is not, to the day."""
    is_proven: bool
    """Whether the document that it names was there."""

    @property
    def is_overdue(self) -> bool:
        return self.done is None and self.days_late > 0


@dataclass(frozen=True, slots=True)
class ProjectStanding:
    """A project, and its state on the day."""

    project: Project
    year: int
    """The year of that day."""
    stages: tuple[StageStanding, ...]

    @property
    def done(self) -> tuple[StageStanding, ...]:
        return tuple(standing for standing in self.stages if standing.done)

    @property
    def overdue(self) -> tuple[StageStanding, ...]:
        return tuple(standing for standing in self.stages if standing.is_overdue)

    @property
    def budget(self) -> Decimal | None:
        """Budget of this year; `None`: nothing is written."""
        return self.project.budget.get(self.year)

    @property
    def paid(self) -> Decimal | None:
        """Total paid by the end of this year; `None`: nothing is written."""
        years = [amount for year, amount in self.project.paid.items() if year <= self.year]
        return sum(years, Decimal(0)) if years else None

    @property
    def is_running(self) -> bool:
        """Whether something of it is still to be done that is due this year or was before."""
        return any(standing.done is None and standing.stage.due.year <= self.year for standing in self.stages)

    @property
    def without_budget(self) -> tuple[int, ...]:
        """The years in which it runs or was paid for and is in no budget."""
        years = {year for year, amount in self.project.paid.items() if amount and year <= self.year}
        years |= {self.year} if self.is_running else set()
        return tuple(sorted(year for year in years if not self.project.budget.get(year)))

    @property
    def beyond_budget(self) -> tuple[int, ...]:
        """The years in which more was paid than their budget has."""
        budget = self.project.budget
        return tuple(
            year
            for year, amount in sorted(self.project.paid.items())
            if year <= self.year and budget.get(year) and amount > budget[year]
        )


def projects_on(
    workspace: Workspace, today: date, owing: OwedIndex, shelf: Shelf
) -> Iterator[ProjectStanding]:
    """The projects in the order of the file."""
    for project in workspace.projects:
        unit = project.unit or workspace.office or ""
        stages = []
        for stage in project.stages:
            done = stage.done if stage.done and stage.done <= today else None
            is_proven = stage.document is not None and is_there(stage.document, unit, owing, shelf, today)
            late = max(0, ((done or today) - stage.due).days)
            stages.append(StageStanding(stage, done, late, is_proven))
        yield ProjectStanding(project, today.year, tuple(stages))
