"""Where figures point: the files of the proof that an observation names, and the place in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.explained import BLANKS, Section, document_place, figure_place, section_place
from ecodemo.model.indicator import Indicator
from ecodemo.model.progress import Observation
from ecodemo.model.reading import page_place
from ecodemo.model.reported import Reported
from ecodemo.model.requirement import Requirement
from ecodemo.model.role import RequirementRole
from ecodemo.model.workspace import Workspace


class Citations:
    """Which files prove which figures, in one workspace."""

    def __init__(
        self, workspace: Workspace, files: Iterable[EvidenceFile], until: date | None = None
    ) -> None:
        self._workspace = workspace
        self._files: dict[tuple[str, str], list[EvidenceFile]] = {}
        for file in files:
            if file.requirement and file.unit:
                self._files.setdefault((file.requirement, file.unit), []).append(file)
        self._elsewhere = {
            (unit, document.requirement, year): document.see
            for unit, _, document in workspace.documents(until)
            if document.see is not None
            for year in document.years or (None,)
        }

    def of(self, reported: Reported) -> tuple[EvidenceFile, ...]:
        """The files of the proof of a figure, also where the register refers to another document (互见)."""
        proof = reported.observation.proof
        if proof is None:
            return ()
        unit = proof.unit or reported.unit
        see = self._elsewhere.get((unit, proof.requirement, proof.year))
        no, year, holder = (
            (see.requirement, see.year, see.unit or unit) if see else (proof.requirement, proof.year, unit)
        )
        return tuple(
            file
            for file in self._files.get((no, holder), ())
            if year is None or not file.years or year in file.years
        )

    def explanations(self) -> Iterator[tuple[EvidenceFile, Indicator]]:
        """The reports that explain an indicator (说明报告)."""
        for (no, _), files in self._files.items():
            holder = self._workspace.holders.get(no)
            requirement = self._workspace.requirements.get(no)
            is_one = requirement and self._workspace.has_role(requirement, RequirementRole.EXPLANATION)
            if is_one and isinstance(holder, Indicator):
                yield from ((file, holder) for file in files)

    def places(self) -> Mapping[str, tuple[str, ...]]:
        """Every place that a figure names, by the path of each file of its proof."""
        found: dict[str, dict[str, None]] = {}
        for reports in self._workspace.observations.values():
            for reported in reports:
                if place := place_of(reported.observation):
                    for file in self.of(reported):
                        found.setdefault(file.path, {})[place] = None
        for file, indicator in self.explanations():
            found.setdefault(file.path, {}).update(dict.fromkeys(questions(indicator, self._workspace)))
        return {path: tuple(places) for path, places in found.items()}


def questions(indicator: Indicator, workspace: Workspace) -> Iterator[str]:
    """What the report that explains an indicator is asked, whichever bid it is for."""
    years = sorted({year for bid in workspace.bids for year in bid.span})
    for measure in indicator.measures:
        yield from (figure_place(year, measure.unit, measure.name) for year in years if not measure.states)
    yield from (document_place(one.no, one.name) for one in proving(indicator, workspace))
    yield from map(section_place, Section)
    yield BLANKS


def proving(indicator: Indicator, workspace: Workspace) -> Iterator[Requirement]:
    """The kinds of document of an indicator, but for those that explain it."""
    for requirement in indicator.requirements:
        if not workspace.has_role(requirement, RequirementRole.EXPLANATION):
            yield requirement


def confirmations(workspace: Workspace, files: Iterable[EvidenceFile]) -> Iterator[EvidenceFile]:
    """The signed sheets of figures (数据确认表) of the units."""
    for file in files:
        if file.unit and file.requirement:
            requirement = workspace.requirements[file.requirement]
            if workspace.has_role(requirement, RequirementRole.CONFIRMATION):
                yield file


def place_of(observation: Observation) -> str:
    """The cell or page that a figure names; empty where it names none."""
    if observation.cell:
        return observation.cell
    return page_place(observation.page) if observation.page is not None else ""
