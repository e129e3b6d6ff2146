"""What a rule is: a code, a weight, the type it looks at, and a pure generator of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import Citations
from ecodemo.assess.owed import years_of
from ecodemo.assess.review import ReviewState, review_state
from ecodemo.assess.shelf import came_by
from ecodemo.model.accepted_values import AcceptedValues
from ecodemo.model.county import Phase
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.finding import Problem, Severity
from ecodemo.model.grouped import grouped
from ecodemo.model.message import Name
from ecodemo.model.progress import Document
from ecodemo.model.waiver import Waiver
from ecodemo.model.workspace import Workspace
from ecodemo.rules._path import named

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """What a rule may know beside its subject."""

    assessment: Assessment
    survey: Survey
    phase: Phase | None = None
    """The phase whose gate is looked at; `None` under the profile `sound`."""
    at_acceptance: AcceptedValues | None = None
    """What was accepted with the bid before, where that has a record."""
    used_waivers: tuple[Waiver, ...] = ()
    """Waivers that covered a finding of this run; known only to the rules that run last."""
    codes_run: frozenset[str] = field(default_factory=frozenset)
    codes_graded: frozenset[str] = field(default_factory=frozenset)
    """The rules that the phase runs, whichever of them were selected."""

    @cached_property
    def files(self) -> tuple[EvidenceFile, ...]:
        """The files that were there on the day; `sound` looks at all that there are."""
        return came_by(self.workspace, self.today, self.survey.files) if self.phase else self.survey.files

    def documents(self) -> Iterator[tuple[str, int, Document]]:
        """The entries of the register that go with the files: unit, its place in that unit's list, entry."""
        return self.workspace.documents(self.today if self.phase else None)

    @cached_property
    def paths_found(self) -> Mapping[str, EvidenceFile | None]:
        """Every file that was found, and every folder above one (`None`), by path."""
        return named(self.survey.files)

    @property
    def workspace(self) -> Workspace:
        return self.assessment.workspace

    @property
    def today(self) -> date:
        return self.assessment.today

    @cached_property
    def citations(self) -> Citations:
        return Citations(self.workspace, self.files, self.today)

    @cached_property
    def deliveries(self) -> Mapping[str, tuple[EvidenceFile, ...]]:
        """Files by what the register names: their own path, or an event's folder."""
        wanted = {document.file for _, _, document in self.workspace.documents()}
        return grouped(
            (path, file) for file in self.files for path in (file.path, file.event) if path in wanted
        )

    @cached_property
    def years_asked(self) -> Mapping[str, frozenset[int | None]]:
        """The years for which any bid asks for a requirement, by its number."""
        bids = self.workspace.bids
        return {
            no: frozenset(year for bid in bids for year in years_of(requirement, bid))
            for no, requirement in self.workspace.requirements.items()
        }

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The files whose very bytes a reviewer has accepted: what recognition asks of them is settled."""
        hashes = self.assessment.hashes
        return frozenset(
            file.path
            for _, _, document in self.documents()
            if document.file in hashes and review_state(document, self.today, hashes) is ReviewState.ACCEPTED
            for file in self.deliveries.get(document.file, ())
        )

    def unit(self, unit_id: str) -> Name:
        return self.workspace.label(unit_id)


Check = Callable[[T, Context], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A coded check. Its explanation is a page: `rules/pages/<language>/<code>.md`."""

    code: str
    name: str
    severity: Severity
    on: type[T]
    check: Check[T]
    requires_family: str = ""
    """The family without which the rule says nothing: it runs only in phases where that one does."""
    needs_folder: bool = False
    """It looks at evidence/ as it is here, which the lock alone does not show."""

    @property
    def family(self) -> str:
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class LoadingRule:
    """What loading itself checks; its problems come with the file that has them."""

    code: str
    name: str
    severity: Severity
    requires_family: str = ""

    @property
    def family(self) -> str:
        return self.code[:2]


AnyRule = Rule[Any] | LoadingRule


def rule(
    code: str,
    name: str,
    severity: Severity,
    on: type[T],
    *,
    requires_family: str = "",
    needs_folder: bool = False,
) -> Callable[[Check[T]], Rule[T]]:
    """Make a rule of a generator; mypy refuses one whose first parameter is not `on`."""

    def make(check: Check[T]) -> Rule[T]:
        return Rule(code, name, severity, on, check, requires_family, needs_folder)

    return make
