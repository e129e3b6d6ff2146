"""Temporary files of dead processes are removed; anything else stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ecodemo.ownership import remove_leftovers, temporary_name, temporary_prefix


def test_only_what_dead_processes_of_this_machine_left_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    own = f"-{os.getpid()}-"
    dead = f"-{ended.pid}-"
    left = [temporary_name("收件登记.csv").replace(own, dead), temporary_name("x").replace(own, dead)]
    kept = [
        temporary_name("written now"),
        "download.part",
        ".county.yaml.abcdef.part",
        f"ecodemo-{ended.pid}-00000000-x",
        f"{left[0]}.pdf",
        f"25-1 ecodemo{dead}.pdf",
    ]
    for name in (*left, *kept):
        (tmp_path / name).write_bytes(b"")
    unpacked = tmp_path / f"{temporary_prefix()}k2x_9".replace(own, dead)
    (unpacked / "00000").mkdir(parents=True)
    (unpacked / "00000" / "00001").write_bytes(b"x")
    remove_leftovers(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(kept)


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(b"x")
    link = tmp_path / f"{temporary_prefix()}x".replace(f"-{os.getpid()}-", f"-{ended.pid}-")
    link.symlink_to(tmp_path / "folder")
    remove_leftovers(tmp_path)
    assert not link.is_symlink()
    assert (tmp_path / "folder" / "file").exists()


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "none")
