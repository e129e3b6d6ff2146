"""LibreOffice opens the workbooks: the rates are those that the tool computes, and each sheet fits its page."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from cli.running import invoke
from ecodemo.check.session import CheckOptions, check, open_workspace
from ecodemo.forms.contract import FIRST_ROW
from ecodemo.model.number import rounded
from libreoffice import convert
from once import made_once

TOOLS = ("soffice", "pdftotext", "pdfinfo")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]
TODAY = "2021-06-05"


@pytest.fixture(scope="module")
def opened(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of a township, a lead department and the office, as xlsx saved by LibreOffice and as pdf."""

    def make(folder: Path) -> None:
        units = "longtang,ecology,office"
        ran = invoke(
            "-C", example, "--today", TODAY, "form", "export", "--unit", units, "--out", folder / "zips"
        )
        assert ran.exit_code == 0, ran.stderr
        for pack in (folder / "zips").glob("*.zip"):
            with ZipFile(pack) as archive:
                for name in archive.namelist():
                    if name.endswith(".xlsx"):
                        archive.extract(name, folder)
        for kind in ("xlsx", "pdf"):
            convert(sorted(folder.glob("*.xlsx")), kind, folder / kind)

    return made_once(tmp_path_factory, "opened", make)


def pages(folder: Path, book: str) -> list[str]:
    """The text of each page."""
    shown = subprocess.run(
        ["pdftotext", "-layout", str(folder / "pdf" / f"{book}.pdf"), "-"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return shown.stdout.split("\f")[:-1]


def test_the_township_prints_its_first_sheet_and_its_figures_on_a_page_each(opened: Path) -> None:
    printed = pages(opened, "龙塘镇填报表")
    assert "只做三件事" in printed[0]
    assert "龙塘镇指标数据表" in printed[1]
    assert "主要负责人（签字、盖章）" in printed[1]
    assert "38.2" in printed[1]
    assert "龙塘镇佐证材料清单" in printed[2]
    size = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "2", str(opened / "pdf" / "龙塘镇填报表.pdf")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    first, second = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", size)
    assert (round(float(first[0])), round(float(first[1]))) == (595, 842)
    assert (round(float(second[0])), round(float(second[1]))) == (842, 595)


def test_heads_are_repeated_on_every_page_of_a_long_sheet(opened: Path) -> None:
    reviews = pages(opened, "创建办审核表")
    assert len(reviews) > 1
    assert all("工具提示的问题" in page for page in reviews)


@pytest.mark.parametrize("book", ["龙塘镇填报表", "市生态环境局安化分局填报表", "整改台账", "创建办审核表"])
def test_every_sign_of_every_row_is_on_paper(opened: Path, book: str) -> None:
    """What a row is too low for is not printed."""
    printed = Counter("".join(pages(opened, book)))
    wanted: Counter[str] = Counter()
    for sheet in openpyxl.load_workbook(opened / f"{book}.xlsx"):
        for row in sheet.iter_rows(min_row=FIRST_ROW) if sheet.sheet_state == "visible" else ():
            wanted.update(
                sign
                for cell in row
                if isinstance(cell.value, str) and cell.data_type == "s"
                for sign in cell.value
                if "\u4e00" <= sign <= "\u9fff"
            )
    assert not wanted - printed


@pytest.mark.parametrize(
    ("unit", "book"), [("longtang", "龙塘镇填报表"), ("ecology", "市生态环境局安化分局填报表")]
)
def test_rates_come_to_what_the_tool_computes(example: Path, opened: Path, unit: str, book: str) -> None:
    day = datetime.date.fromisoformat(TODAY)
    result = check(open_workspace(example), CheckOptions(), day)
    workspace = result.assessment.workspace
    observed = {
        (o.measure, o.year): o.value for o in workspace.progress[unit].observations if o.value is not None
    }
    computed = {measure.name: measure for measure in workspace.measures.values() if measure.ratio}
    sheet = openpyxl.load_workbook(opened / "xlsx" / f"{book}.xlsx", data_only=True)["数据"]
    compared = 0
    for row in sheet.iter_rows(min_row=FIRST_ROW):
        measure = computed.get(str(row[2].value).split("（自动算")[0])
        if measure is None or measure.ratio is None:
            continue
        for year, cell in zip((2018, 2019, 2020), row[4:7], strict=True):
            above, below = ([observed.get((part, year)) for part in side] for side in measure.ratio)
            if None in above or None in below:
                assert cell.value in (None, "")
                continue
            share = Decimal(sum(filter(None, above))) / Decimal(sum(filter(None, below))) * 100
            assert Decimal(str(cell.value)) == rounded(share, measure.decimals or 0)
            compared += 1
    assert compared >= 12
