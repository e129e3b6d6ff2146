"""What was recognised in the scanned pages of a content: proposals with their places, never the words themselves.

Recognition is not certain. What rests on it alone is shown to a person and asks; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ecodemo.model.imprint import Imprint

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in thousandths of the page's width and height."""


ANY_PAGE = "any"
"""The place of the figures of a signed sheet, which may be on any of its pages."""
_SURE = 0.9
"""The confidence from which something is proposed; clear print has 0.95 and more."""


class HeadKind(StrEnum):
    """What the head and the foot of an official paper say."""

    NUMBER = "number"
    """文号."""
    ISSUED = "issued"
    """成文日期, as an ISO date."""
    ISSUER = "issuer"
    """责任者."""


class PageFault(StrEnum):
    """Why the words of a page could not be recognised, or not surely."""

    BLANK = "blank"
    BLURRED = "blurred"
    CUT_OFF = "cut off"
    """Lines run into the edge of the picture."""
    FAILED = "failed"
    """It cannot be opened, or takes more time or memory than a page needs."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that was recognised, and where."""

    text: str
    page: int
    confidence: float
    """From 0 to 1, as the engine says."""
    box: Box


@dataclass(frozen=True, slots=True)
class RecognisedFacts:
    """What follows from the recognised words of one content."""

    read: int
    """Pages whose words were looked for, also those where that failed."""
    of: int
    """Pages without a text layer."""
    heads: Mapping[HeadKind, tuple[Candidate, ...]] = field(default_factory=dict)
    personal: Mapping[str, int] = field(default_factory=dict)
    """How often each kind of personal number or secrecy mark was recognised (`model.personal.PersonalKind`)."""
    personal_pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """On which pages each kind was recognised."""
    seals: tuple[int, ...] = ()
    """Pages on which a red seal was seen."""
    grey: tuple[int, ...] = ()
    """Pages without any colour: whether they bear a red seal cannot be determined."""
    faults: Mapping[int, PageFault] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By place (`p3`, or any page): each figure that was cited there when it was compared, and the number that was found
    for it; empty where there was none. Only what the data cite is kept: other numbers of a page may be anybody's."""

    @property
    def is_complete(self) -> bool:
        return self.read >= self.of

    def said(self, kind: HeadKind) -> Candidate | None:
        """What all pages together say of a kind, where that is one thing and sure enough to be proposed."""
        candidates = self.heads.get(kind, ())
        is_one = self.is_complete and len(candidates) == 1 and candidates[0].confidence >= _SURE
        return candidates[0] if is_one else None

    @property
    def imprint(self) -> Imprint:
        """What it proposes for the register, as the text of a paper does."""
        number, issued, issuer = (self.said(kind) for kind in HeadKind)
        return Imprint(
            number.text if number else "",
            date.fromisoformat(issued.text) if issued else None,
            issuer.text if issuer else "",
        )

    def found(self, place: str, value: Decimal, unit: str) -> str | None:
        """The number on a page that agrees with a figure; empty where there is none, `None` where nobody compared it."""
        return self.figures.get(place, {}).get(figure_key(value, unit))


def figure_key(value: Decimal, unit: str) -> str:
    """How a cited figure is named in `RecognisedFacts.figures`: a share may be written as 0.924, other numbers may not."""
    return f"{value}%" if unit == "%" else str(value)


def fuller(one: RecognisedFacts | None, other: RecognisedFacts | None) -> RecognisedFacts | None:
    """The one of two that knows more of the same content; the first where they know as much."""
    if one is None or other is None:
        return one or other
    return other if _known(other) > _known(one) else one


def _known(recognised: RecognisedFacts) -> tuple[int, int]:
    return recognised.read, sum(map(len, recognised.figures.values()))
