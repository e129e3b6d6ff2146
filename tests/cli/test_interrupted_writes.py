"""Killed, out of room or two at once: whatever a command writes to a workspace is all there or not at all."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.running import Result, command, environment, invoke, scripted
from cli.writing_commands import (
    OUTSIDE,
    READING,
    WRITING,
    commands,
    contents,
    make_ready,
    results,
    surroundings,
    written_to,
)
from ecodemo.journal.manifest import FOLDER
from once import made_once

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are split off from this one")

STEPPED = """
import errno, os, signal, sys

root, left, ending = sys.argv[1], int(sys.argv[2]), sys.argv[3]
del sys.argv[1:4]


def stepping(call):
    def stepped(*arguments, **named):
        global left
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes, os.PathLike)) else ""
        makes = call.__name__ != "open" or arguments[1] & os.O_CREAT
        if makes and path.startswith(root):
            left -= 1
            if left < 0 and ending == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if left < 0 and call.__name__ not in ("unlink", "rmdir"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return call(*arguments, **named)

    stepped.__name__ = call.__name__
    return stepped


for name in ("open", "replace", "rename", "link", "unlink", "mkdir", "rmdir"):
    setattr(os, name, stepping(getattr(os, name)))
from ecodemo.__main__ import main

main()
"""
ONE_FILE = (
    "pack",
    "pack --layout report",
    "pack archive",
    "unpack",
    "report phase",
    "report status",
    "init --example",
    "form export --plan",
    "standards form",
    "bid open",
)
SEVERAL_FILES = [name for name in WRITING if name not in ONE_FILE]
OFTEN = ("form import", "evidence lock", "snapshot", "report all")
"""Commands that are tried with the quick tests too; the others with the long ones."""
SAID = ("was interrupted before it changed any file.", "was interrupted; its changes have been completed.")


def _named(names: Iterable[str]) -> list[Any]:
    return [name if name in OFTEN else pytest.param(name, marks=pytest.mark.long) for name in names]


@pytest.fixture(scope="module")
def ready(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never write into it."""

    def make(folder: Path) -> None:
        make_ready(Path(shutil.copytree(small_workspace, folder / "county")), folder)

    return made_once(tmp_path_factory, "ready", make) / "county"


def test_every_command_is_known_to_write_or_not() -> None:
    writing = {name for name in commands() if any(f"{call} ".startswith(f"{name} ") for call in WRITING)}
    assert set(commands()) == writing | READING | OUTSIDE
    assert writing & READING == {"check"}


@pytest.mark.parametrize("name", sorted(READING))
def test_what_only_reads_writes_nothing(name: str, ready: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(ready, tmp_path / "county"))
    more = {
        "explain": ["EV101"],
        "schema": ["county"],
        "evidence find": ["台账"],
        "diff": ["now"],
        "standards diff": ["sample-2019", "borrowed-2020"],
    }.get(name, [])
    ran = invoke("-C", root, *name.split(), *more)
    assert ran.exit_code in (0, 1), ran.stderr
    assert contents(root) == contents(ready)
    assert not (root / FOLDER).exists()


def stopped(name: str, step: int, root: Path, ending: str) -> Result:
    """The call, stopped before its `step`th change of the disk."""
    written_to(name, root).mkdir(exist_ok=True)
    arguments = (str(written_to(name, root)), str(step), ending, *WRITING[name](root))
    return scripted(STEPPED, *arguments, env=surroundings(name))


def next_command(name: str, root: Path) -> Result:
    """What comes next: for a workspace that is only being made, making it again."""
    if name.startswith("init"):
        return invoke("--lang", "en", *WRITING[name](root))
    return invoke("-C", root, "--lang", "en", "status", "-q")


COUNTED = """
leave = os._exit

def say_steps(status):
    print({many} - left, flush=True)
    leave(status)

os._exit = say_steps
main()"""
"""Says how many steps were taken where the process ends, which it does at once."""


def sampled(number: int) -> Iterator[int]:
    """Some of the steps: the first and last, and six between."""
    yield from sorted({0, 1, *range(2, number, number // 6 + 1), number - 2, number - 1})


def steps_of(name: str, ready: Path, folder: Path) -> int:
    """How many changes of the disk a call makes."""
    root = Path(shutil.copytree(ready, folder / "counted"))
    written_to(name, root).mkdir(exist_ok=True)
    many = 1_000_000
    script = STEPPED.replace("\nmain()", COUNTED.format(many=many))
    arguments = (str(written_to(name, root)), str(many), "counted", *WRITING[name](root))
    ran = scripted(script, *arguments, env=surroundings(name))
    assert ran.exit_code in (0, 1), ran.stderr
    return int(ran.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Undisturbed:
    """A call that nothing stops."""

    name: str
    found: list[dict[str, bytes]]
    """What the workspace holds before it, after each of its parts, and after all of it."""
    number: int
    """How many changes of the disk it makes."""


@pytest.fixture(scope="module", params=_named(SEVERAL_FILES))
def undisturbed(
    request: pytest.FixtureRequest, ready: Path, tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    folder, name = tmp_path_factory.mktemp("undisturbed"), str(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        return Undisturbed(name, results(name, ready, folder / "whole"), steps_of(name, ready, folder))


def test_killed_before_its_steps_the_next_command_finds_all_or_nothing(
    undisturbed: Undisturbed, ready: Path, tmp_path: Path
) -> None:
    name, expected, number = undisturbed.name, undisturbed.found, undisturbed.number
    heard: set[str] = set()
    for step in sampled(number):
        root = Path(shutil.copytree(ready, tmp_path / f"{step}" / "county"))
        ran = stopped(name, step, root, "killed")
        assert ran.exit_code == -signal.SIGKILL, (step, number)
        said = next_command(name, root).stderr.splitlines()
        found = contents(written_to(name, root))
        if name.startswith("init"):  # made again by what came next
            assert found == expected[-1], step
        assert found in expected, step
        remark = next((line for line in said if "interrupted" in line), "")
        assert not remark or remark.endswith(SAID), (step, remark)
        if remark.endswith(SAID[0]) and not name.startswith("init"):
            assert found == expected[0] or len(expected) > 2, step
        if remark.endswith(SAID[1]):
            assert found != expected[0], step
        heard.add(remark.rpartition("”")[2].strip())
        assert not list(written_to(name, root).rglob("*.part")), step
        assert not (written_to(name, root) / FOLDER).exists(), step
        shutil.rmtree(root.parent)
    assert heard >= set(SAID) or "check" in name


def test_a_full_disk_at_its_steps_changes_nothing_or_is_completed(
    undisturbed: Undisturbed, ready: Path, tmp_path: Path
) -> None:
    name, expected = undisturbed.name, undisturbed.found
    for step in list(sampled(undisturbed.number))[::4]:
        root = Path(shutil.copytree(ready, tmp_path / f"{step}" / "county"))
        ran = stopped(name, step, root, "full")
        assert ran.clean, (step, ran.stderr)
        assert ran.exit_code in (0, 1, 2), (step, ran.stderr)
        assert ran.exit_code < 2 or "磁盘已满" in ran.stderr or "the disk is full" in ran.stderr, step
        next_command(name, root)
        assert contents(written_to(name, root)) in expected, step
        assert not list(written_to(name, root).rglob("*.part")), step
        shutil.rmtree(root.parent)


@pytest.mark.long
def test_killed_at_random_moments(ready: Path, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    for name in ("form import", "evidence lock", "report all"):
        expected = results(name, ready, tmp_path / name / "undisturbed")
        for time_ in range(2):
            root = Path(shutil.copytree(ready, tmp_path / name / str(time_) / "county"))
            started = subprocess.Popen(
                command(*WRITING[name](root)),
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(0.4 + chance.random())
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            next_command(name, root)
            assert contents(root) in expected, (name, time_)


PAIRS = list(
    itertools.combinations_with_replacement(
        ["form export", "form import", "evidence register", "evidence lock", "evidence catalogue", "report all",
         "check --write-baseline -o --also"], 2
    )
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS[::6], ids=" + ".join)
def test_two_at_once_one_waits_or_is_refused(
    pair: tuple[str, str], ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(ready, tmp_path / "county"))
    running = [
        subprocess.Popen(
            command("--lang", "en", *WRITING[name](root)),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for name in pair
    ]
    ended = [(process.communicate(timeout=300)[1], process.returncode) for process in running]
    for name, (said, code) in zip(pair, ended, strict=True):
        assert code in (0, 1) or "is writing to this workspace" in said, said
        assert "Traceback" not in said
        if code == 2:
            assert invoke(*WRITING[name](root)).exit_code in (0, 1)
    assert not (root / FOLDER).exists()
    assert invoke("-C", root, "check", "--phase", "sound", "--select", "SC").exit_code in (0, 1)
    written = contents(root)
    one_by_one = []
    for number, order in enumerate((pair, pair[::-1])):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache{number}"))  # facts read before are kept
        one_by_one.append(_one_after_the_other(order, ready, tmp_path))
    assert written in one_by_one


def _one_after_the_other(pair: tuple[str, ...], ready: Path, tmp_path: Path) -> dict[str, bytes]:
    """What the workspace holds when nobody is in anybody's way; made at the same place, which outputs may name."""
    root = tmp_path / "county"
    shutil.rmtree(root)
    shutil.copytree(ready, root)
    for name in pair:
        assert invoke("--lang", "en", *WRITING[name](root)).exit_code in (0, 1)
    return contents(root)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no such rights")
@pytest.mark.parametrize("name", _named(name for name in WRITING if not name.startswith(("init", "unpack"))))
def test_a_workspace_that_can_only_be_read_is_refused_in_a_sentence(
    name: str, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(ready, tmp_path / "county"))
    arguments = (str(root), "0", "read-only", "--lang", "en", *WRITING[name](root))
    ran = scripted(STEPPED.replace("ENOSPC", "EROFS"), *arguments, env=surroundings(name))
    assert (ran.exit_code, ran.clean) == (2, True), ran.stderr
    assert "the disk is read-only" in ran.stderr
    assert contents(root) == contents(ready)
