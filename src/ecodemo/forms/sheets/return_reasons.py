"""Why documents of a kind were sent back most often, over all units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from ecodemo.forms import words
from ecodemo.forms.contract import RETURN_KINDS
from ecodemo.model.progress import Review
from ecodemo.model.workspace import Workspace

_MOST = 3
_LONGEST = 40
_BETWEEN = re.compile(r"[；;。\n]+")


def return_reasons(workspace: Workspace, today: date) -> Mapping[str, str]:
    """By the number of the requirement, a line with the commonest reasons; nothing for what was never sent back."""
    counted: dict[str, Counter[str]] = {}
    for _, _, document in workspace.documents():
        for review in document.reviews:
            if review.result == "returned" and review.on <= today:
                counted.setdefault(document.requirement, Counter()).update(_reasons(review))
    return {no: _line(counter) for no, counter in counted.items() if counter}


def _reasons(review: Review) -> set[str]:
    """Its kinds, and what was written where it has none."""
    if review.kind:
        return {RETURN_KINDS[kind] for kind in review.kind}
    return {" ".join(part.split()) for part in _BETWEEN.split(review.reason)} - {""}


def _line(counter: Counter[str]) -> str:
    ordered = sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))
    said = (
        words.RETURNED_TIMES.format(reason=reason[:_LONGEST], count=count)
        for reason, count in ordered[:_MOST]
    )
    return words.RETURNED_OFTEN.format(reasons="；".join(said))
