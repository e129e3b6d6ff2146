"""What the workers of the tests do; they import it by this name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def squared(number: int) -> int:
    return number * number


def deadly_three(number: int) -> int:
    """Kills its worker, every time, for one of the tasks."""
    time.sleep(0.2)
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def noted(task: tuple[str, int]) -> int:
    """Says where it is at work before it is done."""
    folder, number = task
    Path(folder, f"{number}-{os.getpid()}").touch()
    time.sleep(1)
    return number


def by_a_child(number: int) -> int:
    """Done by a process of its own."""
    asked = subprocess.run(
        [sys.executable, "-c", f"print({number} + 1)"], capture_output=True, text=True, check=True
    )
    return int(asked.stdout)


def raising(number: int) -> int:
    raise ValueError(number)
