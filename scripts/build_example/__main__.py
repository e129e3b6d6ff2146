"""`python scripts/build_example [--out DIR]`, or `python -m scripts.build_example` at the top of the checkout."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    # Run as a folder, Python knows neither this package nor the one below src.
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from scripts.build_example.build import build

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "examples" / "anhua", help="the folder to write anew"
    )
    print(build(ROOT, parser.parse_args().out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
