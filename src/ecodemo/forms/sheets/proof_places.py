"""Several years in one cell: the proofs and places of a figure's years, written together and read apart.

One entry stands for every year. Several stand for the years that have a value, in their order. A cell without its
sheet is on the sheet of the entry before it: `汇总!C22、D22、E22`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN = re.compile(r"\s*[、；;，,\n]\s*")
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d{1,7}")
_SHEET_MARK = re.compile(r"！|(?<=[^A-Za-z\d])[:：](?=\s*[$＄A-Za-zＡ-Ｚ]{1,4}[$＄]?[\d０-９]+$)")
"""What people type for the sign between a sheet and its cell."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PAGE = re.compile(r"(?:第|[pP]\.?)?\s*(\d{1,4})\s*页?")


def joined(entries: Sequence[str]) -> str:
    """The entries of the years with a value, as one text; a year without an entry is written as a dash."""
    if not any(entries):
        return ""
    if len(set(entries)) == 1:
        return entries[0]
    return "、".join(entry or "—" for entry in entries)


def joined_places(places: Sequence[str]) -> str:
    """Places as `joined`, with the sheet written only where it changes."""
    if len(set(places)) == 1:
        return places[0]
    shortened: list[str] = []
    before = ""
    for place in places:
        sheet, mark, cell = place.rpartition("!")
        shortened.append(cell if mark and sheet == before else place)
        before = sheet if mark else ""
    return joined(shortened)


def apart(text: str, years: Sequence[int]) -> dict[int, str] | None:
    """The entry of each year; `None` where there are neither one nor as many as years."""
    entries = _entries(text)
    if len(entries) == 1:
        return dict.fromkeys(years, entries[0])
    if len(entries) != len(years):
        return None if entries else {}
    return {year: entry for year, entry in zip(years, entries, strict=True) if entry}


def places_apart(text: str, years: Sequence[int]) -> dict[int, str] | None:
    """The place of each year, every cell with its sheet."""
    entries = _entries(text)
    full: list[str] = []
    sheet = ""
    for entry in entries:
        named, mark, cell = _SHEET_MARK.sub("!", entry, count=1).rpartition("!")
        narrow = cell.translate(_FULL_WIDTH).strip()
        is_cell = _CELL.fullmatch(narrow) is not None
        sheet = named.strip() if mark else sheet
        if mark and sheet:
            full.append(f"{sheet}!{narrow if is_cell else cell}")
        else:
            full.append(f"{sheet}!{narrow}" if is_cell and sheet else narrow if is_cell else entry)
    return apart("、".join(entry or "—" for entry in full), years)


def page_of(place: str) -> int | None:
    """The number of a page: `3`, `第3页`, `p3`; `None` where it names a cell."""
    found = _PAGE.fullmatch(place.translate(_FULL_WIDTH).strip())
    return int(found[1]) if found else None


def _entries(text: str) -> list[str]:
    entries = [entry for entry in _BETWEEN.split(text.strip()) if entry]
    return ["" if entry in ("—", "-", "——") else entry for entry in entries]
