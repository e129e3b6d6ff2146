"""What a check found: a problem as a rule sees it, and the finding with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ecodemo.model.message import Message
from ecodemo.model.waiver import Waiver

Step = str | int


class Severity(StrEnum):
    """How much a finding weighs: an error closes the gate."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Grade(StrEnum):
    """What a phase says of a rule or a family: how heavy at most, or off."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Ref:
    """A place named by what it is, not by its line: kind, id, and the path of keys below it."""

    kind: str
    id: str = ""
    path: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the workspace; line 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Subject:
    """What a problem is about, for gathering, filters and waivers."""

    unit: str | None = None
    requirement: str | None = None
    indicator: str | None = None
    measure: str | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields. Problems that differ only in their years are gathered into one finding."""

    at: Ref
    message: Message
    about: Subject = field(default_factory=Subject)
    hint: Message | None = None
    due: date | None = None
    related: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule, weight and place."""

    code: str
    severity: Severity
    message: Message
    position: Position
    about: Subject = field(default_factory=Subject)
    hint: Message | None = None
    due: date | None = None
    related: tuple[Position, ...] = ()
    waiver: Waiver | None = None

    @property
    def sort_key(self) -> tuple[object, ...]:
        return (self.code, self.about.unit or "", self.position, self.about.years, self.message.text)
