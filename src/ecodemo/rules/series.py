"""Running numbers in the names of files: （一）（二）, 第1期 第2期, 照片1 照片2, 一、方案 二、名册."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

HIGHEST = 999
_SURE = 99
"""The tool's own: larger numbers are mostly those of rooms, measuring points or households."""

_CHINESE = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_WIDE: dict[int, int | str] = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: 0x20}
    | {ord("①") + number: f"({number + 1})" for number in range(20)}
    | {ord("㉑") + number: f"({number + 21})" for number in range(15)}
    | {ord("㊱") + number: f"({number + 36})" for number in range(15)}
    | {ord("⑴") + number: f"({number + 1})" for number in range(20)}
    | {ord("⒈") + number: f"{number + 1}." for number in range(20)}
    | {ord("㈠") + number: f"({number + 1})" for number in range(10)}
)
_NO_RUNNING_NUMBER = re.compile(
    r"(?:19|20)\d{2}年?\s*[-—~至到]+\s*(?:19|20)\d{2}"  # several years
    r"|(?:19|20)\d{2}[-./_年]\d{1,2}(?!\d)(?:[-./_月]\d{1,2}日?)?"  # a day or month
    r"|(?<!\d)(?:19|20)\d{2}(?:\d{2}){0,2}(?!\d)"  # a year, 202104, 20210412
    r"|(?<!\d)\d{1,2}\s*月(?:\s*\d{1,2}(?!\d)\s*[日号]?)?"  # a day or month of no year
    r"|(?<!\d)\d{2,3}-\d{1,2}(?:-\d{1,2})?(?!\d)"  # the number of a document and its part
    r"|\d+\.\d+|[A-Za-z]+\d+(?:\.\d+)?"  # 1.5, V3, PM2.5
)
_MASK = "\1"
_NUMERAL = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_LEADING = re.compile(
    rf"(?P<head>{_MASK}+[ _-]*)?"  # the number of the document
    rf"(?:\({_NUMERAL}\) *|{_NUMERAL}([、.]) *|(\d{{1,3}})[ _-]+(?![年月日号个]))"
    r"(?=[^\d一二三四五六七八九十])"  # 1、2号断面 is no first file
)
_RUNNING = (
    re.compile(rf"\({_NUMERAL}\)"),
    re.compile(rf"第{_NUMERAL}(?=[期次册批份页卷部分辑讲场组号])"),
    re.compile(r"(?<![\d.])(\d{1,3})$"),
    re.compile(r"(?<=[附件图表之])([一二三四五六七八九十]{1,3})$"),
)
_GAP = "\0"
_BRACKETED_GAP = re.compile(rf"\({_GAP}\)|{_GAP}")


@lru_cache(maxsize=4096)
def numbered(stem: str) -> tuple[tuple[str, int], ...]:
    """What a name has in common with others of its series, and its running number; nothing where it has none.

    A number that a name begins with, or has after the number of the document, runs on whatever follows it: 一、方案
    二、名册. Of any other number the rest of the name is what they have in common. Years, days, numbers of documents
    and of their parts are not running numbers. Many events have files of the same names.
    """
    return tuple(_numbered(stem))


def _numbered(stem: str) -> Iterator[tuple[str, int]]:
    shown = _shown(stem)
    plain = _NO_RUNNING_NUMBER.sub(lambda found: _MASK * len(found[0]), shown)
    begins = 0
    if found := _LEADING.match(plain):
        head = shown[: found.end("head")].rstrip(" _-") + " " if found["head"] else ""
        bracketed, before_mark, mark, before_blank = found.groups()[1:]
        number = _number(bracketed or before_mark or before_blank)
        if 0 < number <= HIGHEST:
            yield head + (f"({_GAP})" if bracketed else f"{_GAP}{mark or ''}"), number
            begins = found.end()
    for pattern in _RUNNING:
        for found in pattern.finditer(plain, begins):
            number = _number(found[1])
            if 0 < number <= HIGHEST:
                start, end = found.span(1)
                yield f"{shown[:start]}{_GAP}{shown[end:]}", number
                return


def missing(stems: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """The numbers that are missing between 1 and the highest, by what the names have in common.

    A name that is the same but for the number is the first: 报告, 报告(2). A series has at least two numbers, and
    either begins with 1 or has more there than missing; above 99 it has more there than missing.
    """
    stems = list(stems)
    found: dict[str, set[int]] = {}
    for stem in stems:
        for common, number in numbered(stem):
            found.setdefault(common, set()).add(number)
    several = {common: numbers for common, numbers in found.items() if len(numbers) > 1}
    plain = {_shown(stem) for stem in stems} if several else set()
    gaps: dict[str, tuple[int, ...]] = {}
    for common, numbers in several.items():
        there = numbers | {1} if _BRACKETED_GAP.sub("", common).rstrip(" -_") in plain else numbers
        lacking = tuple(sorted(set(range(1, max(there))) - there))
        if lacking and (len(lacking) < len(there) or (1 in there and max(there) <= _SURE)):
            gaps[common.replace(_GAP, "…")] = lacking
    return gaps


def _shown(stem: str) -> str:
    """A name in plain digits, brackets and blanks."""
    return stem.translate(_WIDE).strip()


def _number(written: str) -> int:
    """A numeral in either script, in Chinese of at most two digits: 12, 十二, 二十, 二十一."""
    if written.isdigit():
        return int(written)
    if "十" not in written:
        return _CHINESE[written] if len(written) == 1 else 0
    tens, _, ones = written.partition("十")
    return (_CHINESE.get(tens, 0) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
