"""The years of a measure as points of a drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby

from ecodemo.language import Speaker
from ecodemo.model.message import listing, message
from ecodemo.report.contents.board_view import Chart, ChartPoint, ChartTarget, YearFigure

_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 214, 24, 76
"""Where points may be in a drawing of 240 × 100."""
_SIGNS = {"at_least": "≥", "at_most": "≤", "more_than": ">", "less_than": "<"}
_LIMIT = re.compile(rf"({'|'.join(_SIGNS)}) (-?[\d.]+)")
_LARGEST = Decimal(10) ** 15


def chart(figures: Sequence[YearFigure], target: str, speaker: Speaker, accepted: str = "") -> Chart | None:
    """The known years with the numbers that `target` names, as the state writes it; nothing where none is a number.

    Args:
        figures: the years, oldest first.
        target: what has to be reached.
        speaker: whose language it is described in.
        accepted: the value that was accepted with the title, which none may fall below; empty without one.
    """
    values = [_number(figure.value) for figure in figures]
    limits = [(_SIGNS[key], Decimal(text)) for key, text in _limits(target)]
    known = [value for value in values if value is not None]
    if not known:
        return None
    at_acceptance = _number(accepted)
    kept = [] if at_acceptance is None else [at_acceptance]
    scale = _Scale([*known, *(limit for _, limit in limits), *kept])
    places = [
        None if value is None else ChartPoint(x=x, y=scale.place(value), label=figure.value, year=figure.year)
        for figure, value, x in zip(figures, values, _columns(len(figures)), strict=True)
    ]
    said = message(
        "{years}; target {target}",
        years=listing(*(f"{point.year}: {point.label}" for point in places if point)),
        target=listing(*(f"{sign}{limit}" for sign, limit in limits)),
    )
    bare = message("{years}", years=said.values["years"])
    words = [said if limits else bare]
    if kept:
        words.append(message("accepted with the title: {value}", value=accepted))
    return Chart(
        points=tuple(point for point in places if point),
        lines=tuple(_lines(places)),
        targets=(
            *(
                ChartTarget(y=scale.place(limit), label=f"{sign}{limit}")
                for sign, limit in dict.fromkeys(limits)
            ),
            *(
                ChartTarget(
                    y=scale.place(value),
                    label=speaker.say(message("accepted {value}", value=accepted)),
                    is_accepted=True,
                )
                for value in kept
            ),
        ),
        description="; ".join(map(speaker.say, words)),
    )


class _Scale:
    def __init__(self, values: Sequence[Decimal]) -> None:
        self._least, self._most = min(values), max(values)

    def place(self, value: Decimal) -> int:
        """The height of a value; in the middle where all are the same."""
        span = self._most - self._least
        share = (value - self._least) / span if span else Decimal("0.5")
        return round(_BOTTOM - share * (_BOTTOM - _TOP))


def _columns(count: int) -> list[int]:
    if count == 1:
        return [(_LEFT + _RIGHT) // 2]
    return [_LEFT + round((_RIGHT - _LEFT) * place / (count - 1)) for place in range(count)]


def _lines(places: Sequence[ChartPoint | None]) -> list[str]:
    """Neighbours that are known, joined; a year that is unknown leaves a gap."""
    runs = (list(run) for is_known, run in groupby(places, key=bool) if is_known)
    return [" ".join(f"{point.x},{point.y}" for point in run if point) for run in runs if len(run) > 1]


def _limits(target: str) -> list[tuple[str, str]]:
    pieces = (piece.strip("()") for piece in re.split(r" (?:and|or) ", target))
    return [(found[1], found[2]) for piece in pieces if (found := _LIMIT.fullmatch(piece))]


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _LARGEST else None
