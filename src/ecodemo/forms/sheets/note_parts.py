"""The column 说明 of a figure: its 口径, its 来源 and other remarks, for all of its years or by year.

`口径：2018年调查；来源：省站；补报` applies to every year, `2018—2019年：口径：旧；2020年：口径：新` of some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecodemo.forms.words import years_words

BASIS, SOURCE = "口径", "来源"
_BETWEEN = "；"
_YEARS = re.compile(r"((?:19|20)\d\d(?:\s*[、,，—–~至到-]\s*(?:19|20)\d\d)*)年?\s*[：:]\s*")
_NAMED = re.compile(rf"({BASIS}|{SOURCE})\s*[：:]\s*")
_SPAN = re.compile(r"(\d{4})\s*[—–~至到-]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class NoteParts:
    """The remarks on a figure in one year."""

    basis: str = ""
    source: str = ""
    rest: str = ""

    @property
    def text(self) -> str:
        """As it is written into the cell."""
        named = ((BASIS, self.basis), (SOURCE, self.source))
        parts = [f"{name}：{said}" for name, said in named if said]
        return _BETWEEN.join([*parts, *([self.rest] if self.rest else [])])


def notes_together(notes: Mapping[int, NoteParts]) -> str:
    """The notes of the years that have a figure, as one text; the years before them where they differ."""
    texts = {year: note.text for year, note in sorted(notes.items())}
    said = {text for text in texts.values() if text}
    is_told_apart = any(note.basis or note.source for note in notes.values()) and len(set(texts.values())) > 1
    if len(said) <= 1 and not is_told_apart:
        return next(iter(said), "")
    of_years: dict[str, list[int]] = {}
    for year, text in texts.items():
        if text:
            of_years.setdefault(text, []).append(year)
    return _BETWEEN.join(f"{years_words(years)}年：{text}" for text, years in of_years.items())


def notes_apart(text: str, years: Sequence[int]) -> Mapping[int, NoteParts]:
    """What a text says of each year."""
    said: dict[int, list[tuple[str, str]]] = {year: [] for year in years}
    named: Sequence[int] = years
    for part in text.split(_BETWEEN):
        words = part.strip()
        if found := _YEARS.match(words):
            named = _years_of(found[1])
            words = words[found.end() :]
        kind = _NAMED.match(words)
        if kind:
            words = words[kind.end() :]
        for year in named:
            if year in said and words:
                said[year].append((kind[1] if kind else "", words))
    return {year: _note(parts) for year, parts in said.items()}


def notes_said(text: str, exported: str, years: Sequence[int]) -> Mapping[int, NoteParts]:
    """What a cell says of each year; what was added to the text that was sent out applies to all of them."""
    added = text.removeprefix(exported) if exported else text
    if not exported or added == text:
        return notes_apart(text, years)
    sent, more = notes_apart(exported, years), notes_apart(added, years)
    return {year: _with(sent[year], more[year]) for year in years}


def _with(note: NoteParts, more: NoteParts) -> NoteParts:
    rest = _BETWEEN.join(part for part in (note.rest, more.rest) if part)
    return NoteParts(more.basis or note.basis, more.source or note.source, rest)


def _years_of(text: str) -> list[int]:
    spans = [range(int(first), int(last) + 1) for first, last in _SPAN.findall(text)]
    return sorted({*(int(year) for year in re.findall(r"\d{4}", text)), *(y for span in spans for y in span)})


def _note(parts: Sequence[tuple[str, str]]) -> NoteParts:
    def said(kind: str) -> str:
        return _BETWEEN.join(words for named, words in parts if named == kind)

    return NoteParts(said(BASIS), said(SOURCE), said(""))
