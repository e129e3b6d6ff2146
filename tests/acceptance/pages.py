"""The page that is opened first, as a package would have it."""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo.acceptance.opening_page import OpeningPage, opening_page
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build


def page_of(
    result: CheckResult,
    language: Language = Language.ZH,
    manifest: bytes = b"",
    documents: Mapping[str, str] | None = None,
) -> bytes:
    """The page of a check, beside its workspace's evidence unless documents are elsewhere."""
    speaker = Speaker(language)
    board = build_board(result, build(result, speaker), speaker, result.root)
    return opening_page(OpeningPage(board, result, manifest, documents or {}))
