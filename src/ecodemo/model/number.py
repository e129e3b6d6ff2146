"""Numbers as statistics offices round and write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def rounded(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Rounded half up (away from zero), exactly, for fractions too."""
    scaled = Fraction(value) * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    return Decimal(f"{whole if scaled >= 0 else -whole}e{-decimals}")  # `scaleb` would cut it to 28 digits


def plain(value: Decimal | Fraction, decimals: int | None = None) -> str:
    """A number as people write it, without an exponent; a fraction of unstated precision to four decimals."""
    if decimals is not None:
        return f"{rounded(value, decimals):f}"
    if isinstance(value, Fraction):
        text = f"{rounded(value, 4):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:f}"


def percentage(share: Fraction) -> str:
    """A share in per cent with one decimal, without one where it is whole."""
    text = plain(share * 100, 1)
    return f"{text.removesuffix('.0')}%"
