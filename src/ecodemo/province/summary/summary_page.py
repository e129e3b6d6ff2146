"""A summary as one page, in the manner of a county's board: its style and script, one file, no request."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecodemo.language import Language, Speaker
from ecodemo.province.summary.summary_words import SummaryContents
from ecodemo.report.board.board_page import SCRIPT, STYLE, VERDICT_SIGN, filled_page, shipped_text

PAGE, OWN_STYLE = "province.html.j2", "province.css"
_SIGN: Mapping[str, str] = MappingProxyType({**VERDICT_SIGN, "unjudged": "✕"})


def summary_page(contents: SummaryContents) -> bytes:
    """The page as HTML."""
    return filled_page(
        PAGE,
        [shipped_text(STYLE), shipped_text(OWN_STYLE)],
        [shipped_text(SCRIPT)],
        page=contents,
        text=Speaker(Language(contents.language)).text,
        sign=_SIGN,
    )
