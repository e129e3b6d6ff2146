"""A cell as a spreadsheet program saved it, and as people recognise it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ecodemo.model.number import plain

INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]")


_LONGEST = 80
"""Characters of a cell as people are shown it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as it was saved."""

    place: str
    """Sheet and cell: `数据!G5`."""
    value: object = None
    format: str = "General"
    is_formula: bool = False
    counts_from_1904: bool = False
    """Whether a number that stands for a day is counted from there."""

    @property
    def text(self) -> str:
        """The content in one line, for people to recognise it."""
        if isinstance(self.value, float):
            return _short(plain(exact(self.value)))
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, datetime):
            return self.value.date().isoformat()
        return (
            " ".join(INVISIBLE.sub("", str(self.value)).split())[:_LONGEST] if self.value is not None else ""
        )

    @property
    def is_uncomputed(self) -> bool:
        """A formula whose result was never saved."""
        return self.is_formula and self.value is None

    @property
    def is_empty(self) -> bool:
        return not self.is_uncomputed and not self.text


def _short(number: str) -> str:
    return number if len(number) <= _LONGEST else f"{number[:20]}…"


def exact(value: float) -> Decimal:
    """The number that the spreadsheet shows: fifteen digits, without what binary fractions leave over."""
    if isinstance(value, int):
        return Decimal(value)
    return trimmed(Decimal(f"{value:.15g}"))


def trimmed(value: Decimal) -> Decimal:
    """Without zeros behind the point, and without an exponent."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
