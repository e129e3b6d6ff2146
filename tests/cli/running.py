"""Running the command line as its users do: in a process of its own, with an environment that is known."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ecodemo as package

SOURCE = Path(package.__file__).parents[1]
TODAY = "2021-09-20"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def clean(self) -> bool:
        """Whether no traceback reached the user."""
        return "Traceback" not in self.out + self.err


def environment(**changes: str) -> dict[str, str]:
    """An environment without anything that would choose language, colour or width."""
    names = ("PATH", "HOME", "TMPDIR", "VIRTUAL_ENV", "XDG_CACHE_HOME")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", **changes}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "ecodemo", *map(str, arguments)]


def ecodemo(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 60
) -> Ran:
    """`ecodemo ARGUMENTS`; what `env` names is added to a known environment."""
    return run(command(*arguments), cwd=cwd, env=env, timeout=timeout)


def run(
    arguments: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> Ran:
    ended = subprocess.run(
        arguments,
        cwd=cwd,
        env=environment(**(env or {})),
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)
