"""One county in a process of its own: whatever it does, it has an outcome, and nothing of it is left running."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ecodemo.province.county_order import Asked, CountyOrder, CountyOutcome
from ecodemo.province.judge_county import judge_county
from ecodemo.province.read_counties import NamedCounty
from province.some_counties import copied, path_of_processes

MEMORY = 300_000_000


@pytest.fixture
def copy(small_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", path_of_processes())
    return copied(small_workspace, tmp_path / "430101")


def judged(root: Path, *, timeout: float = 120, known: str = "", boards: bool = False) -> CountyOutcome:
    asked = Asked(
        day="2021-09-20",
        clock="2021-09-20",
        language="en",
        timeout=timeout,
        memory=MEMORY,
        boards=boards,
    )
    return judge_county(CountyOrder(NamedCounty(root.name, str(root)), asked, known))


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_what_hangs_is_ended_with_all_that_it_started(copy: Path) -> None:
    (copy / "hangs").touch()
    outcome = judged(copy, timeout=4)
    assert outcome.state == "timeout"
    assert outcome.why == "Not finished within 4 seconds."
    numbers = [int(number) for number in (copy / "hangs").read_text(encoding="ascii").split()]
    until = time.monotonic() + 5
    while any(map(is_running, numbers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(numbers) == 2
    assert not any(map(is_running, numbers))


@pytest.mark.parametrize(
    "how",
    [
        pytest.param("eats", marks=pytest.mark.long),
        "child-eats",
        pytest.param("eats-much", marks=pytest.mark.long),
    ],
)
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_what_takes_too_much_memory_is_ended(copy: Path, how: str) -> None:
    (copy / how).touch()
    outcome = judged(copy)
    assert (outcome.state, outcome.exit) == ("memory", None)
    assert outcome.why == "Requires more than 300MB of memory."


def test_a_crash_is_a_fault_and_names_the_signal(copy: Path) -> None:
    (copy / "crashes").touch()
    outcome = judged(copy)
    assert (outcome.state, outcome.exit) == ("fault", 70)
    assert "signal 6" in outcome.why


def test_an_exception_is_a_fault_in_one_line(copy: Path) -> None:
    (copy / "raises").touch()
    outcome = judged(copy)
    assert (outcome.state, outcome.exit, outcome.why) == ("fault", 70, "ValueError: broken on purpose")


@pytest.mark.long
def test_output_without_end_fills_nothing(copy: Path) -> None:
    (copy / "talks").touch()
    assert judged(copy, timeout=3).state == "timeout"


def test_the_same_county_is_not_judged_twice_and_a_changed_one_is(copy: Path) -> None:
    outcome = judged(copy)
    assert (outcome.state, outcome.is_unchanged) == ("ok", False)
    assert judged(copy, known=outcome.signature).is_unchanged
    for name in ("evidence.sha256", "data/groups.yaml"):
        with (copy / name).open("a", encoding="utf-8") as stream:
            stream.write("# later\n")
        again = judged(copy, known=outcome.signature)
        assert not again.is_unchanged
        assert again.signature != outcome.signature
        outcome = again


@pytest.mark.long
def test_links_out_of_a_county_are_not_read(copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: 123", encoding="utf-8")
    (copy / "data" / "groups.yaml").unlink()
    (copy / "data" / "groups.yaml").symlink_to(secret)
    (copy / "data" / "loop").symlink_to(copy / "data")
    outcome = judged(copy)
    assert outcome.state == "unusable"
    assert "links outside the workspace" in outcome.why
    assert "123" not in outcome.why


@pytest.mark.long
def test_without_a_lock_there_is_nothing_to_judge_by(copy: Path) -> None:
    (copy / "evidence.sha256").unlink()
    outcome = judged(copy)
    assert (outcome.state, outcome.exit) == ("unusable", 3)
    assert "evidence.sha256" in outcome.why


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_pipe_in_place_of_the_lock_keeps_nobody_waiting(copy: Path) -> None:
    (copy / "evidence.sha256").unlink()
    os.mkfifo(copy / "evidence.sha256")
    assert judged(copy, timeout=60).state == "unusable"


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_style_that_never_ends_keeps_nobody_waiting(copy: Path) -> None:
    (copy / "templates").mkdir()
    os.mkfifo(copy / "templates" / "board.css")
    outcome = judged(copy, boards=True)
    assert outcome.state == "unusable"
    assert "board.css" in outcome.why


@pytest.mark.long
@pytest.mark.parametrize(
    ("content", "states"),
    [
        (b"# " + b"x" * 30_000_000, {"unusable"}),
        (b"- [a, b, c]\n" * 1_500_000, {"unusable", "timeout", "memory"}),
        (b"[" * 1_000_000, {"unusable"}),
    ],
    ids=["too large", "large", "deep"],
)
def test_huge_data_end_within_the_limits(copy: Path, content: bytes, states: set[str]) -> None:
    (copy / "data" / "groups.yaml").write_bytes(content)
    outcome = judged(copy, timeout=60)
    assert outcome.state in states
    assert len(outcome.why) <= 500
