"""What a report that explains an indicator (说明报告) is asked: its figures, its documents, its sections.

Each question is a place in the sense of `model.reading`, so that the answers are kept with what else was read of a file: only
numbers, headings and what was left to be completed, never the words of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_PREFIX = "explained"
_BETWEEN = "|"
_LINE, _FIELD = "\n", "\t"

BLANKS = f"{_PREFIX}{_BETWEEN}blanks"
"""What is left to be completed."""


class Section(StrEnum):
    """A section that must say something."""

    MEASURES = "measures"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A number that a report gives for a measure in a year, and the heading above it."""

    written: str
    heading: str


def figure_place(year: int, unit: str, name: str) -> str:
    """Where a report gives a measure of a year."""
    return _BETWEEN.join((_PREFIX, "figure", str(year), unit, name))


def document_place(no: str, name: str) -> str:
    """Where a report names a kind of document, by its number or its name."""
    return _BETWEEN.join((_PREFIX, "document", no, name))


def section_place(section: Section) -> str:
    """Where a section is."""
    return _BETWEEN.join((_PREFIX, "section", section))


def asked_at(place: str) -> tuple[str, ...] | None:
    """The words of a question: its kind, then what it is about; `None` for other places."""
    prefix, _, rest = place.partition(_BETWEEN)
    if prefix != _PREFIX:
        return None
    kind, _, about = rest.partition(_BETWEEN)
    most = {"figure": 2, "document": 1}.get(kind, 0)
    return (kind, *about.split(_BETWEEN, most)) if about else (kind,)


def written_figures(figures: Iterable[StatedFigure]) -> str:
    """The answer to a question for a figure."""
    return _LINE.join(f"{figure.written}{_FIELD}{figure.heading}" for figure in figures)


def stated_figures(reading: str) -> Iterator[StatedFigure]:
    """The figures that an answer holds."""
    for line in reading.split(_LINE):
        written, between, heading = line.partition(_FIELD)
        if between:
            yield StatedFigure(written, heading)


def written_blanks(blanks: Iterable[str]) -> str:
    """The answer to the question for what is left to be completed."""
    return _LINE.join(blanks)


def blanks_in(reading: str) -> tuple[str, ...]:
    """What is left to be completed, as the report has it."""
    return tuple(line for line in reading.split(_LINE) if line and not line.startswith("?"))
