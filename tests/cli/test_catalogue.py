"""`ecodemo evidence catalogue`: what it writes, the same in both formats, and when there is nothing to write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import invoke

TODAY = ("--today", "2021-09-20")
NAME = "catalogue-provincial-2021-2021-09-20"


def cells(line: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", cell).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def rows_of_markdown(text: str) -> list[list[str]]:
    """The rows of the boxes, and then of their sums, without heads."""
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [row for row in map(cells, lines) if row[0] in ("", "V") or row[0].isdigit()]


def rows_of_sheet(sheet: Any) -> list[list[str]]:
    lines = [
        ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(3, values_only=True)
    ]
    return [row for row in lines if any(row[1:])]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_formats_list_the_same_rows_and_sums(example: Path, tmp_path: Path, lang: str) -> None:
    ran = invoke("-C", example, *TODAY, "--lang", lang, "evidence", "catalogue", "--out", tmp_path)
    assert ran.exit_code == 0
    assert ran.stdout.split() == [str(tmp_path / f"{NAME}.md"), str(tmp_path / f"{NAME}.xlsx")]
    text = (tmp_path / f"{NAME}.md").read_text(encoding="utf-8")
    listed, summed = openpyxl.load_workbook(tmp_path / f"{NAME}.xlsx").worksheets
    in_sheets = [*rows_of_sheet(listed), *rows_of_sheet(summed)]
    assert rows_of_markdown(text) == in_sheets
    *boxes, whole = rows_of_sheet(summed)
    rows = rows_of_sheet(listed)
    assert [sum(int(box[column]) for box in boxes) for column in (2, 3, 4, 5)] == [*map(int, whole[2:6])]
    assert int(whole[2]) + int(whole[5]) == len(rows)
    assert int(whole[3]) == sum(int(row[7] or 0) for row in rows)
    assert int(whole[4]) + int(whole[5]) == sum(not row[7] for row in rows)
    assert len({row[1] for row in rows}) == len(rows)
    assert [int(number) for number in re.findall(r"\d+", ran.stderr)] == [*map(int, whole[2:6])]
    note = "示例：数值为编造" if lang == "zh" else "Example: all values are made up"
    assert f"> **{note}**" in text
    assert str(listed["A1"].value).startswith(note)


@pytest.mark.long
def test_the_status_workbook_counts_the_same_pages(example: Path, tmp_path: Path) -> None:
    """Of documents that prove one year with one file, so that both papers have a row for each."""
    for command in (("evidence", "catalogue"), ("report",)):
        assert invoke("-C", example, *TODAY, *command, "-f", "xlsx", "--out", tmp_path).exit_code == 0
    [status] = tmp_path.glob("status-*.xlsx")
    pages = {
        row[1]: row[7]
        for row in rows_of_sheet(openpyxl.load_workbook(tmp_path / f"{NAME}.xlsx").worksheets[0])
    }
    compared = 0
    for number, _, unit, year, *_, files, counted in (
        row[:9] for row in rows_of_sheet(openpyxl.load_workbook(status)["佐证"])
    ):
        if files and "\n" not in files and f"{number}/{year}@{unit}" in pages:
            assert pages[f"{number}/{year}@{unit}"] == counted
            compared += 1
    assert compared > 50


def test_a_part_is_listed_for_units_and_indicators(small_workspace: Path, tmp_path: Path) -> None:
    ran = invoke(
        *("-C", small_workspace, *TODAY, "evidence", "catalogue", "-f", "md", "--out", tmp_path),
        *("--unit", "东山镇", "--indicator", "25"),
    )
    assert ran.exit_code == 0
    text = (tmp_path / f"{NAME}.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")][:-1] == [
        "## 25 农业废弃物综合利用率"
    ]
    assert "仅列部分：东山镇、农业废弃物综合利用率。" in text


def test_another_bid_has_a_list_of_its_own(example: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C",
        example,
        *TODAY,
        "evidence",
        "catalogue",
        "--bid",
        "national-2025",
        "-f",
        "md",
        "--out",
        tmp_path,
    )
    assert ran.exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue-national-2025-2021-09-20.md"]


@pytest.mark.parametrize(
    "arguments",
    [("--unit", "no-such"), ("--bid", "no-such"), ("--indicator", "no-such"), ("-f", "docx"), ("-f", ",")],
    ids=str,
)
def test_what_is_not_known_is_2(small_workspace: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = invoke("-C", small_workspace, "evidence", "catalogue", "--out", tmp_path / "out", *arguments)
    assert (ran.exit_code, ran.clean) == (2, True)
    assert not (tmp_path / "out").exists()


def test_nothing_to_list_is_3(county: Path) -> None:
    for file in (county / "evidence").rglob("*"):
        if file.is_file() and "林业局" in str(file):
            file.unlink()
    ran = invoke("-C", county, *TODAY, "--lang", "en", "evidence", "catalogue", "--unit", "forestry")
    assert ran.exit_code == 3
    assert "No files to list." in ran.stderr
    assert not (county / "reports").exists()


def test_data_that_cannot_be_loaded_are_2(county: Path) -> None:
    (county / "data" / "townships.yaml").write_text("townships: x\n", encoding="utf-8")
    assert invoke("-C", county, "evidence", "catalogue").exit_code == 2


def test_a_block_of_the_workspace_wins(county: Path) -> None:
    folder = county / "templates" / "blocks"
    folder.mkdir(parents=True)
    (folder / "catalogue.title.md.j2").write_text("# 目录，共{{ catalogue.files }}件", encoding="utf-8")
    assert invoke("-C", county, *TODAY, "evidence", "catalogue", "-f", "md").exit_code == 0
    text = (county / "reports" / f"{NAME}.md").read_text(encoding="utf-8")
    assert re.match(r"# 目录，共\d+件\n", text)
