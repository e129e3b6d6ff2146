"""Packing for acceptance, compared with `zip -0` and `sha256sum` of the same files; the README beside this file says the goal.

python -m benchmarks.package [FILES [BYTES [PAIRS]]]     BYTES is the mean size of a file; 4,000 files of 250,000 unless said otherwise
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.evidence import run
from benchmarks.evidence_set import make

PACK = [sys.executable, "-m", "ecodemo", "--today", "2021-09-20", "pack", "--draft", "-q", "--out"]
STRAIGHT = "zip -0 -q -r ../straight.zip evidence && find evidence -type f -print0 | xargs -0 sha256sum > ../straight.sha256"
_SETTLED = 2.2
"""Seconds until the cache trusts a file that was just written."""


def main(files: str = "4000", size: str = "250000", pairs: str = "3") -> int:
    with tempfile.TemporaryDirectory(prefix="ecodemo-package-") as above:
        root = Path(above) / "county"
        make(root, int(files), int(size))
        time.sleep(_SETTLED)
        ours, straight, peaks = [], [], []
        run([*PACK, "../ours.zip"], root)  # fills the cache
        for _ in range(int(pairs)):
            for leftover in Path(above).glob("*.zip"):
                leftover.unlink()
            packed = run([*PACK, "../ours.zip"], root)
            ours.append(packed.seconds)
            peaks.append(packed.peak)
            straight.append(run(["sh", "-c", STRAIGHT], root).seconds)
        ratio = statistics.median(one / other for one, other in zip(ours, straight, strict=True))
        print(f"{files} files of {size} bytes: {ratio:.2f} of zip -0 and sha256sum (goal 1.3)")
        print(f"peak memory {max(peaks)} MiB (goal 200)")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
