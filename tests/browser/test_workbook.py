"""LibreOffice opens the workbooks, and what a reader needs is on their pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.running import invoke
from libreoffice import convert
from once import made_once

TOOLS = ("soffice", "pdftotext", "pdfinfo")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


PAPERS = {
    "status": ("report",),
    "catalogue": ("evidence", "catalogue"),
    "four-properties": ("report", "--kind", "four-properties"),
}
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def papers(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every workbook of the example in both languages as LibreOffice prints it, named by paper and language."""

    def make(folder: Path) -> None:
        workbooks = []
        for paper, command in PAPERS.items():
            for lang in LANGUAGES:
                out = folder / "written" / paper / lang
                ran = invoke("-C", example, "--lang", lang, *command, "-f", "xlsx", "--out", out)
                assert ran.exit_code == 0, ran.stderr
                [workbook] = out.iterdir()
                workbooks.append(workbook.rename(folder / f"{paper}-{lang}.xlsx"))
        convert(workbooks, "pdf", folder)

    return made_once(tmp_path_factory, "papers", make)


@pytest.fixture(params=LANGUAGES)
def printed(request: pytest.FixtureRequest, papers: Path) -> tuple[str, Path]:
    """The language, and the status workbook of the example as LibreOffice prints it."""
    lang: str = request.param
    return lang, papers / f"status-{lang}.pdf"


def text_of(pdf: Path, *options: str) -> str:
    shown = subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    )
    return shown.stdout


def test_the_first_page_holds_the_conclusion(printed: tuple[str, Path]) -> None:
    lang, pdf = printed
    first = "".join(text_of(pdf, "-l", "1").split())
    assert ("按目前情况，尚不具备申报条件。" if lang == "zh" else "Thebidwouldnotpasstoday") in first
    assert ("条件尚未满足" if lang == "zh" else "isclosed") in first


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
        "zh": ("指标", "问题", "乡镇数据", "销号日期", "一票否决", "说明"),
        "en": ("Indicators", "Findings", "Townshipfigures", "Rectification", "Vetoes", "Notes"),
    }
    assert [head for head in heads[lang] if head not in text] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("paper", "heads"),
    [
        ("catalogue", {"zh": ("责任者", "卷名"), "en": ("Issuedby", "Boxname")}),
        ("four-properties", {"zh": ("检测内容",), "en": ("Whatwaschecked",)}),
    ],
    ids=["catalogue", "four-properties"],
)
def test_the_papers_of_the_archive_repeat_their_heads_and_note(
    papers: Path, paper: str, heads: dict[str, tuple[str, ...]], lang: str
) -> None:
    pages = text_of(papers / f"{paper}-{lang}.pdf", "-layout").split("\f")[:-1]
    texts = ["".join(page.split()) for page in pages]
    note = "数值为编造" if lang == "zh" else "madeup"
    assert all(note in text for text in texts)
    assert [text[:200] for text in texts if not any(head in text for head in heads[lang])] == []
