"""Looking back knows nothing that came later: without it the day has the same result, to the last finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.check import session
from ecodemo.check.session import CheckOptions
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.evidence import Survey
from ecodemo.report.build_state import state_of
from ecodemo.report.state import State
from walk.days import survey_on, workspace_on
from walk.faults import spoil

DAYS = (
    "2021-04-15",
    "2021-05-12",
    "2021-06-05",
    "2021-06-19",
    "2021-07-20",
    "2021-08-10",
    "2021-09-02",
    "2021-09-17",
    "2021-10-08",
)


@dataclass(frozen=True)
class Surveyed:
    """A workspace with its evidence, looked at once."""

    loaded: Loaded
    survey: Survey

    def state(self, day: date) -> State:
        return state_of(session.check(self.loaded, CheckOptions(), day, surveyed=self.survey))

    def without_what_came_after(self, day: date) -> Surveyed:
        workspace = self.loaded.workspace
        assert workspace is not None
        loaded = replace(self.loaded, workspace=workspace_on(day, workspace))
        return Surveyed(loaded, survey_on(day, self.survey, workspace))


@pytest.fixture(scope="module")
def surveyed(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Surveyed:
    loaded = load(spoil(example, tmp_path_factory.mktemp("days") / "faults"))
    assert loaded.workspace is not None
    return Surveyed(loaded, session.take_survey(loaded.root, loaded.workspace))


@pytest.mark.parametrize("written", DAYS)
def test_a_day_is_judged_as_if_nothing_had_come_later(surveyed: Surveyed, written: str) -> None:
    day = date.fromisoformat(written)
    now, then = (one.state(day) for one in (surveyed, surveyed.without_what_came_after(day)))
    for name in State.model_fields:
        assert getattr(now, name) == getattr(then, name), name


_UNDATED = "Figures, assigned values and veto answers without a date received: 1440."


@pytest.mark.parametrize("command", ["check", "status", "supervise"])
def test_looking_back_says_that_what_has_no_day_counts_as_known(example: Path, command: str) -> None:
    back, now = (
        invoke("-C", example, "--lang", "en", *day, command) for day in (("--today", "2021-06-19"), ())
    )
    assert _UNDATED in back.stderr
    assert _UNDATED not in now.stderr


def test_a_difference_says_that_what_has_no_day_counts_as_known(own_example: Path) -> None:
    invoke("-C", own_example, "-q", "--today", "2021-09-13", "snapshot")
    told = invoke("-C", own_example, "--lang", "en", "diff")
    assert _UNDATED in told.stdout
    assert _UNDATED not in told.stderr
