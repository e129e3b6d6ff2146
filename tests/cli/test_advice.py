"""What `ecodemo` alone says to do next: commands that work, and that are not named again once they were taken."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli.running import invoke
from support import edit


def _steps(county: Path, today: str) -> list[str]:
    ran = invoke("-C", county, "--today", today)
    assert ran.exit_code == 0, ran.stderr
    return re.findall(r"^ +(ecodemo .+)$", ran.stdout, re.MULTILINE)


def _take(county: Path, today: str, command: str) -> int:
    return invoke("-C", county, "--today", today, *shlex.split(command)[1:]).exit_code


@pytest.mark.long
@pytest.mark.parametrize(("today", "steps"), [("2021-04-01", 10), ("2021-10-20", 2)])
def test_the_first_steps_from_an_empty_start_work_and_are_followed_by_another(
    today: str, steps: int, tmp_path: Path
) -> None:
    county = tmp_path / "county"
    assert invoke("init", county, "--starter", "anhua").exit_code == 0
    before = ""
    for _ in range(steps):
        first = _steps(county, today)[0]
        assert first != before
        assert _take(county, today, first) in (0, 1), first
        before = first


def test_a_missing_lead_comes_first_on_the_first_day(tmp_path: Path) -> None:
    county = tmp_path / "county"
    invoke("init", county, "--starter", "anhua")
    assert _steps(county, "2021-04-01")[:2] == ["ecodemo check --select RS101", "ecodemo form export"]


def test_what_was_done_is_not_named_any_more(tmp_path: Path) -> None:
    county = tmp_path / "county"
    invoke("init", county, "--starter", "anhua")
    edit(county / "data" / "indicators.yaml", "- id: coastline\n", "- id: coastline\n  lead: resources\n")
    assert _steps(county, "2021-04-01")[0] == "ecodemo form export"
    assert _take(county, "2021-04-01", "ecodemo form export") == 0
    assert "ecodemo form export" not in _steps(county, "2021-04-01")
    assert _steps(county, "2021-04-01")[0] == "ecodemo form status"


def test_a_step_that_was_taken_comes_back_when_something_changed_or_a_day_later(tmp_path: Path) -> None:
    county = tmp_path / "county"
    invoke("init", county, "--starter", "anhua")
    first = _steps(county, "2021-04-01")[0]
    _take(county, "2021-04-01", first)
    assert first not in _steps(county, "2021-04-01")
    assert _steps(county, "2021-04-02")[0] == first


def test_a_step_with_other_options_of_its_own_was_not_taken(tmp_path: Path) -> None:
    county = tmp_path / "county"
    invoke("init", county, "--starter", "anhua")
    first = _steps(county, "2021-04-01")[0]
    _take(county, "2021-04-01", f"{first} --ignore RS106")
    assert _steps(county, "2021-04-01")[0] == first
