"""How many processes pay: the cores that this process may use, not those that the machine has.

A container or a batch job is given some of them by an affinity, or a share of their time by a quota of its control group.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

_GROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")
_UNIFIED = ""
"""What /proc/self/cgroup calls the controllers of version 2."""


def usable_cores() -> int:
    """The cores that this process may use, at least one."""
    return max(1, min([_affinity(), *_quotas(_GROUPS, _MOUNT)]))


def _affinity() -> int:
    if hasattr(os, "process_cpu_count"):  # from Python 3.13 on, where the user can also say it
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(groups: Path, mount: Path) -> Iterator[int]:
    """What the control groups of this process allow, in whole cores; nothing where they set no limit.

    Of version 2 see https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max), of version 1
    https://docs.kernel.org/scheduler/sched-bwc.html (cpu.cfs_quota_us). A group is also bound by those above it.
    """
    try:
        lines = groups.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, named = line.partition(":")
        controllers, _, path = named.partition(":")
        if controllers == _UNIFIED:
            for folder in _upward(mount, path):
                with suppress(OSError, ValueError):
                    quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
                    yield from _cores(quota, period)
        elif "cpu" in controllers.split(","):
            for top in dict.fromkeys((mount / "cpu", mount / controllers)):
                for folder in _upward(top, path):
                    with suppress(OSError, ValueError):
                        quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii")
                        period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii")
                        yield from _cores(quota, period)


def _upward(mount: Path, path: str) -> Iterator[Path]:
    """The folder of a group and those above it; inside a container only the last may be there."""
    inside = PurePosixPath(path.lstrip("/"))
    if ".." not in inside.parts:
        yield from (mount / part for part in (inside, *inside.parents) if part != PurePosixPath())
    yield mount


def _cores(quota: str, period: str) -> Iterator[int]:
    """Whole cores, a part of one counted as one; nothing for `max` or -1."""
    if quota.strip() != "max" and int(quota) > 0 and int(period) > 0:
        yield -(-int(quota) // int(period))
