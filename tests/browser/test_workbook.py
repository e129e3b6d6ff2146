"""LibreOffice opens the status workbook, and what a reader needs stands on its pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.running import ecodemo

TOOLS = ("soffice", "pdftotext", "pdfinfo")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(
    request: pytest.FixtureRequest, example: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The language, and the status workbook of the example as LibreOffice prints it."""
    lang: str = request.param
    folder = tmp_path_factory.mktemp(f"printed-{lang}")
    ran = ecodemo("-C", example, "--lang", lang, "report", "-f", "xlsx", "--out", folder)
    assert ran.code == 0, ran.err
    [workbook] = folder.iterdir()
    profile = (folder / "profile").as_uri()
    converted = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(workbook),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    pdf = workbook.with_suffix(".pdf")
    assert pdf.is_file(), converted.stderr
    return lang, pdf


def text_of(pdf: Path, *options: str) -> str:
    shown = subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    )
    return shown.stdout


def test_the_first_page_holds_the_conclusion(printed: tuple[str, Path]) -> None:
    lang, pdf = printed
    first = "".join(text_of(pdf, "-l", "1").split())
    assert ("今天申报，不能通过。" if lang == "zh" else "thebidwouldnotpass") in first
    assert ("关口没有开" if lang == "zh" else "isclosed") in first


def test_every_page_says_that_it_is_an_example(printed: tuple[str, Path]) -> None:
    lang, pdf = printed
    pages = [page for page in text_of(pdf).split("\f") if page.strip()]
    note = "数值为编造" if lang == "zh" else "madeup"
    assert [number for number, page in enumerate(pages, 1) if note not in "".join(page.split())] == []


def test_the_overview_is_one_page_and_no_page_is_empty(printed: tuple[str, Path]) -> None:
    _, pdf = printed
    pages = text_of(pdf).split("\f")[:-1]
    assert all(page.strip() for page in pages)
    second = "".join(pages[1].split())
    assert "指标" in second or "Indicators" in second


def test_all_seven_sheets_are_printed(printed: tuple[str, Path]) -> None:
    lang, pdf = printed
    text = "".join(text_of(pdf).split())
    heads = {
        "zh": ("指标", "问题", "乡镇数据", "整改台账", "一票否决", "说明"),
        "en": ("Indicators", "Findings", "Townshipfigures", "Rectification", "Vetoes", "Notes"),
    }
    assert [head for head in heads[lang] if head not in text] == []
