"""Personal numbers and secrecy marks in a text: which kinds, and how often; never the numbers themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What must not be published."""

    IDENTITY = "identity"
    """A citizen's identity number (GB 11643-1999): a real day of birth and a right check digit.

    A unified social credit code (GB 32100-2015) also has eighteen places; one is taken for an identity number only if
    all its places are digits and the seventh to the fourteenth happen to be a day of birth.
    """
    TELEPHONE = "telephone"
    """A mobile telephone number."""
    BANK = "bank"
    """A bank card number that begins with 62: 16 to 19 digits with a right check digit (Luhn)."""
    SECRECY = "secrecy"
    """A mark of state secrecy, such as 机密★5年."""


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}
_BETWEEN = str.maketrans("", "", " -")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def personal_numbers(text: str) -> Mapping[Kind, int]:
    """How many different ones of each kind stand in a text; kinds with none are left out."""
    plain = text.translate(_FULL_WIDTH)
    found = {
        kind: {
            number
            for pattern in patterns
            for hit in pattern.findall(plain)
            if is_one(number := hit.translate(_BETWEEN).upper())
        }
        for kind, patterns, is_one in _KINDS
    }
    found[Kind.BANK] -= found[Kind.IDENTITY]
    return {kind: len(numbers) for kind, numbers in found.items() if numbers}


def _is_identity(number: str) -> bool:
    """GB 11643-1999: the weighted sum of the first seventeen digits gives the last (ISO 7064, MOD 11-2)."""
    try:
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1]


def _is_bank_card(number: str) -> bool:
    """Every second digit from the right doubled, the sum of all digits is a multiple of ten (Luhn, ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


_BEFORE, _AFTER = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
_ANNOUNCED = r"(?:电话|手机|联系方式|卡号|账号|帐号|账户|\+86)[^0-9\n]{0,6}"
"""What has to stand before digits in groups with blanks between them: in a table they are most often years."""
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"

_KINDS: tuple[tuple[Kind, tuple[re.Pattern[str], ...], Callable[[str], bool]], ...] = (
    (
        Kind.IDENTITY,
        (re.compile(rf"{_BEFORE}([1-8][0-9]{{5}}[ -]?(?:19|20)[0-9]{{6}}[ -]?[0-9]{{3}}[0-9Xx]){_AFTER}"),),
        _is_identity,
    ),
    (
        Kind.TELEPHONE,
        (
            re.compile(rf"{_BEFORE}(?:\+?86[ -]?)?(1[3-9][0-9](?:-?[0-9]{{4}}){{2}}){_AFTER}"),
            re.compile(rf"{_ANNOUNCED}(1[3-9][0-9] [0-9]{{4}} [0-9]{{4}}){_AFTER}"),
        ),
        _always,
    ),
    (
        Kind.BANK,
        (
            re.compile(rf"{_BEFORE}(62[0-9]{{14,17}}){_AFTER}"),
            re.compile(rf"{_ANNOUNCED}(62[0-9]{{2}}(?: [0-9]{{4}}){{3}}(?: [0-9]{{1,3}})?){_AFTER}"),
        ),
        _is_bank_card,
    ),
    (
        Kind.SECRECY,
        (
            re.compile(rf"[（(【\[]\s*{_LEVEL}\s*[)）】\]]"),
            re.compile(rf"{_LEVEL}\s*[★☆]"),
            re.compile(rf"密\s*级\s*[:：]\s*{_LEVEL}(?!\s*[□☐/、])"),
        ),
        _always,
    ),
)
