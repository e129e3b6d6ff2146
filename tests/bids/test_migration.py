"""`report --kind migration` and `standards diff`."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from bids.next_county import NEXT, follow, run
from cli.running import invoke

pytestmark = pytest.mark.usefixtures("parses_once")


@pytest.fixture
def both(county: Path) -> Path:
    return follow(county)


def _written(root: Path, out: Path, *words: str, lang: str = "en") -> dict[str, Path]:
    ran = run(root, "report", "--kind", "migration", *words, "--out", out, lang=lang)
    assert ran.exit_code == 0, ran.stderr
    return {Path(line).suffix: Path(line) for line in ran.stdout.splitlines()}


def _summary(text: str) -> str:
    """The first line below the title and the notice of an example."""
    return next(line for line in text.splitlines() if " newly owed." in line)


def test_the_first_line_says_what_carries_over_what_fails_and_what_is_owed(
    both: Path, tmp_path: Path
) -> None:
    files = _written(both, tmp_path / "out", "--bid", NEXT, "-f", "md,docx,xlsx")
    assert set(files) == {".md", ".docx", ".xlsx"}
    assert files[".md"].name == f"migration-{NEXT}-2022-01-10.md"
    text = files[".md"].read_text(encoding="utf-8")
    assert _summary(text).startswith("2 of 3 rows carry over, 1 newly fail, ")
    rows = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if line.startswith("| ")}
    assert "7 环境空气质量" in rows["4"]
    assert "97.3% (2020)" in rows["4"]
    assert "Newly fails." in rows["4"]
    assert "New row." in rows["9"]
    assert "noise" in text[text.index("Measures without data") :]


@pytest.mark.long
def test_the_workbook_has_the_same_numbers(both: Path, tmp_path: Path) -> None:
    files = _written(both, tmp_path / "out", "--bid", NEXT, "-f", "md,xlsx")
    book = openpyxl.load_workbook(BytesIO(files[".xlsx"].read_bytes()))
    said = "\n".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert _summary(files[".md"].read_text(encoding="utf-8")) in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_of_the_bid_that_follows_says_the_same(both: Path, tmp_path: Path, lang: str) -> None:
    paper = _written(both, tmp_path / "out", "--bid", NEXT, "-f", "md", lang=lang)[".md"]
    ran = run(
        both, "report", "--kind", "board", "-f", "html", "--bid", NEXT, "--out", tmp_path / "board", lang=lang
    )
    assert ran.exit_code == 0, ran.stderr
    page = html.document_fromstring(Path(ran.stdout.strip()).read_text(encoding="utf-8"))
    (section,) = page.xpath("//section[@id='migration']")
    assert page.xpath("//nav/a[@href='#migration']")
    (summary,) = section.xpath("./p/b")
    assert summary.text_content() in paper.read_text(encoding="utf-8")
    numbers = [cell.text_content().strip() for cell in section.xpath("(.//table)[1]/tbody/tr/td[1]")]
    assert numbers == ["4", "5", "9"]


def test_the_state_says_which_year_is_judged(both: Path) -> None:
    """The bid that follows has no figures of its own year yet."""
    for bid, year in ((NEXT, 2020), ("provincial-2021", 2020)):
        ran = run(both, "check", "--bid", bid, "-f", "state")
        assert json.loads(ran.stdout)["judged_year"] == year


def test_the_board_of_the_first_bid_has_none_of_it(both: Path, tmp_path: Path) -> None:
    ran = run(
        both,
        "report",
        "--kind",
        "board",
        "-f",
        "html",
        "--bid",
        "provincial-2021",
        "--out",
        tmp_path / "board",
    )
    assert ran.exit_code == 0, ran.stderr
    assert 'id="migration"' not in Path(ran.stdout.strip()).read_text(encoding="utf-8")


@pytest.mark.long
def test_in_an_empty_start_it_says_what_it_cannot_know(tmp_path: Path) -> None:
    start = tmp_path / "start"
    assert invoke("init", start, "--starter", "anhua").exit_code == 0
    files = _written(start, tmp_path / "out", "--bid", "national-2025", "-f", "md")
    text = files[".md"].read_text(encoding="utf-8")
    assert _summary(text).startswith("6 of 7 rows carry over, 0 newly fail, ")
    assert "No figures are reported yet" in text
    assert "No documents are filed yet" in text
    assert "The new list is incomplete" in text


@pytest.mark.long
def test_without_an_earlier_bid_everything_counts_as_new(both: Path, tmp_path: Path) -> None:
    text = _written(both, tmp_path / "out", "--bid", "provincial-2021", "-f", "md")[".md"].read_text(
        encoding="utf-8"
    )
    assert "There is no earlier bid to compare with" in text
    assert _summary(text).startswith("0 of ")


def test_two_lists_are_compared_by_what_their_rows_measure(both: Path) -> None:
    ran = run(both, "standards", "diff", "sample-2019", "national-2024", "-f", "json")
    compared = json.loads(ran.stdout)
    rows = {row["no"]: row for row in compared["rows"]}
    assert (rows["4"]["was"], rows["5"]["was"], rows["9"]["was"]) == (["7"], ["16"], [])
    assert {"measure": "pm25", "was": "assigned and not_worse previous", "is": ""} in rows["4"]["targets"]
    assert rows["9"]["kinds"] == ["new"]
    assert compared["new_measures"] == ["noise"]
    assert {row["no"] for row in compared["gone"]} == {"1", "13", "17", "25"}
    assert compared["pass_rule"]["every_row"] == ["False", "True"]
    assert compared["gone_vetoes"] == ["inspection", "function-zone"]


def test_a_list_compared_with_itself_changes_nothing(both: Path) -> None:
    compared = json.loads(run(both, "standards", "diff", "sample-2019", "borrowed-2020", "-f", "json").stdout)
    assert {kind for row in compared["rows"] for kind in row["kinds"]} == {"unchanged"}
    assert not compared["gone"]
    assert compared["to"]["rows_of"] == "sample-2019"


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format_", ["text", "md"])
def test_the_comparison_quotes_both_lists(both: Path, lang: str, format_: str) -> None:
    ran = run(both, "standards", "diff", "sample-2019", "national-2024", "-f", format_, lang=lang)
    assert ran.exit_code == 0
    assert "完成上级规定的考核任务；保持稳定或持续改善 → 优良天数≥98" in "".join(ran.stdout.split("\n    "))


def test_an_unknown_list_is_refused(both: Path) -> None:
    ran = run(both, "standards", "diff", "sample-2019", "sample-2091")
    assert (ran.exit_code, "sample-2019" in ran.stderr) == (2, True)
