"""The pages of a docx: their margins, upright and turned on their side."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm

_LONG_TEXT_WIDTH = Mm(225)
_SIDES = ("top", "right", "bottom", "left")
_MARGINS = {
    "page": {"top": 14, "bottom": 10, "left": 18, "right": 18, "header": 10, "footer": 8},
    "letter": {"top": 27, "bottom": 17, "left": 28, "right": 26, "header": 12, "footer": 8},
    "handout": {"top": 28, "bottom": 24, "left": 28, "right": 26, "header": 12, "footer": 12},
}
"""Of forms, in millimetres."""
_PAGE_WIDTH = 210


def narrow(page: Any, sheet: str) -> None:  # noqa: ANN401 - lxml's elements have no types
    """Give a page the margins of forms, and no number where it is the only one."""
    for footer in page.findall(qn("w:footerReference")) if sheet != "handout" else ():
        page.remove(footer)
    margins = page.find(qn("w:pgMar"))
    for side, millimetres in _MARGINS[sheet].items() if margins is not None else ():
        margins.set(qn(f"w:{side}"), str(Mm(millimetres).twips))


def form_width(sheet: str) -> Mm:
    """Between the margins of a form."""
    return Mm(_PAGE_WIDTH - _MARGINS[sheet]["left"] - _MARGINS[sheet]["right"])


class Pages:
    """The page of the docx, upright and on its side, and which of them is in use."""

    def __init__(self, upright: Any, width: Mm) -> None:  # noqa: ANN401 - lxml's elements have no types
        self.is_wide, self._text_width = False, width
        self._by_side = {False: upright, True: _on_its_side(upright)}

    def ending(self, *, is_wide: bool) -> Any:  # noqa: ANN401
        """The properties that end a document or a part of it."""
        return deepcopy(self._by_side[is_wide])

    @property
    def width(self) -> int:
        """Of the text, in twentieths of a point."""
        return int((_LONG_TEXT_WIDTH if self.is_wide else self._text_width).twips)

    def turned(self, *, is_wide: bool) -> str:
        """The markup of a break after which pages are turned the other way."""
        ended = self.ending(is_wide=self.is_wide).xml
        self.is_wide = is_wide
        return f"<w:p><w:pPr>{ended}</w:pPr></w:p>"


def _on_its_side(upright: Any) -> Any:  # noqa: ANN401
    """The same page turned to the left; its upper margin is then on the left."""
    page = deepcopy(upright)
    size, margins = page.find(qn("w:pgSz")), page.find(qn("w:pgMar"))
    if size is not None:
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape")
    if margins is not None:
        top, right, bottom, left = (margins.get(qn(f"w:{side}")) for side in _SIDES)
        for side, margin in zip(_SIDES, (right, bottom, left, top), strict=True):
            margins.set(qn(f"w:{side}"), margin)
    return page
