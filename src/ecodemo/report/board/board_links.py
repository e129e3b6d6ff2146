"""Addresses: of places in the page, and of the files beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ecodemo.model.evidence import EvidenceFile
from ecodemo.report.contents.board_view import BoardLink
from ecodemo.report.contents.file_address import spelt

_MOST_LINKS = 4
"""Of the files of one year that are linked; the others are beside them."""


class EvidenceLinks:
    """Links to files of evidence from where the page is."""

    def __init__(self, address: str, places: Mapping[str, str] | None = None) -> None:
        """Where files are.

        Args:
            address: leads to the folder evidence/.
            places: where each file is instead, seen from the page; what is not among them is not linked.
        """
        self._address, self._places = address, places

    def to(self, path: str, text: str, page: int | None = None) -> BoardLink:
        """A link to a file or to the folder of an event; PDFs open at a page."""
        at_page = f"#page={page}" if page and path.lower().endswith(".pdf") else ""
        if self._places is None:
            return BoardLink(text=text, href=self._address + spelt(path) + at_page)
        place = self._places.get(path)
        return BoardLink(text=text, href=spelt(place) + at_page if place else "")

    def of_files(self, files: Iterable[EvidenceFile], text: str) -> tuple[tuple[BoardLink, ...], int]:
        """A link for each delivery, the first named by `text`, and how many are not linked."""
        deliveries = list(dict.fromkeys(file.delivery for file in files))
        links = (
            self.to(path, text if place == 1 else str(place))
            for place, path in enumerate(deliveries[:_MOST_LINKS], 1)
        )
        return tuple(links), max(0, len(deliveries) - _MOST_LINKS)


class Addresses:
    """Addresses within the page: each one once, whatever numbers and names the data hold."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._times: dict[str, int] = defaultdict(int)

    def new(self, kind: str, name: str) -> str:
        """An address that nothing else has."""
        wanted = address_of(kind, name)
        while (address := wanted + self._ending(wanted)) in self._taken:
            self._times[wanted] += 1
        self._taken.add(address)
        return address

    def is_free(self, address: str) -> bool:
        """Whether nothing has it."""
        return address not in self._taken

    def _ending(self, wanted: str) -> str:
        return f".{self._times[wanted] + 1}" if self._times[wanted] else ""


def address_of(kind: str, name: str) -> str:
    """The address of something by its number or id."""
    return f"{kind}-{re.sub(r'[^0-9A-Za-z_.-]', '_', name)}"
