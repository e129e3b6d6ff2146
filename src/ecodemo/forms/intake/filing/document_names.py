"""What the name of a document or folder says: its requirement's number, its years, whether it is a second copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from ecodemo.forms.reading.entry_text import padded

_REQUIREMENT = re.compile(r"[\s_【\[(（]*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?![\d-]*\d|年|\s+年(?!度))")
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-.年/]\d{1,2}[-.月/]\d{1,2}日?|[01]\d[0-3]\d|[-.年]\d{1,2}月?)(?!\d)"
)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*[-—–～~至到]\s*((?:19|20)\d\d)年?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_SPAN = re.compile(r"(?<!\d)(\d\d)年?\s*[-—–～~至到]\s*(\d\d)年(?!\d|第)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?!\d|第)")
"""18年照片; nobody files what is older than the century."""
_YEAR_IN_WORDS = re.compile(r"(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=年)")
_FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PLAIN_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_NOT_A_TITLE = re.compile(r"[\s_\-—–()（）【】\[\]《》“”、，.]|\d+$")
_ANY_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d年?(?:\s*[-—–～~至到]\s*(?:19|20)\d\d年?)?度?(?!\d)")
_OF_YEARS = re.compile(r"照片|图片|资料|材料|台账|文件")
_ALL_YEARS = re.compile(r"三年|3年|各年|每年|历年|全部年度")
_COPY = re.compile(r"(?:\s*[(（]\d{1,2}[)）]|\s*-\s*副本(?:\s*[(（]\d+[)）])?|\s*_副本)+$")
_COUNTED = "一二三四五六七八九十"


def number_of(name: str) -> str | None:
    """The number of a requirement that a name begins with: `25-1`, `V3`; in full width and with brackets, too."""
    found = _REQUIREMENT.match(name.translate(_PLAIN_FIGURES).replace("－", "-").replace("—", "-"))
    return padded(found[1]) if found else None


def without_number(name: str) -> str:
    """The rest of a name after the number that it begins with."""
    return _REQUIREMENT.sub("", name.translate(_PLAIN_FIGURES).replace("－", "-"), count=1)


def years_of_name(name: str) -> set[int]:
    """The years that a name without its number says; those of days only where it says no others."""
    text = _with_long_years(without_number(name))
    years: set[int] = set()
    for found in _SPAN.finditer(text):
        first, last = int(found[1]), int(found[2])
        if first <= last <= first + 20:
            years.update(range(first, last + 1))
    rest = _SPAN.sub(" ", text)
    years.update(int(found[1]) for found in _YEAR.finditer(_DAY.sub(" ", rest)))
    return years or {int(found[0][:4]) for found in _DAY.finditer(rest)}


def says_all_years(text: str) -> bool:
    """Whether one document is said to be for all years: 一份管三年."""
    return bool(_ALL_YEARS.search(text))


def is_called_by_years(folder: str) -> bool:
    """Whether a folder's name is a year or several, with nothing else but what is in every such folder: 18年照片."""
    text = _with_long_years(folder)
    return bool(_ANY_YEARS.search(text)) and not _NOT_A_TITLE.sub(
        "", _ANY_YEARS.sub("", _OF_YEARS.sub("", text))
    )


def is_titled(name: str, title: str) -> bool:
    """Whether a folder or a file is called by a title and years and nothing else."""
    return bool(title) and _title(name) == _title(title)


def _title(name: str) -> str:
    text = _with_long_years(_COPY.sub("", name).strip())
    return _NOT_A_TITLE.sub("", _ANY_YEARS.sub("", _DAY.sub("", text))).lower()


def _with_long_years(text: str) -> str:
    """With four figures for each year of two, or in words: 二〇二〇年."""
    text = _YEAR_IN_WORDS.sub(lambda found: found[0].translate(_FIGURES), text.translate(_PLAIN_FIGURES))
    text = _SHORT_SPAN.sub(lambda found: f"20{found[1]}-20{found[2]}年", text)
    return _SHORT_YEAR.sub(lambda found: f"20{found[1]}年", text)


def is_called(name: str, title: str) -> bool:
    """Whether a file is called by a title, but for what WeChat and Windows add to a second copy."""
    return _bare(name) == title.lower()


def alike(known: Iterable[tuple[str, str]], name: str) -> list[str]:
    """What was called as a new file is called, the closest first.

    Args:
        known: paths, each with the name that its bytes came under.
        name: that of the new file; WeChat and Windows may have added to it what they add to a second copy.
    """
    found = [(path, was) for path, was in known if _bare(was) == _bare(name)]
    return [
        path
        for path, was in sorted(found, key=lambda one: (one[1] != name, last_name(one[1]) != last_name(name)))
    ]


def _bare(name: str) -> str:
    """The name without folders, suffix, and what WeChat and Windows add to a second copy."""
    return _COPY.sub("", PurePosixPath(name).stem).strip().lower()


def last_name(name: str) -> str:
    """The name without folders."""
    return PurePosixPath(name).name


def ordinal(number: int) -> str:
    """What is added to the name of a second file, a third: （二）, （三）."""
    if number == 1:
        return ""
    if number <= 10:
        return f"（{_COUNTED[number - 1]}）"
    tens, ones = divmod(number, 10)
    if number < 100:
        return f"（{_COUNTED[tens - 1] if tens > 1 else ''}十{_COUNTED[ones - 1] if ones else ''}）"
    return f"（{number}）"
