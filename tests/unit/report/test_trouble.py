"""What the register of documents says of a file that proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecodemo.language import Language, Speaker
from ecodemo.report.build_state import item_states
from ecodemo.report.contents.document_rows import document_rows
from support import Case, check, workspace

YEARBOOK = "evidence/00 综合材料/县统计局/2020/00-3 统计年鉴摘录.txt"


@pytest.mark.parametrize(
    ("condition", "said"),
    [("encrypted", "encrypted"), ("damaged", "cannot be opened"), ("truncated", "cannot be opened")],
)
def test_a_file_that_cannot_be_opened_is_lacking_and_says_why(
    condition: str, said: str, tmp_path: Path
) -> None:
    case = Case(tmp_path, (("facts", f"{YEARBOOK}: condition={condition}"),), "")
    assessment = check(workspace(tmp_path, case)).assessment
    assert assessment is not None
    (row,) = [
        row
        for row in document_rows(assessment, item_states(assessment), Speaker(Language.EN))
        if row.no == "00-3"
    ]
    assert row.trouble == said
    assert row.lacking
