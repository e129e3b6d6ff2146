"""Why documents of a kind were sent back most often, over all units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ecodemo.assess.return_rounds import SentBack, returns_with_rounds
from ecodemo.forms import words
from ecodemo.forms.contract import RETURN_KINDS
from ecodemo.model.progress import Review
from ecodemo.model.workspace import Workspace

_MOST = 3
_LONGEST = 40
_BETWEEN = re.compile(r"[；;。\n]+")


def return_reasons(workspace: Workspace, today: date) -> Mapping[str, str]:
    """By the number of the requirement, a line with the commonest reasons; nothing for what was never sent back."""
    counted: dict[str, _Counts] = {}
    documents = ((unit, document) for unit, _, document in workspace.documents())
    for back in returns_with_rounds(documents, today):
        counts = counted.setdefault(back.requirement, _Counts())
        counts.all.update(_reasons(back.review))
        if back.round > 1:
            counts.again.update(_reasons(back.review))
    return {no: _line(counts) for no, counts in counted.items() if counts.all}


def returned_words(returns: Sequence[SentBack]) -> str:
    """What a unit reads of its own returns; nothing where there were none."""
    if not returns:
        return ""
    counts = _Counts(Counter(reason for back in returns for reason in _reasons(back.review)))
    again = sum(back.round > 1 for back in returns)
    return words.RETURNED_SO_FAR.format(
        count=len(returns),
        again=words.RETURNED_AGAIN.format(count=again) if again else "",
        reasons="、".join(_said(counts, short=True)),
    )


@dataclass
class _Counts:
    all: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    """Of them those that were not the first return."""


def _reasons(review: Review) -> set[str]:
    """Its kinds, and what was written where it has none."""
    if review.kind:
        return {RETURN_KINDS[kind] for kind in review.kind}
    return {" ".join(part.split()) for part in _BETWEEN.split(review.reason)} - {""}


def _line(counts: _Counts) -> str:
    return words.RETURNED_OFTEN.format(reasons="；".join(_said(counts)))


def _said(counts: _Counts, *, short: bool = False) -> Iterator[str]:
    ordered = sorted(counts.all.items(), key=lambda entry: (-entry[1], entry[0]))
    for reason, count in ordered[:_MOST]:
        again = counts.again[reason]
        pattern = words.RETURNED_SHORT if short else words.RETURNED_TIMES
        said = words.RETURNED_AGAIN.format(count=again) if again else ""
        yield pattern.format(reason=reason[:_LONGEST], count=count, again=said)
