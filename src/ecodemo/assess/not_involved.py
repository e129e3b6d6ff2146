"""Which 不涉及 count: recognised by another unit, and only while the stamped statement is there."""

from __future__ import annotations

from datetime import date

from ecodemo.assess.shelf import Shelf
from ecodemo.model.progress import Observation
from ecodemo.model.waiver import NotInvolved
from ecodemo.model.workspace import Workspace


class Recognitions:
    """The recognised 不涉及 of a workspace on one day."""

    def __init__(self, workspace: Workspace, today: date, shelf: Shelf) -> None:
        self._workspace, self._today, self._shelf = workspace, today, shelf
        self._counting = [entry for entry in workspace.waivers.not_involved if self.counts(entry)]

    def counts(self, entry: NotInvolved) -> bool:
        return self.is_recognised(entry) and self.has_statement(entry)

    def is_recognised(self, entry: NotInvolved) -> bool:
        """Whether another unit had recognised it by then, whatever became of its statement."""
        return entry.is_recognised(self._today, self._workspace.declarers(entry))

    def has_statement(self, entry: NotInvolved) -> bool:
        """Whether the stamped statement that it names was there."""
        if entry.document is None:
            return False
        owing = self._workspace.owing(self._workspace.requirements[entry.document.requirement])
        units = dict.fromkeys((*self._workspace.declarers(entry), *(() if entry.unit else owing)))
        return any(self._shelf.proves(entry.document, unit, self._today) for unit in units)

    def of_requirement(self, requirement: str, unit: str) -> bool:
        """Whether it counts that a requirement does not concern a unit."""
        return any(
            entry.requirement == requirement and entry.unit in (unit, None) and entry.by != unit
            for entry in self._counting
        )

    def of_measure(self, measure_id: str) -> bool:
        """Whether it counts that a measure does not concern the county."""
        return any(entry.measure == measure_id and entry.unit is None for entry in self._counting)

    def of_figure(self, measure_id: str, unit: str, observation: Observation) -> bool:
        """Whether it counts what a unit reports: for the measure, or for the requirement that it rests on."""
        return any(self._covers(entry, measure_id, unit, observation) for entry in self._counting)

    def waits_for_statement(self, measure_id: str, unit: str, observation: Observation) -> bool:
        """Whether what a unit reports would count if the statement were there."""
        return any(
            self.is_recognised(entry) and self._covers(entry, measure_id, unit, observation)
            for entry in self._workspace.waivers.not_involved
        )

    def _covers(self, entry: NotInvolved, measure_id: str, unit: str, observation: Observation) -> bool:
        """Whether an entry is about a unit's figure: about the measure, or a document that the unit alone answers for."""
        if entry.by == unit or entry.unit not in (unit, None):
            return False
        resting = {ref.requirement for ref in (observation.document, observation.proof) if ref}
        return entry.measure == measure_id or (
            entry.requirement in resting and unit in self._workspace.declarers(entry)
        )


class Declarations(Recognitions):
    """As if everything that is declared were recognised: what a unit has to prove with its statement."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of_measure(self, measure_id: str) -> bool:
        reporters = self._workspace.reporters(measure_id)
        return any(
            entry.measure == measure_id and (entry.unit is None or reporters == (entry.unit,))
            for entry in self._workspace.waivers.not_involved
        )

    def of_figure(self, measure_id: str, unit: str, observation: Observation) -> bool:  # noqa: ARG002
        return True
