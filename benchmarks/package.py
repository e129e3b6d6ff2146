"""Packing for acceptance, compared with `zip -0` and `sha256sum` of the same files; the README beside this file says the goal.

python -m benchmarks.package [FILES [BYTES [PAIRS]]]     BYTES is the mean size of a file; 20,000 files of 250,000 unless said otherwise
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Command, Measured, peak, ratio

HERE = Path(__file__).resolve().parent
PACK = (
    sys.executable,
    "-m",
    "ecodemo",
    "--today",
    "2021-09-20",
    "pack",
    "--draft",
    "-q",
    "--out",
    "../ours.zip",
)
STRAIGHT = (
    "rm -f ../straight.zip; zip -0 -q -r ../straight.zip evidence"
    " && find evidence -type f -print0 | xargs -0 sha256sum > ../straight.sha256"
)
_SETTLED = 2.2
"""Seconds until the cache trusts a file that was just written."""


def main(files: str = "20000", size: str = "250000", pairs: str = "3") -> int:
    with tempfile.TemporaryDirectory(prefix="ecodemo-package-") as above:
        os.environ["XDG_CACHE_HOME"] = str(Path(above) / "cache")
        root = Path(above) / "county"
        # By a process of its own, since the peak of a child counts its parent's.
        subprocess.run([sys.executable, "-m", "benchmarks.evidence_set", str(root), files, size], check=True)
        time.sleep(_SETTLED)
        ours = Command(PACK, root)
        found = ratio(ours, Command(("sh", "-c", STRAIGHT), root), int(pairs))
        print(f"{files} files of {size} bytes")
        print(f"processor time / zip -0 and sha256sum {_said(found)} (goal 1.3)")
        print(f"peak memory {_said(peak(ours, 1))} MiB (goal 200)")
    return 0


def _said(found: Measured) -> str:
    return f"{found.median:.2f} ({found.least:.2f} to {found.most:.2f})"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
