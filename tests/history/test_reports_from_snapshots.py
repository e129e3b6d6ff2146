"""Reports that look back: the weekly report takes the right snapshot, the workbook and the board all of the bid."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from cli.running import Result, invoke

DAY = "2021-09-20"
"""A Monday; its week begins on the 13th."""


def snapshots(county: Path, *days: str) -> list[Path]:
    for day in days:
        assert invoke("-C", county, "--today", day, "snapshot").exit_code == 0
    return [county / "history" / f"{day}.json" for day in days]


def report(county: Path, kind: str, format_: str) -> Result:
    return invoke(
        "-C", county, "--today", DAY, "--lang", "zh", "report", "--kind", kind, "--format", format_
    )  # fmt: skip


def weekly(county: Path) -> str:
    ran = report(county, "weekly", "md")
    assert ran.exit_code == 0, ran.stderr
    return Path(ran.stdout.strip()).read_text(encoding="utf-8")


def test_the_week_is_compared_with_the_last_snapshot_up_to_its_first_day(county: Path) -> None:
    snapshots(county, "2021-07-01", "2021-09-13", "2021-09-15")
    text = weekly(county)
    assert "上期数据取自9月13日留存的进展数据。" in text
    assert "| 上周 |" in text
    assert "历次达标且佐证材料齐全项数：7月1日 " in text
    assert text == weekly(county)


def test_a_snapshot_of_another_bid_is_passed_over(county: Path) -> None:
    [old, other] = snapshots(county, "2021-07-01", "2021-09-13")
    state = json.loads(other.read_bytes())
    other.write_text(json.dumps({**state, "bid": "another"}), encoding="utf-8")
    text = weekly(county)
    assert f"上期数据取自{int(old.stem[5:7])}月1日留存的进展数据。" in text
    assert "| 7月1日 |" in text


def test_a_damaged_snapshot_is_named_and_nothing_is_written(county: Path) -> None:
    [path] = snapshots(county, "2021-09-13")
    path.write_bytes(path.read_bytes()[:100])
    ran = report(county, "weekly", "md")
    assert ran.exit_code == 2
    assert "2021-09-13.json" in ran.stderr
    assert not list(county.glob("reports/weekly*"))


def test_the_workbook_has_the_snapshots_as_a_table_with_a_chart(county: Path) -> None:
    ran = report(county, "status", "xlsx")
    plain = openpyxl.load_workbook(ran.stdout.strip())
    snapshots(county, "2021-07-01", "2021-09-13")
    book = openpyxl.load_workbook(report(county, "status", "xlsx").stdout.strip())
    days = [row[0] for row in book["历次进展"].iter_rows(min_row=3, values_only=True)]
    assert days == ["2021-07-01", "2021-09-13", DAY]
    assert "历次进展" not in plain.sheetnames
    charts = [len(vars(each["总览"])["_charts"]) for each in (plain, book)]
    assert charts[1] == charts[0] + 1
