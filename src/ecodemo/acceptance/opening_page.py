"""打开我.html: the page that is opened first. The one place where its bytes are made.

It is the board, and a section that verifies it: the data of `proof_data`, and a second judge (templates/proof_judge.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from ecodemo.acceptance.proof_data import Plain, file_entries, json_of, judged_data
from ecodemo.check.session import CheckResult
from ecodemo.report.board.board_page import render
from ecodemo.report.contents.board_view import Board
from ecodemo.report.contents.indicator_sheet_view import IndicatorSheet


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What the page is made from: all that it says, and what it says it of."""

    board: Board
    """In the language of the page; its links lead to the documents in the package."""
    result: CheckResult = field(repr=False)
    manifest: bytes = b""
    """manifest-sha256.txt: hash and path of everything below data/; empty beside a workspace's own evidence."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """The place of each document in the package, by its path below evidence/."""


def opening_page(page: OpeningPage, template_folder: str | None = None) -> bytes:
    """The bytes of the page.

    Raises:
        EcodemoError: the workspace's own style cannot be used.
    """
    within = {file: place for file, place in page.documents.items() if not place.startswith("../")}
    data = {**judged_data(page.result), "files": file_entries(page.result, within)}
    packed = frozenset(within.values())
    data["others"] = {path: sha256 for sha256, path in _listed(page.manifest) if path not in packed}
    data["places"] = _places(page)
    return render(page.board, template_folder, json_of(data))


def _listed(manifest: bytes) -> Iterator[tuple[str, str]]:
    """Hash and path of each line."""
    for line in BytesIO(manifest):
        sha256, _, path = line.decode("utf-8").rstrip("\n").partition(" ")
        if path:
            yield sha256, path.lstrip()


def _places(page: OpeningPage) -> Plain:
    """The places of rows and their measures in the page, by the numbers and ids of the State."""
    sheets = {str(sheet.row.no): sheet for sheet in (*page.board.sheets, *page.board.not_applicable)}
    numbers = [row.row.no for row in page.result.assessment.rows]
    of_rows: dict[str, IndicatorSheet] = {
        no: sheet
        for no in numbers
        if (sheet := sheets.get(str(int(no)) if no.isdecimal() else no)) is not None
    }
    return {
        "rows": {no: sheet.address for no, sheet in of_rows.items()},
        "measures": {
            no: {measure.measure: measure.address for measure in sheet.measures}
            for no, sheet in of_rows.items()
        },
    }
