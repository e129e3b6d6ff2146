"""A data file without content: what is said of it, and that doing what is said is enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.running import invoke


@pytest.mark.parametrize("content", ["", "# 只剩说明\n", "---\n"])
@pytest.mark.parametrize(
    "name", ["contacts", "objections", "projects", "rectification", "sites", "upload", "waivers"]
)
def test_what_is_said_of_a_file_that_may_have_no_entries_is_enough(
    county: Path, name: str, content: str
) -> None:
    path = county / "data" / f"{name}.yaml"
    path.write_text(content, encoding="utf-8")
    printed = " ".join(invoke("-C", county, "--lang", "en", "check").stdout.split())
    said = re.search(r"The file is empty\. If there is nothing to enter, write: (\w+: \[\])", printed)
    assert said, printed
    path.write_text(f"{said[1]}\n", encoding="utf-8")
    assert "SC" not in invoke("-C", county, "--lang", "en", "check").stdout


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("county.yaml", "county:, bids:, phases:"),
        ("townships.yaml", "townships:"),
        ("progress/forestry.yaml", "unit:"),
    ],
)
def test_a_file_that_is_needed_is_to_be_restored(county: Path, name: str, keys: str) -> None:
    (county / "data" / name).write_text("", encoding="utf-8")
    printed = " ".join(invoke("-C", county, "--lang", "en", "check").stdout.split())
    assert f"data/{name}:1:1" in printed
    assert f"Restore an earlier copy; it must contain {keys}." in printed
