"""Running the command line with an environment that is known: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn
from unittest.mock import patch

import ecodemo as package
from ecodemo.__main__ import run as run_here
from parsing import parsed_once
from reading import plain_read_here

SOURCE = Path(package.__file__).parents[1]
TODAY = "2021-09-20"


@dataclass(frozen=True)
class Result:
    """How a command ended and what it printed."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def clean(self) -> bool:
        """Whether no traceback reached the user."""
        return "Traceback" not in self.stdout + self.stderr


def environment(**changes: str) -> dict[str, str]:
    """An environment without anything that would choose language, colour or width."""
    names = (
        "PATH",
        "HOME",
        "TMPDIR",
        "VIRTUAL_ENV",
        "XDG_CACHE_HOME",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
    )
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(SOURCE),
        "LC_ALL": "C.UTF-8",
        "ECODEMO_READ": "no",
        **changes,
    }


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "ecodemo", *map(str, arguments)]


def invoke(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    keeps_screens: bool = False,
) -> Result:
    """`ecodemo ARGUMENTS` in this process; what `env` names is added to a known environment.

    Streams, folder, environment and warnings are the process's own again when it returns.
    """
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="") for _ in "12"
    )
    streams, folder, before = (sys.stdout, sys.stderr), Path.cwd(), dict(os.environ)
    known = environment(**(env or {}))
    os.environ.clear()
    os.environ.update(known)
    try:
        os.chdir(cwd or folder)
        sys.stdout, sys.stderr = out, err
        with parsed_once(), plain_read_here(), warnings.catch_warnings():
            # calls of typer and apprise, which users do not see
            warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*click|'imghdr'")
            with patch("typer.main.get_params_from_function", _options_read_once()):
                code = run_here([str(argument) for argument in arguments], keeps_screens=keeps_screens)
    finally:
        sys.stdout, sys.stderr = streams
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
    return Result(int(code), *(_written(stream) for stream in (out, err)))


@cache
def _options_read_once() -> Callable[..., Any]:
    """As typer reads the options of a command from its function, which stay what they are."""
    from typer.utils import get_params_from_function

    return cache(get_params_from_function)


def process(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 600,
) -> Result:
    """`ecodemo ARGUMENTS` in a process of its own: for what a new interpreter decides, or a signal ends."""
    return run(command(*arguments), cwd=cwd, env=env, timeout=timeout)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")  # as of a process


def scripted(script: str, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Result:
    """`python -c SCRIPT ARGUMENTS` in a process split off from this one, where the libraries are loaded already.

    It may change what it likes before it calls `main`, and may be killed.
    """
    if not hasattr(os, "fork"):
        return run([sys.executable, "-c", script, *map(str, arguments)], env=env)
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if not child:
            _become(script, ["-c", *map(str, arguments)], env or {}, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        printed = []
        for stream in (out, err):
            stream.seek(0)
            printed.append(stream.read().decode("utf-8"))
    return Result(os.waitstatus_to_exitcode(status), *printed)


def _become(script: str, arguments: list[str], env: Mapping[str, str], out: int, err: int) -> NoReturn:
    code: object = 1
    try:
        known = environment(**env)
        os.environ.clear()
        os.environ.update(known)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115, PTH123
        sys.argv = arguments
        warnings.resetwarnings()
        exec(script, {"__name__": "__main__"})  # noqa: S102
        code = 0
    except SystemExit as ending:
        code = ending.code or 0
    except BaseException:  # noqa: BLE001 - nothing of the tests' own process may go on here
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code if isinstance(code, int) else 1)


def run(
    arguments: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 600,
) -> Result:
    ended = subprocess.run(
        arguments,
        cwd=cwd,
        env=environment(**(env or {})),
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)
