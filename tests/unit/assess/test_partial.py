"""A bid under a list that is incomplete says so, whatever else is against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.model.verdict import Verdict
from support import check, edit, workspace

INCOMPLETE = "The indicator list of the standard is incomplete."


@pytest.mark.parametrize(
    ("value", "verdict"), [("97.3", Verdict.UNDECIDED), ("90.0", Verdict.NOT_MET)], ids=["met", "missed"]
)
@pytest.mark.parametrize("counting", ["by_figures", "with_proof"])
def test_reasons_say_that_the_list_is_incomplete(
    counting: str, value: str, verdict: Verdict, tmp_path: Path
) -> None:
    root = workspace(tmp_path)
    edit(
        root / "data/standards/sample-2019.yaml", "title: 示例建设指标", "title: 示例建设指标\npartial: true"
    )
    edit(root / "data/progress/ecology.yaml", "year: 2020, value: 97.3", f"year: 2020, value: {value}")
    outcome = getattr(check(root, CheckOptions(phase="acceptance")).assessment, counting)
    assert outcome.verdict is verdict
    assert Speaker(Language.EN).say(outcome.reasons[-1]) == INCOMPLETE
    assert len(outcome.reasons) == (1 if verdict is Verdict.UNDECIDED else 2)
