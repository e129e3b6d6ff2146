"""Personal numbers and secrecy marks in a text: which kinds, and how often; never the numbers themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial


class PersonalKind(StrEnum):
    """What must not be published."""

    IDENTITY = "identity"
    """A citizen's identity number (GB 11643-1999): a real day of birth and a right check digit.

    A unified social credit code (GB 32100-2015) also has eighteen places; one is taken for an identity number only if
    all its places are digits and the seventh to the fourteenth happen to be a day of birth.
    """
    TELEPHONE = "telephone"
    """A mobile telephone number; not what counts something (13500000000元), nor what ends in four noughts."""
    BANK = "bank"
    """A bank card number that begins with 62: 16 to 19 digits with a right check digit (Luhn)."""
    SECRECY = "secrecy"
    """A mark of state secrecy, such as 机密★5年."""


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}
_BETWEEN = str.maketrans("", "", " -")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_MARK = "…"


def personal_numbers(text: str) -> Mapping[PersonalKind, int]:
    """How many different ones of each kind are in a text; kinds with none are left out."""
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
    found[PersonalKind.BANK] -= found[PersonalKind.IDENTITY]
    return {kind: len(numbers) for kind, numbers in found.items() if numbers}


def without_personal_numbers(text: str) -> str:
    """The text with a mark in place of every personal number, so that it may be kept."""
    plain = text.translate(_FULL_WIDTH)
    for kind, patterns, is_one in _KINDS:
        for pattern in patterns if kind is not PersonalKind.SECRECY else ():
            plain = pattern.sub(partial(_marked, is_one), plain)
    return plain


def _marked(is_one: Callable[[str], bool], found: re.Match[str]) -> str:
    if not is_one(found[1].translate(_BETWEEN).upper()):
        return found[0]
    begin, end = found.start(1) - found.start(), found.end(1) - found.start()
    return found[0][:begin] + _MARK + found[0][end:]


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


def _is_mobile(number: str) -> bool:
    """The tool's own: an amount is round, a number given to a person hardly ever."""
    return not number.endswith("0000")


def _always(_: str) -> bool:
    return True


_BEFORE, _AFTER = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
_ANNOUNCED = r"(?:联系人|电话|手机|联系方式|卡号|账号|帐号|账户|(?<![A-Za-z])(?i:tel|phone|mobile)|(?:\+|00)86)[^0-9\n]{0,6}"
"""What has to precede digits in groups with blanks between them: in a table they are most often years."""
_WORD = r"(?<![0-9A-Za-z])[A-Za-z]*(?<![0-9]\.)"
"""Letters may directly precede a telephone number (tel138…), unless digits precede them: that is a hash."""
_NOT_COUNTING = (
    r"(?! ?[（(]?(?:元(?!旦)|美元|平方|平米|立方|[㎡㎥]|公顷|亩|吨|公斤|千克|公里|千米|千瓦|株|人次"
    r"|人(?![事大民员])|户(?![主籍口])))"
)
"""The tool's own: no unit of quantity follows, as with an amount or an area; 元旦, 人事 and 户主 are none."""
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"

_KINDS: tuple[tuple[PersonalKind, tuple[re.Pattern[str], ...], Callable[[str], bool]], ...] = (
    (
        PersonalKind.IDENTITY,
        (re.compile(r"(?<![0-9])([1-8][0-9]{5}[ -]?(?:19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx])(?![0-9Xx])"),),
        _is_identity,
    ),
    (
        PersonalKind.TELEPHONE,
        (
            re.compile(
                rf"{_WORD}(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9](?:-?[0-9]{{4}}){{2}}){_AFTER}{_NOT_COUNTING}"
            ),
            re.compile(rf"{_ANNOUNCED}(1[3-9][0-9] [0-9]{{4}} ?[0-9]{{4}}){_AFTER}{_NOT_COUNTING}"),
        ),
        _is_mobile,
    ),
    (
        PersonalKind.BANK,
        (
            re.compile(rf"{_BEFORE}(62[0-9]{{14,17}}){_AFTER}"),
            re.compile(rf"{_ANNOUNCED}(62[0-9]{{2}}(?: [0-9]{{4}}){{3}}(?: [0-9]{{1,3}})?){_AFTER}"),
        ),
        _is_bank_card,
    ),
    (
        PersonalKind.SECRECY,
        (
            re.compile(rf"[（(【\[]\s*{_LEVEL}\s*[)）】\]]"),
            re.compile(rf"{_LEVEL}\s*[★☆]"),
            re.compile(rf"密\s*级\s*[:：]\s*{_LEVEL}(?!\s*[□☐/、])"),
        ),
        _always,
    ),
)
