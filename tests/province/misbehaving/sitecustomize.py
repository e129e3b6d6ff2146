"""On the path of a process that judges a county: the county's folder says how it misbehaves, once it is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

EAT = "import time; eaten = bytearray(400_000_000); eaten[::4096] = b'x' * len(eaten[::4096]); time.sleep(60)"


def misbehave(root: Path) -> None:
    if (root / "hangs").exists():
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
        (root / "hangs").write_text(f"{os.getpid()} {child.pid}", encoding="ascii")
        time.sleep(120)
    if (root / "eats").exists():
        exec(EAT)  # noqa: S102
    if (root / "eats-much").exists():
        bytearray(1 << 40)
    if (root / "child-eats").exists():
        subprocess.run([sys.executable, "-c", EAT], check=False)
    if (root / "crashes").exists():
        os.abort()
    if (root / "raises").exists():
        raise ValueError("broken on purpose")
    while (root / "talks").exists():
        os.write(2, b"and on and on " * 1000 + b"\n")


def patch() -> None:
    from ecodemo.load import workspace

    load = workspace.load

    def loaded(root: Path, *arguments: Any, **named: Any) -> Any:
        misbehave(root)
        return load(root, *arguments, **named)

    workspace.load = loaded


if "ecodemo.province.county_process" in sys.orig_argv:
    patch()
