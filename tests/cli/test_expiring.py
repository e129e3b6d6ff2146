"""What runs out within thirty days: in the state, in `check -v`, and in what `ecodemo` alone prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import invoke
from support import edit


def report(folder: Path, today: str) -> dict[str, Any]:
    ran = invoke("-C", folder, "--lang", "en", "--today", today, "check", "-f", "json")
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded


@pytest.mark.parametrize(
    ("today", "listed"),
    [("2021-11-30", 0), ("2021-12-01", 1), ("2021-12-31", 1), ("2022-01-01", 0)],
)
def test_a_waiver_is_listed_in_its_last_thirty_days(county: Path, today: str, listed: int) -> None:
    waiver = {"until": "2021-12-31", "kind": "waiver", "about": "EV104 07-2 2018", "unit": ""}
    assert report(county, today)["state"]["expiring"] == [waiver] * listed


def test_an_extension_is_listed_with_its_unit(county: Path) -> None:
    [extension] = report(county, "2021-06-10")["state"]["expiring"]
    assert extension == {"until": "2021-06-30", "kind": "extension", "about": "25-1", "unit": "xihe"}


def test_the_validity_of_a_document_is_listed_earliest_first(county: Path) -> None:
    edit(
        county / "data" / "progress" / "dongshan.yaml",
        "requirement: 00-2, received: 2021-08-30",
        "requirement: 00-2, received: 2021-08-30, valid: [2020-01-01, 2021-12-20]",
    )
    checked = report(county, "2021-12-05")
    assert [(entry["until"], entry["kind"]) for entry in checked["state"]["expiring"]] == [
        ("2021-12-20", "validity"),
        ("2021-12-31", "waiver"),
    ]
    row = checked["expiring"][0]
    assert row["what"].startswith("00-2 ")
    assert row["unit"]


@pytest.mark.parametrize("arguments", [("-v", "check"), ()], ids=["check -v", "ecodemo"])
def test_it_is_printed(county: Path, arguments: tuple[str, ...]) -> None:
    ran = invoke("-C", county, "--lang", "en", "--today", "2021-12-05", *arguments)
    assert "Expires within 30 days\n  2021-12-31  waiver  EV104 07-2 2018\n" in ran.stdout


def test_a_check_without_v_does_not_print_it(county: Path) -> None:
    ran = invoke("-C", county, "--lang", "en", "--today", "2021-12-05", "check")
    assert "Expires within" not in ran.stdout
