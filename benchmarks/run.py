"""Ratios of whole processes, A B A B …, as the README beside this file says.

python benchmarks/run.py [PAIRS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
NOBODY = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid"]


def seconds(command: Sequence[str], folder: Path) -> float:
    """How long a command takes, as a whole process."""
    start = time.perf_counter()
    ended = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    took = time.perf_counter() - start
    if ended.returncode not in (0, 1):
        raise SystemExit(f"{command}: {ended.stderr.decode()}")
    return took


def ratio(ours: Sequence[str], yardstick: Sequence[str], folder: Path, pairs: int) -> float:
    """The median over the pairs of how many times as long ours takes."""
    seconds(ours, folder), seconds(yardstick, folder)
    return statistics.median(seconds(ours, folder) / seconds(yardstick, folder) for _ in range(pairs))


def main() -> int:
    """Print every ratio beside its goal."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    nothing = [PYTHON, "-c", "pass"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        subprocess.run(
            [PYTHON, "-m", "ecodemo", "init", "demo", "--example", "-q"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        load = [PYTHON, str(HERE / "load_only.py"), "demo"]
        schemas = [PYTHON, str(HERE / "jsonschema_only.py"), "demo"]
        ours = [PYTHON, str(HERE / "workbook.py"), "ours", "demo"]
        straight = [PYTHON, str(HERE / "workbook.py"), "straight", "demo"]
        subprocess.run([PYTHON, str(HERE / "workbook.py"), "prepare", "demo"], cwd=folder, check=True)
        subprocess.run([PYTHON, str(HERE / "packs.py"), "prepare", "demo"], cwd=folder, check=True)
        export = [PYTHON, "-m", "ecodemo", "-C", "demo", "form", "export", "--out", "demo/packs"]
        zips = [PYTHON, str(HERE / "packs.py"), "straight", "demo"]
        imported = [PYTHON, str(HERE / "packs.py"), "imported", "demo"]
        read = [PYTHON, str(HERE / "packs.py"), "read", "demo"]
        for arguments in (["init", "-q"], ["add", "-A"], [*NOBODY, "commit", "-qm", "begin"]):
            subprocess.run(["git", *arguments], cwd=folder / "demo", check=True)
        check = [PYTHON, "-m", "ecodemo", "-C", "demo", "check", "-q"]
        goals = (
            ("--version / python -c pass", [PYTHON, "-m", "ecodemo", "--version"], nothing, 2.5),
            ("--help / python -c pass", [PYTHON, "-m", "ecodemo", "--help"], nothing, 10.0),
            ("load and validate / check-jsonschema", load, schemas, 0.7),
            ("status workbook / straight XlsxWriter", ours, straight, 3.5),
            ("packs out / straight openpyxl", export, zips, 4.0),
            ("packs in / reading by openpyxl", imported, read, 3.0),
            ("check --changed-since / check", [*check, "--changed-since=HEAD"], check, 1.3),
        )
        for name, command, yardstick, goal in goals:
            print(f"{name:<42}{ratio(command, yardstick, folder, pairs):6.2f}   goal ≤ {goal}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
