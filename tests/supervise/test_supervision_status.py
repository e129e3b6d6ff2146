"""`status` of the group whose role is supervision: slips, the open ledger, what can be closed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.running import invoke

NO_FINDING = "EV104 0123456789abcdef"


def status(root: Path, group: str) -> str:
    ran = invoke("-C", root, "--lang", "en", "status", "--group", group, env={"COLUMNS": "120"})
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def test_it_shows_the_units_that_get_a_slip_and_the_open_ledger(example: Path) -> None:
    shown = status(example, "supervision")
    units = json.loads(invoke("-C", example, "--lang", "en", "supervise", "-f", "json").stdout)["units"]
    slips = [unit for unit in units if unit["colour"]]
    assert f"Units that get a slip: {len(slips)}\n" in shown
    for unit in slips:
        assert re.search(rf"^ {unit['standing']['name']} +{unit['colour']} ", shown, re.MULTILINE)
    entries = [entry for unit in units for entry in unit["rectification"]]
    late = sum(entry["days_late"] > 0 for entry in entries)
    assert f"Open ledger entries: {len(entries)} ({late} overdue)\n" in shown
    assert {entry["no"] for entry in entries} == set(re.findall(r"^ (ZG-\d+) ", shown, re.MULTILINE))
    assert "closed by the responsible unit" in shown
    assert shown.endswith("Entries that can be closed: 0\n")


def test_its_counts_are_those_of_supervise(example: Path) -> None:
    shown = status(example, "supervision")
    units = json.loads(invoke("-C", example, "--lang", "en", "supervise", "-f", "json").stdout)["units"]
    for unit in (unit for unit in units if unit["colour"]):
        row = unit["standing"]
        name = re.escape(row["name"])
        found = re.search(rf"^ {name}.* {unit['colour']} +(\d+) +(\d+) +(\d+)", shown, re.MULTILINE)
        replaced = sum(item["standing"] == "to be replaced" for item in unit["items"])
        assert found
        assert tuple(map(int, found.groups())) == (row["overdue"], row["returned"], replaced)


def test_an_unknown_group_is_answered_with_the_names_of_groups(example: Path) -> None:
    ran = invoke("-C", example, "status", "--group", "X")
    assert ran.exit_code == 2
    assert "督查考核组" in ran.stderr
    assert "supervision" in ran.stderr


@pytest.mark.long
def test_it_proposes_the_closings_that_supervise_ledger_proposes(own_example: Path) -> None:
    ledger = own_example / "data" / "rectification.yaml"
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(
        text.replace("'no': ZG-004\n", f"'no': ZG-004\n  finding: {NO_FINDING}\n"), encoding="utf-8"
    )
    proposed = invoke("-C", own_example, "--lang", "en", "supervise", "ledger", "--dry-run", "-q").stdout
    assert "its finding is gone" in proposed
    assert status(own_example, "supervision").endswith(f"Entries that can be closed: 1\n{proposed}")


@pytest.mark.long
def test_the_role_decides_and_not_the_name(own_example: Path) -> None:
    groups = own_example / "data" / "groups.yaml"
    text = groups.read_text(encoding="utf-8")
    assert "Units that get a slip" not in status(own_example, "environment")
    text = text.replace("  role: supervision\n", "")
    groups.write_text(
        text.replace("- id: environment\n", "- id: environment\n  role: supervision\n"), encoding="utf-8"
    )
    assert "Units that get a slip" in status(own_example, "environment")
    assert "Units that get a slip" not in status(own_example, "supervision")
