"""Run tests on the oldest libraries that pyproject.toml allows, for its lower bounds are promises too.

python scripts/lowest.py                 the tests below, in an environment made for them
python scripts/lowest.py tests/forms     others

What the libraries need themselves is the newest that fits; pip picks the newest of everything in every other run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
TESTS = (
    "tests/golden/test_golden.py",  # workbooks, terminal and JSON, byte by byte
    "tests/test_startup.py",  # what typer and rich load by themselves
    "tests/formats/test_picture.py",
    "tests/unit/load",
)


def main() -> int:
    """The exit code of pytest, or of what kept the environment from being made."""
    with TemporaryDirectory() as folder:
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        uv = (sys.executable, "-m", "uv", "--quiet")
        for command in (
            (*uv, "venv", "--python", sys.executable, folder),
            (*uv, "pip", "install", "--python", python, "--resolution", "lowest-direct", f"{ROOT}[test]"),
        ):
            if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
                return code
        tests = sys.argv[1:] or TESTS
        return subprocess.run(
            (python, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *tests),
            cwd=ROOT,
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
