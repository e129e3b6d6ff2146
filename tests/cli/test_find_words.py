"""`evidence find`: where words occur, in text layers, cells and recognised words alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cli.running import Result, invoke
from ecodemo.evidence import cache
from ecodemo.recognition.word_index import FILE
from recognition.scanned import fake_engine, page, png

FOLDER = "25 农业废弃物综合利用率/县农业农村局/2018-2020"


@pytest.fixture
def county(county: Path) -> Path:
    folder = county / "evidence" / FOLDER
    (folder / "25-4 甲.txt").write_text("秸秆综合利用率\n合计192.45吨", encoding="utf-8")
    (folder / "25-4 乙.txt").write_text("农膜回收率９２．４％，生态文明建设示\n范县", encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总"
    sheet["A3"], sheet["B3"], sheet["A4"] = "秸秆", 92.4, "农膜"
    book.save(folder / "25-4 丙.xlsx")
    (folder / "25-4 丁.png").write_bytes(png())
    return county


def find(county: Path, *words: str) -> Result:
    return invoke("-C", county, "--lang", "en", "evidence", "find", *words)


def hits(county: Path, *words: str) -> list[dict[str, Any]]:
    return list(json.loads(find(county, *words, "-f", "json").stdout)["hits"])


def names(county: Path, *words: str) -> list[str]:
    return [hit["file"].rpartition("/")[2] for hit in hits(county, *words)]


def test_whole_numbers_come_before_parts_of_others(county: Path) -> None:
    found = hits(county, "92.4")
    assert [(hit["file"][-5:].strip(), hit["place"], hit["match"]) for hit in found] == [
        ("丙.xlsx"[-5:], "汇总!B3", "whole"),
        ("乙.txt", "", "whole"),
        ("甲.txt", "", "within"),
    ]
    assert found[0]["requirement"] == "25-4"
    assert found[0]["unit"] == "agriculture"
    said = find(county, "92.4").stdout.splitlines()
    assert said[0] == f"{FOLDER}/25-4 丙.xlsx, 汇总!B3"
    assert said[3].strip() == "农膜回收率９２．４％，生态文明建设示"
    assert said[4] == "Matches only within longer numbers or words:"
    assert said[-1] == "3 matches in 3 files."


def test_words_of_two_signs_and_of_one_are_found(county: Path) -> None:
    assert names(county, "秸秆", "合计") == ["25-4 甲.txt"]
    assert "25-4 丙.xlsx" in names(county, "膜")


def test_all_words_are_on_one_page_or_in_one_row(county: Path) -> None:
    assert names(county, "秸秆", "92.4") == ["25-4 丙.xlsx", "25-4 甲.txt"]
    assert [hit["match"] for hit in hits(county, "秸秆", "92.4")] == ["whole", "within"]
    assert names(county, "农膜", "92.4") == ["25-4 乙.txt"]


def test_a_sentence_over_two_lines_is_found(county: Path) -> None:
    assert names(county, "生态文明建设示范县") == ["25-4 乙.txt"]


def test_recognised_words_are_found_as_soon_as_they_are_read_and_until_they_are_deleted(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = find(county, "红头文件")
    assert (before.exit_code, before.stdout) == (3, "")
    assert "1 scanned page not searched: text" in before.stderr
    fake_engine(monkeypatch, {("25-4 丁.png", 1): page("红头文件", "92.4％")})
    assert invoke("-C", county, "evidence", "read").exit_code == 0
    assert hits(county, "红头文件") == [
        {
            "requirement": "25-4",
            "unit": "agriculture",
            "file": f"{FOLDER}/25-4 丁.png",
            "place": "p1",
            "source": "recognised",
            "match": "whole",
            "line": "红头文件",
        }
    ]
    assert "25-4 丁.png, page 1 (recognised)" in find(county, "红头文件").stdout
    for kept in (cache.folder() / "recognised-1").rglob("p1"):
        kept.unlink()
    assert find(county, "红头文件").exit_code == 3


def test_units_and_indicators_narrow_it_down(county: Path) -> None:
    assert find(county, "92.4", "--unit", "forestry").exit_code == 3
    assert find(county, "92.4", "--indicator", "air").exit_code == 3
    assert len(hits(county, "92.4", "--unit", "agriculture", "--indicator", "farm-waste")) == 3
    assert find(county, "92.4", "--unit", "nobody").exit_code == 2


def test_what_is_gone_or_changed_is_forgotten(county: Path) -> None:
    assert len(names(county, "92.4")) == 3
    (county / "evidence" / FOLDER / "25-4 乙.txt").unlink()
    (county / "evidence" / FOLDER / "25-4 甲.txt").write_text("别的", encoding="utf-8")
    assert names(county, "92.4") == ["25-4 丙.xlsx"]
    assert names(county, "别的") == ["25-4 甲.txt"]


def test_an_index_that_is_damaged_is_made_anew(county: Path) -> None:
    assert len(names(county, "92.4")) == 3
    place = cache.Cache(county).place(FILE)
    assert place is not None
    whole = place.read_bytes()
    within = whole[:8192] + b"A" * (len(whole) - 12288) + whole[-4096:]
    for damage in (b"no database", whole[:5000], within):
        place.write_bytes(damage)
        assert len(names(county, "92.4")) == 3


def test_an_index_that_cannot_be_written_says_so(county: Path) -> None:
    place = cache.Cache(county).place(FILE)
    assert place is not None
    place.mkdir()
    found = find(county, "92.4")
    assert (found.exit_code, "Cannot write the search index" in found.stderr) == (2, True)


def test_signs_of_the_index_mean_nothing_in_a_word(county: Path) -> None:
    (county / "evidence" / FOLDER / "25-4 甲.txt").write_text('他说"NOT a*b" OR 100%_x', encoding="utf-8")
    assert names(county, '"NOT a*b" OR') == ["25-4 甲.txt"]
    assert names(county, "%_") == ["25-4 甲.txt"]
    assert find(county, "a%b").exit_code == 3


def test_nothing_to_look_for_is_refused(county: Path) -> None:
    assert find(county, " ").exit_code == 2
