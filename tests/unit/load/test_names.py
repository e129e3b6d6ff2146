"""What people call things, where an id is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from support import edit


@pytest.mark.parametrize(
    ("file", "old", "new", "hint"),
    [
        ("indicators.yaml", "  lead: ecology\n", "  lead: 市生态环境局清溪分局\n", "Did you mean “ecology”"),
        ("county.yaml", "gate: [00-4]", "gate: [工作调度会]", "Did you mean “00-4” (工作调度会)?"),
        (
            "rectification.yaml",
            "indicator: air",
            "indicator: 环境空气质量",
            "Did you mean “air” (环境空气质量)?",
        ),
    ],
)
def test_a_name_where_an_id_is_wanted_is_answered_with_the_id(
    file: str, old: str, new: str, hint: str, county: Path
) -> None:
    edit(county / "data" / file, old, new)
    ran = invoke("-C", county, "check", "--lang", "en")
    assert ran.exit_code == 2
    assert hint in ran.stderr + ran.stdout


@pytest.mark.parametrize(
    ("option", "word", "by_id"),
    [
        ("--indicator", "7", "air"),
        ("--indicator", "07", "air"),
        ("--indicator", "环境空气质量", "air"),
        ("--indicator", "25.1", "farm-waste"),
        ("--phase", "自查阶段", "self-inspection"),
        ("--bid", "复核演练", "rehearsal-2022"),
        ("--unit", "东山镇", "dongshan"),
    ],
)
def test_numbers_and_names_are_taken_where_ids_are(option: str, word: str, by_id: str, county: Path) -> None:
    called = invoke("-C", county, "check", option, word, "-f", "json")
    named = invoke("-C", county, "check", option, by_id, "-f", "json")
    assert called.exit_code in (0, 1, 3), called.stderr
    assert called.stdout == named.stdout
