"""What a drawn sample says of all documents that it was drawn from: the exact one-sided 95 % upper bound."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb

from ecodemo.model.number import rounded

RISK = Fraction(1, 20)
"""How likely a result as good as this one, or better, must be at least for a number of wrong ones to be believed."""
_PLACES = 4


def most_wrong(of: int, drawn: int, wrong: int) -> int:
    """The largest number of wrong documents among all that is still believable: no approximation by another distribution.

    Of `of` documents `drawn` were drawn without putting back, and `wrong` of those were wrong. A number W is believable while
    the hypergeometric probability of at most `wrong` wrong ones is above 5 %; it falls as W grows.

    Raises:
        ValueError: the counts contradict each other.
    """
    if not 0 <= wrong <= drawn <= of or drawn < 1:
        raise ValueError(f"{wrong} of {drawn} drawn from {of}")
    believed, refused = wrong, of - drawn + wrong + 1
    while refused - believed > 1:
        middle = (believed + refused) // 2
        if _at_most(wrong, middle, of, drawn) * RISK.denominator > RISK.numerator * comb(of, drawn):
            believed = middle
        else:
            refused = middle
    return believed


def upper_bound(of: int, drawn: int, wrong: int) -> Decimal:
    """The bound as a share of all, to four places.

    Raises:
        ValueError: as `most_wrong`.
    """
    return rounded(Fraction(most_wrong(of, drawn, wrong), of), _PLACES)


def _at_most(wrong: int, among: int, of: int, drawn: int) -> int:
    """In how many draws at most `wrong` are of the `among` wrong ones."""
    return sum(comb(among, count) * comb(of - among, drawn - count) for count in range(wrong + 1))
