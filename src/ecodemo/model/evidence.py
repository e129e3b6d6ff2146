"""A file of evidence: what its place and name mean, what its bytes are, and everything below evidence/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ecodemo.model.imprint import NO_IMPRINT, Imprint
from ecodemo.model.recognised import RecognisedFacts

_HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_NOTHING: Mapping[str, Any] = {}
"""What most files have, as one object."""


class Condition(StrEnum):
    """Whether a file can be opened, and if not, why."""

    SOUND = "sound"
    TRUNCATED = "truncated"
    """It ends before its own structure does: not copied or sent to the end."""
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"
    """Opening it whole would take more memory or time than any honest document needs."""


class Searchable(StrEnum):
    """Whether a file's words can be searched."""

    TEXT = "text"
    PARTLY = "partly"
    """Some pages are scans."""
    SCAN = "scan"
    """A picture of words: nothing in it can be searched."""


class Facts(NamedTuple):
    """What a file is by its bytes alone, whatever its name: the same bytes always have the same facts.

    What does not apply to the kind, or is not known, is `None` or empty.
    """

    size: int
    """Bytes."""
    kind: str = ""
    """The suffix that is right for it, without the dot (`pdf`, `docx`, `jpg`, `rar`); empty: not recognised."""
    condition: Condition = Condition.SOUND
    pages: int | None = None
    """Pages, slides or frames, where the file itself knows them; a picture has one."""
    blank_pages: tuple[int, ...] = ()
    """Numbers of pages with nothing on them, from 1."""
    searchable: Searchable | None = None
    macros: bool = False
    width: int | None = None
    height: int | None = None
    """Pixels of a picture."""
    taken: date | None = None
    """The day that a camera wrote into a photograph."""
    likeness: str = ""
    """Sixteen hexadecimal digits that stay nearly the same when a picture is made smaller or compressed again."""
    personal: Mapping[str, int] = _NOTHING
    """How often each kind of personal number or secrecy mark occurs in its text (`model.personal.Kind`)."""
    numbers: tuple[str, ...] = ()
    """Every 文号 on its first page, in the one spelling of `model.official.canonical_number`."""
    imprint: Imprint = NO_IMPRINT
    """What it says of itself: a proposal, until a person confirms it."""

    @property
    def has_scans(self) -> bool:
        """Whether it has pages that can be seen and not searched."""
        return self.condition is Condition.SOUND and self.searchable in (Searchable.SCAN, Searchable.PARTLY)


class EvidenceFile(NamedTuple):
    """A file below evidence/, filed by the number its name begins with and by its folders.

    `path` is relative to evidence/, with forward slashes. What is not known is `None` or empty.
    """

    path: str
    size: int
    """Bytes of the content, also where only a pointer to it is there; 0 where that is not known."""
    requirement: str | None = None
    unit: str | None = None
    years: tuple[int, ...] = ()
    event: str | None = None
    """The folder that holds the parts of one event: its name begins with the requirement's number."""
    part: int | None = None
    """Which part of the requirement it is, where parts are asked for."""
    sha256: str = ""
    """In hexadecimal; empty where the file could not be read."""
    facts: Facts | None = None
    """`None` where the bytes are not here (a pointer) and nobody has recorded what they are."""
    is_pointer: bool = False
    """Only a Git LFS pointer is here: its hash and size are those of the content."""
    readings: Mapping[str, str] = _NOTHING
    """The contents of the places that figures name (`汇总!C40`, `p3`): see `model.reading`."""
    recognised: RecognisedFacts | None = None
    """What was recognised in its scanned pages; `None` where none was read."""

    @property
    def delivery(self) -> str:
        """What was handed in as one: the event's folder, or the file by itself."""
        return self.event or self.path

    @property
    def is_empty(self) -> bool:
        """Whether it has no bytes; for one that is not here, only its hash shows it."""
        return not self.size and (not self.is_pointer or self.sha256 == _HASH_OF_NOTHING)

    @property
    def unread_pages(self) -> int:
        """How many scanned pages were not read; of a content of which nobody knows which pages are scans, all of them."""
        if self.facts is None or not self.facts.has_scans:
            return 0
        if self.recognised:
            return max(0, self.recognised.of - self.recognised.read)
        return self.facts.pages or 1

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link below evidence/; what it points at is not read."""

    path: str
    leaves: bool
    """It points out of evidence/."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not be read, with the system's reason."""

    path: str
    reason: str


class LineFault(StrEnum):
    """What keeps a line of evidence.sha256 or evidence.facts.csv from being used."""

    UNKNOWN = "unknown"
    TWICE = "twice"
    """Its path is in another line, with another hash."""
    MARK = "mark"
    """Git left it where it could not merge; the lines of both sides are used."""
    NOT_UTF8 = "not-utf8"
    """The file is in another encoding; reported at its first such line."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of evidence.sha256 or evidence.facts.csv that cannot be used."""

    file: str
    line: int
    fault: LineFault = LineFault.UNKNOWN


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a survey was done afresh, and how much was taken on trust."""

    computed: int = 0
    """Hashes computed from the bytes."""
    trusted: int = 0
    """Hashes of files that look unchanged since the last time."""
    pointers: int = 0
    """Hashes taken from Git LFS pointers."""
    facts_read: int = 0
    facts_trusted: int = 0
    """Facts taken from evidence.facts.csv or from the cache."""
    facts_unknown: int = 0
    """Files whose bytes are not here and of whose content nobody has recorded anything."""
    ignored: int = 0
    """Files below evidence/ that were not looked at, because the lock alone was asked for."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything below evidence/ on one day, with the lock beside it."""

    files: tuple[EvidenceFile, ...] = ()
    leftovers: tuple[str, ...] = ()
    """What programs leave behind (Thumbs.db, ~$…, .DS_Store): never counted as evidence."""
    links: tuple[Link, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    lock: Mapping[str, str] | None = None
    """evidence.sha256: hash by path relative to evidence/; `None` where there is none."""
    recorded: Mapping[str, date] = field(default_factory=dict)
    """When the bytes of each hash were first locked."""
    handed_in: date | None = None
    """The latest day on which the evidence was handed in for acceptance: what was locked by then is settled."""
    lost: tuple[EvidenceFile, ...] = ()
    """What the lock names and is not on disk, filed as if it were; their size is not known."""
    doubtful: frozenset[str] = frozenset()
    """Hashes of contents that took too long, or killed what read them: true of this run only, and never recorded."""
    bad_lines: tuple[BadLine, ...] = ()
    """Of the lock, the table of facts, and the record of packages."""
    is_from_lock: bool = False
    """It has the files in the lock, whether or not they are here: no file below evidence/ was opened."""
    counts: Counts = field(default=Counts(), compare=False)

    def is_handed_in(self, file: EvidenceFile) -> bool:
        """Whether what is locked under its path was handed in for acceptance; bytes of an unknown day count as old."""
        if self.handed_in is None or file.requirement is None or not self.lock:
            return False
        recorded = self.recorded.get(self.lock.get(file.path, ""))
        return file.path in self.lock and (recorded is None or recorded <= self.handed_in)
