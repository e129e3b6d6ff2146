"""How findings speak that rest on recognised words alone: they ask a person to look, and name the place."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.model.message import Message, listing, message
from ecodemo.model.recognised import Candidate, PageFault

FAULTS = {
    PageFault.BLANK: message("blank"),
    PageFault.BLURRED: message("blurred"),
    PageFault.CUT_OFF: message("cut off at the edge"),
    PageFault.FAILED: message("could not be read"),
}
PAGES_NAMED = 8
LOOK = message(
    "Check the page. If it is in order, the reviewing unit accepts the document in the review workbook, which resolves this finding."
)
_THIRDS = (message("top"), message("middle"), message("bottom"))


def please_check(what: Message) -> Message:
    """What was recognised, said as a question."""
    return message("Recognised from a scan; check it: {what}", what=what)


def place_on_page(candidate: Candidate) -> Message:
    """Where on which page something was recognised."""
    third = min(2, 3 * (candidate.box[1] + candidate.box[3]) // 2000)
    return message("page {page}, {third}", page=candidate.page, third=_THIRDS[third])


def pages_named(pages: Iterable[int]) -> Message:
    """Pages, the first of many."""
    return message("page {pages}", pages=listing(*map(str, pages), most=PAGES_NAMED))
