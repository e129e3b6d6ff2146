"""A province of counties one after another in one process: does it get slower, does it keep anything?

python benchmarks/province.py [COUNTIES]
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from ecodemo.check import session
from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.contents.build import build
from walk.provinces import COUNTIES, counties

DAY = date(2021, 9, 20)
TEN = 10


def seconds(county: Path) -> float:
    """The processor's time for one county, from its files to its report; the machine's other work does not count."""
    start = time.process_time()
    build(session.check(load(county), CheckOptions(), DAY), Speaker(Language.ZH))
    return time.process_time() - start


def peak() -> int:
    """The most memory that this process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Print the last ten counties against the first ten, in time and memory."""
    many = max(2 * TEN, int(sys.argv[1]) if len(sys.argv) > 1 else COUNTIES)
    times: list[float] = []
    peaks: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for county in counties(Path(folder), many):
            times.append(seconds(county))
            peaks.append(peak())
    ratio = statistics.median(times[-TEN:]) / statistics.median(times[:TEN])
    print(
        f"{many} counties, all together / one              {sum(times) / statistics.median(times):8.1f}   goal ≈ {many}"
    )
    print(f"time of a county, last ten / first ten          {ratio:8.2f}   goal ≤ 1.1")
    print(f"peak memory, last county / tenth                {peaks[-1] / peaks[TEN - 1]:8.2f}   goal ≤ 1.05")
    print(f"peak memory                                     {peaks[-1] / 1024:8.0f} MiB")
    print(f"a county                                        {statistics.median(times):8.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
