"""Write all outputs of the example, in both languages, so that two versions can be compared byte by byte.

python scripts/outputs.py OUT        with the version that is installed, or that PYTHONPATH names; then: diff -r BEFORE AFTER
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit", "csv")
SCREENS = (
    ("status",),
    ("status", "--unit", "longtang"),
    ("status", "--group", "environment"),
    ("status", "--indicator", "farm-waste"),
    ("evidence", "list"),
    ("form", "status"),
    ("form", "status", "-f", "csv"),
    ("form", "status", "-f", "json"),
    (),
    ("rules",),
)


def main(out: Path) -> None:
    """Make the example, and run every command that only reads it or writes beside it."""
    with TemporaryDirectory() as temporary:
        demo = Path(temporary) / "demo"
        _run(["init", str(demo), "--example", "-q"], Path(temporary), {})
        for language in ("zh", "en"):
            folder = out / language
            folder.mkdir(parents=True)
            for format_ in CHECKS:
                _write(folder / f"check.{format_}", ["check", "-f", format_], demo, language)
            for number, command in enumerate(SCREENS):
                for width in ("80", "120"):
                    name = "-".join((str(number), *command, width))
                    _write(folder / f"{name}.txt", list(command), demo, language, COLUMNS=width)
            papers = ["--kind", "phase,status,four-properties", "--out", str(folder / "reports")]
            _run(["report", *papers], demo, {"ECODEMO_LANG": language})
            _run(
                ["evidence", "catalogue", "--out", str(folder / "reports")], demo, {"ECODEMO_LANG": language}
            )
        _run(["form", "export", "--out", str(out / "packs")], demo, {})


def _write(file: Path, command: list[str], demo: Path, language: str, **environment: str) -> None:
    file.write_bytes(_run(command, demo, {"ECODEMO_LANG": language, **environment}))


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> bytes:
    ran = subprocess.run(
        [sys.executable, "-m", "ecodemo", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr.decode())
    return ran.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
