"""The page that says what each sentence of the shipped plan has become."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from scripts.plan_page import ANSWERS, parts

from cli.running import invoke
from ecodemo.load.file import FILES
from ecodemo.report.kinds import REPORT_KINDS
from ecodemo.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = [sentence for part in parts() for sentence in part["sentences"]]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: str(sentence["text"])[:12])
def test_no_sentence_is_without_an_answer(sentence: dict[str, object]) -> None:
    assert any(sentence.get(answer) for answer in ANSWERS)
    assert sentence["en"]
    assert bool(sentence.get("otherwise")) == bool(sentence.get("otherwise_en"))


def named(answer: str) -> set[str]:
    return {word for sentence in SENTENCES for word in sentence.get(answer, ())}


def test_what_is_named_exists() -> None:
    shipped = yaml.safe_load((ROOT / "data" / "indicators.yaml").read_text(encoding="utf-8"))
    holders = [*shipped["boxes"], *shipped["indicators"]]
    assert named("material") <= {
        entry["no"] for holder in holders for entry in holder.get("requirements", ())
    }
    assert named("rules") <= {rule.code for rule in RULES}
    assert named("reports") <= set(REPORT_KINDS)
    for command in sorted(named("commands")):
        assert invoke(*command.split()[1:], "--help").exit_code == 0, command
    for key in named("data"):
        file, *_ = key.split()
        assert re.sub(r"(/\*)?\.yaml$", "", file) in FILES, key
