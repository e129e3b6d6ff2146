"""What ships and what commands write has text keys for readers that take `no` and `on` for truth values, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import invoke
from ecodemo.language import Language
from ecodemo.rule_pages import page
from ecodemo.rules import RULES
from forms.packs import changed, column_of, export, fill, import_, opened, replaced_since, workbook_of

TOP = Path(__file__).resolve().parents[1]
SHIPPED = sorted(
    path for folder in ("data", "examples", "templates") for path in (TOP / folder).rglob("*.y*ml")
)
DOCUMENTS = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])
BROKEN_ON_PURPOSE = "SC102"


ENTRY = {
    "编号": "ZG-005",
    "问题": "新问题",
    "提出": "督查",
    "发现日期": "2021-09-01",
    "单位": "东山镇",
    "时限": "2021-10-15",
}


def _keys(data: object) -> Iterator[object]:
    if isinstance(data, dict):
        yield from data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _keys(item)


def other_keys(text: str) -> list[object]:
    """The keys that are no text for PyYAML's own reader; a year is a number for every reader."""
    keys = [key for data in yaml.safe_load_all(text) for key in _keys(data)]
    return [key for key in keys if not isinstance(key, str) and not _is_year(key)]


def _is_year(key: object) -> bool:
    return type(key) is int and 2000 <= key <= 2100


def _read(folder: Path) -> dict[str, list[object]]:
    """What is wrong with the keys of each YAML file below a folder."""
    files = sorted(folder.rglob("*.y*ml"))
    assert files
    wrong = {str(path.relative_to(folder)): other_keys(path.read_text(encoding="utf-8")) for path in files}
    return {name: keys for name, keys in wrong.items() if keys}


def _write(sheet: Worksheet, values: Mapping[str, str]) -> None:
    """Into the first row, or the one below the last where the sheet has entries of its own to keep."""
    is_ledger = sheet.title == "整改台账"
    row = next(
        row
        for row in range(4, 99)
        if not is_ledger or sheet.cell(row, column_of(sheet, "问题")).value is None
    )
    for head, value in values.items():
        sheet.cell(row, column_of(sheet, head)).value = value


def test_a_bare_key_is_found() -> None:
    assert other_keys("- {no: 1, list: [{on: 2}]}\n---\n'no': 3\n") == [False, True]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(TOP)))
def test_every_shipped_file(path: Path) -> None:
    assert other_keys(path.read_text(encoding="utf-8")) == []


def test_every_sample_in_the_documents() -> None:
    pages = {str(path): path.read_text(encoding="utf-8") for path in DOCUMENTS}
    pages |= {
        f"{rule.code} {language}": page(rule.code, language)
        for rule in RULES
        if rule.code != BROKEN_ON_PURPOSE
        for language in Language
    }
    samples = [
        (name, found) for name, text in pages.items() for found in re.findall(r"(?s)```yaml\n(.*?)```", text)
    ]
    assert samples
    assert [(name, sample) for name, sample in samples if other_keys(sample)] == []


@pytest.mark.parametrize("options", [("--starter", "anhua"), ("--county", "桃江县", "--code", "430922")])
def test_what_init_makes(options: tuple[str, ...], tmp_path: Path) -> None:
    assert invoke("init", tmp_path / "made", *options).exit_code == 0
    assert _read(tmp_path / "made") == {}


def test_what_init_makes_of_the_example(example: Path) -> None:
    assert _read(example) == {}


def test_what_an_import_writes(county: Path, tmp_path: Path) -> None:
    for path in (county / "data").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(?m)(?<=[{ ])(no|on)(?=: )|^(no|on)(?=: )", r"'\g<0>'", text), encoding="utf-8"
        )
    assert _read(county) == {}
    replaced_since(county, "dongshan", "nanping", "xihe")
    unit = opened(export(county, "东山镇", tmp_path / "units"), tmp_path / "unit")
    office = opened(export(county, "创建办", tmp_path / "offices"), tmp_path / "office")
    lead = opened(export(county, "县农业农村局", tmp_path / "leads"), tmp_path / "lead")

    changed(workbook_of(unit), lambda book: fill(book["数据"], "25.1", {"2020年": 99999, "说明": "补报南村"}))
    changed(office / "整改台账.xlsx", lambda book: _write(book["整改台账"], ENTRY))
    changed(
        lead / "县农业农村局审核表.xlsx",
        lambda book: _write(book["审核"], {"结论": "退回", "理由": "缺签字", "重交期限": "2021-09-30"}),
    )
    for book in (workbook_of(unit), office / "整改台账.xlsx", lead / "县农业农村局审核表.xlsx"):
        ran = import_(county, book)
        assert ran.exit_code == 0, ran.stdout

    written = "".join(path.read_text(encoding="utf-8") for path in sorted((county / "data").rglob("*.yaml")))
    for entry in (
        "revised: [{'on': 2021-09-18",
        "- {'no': ZG-005, found",
        "{'on': 2021-09-18, by: agriculture",
    ):
        assert entry in written
    assert _read(county) == {}
