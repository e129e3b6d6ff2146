"""Numbers of official papers (文号), whatever brackets they were typed with."""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[〔\[［（(【﹝❲〈《｛{「〖<＜﹙〘︹]", r"[〕\]］）)】﹞❳〉》｝}」〗>＞﹚〙︺]"
_NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{1,12}}[\u4e00-\u9fffA-Za-z]{{0,4}})\s*{_OPEN}\s*((?:19|20)[0-9]{{2}})\s*年?\s*{_CLOSE}\s*"
    r"(?:第\s*)?([0-9]{1,5})\s*号"
)
NO_NUMBER = "无"
"""What the register says of a paper that bears none, so that none is proposed again."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_LEADING = (
    "根据",
    "按照",
    "依据",
    "依照",
    "参照",
    "遵照",
    "转发",
    "印发",
    "文号",
    "按",
    "见",
    "以",
    "的",
    "与",
    "及",
)
"""Words of a sentence that come right before a 文号, and begin no issuer's short name."""


def official_numbers(text: str) -> tuple[str, ...]:
    """Every 文号 in a text, each once, spelt as `canonical_number` does.

    In the middle of a sentence the issuer's short name may have more of the sentence before it: nothing shows where
    it begins.
    """
    plain = text.translate(_FULL_WIDTH)
    return tuple(dict.fromkeys(_spelt(found) for found in _NUMBER.finditer(plain)))


def canonical_number(written: str) -> str:
    """A 文号 with the brackets that the standard for official papers uses (〔〕), without blanks; other text as it is.

    GB/T 9704-2012, 7.2.5: the year is in hexagonal brackets, and the serial number has no 第 and no leading zeros.
    """
    found = _NUMBER.fullmatch(written.strip().translate(_FULL_WIDTH))
    return _spelt(found) if found else written.strip()


def _spelt(found: re.Match[str]) -> str:
    issuer, year, serial = found.groups()
    return f"{_without_leading(issuer)}〔{year}〕{int(serial)}号"


def _without_leading(issuer: str) -> str:
    word = next((word for word in _LEADING if issuer.startswith(word) and issuer != word), "")
    return _without_leading(issuer.removeprefix(word)) if word else issuer
