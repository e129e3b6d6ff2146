"""The lock of the example and the facts of its files, as `ecodemo evidence lock` writes them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ecodemo.check.locking import plan_lock, write_lock
from ecodemo.check.session import take_survey
from ecodemo.evidence import facts_table
from ecodemo.evidence.lock_file import NAME
from ecodemo.load.workspace import load

_ON = date(2021, 9, 18)
"""The Saturday before the day of the example."""


def lock(root: Path, out: Path, since: Iterable[str]) -> None:
    """Lock the files below `out`, with the starter data of `root` where the example has none of its own.

    Args:
        root: the checkout.
        out: the example.
        since: paths below evidence/ of what came after that day.
    """
    with tempfile.TemporaryDirectory() as scratch:
        county = Path(scratch)
        for source in (root / "data", out / "data"):
            shutil.copytree(source, county / "data", dirs_exist_ok=True)
        shutil.copytree(out / "evidence", county / "evidence")
        for path in since:
            (county / "evidence" / path).unlink()
        workspace = load(county).workspace
        assert workspace is not None  # noqa: S101 - it was loaded to write the evidence
        surveyed = take_survey(county, workspace, use_cache=False)
        write_lock(county, plan_lock(county, workspace, surveyed, _ON, update=False))
        for name in (NAME, facts_table.NAME):
            shutil.copy(county / name, out / name)
