"""Make the bundles for computers without network: `python -m scripts.offline_bundle OUT`, on one that has it.

Each is a folder and a zip of it: wheels, an installer that makes a private environment, a starter, a page on how to use
it, and the sha256 of every file. `--python-embed ZIP` puts Python itself into the one for Windows: python.org's
“Windows embeddable package (64-bit)”, which is not fetched here.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.offline_bundle.build import BundleError, build
from scripts.offline_bundle.platforms import PLATFORMS, PYTHONS


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.offline_bundle",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("out", type=Path, help="an empty or new folder")
    parser.add_argument("--platform", action="append", choices=sorted(PLATFORMS), help="default: all")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    parser.add_argument("--python-embed", type=Path, metavar="ZIP")
    parser.add_argument("--wheel", type=Path, help="of ecodemo; default: built from this checkout")
    given = parser.parse_args()
    try:
        made = build(
            given.out,
            [PLATFORMS[name] for name in given.platform or PLATFORMS],
            given.python or PYTHONS,
            wheel=given.wheel,
            embedded=given.python_embed,
        )
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(map(str, made)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
