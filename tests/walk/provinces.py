"""A province of counties, each of the example's size, to be checked one after another in one process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ecodemo.setup.starter import make_workspace, starter

COUNTIES = 122
"""As many counties, cities and districts as Hunan has."""


def counties(folder: Path, many: int = COUNTIES) -> Iterator[Path]:
    """The counties, each with a code of its own, made when asked for; evidence is linked, so it takes no room."""
    first = folder / "example"
    make_workspace(first, starter(example=True))
    text = (first / "data" / "county.yaml").read_text(encoding="utf-8")
    assert text.count("'430923'") == 1
    for number in range(many):
        county = folder / f"{430100 + number}"
        shutil.copytree(first / "data", county / "data")
        shutil.copytree(first / "evidence", county / "evidence", copy_function=os.link)
        for name in ("evidence.sha256", "evidence.facts.csv"):
            (county / name).hardlink_to(first / name)
        written = text.replace("'430923'", f"'{430100 + number}'")
        (county / "data" / "county.yaml").write_text(written, encoding="utf-8")
        yield county
