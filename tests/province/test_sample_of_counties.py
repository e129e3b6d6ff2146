"""Documents of many counties drawn by chance: the same on every computer, in a workbook for two people."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.assess.hypergeometric_bound import most_wrong
from ecodemo.assess.stratified_draw import drawn
from ecodemo.province.draw_documents import Draw, draw_documents
from ecodemo.province.open_results import open_results
from walk.made_results import HASH, Document, MadeCounty, made_counties, write_result
from walk.small_state import small_state

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")


def with_documents(number: int, seed: int, unusable: int = 0) -> Iterator[MadeCounty]:
    """Counties with up to twelve files each; some of them prove nothing that is asked for."""
    chance = Random(seed)  # noqa: S311 - the same for the same seed
    for county in made_counties(small_state(), number, seed, unusable=unusable):
        requirements = [
            chance.choice(("", "07-1", "07-2", "25-1", "00-1")) for _ in range(chance.randrange(13))
        ]
        documents = (
            Document(no, "ecology", "2019,2020", f"生态环境局/{no} 第{place}份.pdf")
            for place, no in enumerate(requirements)
        )
        yield replace(county, documents=tuple(documents) if county.state else ())


def draw(folder: Path, number: int, seed: int) -> Draw | None:
    with open_results([folder]) as results:
        return draw_documents(results, number, seed)


@settings(max_examples=15)
@given(
    counties=st.integers(1, 9), chance=st.integers(0, 999), number=st.integers(1, 70), seed=st.integers(0, 99)
)
def test_the_draw_is_that_of_a_single_county_with_strata_of_counties(
    counties: int, chance: int, number: int, seed: int
) -> None:
    made = list(with_documents(counties, chance, unusable=1))
    strata: dict[tuple[str, str], list[str]] = {}
    for county in made:
        for document in county.documents:
            if document.requirement:
                box = document.requirement.partition("-")[0]
                strata.setdefault((county.code, box), []).append(f"{county.code}/{document.path}")
    with tempfile.TemporaryDirectory() as temporary:
        found = draw(write_result(Path(temporary) / "result", made), number, seed)
    assert (found is None) == (not strata)
    if found:
        paths = [f"{document.code}/{document.path}" for document in found.documents]
        assert paths == sorted(paths, key=lambda path: (path[:6], path.split("/")[-1][:4], path))
        assert frozenset(paths) == drawn(strata, number, seed)
        assert (found.of, found.unjudged) == (sum(map(len, strata.values())), 1)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    return write_result(tmp_path / "result", with_documents(12, 4, unusable=2))


def sample(*arguments: str | Path) -> Result:
    return invoke("--lang", "zh", "province", "sample", *arguments)


def test_the_workbook_has_what_two_people_need(result: Path) -> None:
    ran = sample(result, "--n", "20", "--seed", "7")
    path = result / "各县抽查表_2021-09-20_7.xlsx"
    assert (ran.exit_code, ran.stdout) == (0, f"{path}\n")
    assert ran.stderr.startswith("从")
    workbook: Any = openpyxl.load_workbook(path)
    sheet, bounds = workbook["抽查表"], workbook["结果对照"]
    assert sheet["A1"].value == "湖南省佐证材料抽查表"
    assert "另有2个县（市、区）未能判定" in sheet["A2"].value
    found = draw(result, 20, 7)
    assert found
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[1:7] for row in rows] == [
        (
            *(document.county, document.requirement, document.unit, "2019、2020"),
            *(f"evidence/{document.path}", HASH),
        )
        for document in found.documents
    ]
    offered = {str(check.sqref): check.formula1 for check in sheet.data_validations.dataValidation}
    assert any(cells.startswith("H4:") for cells in offered)
    assert bounds["A4"].value == 0
    assert bounds["B6"].value == most_wrong(found.of, 20, 2)


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_draw(
    result: Path, tmp_path: Path
) -> None:
    contents = []
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        assert sample(result, "--seed", seed, "--n", "9", "--out", tmp_path / name).exit_code == 0
        [path] = (tmp_path / name).iterdir()
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    ninth, other = (draw(result, 9, seed) for seed in (7, 8))
    assert ninth
    assert other
    assert ninth.documents != other.documents


def test_names_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    made = [
        replace(county, name="=1+1", documents=(Document("07-1", "=2", "=3", "=4.pdf", "=5"),))
        for county in made_counties(small_state(), 1)
    ]
    folder = write_result(tmp_path / "result", made)
    assert sample(folder, "--seed", "1").exit_code == 0
    [path] = folder.glob("*.xlsx")
    workbook: Any = openpyxl.load_workbook(path)
    assert not [cell for row in workbook["抽查表"] for cell in row if cell.data_type == "f"]


def test_without_a_document_there_is_nothing_to_draw_from(tmp_path: Path) -> None:
    ran = sample(write_result(tmp_path / "result", made_counties(small_state(), 2)), "--seed", "1")
    assert ran.exit_code == 3
    ran = sample(write_result(tmp_path / "empty", ()), "--seed", "1")
    assert ran.exit_code == 3


def test_form_import_does_not_take_it_for_the_sheet_of_one_county(result: Path, county: Path) -> None:
    assert sample(result, "--seed", "1").exit_code == 0
    [path] = result.glob("*.xlsx")
    ran = invoke("-C", county, "--lang", "en", "form", "import", path)
    assert ran.clean
    assert not (county / "data" / "samples.yaml").exists()
