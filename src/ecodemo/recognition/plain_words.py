"""How words are compared: width, case, punctuation and the breaks of lines make no difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

_SIGNS = str.maketrans("。、；：？！，“”‘’「」『』〔〕【】〈〉《》—–−·", '.,;:?!,""\'\'""""[][]<><>---.')
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BLANKS = re.compile(r"\s+")
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE}) (?={_WIDE}|[0-9(\[<,.;:!?%])|(?<=[0-9)\]>,.;:!?%]) (?={_WIDE})")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ENDS_WIDE, _BEGINS_WIDE = re.compile(rf"{_WIDE}$"), re.compile(rf"^{_WIDE}")


def plain_words(text: str) -> str:
    """A line or a search word in the form in which they are compared."""
    plain = normalize("NFKC", text).casefold().translate(_SIGNS)
    plain = _BLANKS.sub(" ", plain).strip()
    return _THOUSANDS.sub("", _BETWEEN_WIDE.sub("", plain))


def joined(lines: Sequence[str]) -> tuple[str, list[int]]:
    """Lines as one plain text, and where each begins in it; a sentence goes on where a line ends within it."""
    text: list[str] = []
    starts: list[int] = []
    length = 0
    before = ""
    for line in lines:
        plain = plain_words(line)
        if before and not (_ENDS_WIDE.search(before) and _BEGINS_WIDE.search(plain)):
            text.append("\n")
            length += 1
        starts.append(length)
        text.append(plain)
        length += len(plain)
        before = plain or before
    return "".join(text), starts


def first_whole(text: str, word: str) -> int:
    """Where a word occurs by itself in a plain text, -1 where it is only part of longer numbers or Latin words."""
    at = text.find(word)
    while at >= 0:
        if not _goes_on(text[max(0, at - 2) : at][::-1], word[0]) and not _goes_on(
            text[at + len(word) : at + len(word) + 2], word[-1]
        ):
            return at
        at = text.find(word, at + 1)
    return -1


def may_go_on(word: str) -> bool:
    """Whether a plain word can be part of a longer number or Latin word."""
    return any(end.isascii() and end.isalnum() for end in (word[0], word[-1]))


def _goes_on(beside: str, end: str) -> bool:
    """Whether what is beside the end of a word belongs to the same number or Latin word; the nearest comes first."""
    if not beside or not (end.isascii() and end.isalnum()):
        return False
    if end.isdigit() and beside[0].isdigit():
        return True
    if end.isdigit() and beside[0] == "." and beside[1:].isdigit():
        return True
    return end.isalpha() and beside[0].isascii() and beside[0].isalpha()
