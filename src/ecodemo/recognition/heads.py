"""What the head and the foot of an official paper may say: proposals from its lines of words, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecodemo.model.official import official_numbers
from ecodemo.model.recognised import HeadKind

_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,30}(?:政府|委员会|办公室|局|厅|院|中心|站)")


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
    """What the lines of a document's pages propose, the likeliest of a kind first.

    A 文号 is looked for on the first page; the day stands in a line of its own at the end of a page, below the issuer.
    """
    for place, line in enumerate(pages[0] if pages else ()):
        for number in official_numbers(line):
            yield Proposal(HeadKind.NUMBER, number, 0, place)
    for page, lines in enumerate(pages):
        for place, line in enumerate(lines):
            plain = "".join(line.split())
            if (found := _DAY.fullmatch(plain)) and (day := _iso(*found.groups())):
                yield Proposal(HeadKind.ISSUED, day, page, place)
                above = "".join(lines[place - 1].split()) if place else ""
                if _OFFICE.fullmatch(above):
                    yield Proposal(HeadKind.ISSUER, above, page, place - 1)


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
