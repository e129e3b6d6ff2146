"""The numbers before the headings of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.language import Language
from ecodemo.paper.parts import Paragraph, Part, Style

_LEVELS = (Style.HEADING, Style.SUBHEADING, Style.MINOR_HEADING)
_PATTERNS = {
    Language.ZH: {
        Style.HEADING: "{chinese}、{text}",
        Style.SUBHEADING: "（{chinese}）{text}",
        Style.MINOR_HEADING: "{number}. {text}",
    },
    Language.EN: {Style.HEADING: "{number}. {text}"},
}
_DIGITS = "〇一二三四五六七八九"


def numbered(parts: Iterable[Part], language: Language, depth: int = len(_LEVELS)) -> Iterator[Part]:
    """The parts with their headings numbered as papers of that language do, down to the level `depth`."""
    patterns = _PATTERNS[language]
    counts = [0] * len(_LEVELS)
    for part in parts:
        if isinstance(part, Paragraph) and part.style in _LEVELS:
            level = _LEVELS.index(part.style)
            counts[level:] = [counts[level] + 1, *([0] * (len(_LEVELS) - level - 1))]
            pattern = patterns.get(part.style, "{text}") if level < depth else "{text}"
            text = pattern.format(text=part.text, number=counts[level], chinese=_chinese(counts[level]))
            yield Paragraph(text, part.style)
        else:
            yield part


def _chinese(number: int) -> str:
    """A number below a hundred in Chinese."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
