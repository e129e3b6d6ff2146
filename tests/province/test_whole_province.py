"""A province of many counties, some of them broken: the same result in any order, nothing lost when it is stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running import Result, command, environment, invoke, process
from ecodemo.province.result_tables import TABLES
from province.some_counties import copied, path_of_processes, runs, states, table, without_time

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")
pytestmark = [pytest.mark.long, pytest.mark.rare]

DAY = "2021-09-20"
COUNTIES = int(os.environ.get("COUNTIES", "20"))
"""COUNTIES=122 makes a whole province, which takes a quarter of an hour on two cores."""
BROKEN = {
    "430110": ("unusable", "county.yaml"),
    "430111": ("unusable", "data/groups.yaml:1:"),
    "430112": ("unusable", "evidence.sha256"),
    "430113": ("timeout", "Not finished within"),
    "430114": ("memory", "Requires more than"),
    "430115": ("fault", "signal"),
    "430116": ("fault", "broken on purpose"),
}
HANGING = "430113"
OPTIONS = ("--timeout", "15", "--memory", "400MB")


@pytest.fixture(scope="module")
def province(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the example without evidence, each with a code of its own; seven are broken in seven ways."""
    folder = tmp_path_factory.mktemp("province")
    first = copied(example, folder / "first")
    for number in range(COUNTIES):
        code = f"{430100 + number}"
        shutil.copytree(first, folder / "counties" / code, copy_function=os.link)
        own = folder / "counties" / code / "data" / "county.yaml"
        text = own.read_text(encoding="utf-8").replace("'430923'", f"'{code}'")
        own.unlink()
        own.write_text(text, encoding="utf-8")
    counties = folder / "counties"
    (counties / "430110" / "data" / "county.yaml").unlink()
    (counties / "430111" / "data" / "groups.yaml").unlink()
    (counties / "430111" / "data" / "groups.yaml").write_text("groups: [", encoding="utf-8")
    (counties / "430112" / "evidence.sha256").unlink()
    for code, how in ((HANGING, "hangs"), ("430114", "eats"), ("430115", "crashes"), ("430116", "raises")):
        (counties / code / how).touch()
    return counties


def check(counties: Path, out: Path, *more: str) -> Result:
    arguments: tuple[str | Path, ...] = (counties, "--out", out, *OPTIONS, *more)
    return process(
        *("--lang", "en", "--today", DAY, "province", "check"),
        *arguments,
        env={"PYTHONPATH": path_of_processes()},
        timeout=3000,
    )


def test_one_after_another_and_two_at_a_time_come_to_the_same(province: Path, tmp_path: Path) -> None:
    results = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        ran = check(province, out, "--jobs", jobs)
        assert ran.exit_code == 70, ran.stderr
        assert ran.clean
        results.append(out)
    one, two = results
    assert without_time(one, TABLES) == without_time(two, TABLES)
    for folder in ("states",):
        assert {path.name: path.read_bytes() for path in (one / folder).iterdir()} == {
            path.name: path.read_bytes() for path in (two / folder).iterdir()
        }
    for name in TABLES:
        if name != "runs":
            assert (one / f"{name}.parquet").read_bytes() == (two / f"{name}.parquet").read_bytes(), name
    found = runs(two)
    assert len(found) == COUNTIES
    assert {code: line["state"] for code, line in found.items() if line["state"] != "ok"} == {
        code: state for code, (state, _) in BROKEN.items()
    }
    for code, (_, why) in BROKEN.items():
        assert why in found[code]["why"]
        assert f"\n{code}: " in ran.stdout
    assert len({line["code"] for line in table(two, "documents")}) == COUNTIES - len(BROKEN)

    kept = {path: path.stat().st_mtime_ns for path in (two / "work").rglob("rows.jsonl")}
    again = check(province, two, "--jobs", "2", "--resume")
    assert f"unchanged since last time: {COUNTIES - len(BROKEN)}" in again.stdout
    assert kept == {path: path.stat().st_mtime_ns for path in (two / "work").rglob("rows.jsonl")}
    assert without_time(one, TABLES) == without_time(two, TABLES)


@pytest.fixture
def few(example: Path, tmp_path: Path) -> Path:
    """Three sound counties, and one that hangs."""
    for code in ("430101", "430102", "430103", "430104"):
        copied(example, tmp_path / "counties" / code)
    (tmp_path / "counties" / "430104" / "hangs").touch()
    return tmp_path / "counties"


def started(counties: Path, out: Path) -> subprocess.Popen[str]:
    """A run of which three counties have ended, and the fourth hangs."""
    run = subprocess.Popen(
        command("--lang", "en", "--today", DAY, "province", "check", counties, "--out", out, "--jobs", "2"),
        env=environment(PYTHONPATH=path_of_processes()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 300
    while len(list((out / "work").glob("*/run.json"))) < 3 or not (counties / "430104" / "hangs").read_text():
        assert time.monotonic() < until
        assert run.poll() is None
        time.sleep(0.05)
    return run


def ended(numbers: list[int]) -> bool:
    def is_running(number: int) -> bool:
        try:
            return (
                Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
            )
        except OSError:
            return False

    until = time.monotonic() + 20
    while any(map(is_running, numbers)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(is_running, numbers))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_stopped_in_the_middle_it_goes_on_where_it_was(
    few: Path, tmp_path: Path, how: signal.Signals
) -> None:
    out = tmp_path / "result"
    run = started(few, out)
    kept = {path: path.read_bytes() for path in (out / "work").rglob("*.*")}
    os.kill(run.pid, how)
    _, said = run.communicate(timeout=60)
    children = [int(number) for number in (few / "430104" / "hangs").read_text(encoding="ascii").split()]
    assert ended(children)
    assert not list(out.glob("*.parquet"))
    if how is signal.SIGINT:
        assert run.returncode == 130
        assert "Run the command again with --resume to continue." in said
        assert "Traceback" not in said
    assert {path: path.read_bytes() for path in kept} == kept

    (few / "430104" / "hangs").unlink()
    again = invoke(
        *("--lang", "en", "--today", DAY, "province", "check", few, "--out", out, "--resume"),
        env={"PYTHONPATH": path_of_processes()},
    )
    assert "unchanged since last time: 3" in again.stdout, again.stderr
    assert set(states(out).values()) == {"ok"}


def test_two_runs_never_write_to_one_result(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    run = started(few, out)
    try:
        second = invoke("--lang", "en", "province", "check", few, "--out", out)
        assert second.exit_code == 2
        assert "“province check” is writing" in second.stderr
    finally:
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()


def test_what_cannot_be_written_leaves_the_result_of_before(example: Path, tmp_path: Path) -> None:
    """The tables are replaced together or not at all."""
    counties, out = tmp_path / "counties", tmp_path / "result"
    copied(example, counties / "430101")
    arguments = ("--lang", "en", "--today", DAY, "province", "check", counties, "--out", out)
    assert invoke(*arguments).exit_code == 1
    before = {path.name: path.read_bytes() for path in out.glob("*.parquet")}
    copied(example, counties / "430102")
    (out / "work" / "430102").write_text("in the way", encoding="utf-8")
    ran = invoke(*arguments, "--resume")
    assert ran.exit_code == 2
    assert ran.clean
    assert {path.name: path.read_bytes() for path in out.glob("*.parquet")} == before
    (out / "work" / "430102").unlink()
    assert invoke(*arguments, "--resume").exit_code == 1
    assert set(states(out)) == {"430101", "430102"}


def test_boards_are_written_and_those_of_counties_that_left_are_removed(
    example: Path, tmp_path: Path
) -> None:
    counties, out = tmp_path / "counties", tmp_path / "result"
    for code in ("430101", "430102"):
        copied(example, counties / code)
    arguments = ("--lang", "en", "--today", DAY, "province", "check", counties, "--out", out, "--boards")
    invoke(*arguments)
    assert sorted(path.name for path in (out / "boards").iterdir()) == ["430101.html", "430102.html"]
    assert b"<html" in (out / "boards" / "430101.html").read_bytes()
    shutil.rmtree(counties / "430102")
    ran = invoke(*arguments, "--resume")
    assert "unchanged since last time: 1" in ran.stdout
    assert [path.name for path in (out / "boards").iterdir()] == ["430101.html"]
    assert [path.name for path in (out / "states").iterdir()] == ["430101.json"]
    assert set(states(out)) == {"430101"}


@pytest.fixture(scope="module", autouse=True)
def no_leftovers() -> Iterator[None]:
    """No process of a county is left behind."""
    yield
    found = [
        entry
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if b"ecodemo.province.county_process" in _content(entry) and _is_own(entry)
    ]
    assert not found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_own(entry: Path) -> bool:
    """One that these tests started, in this process of theirs."""
    surroundings = _content(entry.with_name("environ"))
    worker = f"PYTEST_XDIST_WORKER={os.environ.get('PYTEST_XDIST_WORKER', '')}"
    return str(path_of_processes()).encode() in surroundings and (
        "PYTEST_XDIST_WORKER" not in os.environ or worker.encode() in surroundings
    )
