"""What a report that explains an indicator (说明报告) says, where it is a Word file: see `model.explained`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from unicodedata import normalize

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.ooxml import main_part
from ecodemo.formats.xml_events import XmlEvent, iter_events
from ecodemo.model.explained import (
    Section,
    StatedFigure,
    asked_at,
    written_blanks,
    written_figures,
)
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.reading import EMPTY, NO_SUCH_PLACE, NOT_SEARCHABLE

Block: TypeAlias = "str | tuple[str, ...]"
"""A paragraph, or a row of a table."""

_WIDEST, _LONGEST_HEADING, _LONGEST_BLANK, _MOST = 64, 40, 60, 20
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,2}[.、](?!\d)\s*"),
)
"""How headings begin, the main ones first."""
_NEXT = re.compile("下一步|今后|打算|next step", re.IGNORECASE)
_SECTIONS = {
    Section.MEASURES: re.compile("措施|做法|工作开展|推进|成效|measures", re.IGNORECASE),
    Section.PROBLEMS: re.compile("问题|不足|差距|problems", re.IGNORECASE),
}
_BLANK = re.compile(r"\(请补充[^()]*\)|×{2,}")
_WIDE = str.maketrans("():,;", "（）：，；")
"""As drafts write what they leave open."""
_YEAR = re.compile(r"(20\d\d)年?度?")
_UNIT_HEAD = re.compile("(?:计量)?单位|unit", re.IGNORECASE)
_NUMBER = r"([-−]?\d[\d,]*(?:\.\d+)?)"
_ABOUT = r"(?!\d|以上|以下|以内|左右|的?目标)"
"""What does not follow a figure that is stated as such."""


@dataclass(frozen=True, slots=True)
class _HeadedBlock:
    """A block with the heading above it and, for a heading, its level."""

    block: Block
    heading: str
    level: int | None = None


def explained(path: Path, places: Iterable[str]) -> dict[str, str]:
    """The answers of a Word file to what it is asked.

    Raises:
        ContentError: it is no right Word file.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        placed = _Report(_blocks(BoundedZip(stream, path.stat().st_size)))
        return {place: placed.answer(asked_at(place) or ()) for place in places}


class _Report:
    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = list(_placed(blocks))
        self._words = "".join(text for placed in self._blocks for text in _texts(placed.block))

    def answer(self, asked: tuple[str, ...]) -> str:
        match asked:
            case ("figure", year, unit, name):
                found = [*self._in_tables(year, unit, name), *self._in_prose(year, unit, name)]
                return written_figures(dict.fromkeys(found[:_MOST])) or NO_SUCH_PLACE
            case ("document", no, name):
                return no if self._names(no, name) else NO_SUCH_PLACE
            case ("section", key):
                return self._section(Section(key))
            case ("blanks",):
                found_blanks = dict.fromkeys(
                    without_personal_numbers(blank)[:_LONGEST_BLANK].translate(_WIDE)
                    for placed in self._blocks
                    for text in _texts(placed.block)
                    for blank in _BLANK.findall(text)
                )
                return written_blanks(list(found_blanks)[:_MOST]) or EMPTY
            case _:
                return NOT_SEARCHABLE

    def _in_tables(self, year: str, unit: str, name: str) -> Iterator[StatedFigure]:
        """Numbers in the column of the year, in rows of that name and no other unit."""
        head: tuple[str, ...] = ()
        for placed in self._blocks:
            row = placed.block
            if isinstance(row, str):
                head = ()
            elif any(_YEAR.fullmatch(cell) for cell in row):
                head = row
            elif head and any(_is_called(cell, name) for cell in row[:3]):
                its_unit = next((c for h, c in zip(head, row, strict=False) if _UNIT_HEAD.fullmatch(h)), "")
                for title, cell in zip(head, row, strict=False):
                    is_year = (found := _YEAR.fullmatch(title)) and found[1] == year
                    number = re.fullmatch(rf"{_NUMBER}\s*(?:{re.escape(normalize('NFKC', unit))})?", cell)
                    if is_year and number and its_unit in ("", normalize("NFKC", unit)):
                        yield StatedFigure(number[1].replace(",", ""), placed.heading)

    def _in_prose(self, year: str, unit: str, name: str) -> Iterator[StatedFigure]:
        """Numbers with their unit right after the name, where the year is said with it."""
        if not unit:
            return
        named, measured = re.escape(_plain(name)), re.escape(_plain(unit))
        verb = "(?:为|是|达到了?|达|:|=)?"
        pattern = re.compile(
            rf"{year}年度?(?:全县)?(?:的)?{named}{verb}{_NUMBER}{measured}{_ABOUT}"
            rf"|{named}{year}年度?{verb}{_NUMBER}{measured}{_ABOUT}"
        )
        for placed in self._blocks:
            if isinstance(placed.block, str):
                for found in pattern.finditer(_plain(placed.block)):
                    yield StatedFigure((found[1] or found[2]).replace(",", ""), placed.heading)

    def _names(self, no: str, name: str) -> bool:
        is_numbered = re.search(rf"(?<![\d-]){re.escape(no)}(?!\d|-\d{{3}})", self._words)
        return bool(is_numbered) or _plain(name) in _plain(self._words)

    def _section(self, section: Section) -> str:
        """The number of its characters; what is left to be completed is none."""
        for place, placed in enumerate(self._blocks):
            if placed.level is not None and _is_headed(placed, section):
                said = _BLANK.sub("", "".join(self._below(place, placed.level)))
                return str(len(said)) if re.search(r"\w", said) else EMPTY
        return NO_SUCH_PLACE

    def _below(self, place: int, level: int) -> Iterator[str]:
        for placed in self._blocks[place + 1 :]:
            if placed.level is not None and placed.level <= level:
                return
            if placed.level is None:
                yield from _texts(placed.block)


def _is_headed(placed: _HeadedBlock, section: Section) -> bool:
    heading = placed.block if isinstance(placed.block, str) else ""
    if section is Section.MEASURES and _NEXT.search(heading):
        return False
    return bool(_SECTIONS[section].search(heading))


def _placed(blocks: Iterable[Block]) -> Iterator[_HeadedBlock]:
    heading = ""
    for block in blocks:
        level = _level(block) if isinstance(block, str) else None
        if level is not None:
            heading = without_personal_numbers(str(block))
        yield _HeadedBlock(block, heading, level)


def _level(text: str) -> int | None:
    """Of a heading, from 0 for a main one."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", ";", "；")):
        return None
    return next((level for level, sign in enumerate(_LEVELS) if sign.match(text)), None)


def _texts(block: Block) -> tuple[str, ...]:
    return (block,) if isinstance(block, str) else block


def _is_called(cell: str, name: str) -> bool:
    """Whether a cell holds a name, or that name in brackets behind another."""
    text, wanted = _plain(cell), _plain(name)
    return text == wanted or text.endswith(f"({wanted})")


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def _blocks(package: BoundedZip) -> Iterator[Block]:
    """Paragraphs and rows of tables in their order; a cell that spans columns is repeated in each."""
    tables = depth = 0
    span = 1
    pieces: list[str] = []
    cells: list[str] = []
    with package.open(main_part(package)) as content:
        for event, name, attributes in iter_events(content, limits.PART_BYTES):
            begins = event is XmlEvent.START
            if event is XmlEvent.TEXT:
                pieces += [name] if depth else []
            elif name == "t":
                depth += 1 if begins else -1
            elif name == "tbl":
                tables += 1 if begins else -1
            elif begins and name in ("br", "tab"):
                pieces.append(" ")
            elif begins and name == "gridSpan" and tables == 1:
                written = attributes.get("val", "")
                span = min(int(written), _WIDEST) if written.isdecimal() and len(written) < 4 else 1
            elif not begins and tables == 1 and name in ("tc", "tr"):
                if name == "tc":
                    cells += [_told(pieces)] * span
                    span = 1
                else:
                    yield tuple(cells)
                    cells.clear()
            elif not begins and name == "p" and not tables and (text := _told(pieces)):
                yield text


def _told(pieces: list[str]) -> str:
    text = normalize("NFKC", "".join(pieces)).strip()
    pieces.clear()
    return text
