"""Titles of sheets as Excel accepts them: at most 31 characters, none of its own signs, each one once."""

from __future__ import annotations

import re

from ecodemo.spreadsheet import plain_text

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")


class SheetTitles:
    """The titles of one workbook."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._taken)

    def new(self, wanted: str) -> str:
        """A title that no sheet has yet, as near to the wanted one as can be."""
        plain = _FORBIDDEN.sub(" ", plain_text(wanted)).strip(" '") or "-"
        title, number = _cut(plain, _LONGEST), 1
        while title.casefold() in self._taken:
            number += 1
            title = f"{_cut(plain, _LONGEST - len(str(number)) - 1)} {number}"
        self._taken.add(title.casefold())
        return title


def _cut(text: str, length: int) -> str:
    """The beginning of a text; Excel counts halves of characters beyond the first 65,536."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").strip(" '")
