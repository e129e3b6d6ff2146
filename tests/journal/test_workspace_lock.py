"""One process at a time: who holds the lock is named, a dead one is followed, one of another machine never."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ecodemo.errors import EcodemoError
from ecodemo.journal import workspace_lock as module
from ecodemo.journal.manifest import FOLDER
from ecodemo.journal.workspace_lock import Holder, holder_of, recover, workspace_lock
from ecodemo.ownership import RunningProcess, this_process


@pytest.fixture(autouse=True)
def _does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0)


def held_by(root: Path, process: RunningProcess) -> None:
    (root / FOLDER).mkdir()
    holder = Holder(process, "form import", "2021-09-20 09:00")
    (root / FOLDER / "lock").write_bytes(holder.content())


def a_dead_process() -> RunningProcess:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return replace(this_process(), number=ended.pid, began="")


def refused(root: Path) -> str:
    before = (root / FOLDER / "lock").read_bytes()
    with pytest.raises(EcodemoError) as error, workspace_lock(root, "report"):
        pass
    assert (root / FOLDER / "lock").read_bytes() == before
    return str(error.value)


def test_it_names_process_machine_and_command(tmp_path: Path) -> None:
    with workspace_lock(tmp_path, "form import"):
        holder = holder_of(tmp_path)
        assert holder is not None
        assert (holder.process, holder.command) == (this_process(), "form import")
    assert not (tmp_path / FOLDER).exists()


def test_whoever_holds_it_goes_on_holding_it(tmp_path: Path) -> None:
    with workspace_lock(tmp_path, "form import"):
        with workspace_lock(tmp_path, "check"):
            pass
        assert holder_of(tmp_path) is not None


def test_a_living_process_is_waited_for_and_named(tmp_path: Path) -> None:
    other = replace(this_process(), number=os.getppid(), began="")
    held_by(tmp_path, other)
    said = refused(tmp_path)
    assert f"“form import” is writing to this workspace (process {os.getppid()} on {other.host}" in said
    assert f"delete {FOLDER}/lock" in said


def test_another_machine_is_never_taken_over(tmp_path: Path) -> None:
    held_by(tmp_path, replace(a_dead_process(), host="创建办-2", machine="0123abcd"))
    assert "on 创建办-2" in refused(tmp_path)


def test_a_machine_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    held_by(tmp_path, replace(a_dead_process(), machine="0123abcd"))
    refused(tmp_path)


def test_a_dead_process_is_followed(tmp_path: Path) -> None:
    held_by(tmp_path, a_dead_process())
    with workspace_lock(tmp_path, "report") as held:
        assert [remark.text for remark in held.remarks] == [
            "“{command}” was interrupted before it changed any file."
        ]
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the system does not say when a process began"
)
def test_a_number_given_to_another_process_is_not_taken_for_the_dead_one(tmp_path: Path) -> None:
    held_by(tmp_path, replace(this_process(), number=os.getppid(), began="before the last start 17"))
    with workspace_lock(tmp_path, "report"):
        pass


@pytest.mark.parametrize("content", [b"", b"1234\n", b"{}", b"\xff", b"[" * 5_000], ids=str)
def test_a_lock_that_says_nothing_is_not_taken_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "lock").write_bytes(content)
    assert "Another command is writing to this workspace" in refused(tmp_path)


def test_reading_waits_for_nobody_who_has_changed_nothing_yet(tmp_path: Path) -> None:
    held_by(tmp_path, replace(this_process(), number=os.getppid(), began=""))
    assert recover(tmp_path) == ()
    assert (tmp_path / FOLDER / "lock").exists()


def test_the_answer_of_a_shared_folder_that_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def made_but_refused(source: Path, target: Path) -> None:
        link(source, target)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "link", made_but_refused)
    with workspace_lock(tmp_path, "report"):
        assert holder_of(tmp_path) is not None


def test_where_links_fail_the_second_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    with workspace_lock(tmp_path, "form import"):
        monkeypatch.setattr(module, "this_process", lambda: replace(this_process(), number=1, began=""))
        refused(tmp_path)


def test_a_disk_that_can_only_be_read_keeps_nobody_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_by(tmp_path, a_dead_process())

    def refuse(path: Path, *_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(module, "write_new", refuse)
    assert recover(tmp_path) == ()
    with pytest.raises(EcodemoError, match="the disk is read-only"), workspace_lock(tmp_path, "report"):
        pass


RACE = """
import sys, time
from pathlib import Path
from ecodemo.journal.workspace_lock import workspace_lock
root = Path(sys.argv[1])
for _ in range(40):
    with workspace_lock(root, "report"):
        number = int((root / "counter").read_text())
        time.sleep(0.001)
        (root / "counter").write_text(str(number + 1))
"""


@pytest.mark.parametrize("left_behind", [False, True])
def test_of_several_at_once_none_is_lost(tmp_path: Path, *, left_behind: bool) -> None:
    (tmp_path / "counter").write_text("0")
    if left_behind:
        held_by(tmp_path, a_dead_process())
    environment = {**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])}
    running = [
        subprocess.Popen([sys.executable, "-c", RACE, tmp_path], env=environment, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert (tmp_path / "counter").read_text() == "160"
