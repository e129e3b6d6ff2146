"""Write which versions are installed by hash: the libraries of ecodemo for CI, and the tools that build a release.

python scripts/lock.py

It takes the newest that pyproject.toml allows, for every system and every Python at once, so it needs a network.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ROOT / "src" / "ecodemo" / "setup" / "requirements.txt"
RELEASE = ROOT / ".github" / "release-requirements.txt"


def main() -> int:
    """The exit code of what could not be resolved, else 0."""
    for file, options in ((LIBRARIES, ()), (RELEASE, ("--group", "release"))):
        command = (
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade", "--generate-hashes"),
            *("--no-header", "--no-annotate", "--python-version", "3.11", "--output-file", str(file)),
        )  # fmt: skip
        source = () if options else ("pyproject.toml",)
        if code := subprocess.run((*command, *options, *source), cwd=ROOT, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
