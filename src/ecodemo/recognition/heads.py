"""Where on its pages a paper says its number, its day and its issuer: proposals, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from ecodemo.model.imprint import imprint_of
from ecodemo.model.recognised import HeadKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line may say."""

    kind: HeadKind
    text: str
    page: int
    """Which of the pages, from 0."""
    line: int
    """Which of its lines, from 0."""


def propose(pages: Sequence[Sequence[str]]) -> Iterator[Proposal]:
    """What a document says of itself in the lines of its pages, each with the line that says it."""
    places = [(page, place) for page, lines in enumerate(pages) for place in range(len(lines))]
    lines = [line for page in pages for line in page]
    imprint = imprint_of(lines)
    alone = [imprint_of((line,)) for line in lines]
    day = len(lines) - 1
    if imprint.number:
        at = next((n for n, one in enumerate(alone) if one.number == imprint.number), 0)
        yield Proposal(HeadKind.NUMBER, imprint.number, *places[at])
    if imprint.issued:
        day = max((n for n, one in enumerate(alone) if one.issued == imprint.issued), default=day)
        yield Proposal(HeadKind.ISSUED, imprint.issued.isoformat(), *places[day])
    if imprint.issuer:
        body = _plain(imprint.issuer.split()[-1])
        named = [n for n, line in enumerate(lines) if body in _plain(line)]
        at = max((n for n in named if n <= day), default=day)
        yield Proposal(HeadKind.ISSUER, imprint.issuer, *places[at])


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).split())
