"""The result of filing: bytes to be put somewhere, what is asked back, and the lines that report it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ecodemo.evidence.inventory import FOLDER
from ecodemo.forms.inbox.delivered import FOLDER as INBOX
from ecodemo.forms.inbox.delivered import REPLACED, Delivered
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.load.flow import YamlValue
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.message import Message, message
from ecodemo.model.requirement import Requirement


@dataclass(frozen=True, slots=True)
class Copy:
    """Bytes to be put somewhere below the workspace."""

    source: Path
    target: str
    """Relative to the workspace."""
    saved_as: str | None = None
    """Where the present file of the target is kept first; `None`: there is none."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A file below evidence/ whose place one with another suffix takes."""

    path: str
    """Relative to the workspace."""
    bytes_at: Path
    """Where its bytes are: in its place, or in a parcel that came with this import."""
    kept: str
    """Where they are kept, relative to the workspace."""


@dataclass
class Filed:
    """The result of filing the documents of one unit."""

    copies: list[Copy] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    unknown: list[tuple[Member, Message]] = field(default_factory=list)
    lines: list[ImportLine] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    document: NewDocument | None = None
    """The one that it was taken for."""
    is_filed: bool = False
    """Whether it is in its place now, also where it was before."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that came, once it is known what it is."""

    file: UnitFile
    """The register of its unit."""
    requirement: Requirement
    years: tuple[int, ...]
    member: Member
    day: date
    pack: str
    bid: str | None = None
    """The bid that the register must name, where its day would give it to another."""

    @property
    def about(self) -> str:
        return f"{self.requirement.no} {self.requirement.name}"

    @property
    def came_in(self) -> tuple[date, str]:
        """The day and the name of its pack."""
        return self.day, self.pack

    def entry(self, path: str) -> dict[str, YamlValue]:
        """What the register is to say of it."""
        item: dict[str, YamlValue] = {"file": path, "requirement": self.requirement.no}
        if self.years:
            item["years"] = list(self.years)
        item["received"] = self.day
        if self.bid:
            item["bid"] = self.bid
        return item

    def outdated(self, later: date) -> ImportLine:
        """That it was not filed, because of one that came on a later day."""
        words = message(
            "Older file: a later one was filed here on {day} and is kept. If this one is correct, submit it under another name.",
            day=later,
        )
        return ImportLine(Effect.REMARK, self.member.name, self.about, words=words)

    def returned(self, day: date) -> ImportLine:
        """That it was not filed, because it is the very file that was sent back."""
        words = message("The same file was returned on {day}; it was not filed again.", day=day)
        return ImportLine(Effect.REMARK, self.member.name, self.about, words=words)

    def delivered(self, unit: str, target: str, digest: str) -> Delivered:
        """Its line in the list of what came."""
        return Delivered(self.day, unit, self.pack, self.member.name, f"{FOLDER}/{target}", digest)


def kept_at(path: str, day: date) -> str:
    """Where a file is kept whose place another one takes, relative to the workspace."""
    return f"{INBOX}/{day.isoformat()}/{REPLACED}/{path}"
