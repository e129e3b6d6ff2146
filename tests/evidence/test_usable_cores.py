"""The cores that a process may use: an affinity and the quotas of control groups count, not what the machine has."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from ecodemo.evidence import usable_cores as module
from ecodemo.evidence.usable_cores import usable_cores


def cores_with(
    monkeypatch: pytest.MonkeyPatch, folder: Path, groups: str, files: Mapping[str, str], affinity: int = 64
) -> int:
    (folder / "cgroup").write_text(groups)
    for name, content in files.items():
        (folder / "mount" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "mount" / name).write_text(content)
    monkeypatch.setattr(module, "_GROUPS", folder / "cgroup")
    monkeypatch.setattr(module, "_MOUNT", folder / "mount")
    monkeypatch.setattr(module, "_affinity", lambda: affinity)
    return usable_cores()


V1 = "4:cpu,cpuacct:/docker/ab\n1:name=systemd:/docker/ab\n"


@pytest.mark.parametrize(
    ("groups", "files", "cores"),
    [
        ("0::/\n", {"cpu.max": "200000 100000\n"}, 2),
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 2),
        ("0::/\n", {"cpu.max": "5000 100000\n"}, 1),
        ("0::/\n", {"cpu.max": "max 100000\n"}, 64),
        ("0::/job/step\n", {"job/cpu.max": "300000 100000\n", "job/step/cpu.max": "max 100000\n"}, 3),
        ("0::/unseen\n", {"cpu.max": "400000 100000\n"}, 4),
        ("0::/../..\n", {"cpu.max": "400000 100000\n"}, 4),
        (V1, {"cpu/docker/ab/cpu.cfs_quota_us": "250000", "cpu/docker/ab/cpu.cfs_period_us": "100000"}, 3),
        (V1, {"cpu,cpuacct/cpu.cfs_quota_us": "100000", "cpu,cpuacct/cpu.cfs_period_us": "50000"}, 2),
        (V1, {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 64),
        ("0::/\n", {"cpu.max": "nonsense"}, 64),
        ("0::/\n", {"cpu.max": "100000 0"}, 64),
        ("", {}, 64),
    ],
)
def test_a_quota_bounds_them(
    groups: str, files: Mapping[str, str], cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cores_with(monkeypatch, tmp_path, groups, files) == cores


def test_an_affinity_below_the_quota_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"cpu.max": "400000 100000\n"}
    assert cores_with(monkeypatch, tmp_path, "0::/\n", files, affinity=1) == 1


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system has no affinity to set")
def test_the_affinity_of_this_process_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_GROUPS", tmp_path / "none")
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, before)
