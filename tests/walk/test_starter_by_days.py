"""The starter without any document, from the first day of the plan to the next bid: what is advised and what is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.setup import starter as setup

DAYS = (
    "2021-04-01",
    "2021-04-30",
    "2021-05-10",
    "2021-05-26",
    "2021-06-10",
    "2021-09-20",
    "2021-10-16",
    "2022-02-01",
    "2025-07-01",
)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter") / "county"
    setup.make_workspace(folder, setup.starter(example=False))
    return folder


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS)
def test_every_advice_of_a_day_leads_somewhere(starter: Path, day: str) -> None:
    advice = invoke("-C", starter, "--today", day, "--lang", "en")
    assert advice.exit_code == 0
    commands = [line.split()[1:] for line in advice.stdout.splitlines() if line.startswith("   ecodemo ")]
    assert len(commands) == 3
    for command in commands:
        if command[0] != "report":
            found = invoke("-C", starter, "--today", day, *command)
            assert found.exit_code in (0, 1), command
            assert "--select" not in command or command[-1] in found.stdout, command


def test_nothing_is_asked_of_a_year_that_has_not_ended(starter: Path) -> None:
    """In February 2022 the assessed year of the next bid is 2024."""
    checked = invoke("-C", starter, "--today", "2022-02-01", "check", "-f", "json")
    assert {finding["code"] for finding in json.loads(checked.stdout)["findings"]} == {"RS101"}
