"""打开我.html: the page that is opened first. The one place where its bytes are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecodemo.report.board.board_page import render
from ecodemo.report.contents.board_view import Board
from ecodemo.report.state import State


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What the page is made from: all that it says, and what it says it of."""

    board: Board
    """In Chinese; its links lead to the documents as they lie in the package."""
    state: State
    manifest: bytes
    """manifest-sha256.txt: hash and path of everything below data/."""
    documents: Mapping[str, str]
    """Where each document lies in the package, by its path below evidence/."""
    lock: Mapping[str, str]
    """evidence.sha256: hash by path below evidence/."""


def opening_page(page: OpeningPage, template_folder: str | None = None) -> bytes:
    """The bytes of the page.

    Raises:
        EcodemoError: the workspace's own style cannot be used.
    """
    return render(page.board, template_folder)
