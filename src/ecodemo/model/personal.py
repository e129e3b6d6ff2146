"""Personal numbers and secrecy marks in a text: which kinds, and how often; never the numbers themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What must not be published."""

    IDENTITY = "identity"
    """A citizen's identity number (GB 11643-1999), with a right check digit."""
    TELEPHONE = "telephone"
    """A mobile telephone number."""
    BANK = "bank"
    """A bank card number: 16 to 19 digits with a right check digit (Luhn)."""
    SECRECY = "secrecy"
    """A mark of state secrecy, such as 机密★5年."""


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def personal_numbers(text: str) -> Mapping[Kind, int]:
    """How many different ones of each kind stand in a text; kinds with none are left out."""
    plain = text.translate(_FULL_WIDTH)
    found = {
        kind: len({hit for hit in pattern.findall(plain) if is_one(hit)}) for kind, pattern, is_one in _KINDS
    }
    return {kind: count for kind, count in found.items() if count}


def _is_identity(number: str) -> bool:
    """GB 11643-1999: the weighted sum of the first seventeen digits gives the last (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def _is_bank_card(number: str) -> bool:
    """Every second digit from the right doubled, the sum of all digits is a multiple of ten (Luhn, ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


_KINDS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        Kind.IDENTITY,
        re.compile(
            r"(?<![0-9A-Za-z])[1-8]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
        ),
        _is_identity,
    ),
    (
        Kind.TELEPHONE,
        re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])"),
        _always,
    ),
    (Kind.BANK, re.compile(r"(?<![0-9A-Za-z.])62\d{14,17}(?![0-9A-Za-z])"), _is_bank_card),
    (
        Kind.SECRECY,
        re.compile(r"[（(【\[]\s*(?:绝密|机密|秘密)\s*[)）】\]]|(?:绝密|机密|秘密)\s*[★☆]"),
        _always,
    ),
)
