"""A file of evidence, as its place and name tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file below evidence/, filed by the number its name begins with and by its folders.

    `path` is relative to evidence/, with forward slashes. What could not be told is `None` or empty.
    """

    path: str
    size: int
    requirement: str | None = None
    unit: str | None = None
    years: tuple[int, ...] = ()
    event: str | None = None
    """The folder that holds the parts of one event: its name begins with the requirement's number."""
    part: int | None = None
    """Which part of the requirement it is, where parts are asked for."""

    @property
    def delivery(self) -> str:
        """What was handed in as one: the event's folder, or the file by itself."""
        return self.event or self.path
