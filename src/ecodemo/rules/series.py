"""Running numbers in the names of files: （一）（二）, 第1期 第2期, 照片1 照片2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HIGHEST = 99
"""The tool's own: larger numbers are those of rooms, measuring points or households."""

_CHINESE = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NO_RUNNING_NUMBER = re.compile(
    r"(?:19|20)\d{2}年?\s*[-—~至到]+\s*(?:19|20)\d{2}"  # several years
    r"|(?:19|20)\d{2}[-./_年]\d{1,2}(?!\d)(?:[-./_月]\d{1,2}日?)?"  # a day or month
    r"|(?<!\d)(?:19|20)\d{2}(?:\d{2}){0,2}(?!\d)"  # a year, 202104, 20210412
    r"|(?<!\d)\d{2,3}-\d{1,2}(?:-\d{1,2})?(?!\d)"  # the number of a document and its part
    r"|\d+\.\d+|[A-Za-z]+\d+(?:\.\d+)?"  # 1.5, V3, PM2.5
)
_NUMERAL = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_RUNNING = (
    re.compile(rf"\({_NUMERAL}\)"),
    re.compile(rf"第{_NUMERAL}(?=[期次册批份页卷部分辑讲场组号])"),
    re.compile(r"(?<![\d.])(\d{1,2})$"),
    re.compile(r"(?<=[附件图表之])([一二三四五六七八九十]{1,3})$"),
)
_GAP = "\0"
_BRACKETED_GAP = re.compile(rf"\({_GAP}\)|{_GAP}")


def numbered(stem: str) -> tuple[str, int] | None:
    """A name without its running number, and the number; `None` where it has none.

    Years, days, numbers of documents and of their parts are not running numbers.
    """
    plain = _NO_RUNNING_NUMBER.sub(lambda found: "\1" * len(found[0]), stem.translate(_WIDE).strip())
    for pattern in _RUNNING:
        for found in pattern.finditer(plain):
            number = _number(found[1])
            if 0 < number <= HIGHEST:
                start, end = found.span(1)
                shown = stem.translate(_WIDE).strip()
                return f"{shown[:start]}{_GAP}{shown[end:]}", number
    return None


def missing(stems: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """The numbers that are missing between 1 and the highest, by what the names have in common.

    A name that is the same but for the number is the first: 报告, 报告(2). A series has at least two numbers, and
    either begins with 1 or has more there than missing.
    """
    stems = list(stems)
    found: dict[str, set[int]] = {}
    for stem in stems:
        if running := numbered(stem):
            found.setdefault(running[0], set()).add(running[1])
    plain = {stem.translate(_WIDE).strip() for stem in stems}
    gaps: dict[str, tuple[int, ...]] = {}
    for common, numbers in found.items():
        if len(numbers) < 2:
            continue
        there = numbers | {1} if _BRACKETED_GAP.sub("", common).rstrip(" -_") in plain else numbers
        lacking = tuple(sorted(set(range(1, max(there))) - there))
        if lacking and (1 in there or len(lacking) < len(there)):
            gaps[common.replace(_GAP, "…")] = lacking
    return gaps


def _number(written: str) -> int:
    """A numeral of at most two digits, in either script: 12, 十二, 二十, 二十一."""
    if written.isdigit():
        return int(written)
    if "十" not in written:
        return _CHINESE[written] if len(written) == 1 else 0
    tens, _, ones = written.partition("十")
    return (_CHINESE.get(tens, 0) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
