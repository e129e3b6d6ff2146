"""What a check found: a problem as a rule sees it, and the finding with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from ecodemo.model.base import Choice
from ecodemo.model.message import Listing, Message, Number, Value
from ecodemo.model.number import plain
from ecodemo.model.waiver import Waiver

Step = str | int
_NUMBERED_BELOW_A_UNIT = frozenset({"observation", "assignment", "answer", "statement", "document"})
"""Kinds of places whose ids are a unit and the entry's position in its list: `meicheng/12`."""
_NUMBERED = frozenset({"not_involved", "extensions", "waivers", "objection"})
"""Kinds of places whose ids are only the entry's position in a list."""


class Severity(StrEnum):
    """How much a finding weighs: an error closes the gate."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Grade(Choice):
    """The severity of a rule or a family in a phase: a maximum, or off."""

    ERROR = "error", "blocks the gate"
    WARNING = "warning", "reported, does not block the gate"
    INFO = "info", "for information only"
    OFF = "off", "not checked"


@dataclass(frozen=True, slots=True)
class Ref:
    """A place named by what it is, not by its line: kind, id, and the path of keys below it."""

    kind: str
    id: str = ""
    path: tuple[Step, ...] = ()

    @property
    def lasting(self) -> tuple[str, ...]:
        """What stays of it when lines and entries before it come and go: kind, id and keys, no index."""
        id_ = self.id
        if self.kind in _NUMBERED_BELOW_A_UNIT:
            id_ = self.id.partition("/")[0]
        elif self.kind in _NUMBERED:
            id_ = ""
        return (self.kind, id_, *(key for key in self.path if isinstance(key, str)))


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the workspace; line 0 means the whole file, no file that the place is not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


UNKNOWN = Position("")
"""For what cannot be found in the files: the finding says so, and blames no file."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a problem is about, for gathering, filters and waivers."""

    unit: str | None = None
    requirement: str | None = None
    indicator: str | None = None
    measure: str | None = None
    years: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Unit, requirement, indicator and measure; empty where it names none."""
        return tuple(id_ or "" for id_ in (self.unit, self.requirement, self.indicator, self.measure))

    @property
    def says_what(self) -> bool:
        """Whether it names a single thing, so that a place says nothing more of what is meant."""
        return self.requirement is not None or self.measure is not None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields. Problems that differ only in their years are gathered into one finding."""

    at: Ref
    message: Message
    about: Subject = field(default_factory=Subject)
    hint: Message | None = None
    due: date | None = None
    related: tuple[Ref, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The numbers that its sentence names, in their order."""
        return tuple(_figures(self.message))

    def fingerprint(self, code: str) -> str:
        """Sixteen hexadecimal digits that say the same rule on the same object and years, today and next month.

        A file is always part of it, so that a second bad file beside a known one is another problem.
        """
        place = self.at.lasting if self.at.kind == "evidence" or not self.about.says_what else ()
        return _digits(code, *self.about.ids, *map(str, self.about.years), *place)


@dataclass(frozen=True, slots=True)
class Finding:
    """Problems that one rule found and that differ only in their years, with weight and place."""

    code: str
    severity: Severity
    message: Message
    position: Position
    about: Subject = field(default_factory=Subject)
    hint: Message | None = None
    due: date | None = None
    related: tuple[Position, ...] = ()
    waiver: Waiver | None = None
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    """What was gathered; empty for what loading itself found."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits for the rule and its object.

        They do not depend on line, language, wording, years, or where the workspace is. Two findings of a run
        may share them: two ways in which one rule is not kept by one object.
        """
        if self.about.says_what:
            return _digits(self.code, *self.about.ids)
        # The least, so that the order in which a rule came upon them makes no difference.
        place = min((problem.at.lasting for problem in self.problems), default=(self.position.file,))
        return _digits(self.code, *self.about.ids, *place)

    @property
    def problem_fingerprints(self) -> tuple[str, ...]:
        """Those of the single problems: with their years and files."""
        return tuple(problem.fingerprint(self.code) for problem in self.problems) or (self.fingerprint,)

    @property
    def sort_key(self) -> tuple[object, ...]:
        return (self.code, self.about.unit or "", self.position, self.about.years, self.message.text)


@dataclass(frozen=True, slots=True)
class ChangedFinding:
    """A known finding whose figures are not those that were known."""

    finding: Finding
    before: tuple[str, ...]
    """The figures that were known."""

    @property
    def now(self) -> tuple[str, ...]:
        """The present ones."""
        return self.finding.problems[0].figures


def _figures(value: Value) -> Iterator[str]:
    match value:
        case Decimal():
            yield plain(value)
        case Number():
            yield plain(value.value, value.decimals)
        case Listing():
            for item in value.items:
                yield from _figures(item)
        case Message():
            for below in value.values.values():
                yield from _figures(below)


def _digits(*parts: str) -> str:
    # A name that is no UTF-8 has a fingerprint too.
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
