"""The leader's page: one sheet and 300 characters in every state, in words that a leader reads."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table

from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.errors import EcodemoError
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.build import build
from ecodemo.report.contents.leader_view import Leader
from ecodemo.report.kinds import formats_of
from ecodemo.report.leader import leader_paper
from ecodemo.report.leader.blockers import obstacles
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.leader.leader_text import MOST
from libreoffice import convert
from support import check

CODES = re.compile(r"\b[A-Z]{2}\d{3}\b")
ISO_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")
PATHS = re.compile(r"\w+\.(?:yaml|csv|md)\b|data/|evidence/")
LAMPS = re.compile("[红黄蓝绿]灯")


def page_of(result: CheckResult, language: Language = Language.ZH, group: str = "") -> Leader:
    speaker = Speaker(language)
    return build_leader(result, build(result, speaker), speaker, group)


@pytest.fixture(scope="module")
def pages(results: dict[str, CheckResult]) -> dict[str, Leader]:
    found = {
        f"{name}-{language}": page_of(result, language)
        for name, result in results.items()
        for language in Language
    }
    return {**found, "group": page_of(results["example"], group="economy")}


def written(leader: Leader, name: str) -> bytes:
    [format_] = formats_of(["leader"], [name])
    return format_.render(leader)


def texts_in_word(content: bytes) -> Iterator[str]:
    """The paragraphs and cells of a document in their order, after those above every page."""
    document: Any = docx.Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.sections[0].header.paragraphs)
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


@pytest.mark.long
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")), reason="needs LibreOffice and pdfinfo"
)
def test_every_state_takes_one_page(pages: dict[str, Leader], tmp_path: Path) -> None:
    files = []
    for name, leader in pages.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(written(leader, "docx"))
    counts = {}
    for pdf in convert(files, "pdf", tmp_path / "pdf"):
        shown = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        counts[pdf.stem] = next(line.split()[-1] for line in shown.splitlines() if line.startswith("Pages"))
    assert counts == dict.fromkeys(pages, "1")


def test_the_text_has_at_most_300_characters_in_every_state(pages: dict[str, Leader]) -> None:
    texts = [written(leader, "txt").decode() for leader in pages.values()]
    assert all(leader.conclusion in text for leader, text in zip(pages.values(), texts, strict=True))
    assert max(map(len, texts)) <= MOST


def test_word_and_markdown_say_the_same(pages: dict[str, Leader]) -> None:
    for leader in pages.values():
        said = leader_paper.paper(leader).text.splitlines()
        assert sorted(filter(None, texts_in_word(written(leader, "docx")))) == sorted(filter(None, said))
    markdown = written(pages["example-zh"], "md").decode().replace("\\", "")
    assert [
        text for text in leader_paper.paper(pages["example-zh"]).text.splitlines() if text not in markdown
    ] == []


def test_a_leader_reads_no_code_no_file_and_no_lamp(pages: dict[str, Leader]) -> None:
    for name, leader in pages.items():
        text = leader_paper.paper(leader).text + written(leader, "txt").decode()
        found = [pattern.findall(text) for pattern in (CODES, PATHS, LAMPS)]
        assert found == [[], [], []], name
        if leader.language == "zh":
            assert not ISO_DAYS.findall(text), name


def test_at_most_five_blockers_are_listed_and_all_are_counted(
    pages: dict[str, Leader], results: dict[str, CheckResult]
) -> None:
    leader, result = pages["overlong-zh"], results["overlong"]
    everything = obstacles(result.assessment, result.profile.phase)
    assert len(leader.blockers) == 5
    assert leader.all_blockers == len(everything) > 30
    assert f"共{leader.all_blockers}项" in leader_paper.paper(leader).text


def test_what_speaks_against_the_application_comes_first(pages: dict[str, Leader]) -> None:
    first, second, *_ = pages["example-zh"].blockers
    assert first.what.startswith("一票否决第4项")
    assert second.what.startswith("村镇饮用水卫生合格率")
    assert (second.unit, second.when) == ("县卫生健康局", "2021年9月30日，还有10天")


def test_a_veto_has_the_day_of_its_document_and_says_what_happened(pages: dict[str, Leader]) -> None:
    vetoes = [blocker for blocker in pages["example-zh"].blockers if blocker.is_veto]
    assert {blocker.when for blocker in vetoes} == {"2021年10月10日，还有20天"}
    assert "2件信访超期未办结" in vetoes[0].what


def test_the_page_names_the_county_and_the_day_and_compares_in_words(pages: dict[str, Leader]) -> None:
    text = leader_paper.paper(pages["example-zh"]).text
    assert "安化县创建湖南省生态文明建设示范县工作进展" in text
    assert "办公室　2021年9月20日" in text
    assert "99.96%，低于100%" in text
    assert "<" not in text


def test_what_is_asked_of_leaders_is_what_the_open_entries_of_the_ledger_ask(
    pages: dict[str, Leader],
) -> None:
    assert pages["example-zh"].asks == (
        "协调县供销社提供2020年农膜回收台账",
        "协调落实古楼乡、田庄乡2处单村供水工程资金120万元",
    )
    assert pages["group"].asks == ("协调县供销社提供2020年农膜回收台账",)


def test_a_group_has_its_own_rows_and_units(pages: dict[str, Leader]) -> None:
    leader = pages["group"]
    assert [group.name for group in leader.groups] == ["生态经济建设组"]
    assert leader.tallies[-1].applicable == 5
    assert leader.due_units < pages["example-zh"].due_units
    assert "生态经济建设组" in leader_paper.paper(leader).title


def test_a_profile_without_dates_is_not_named(example: Path) -> None:
    leader = page_of(check(example, CheckOptions(phase="sound")))
    assert (leader.phase, leader.days_left, leader.gate) == ("", None, "")


def test_a_group_that_is_not_there_is_refused(results: dict[str, CheckResult]) -> None:
    with pytest.raises(EcodemoError):
        page_of(results["sound"], group="nobody")


def test_the_example_says_so_above_every_page(pages: dict[str, Leader]) -> None:
    document = docx.Document(io.BytesIO(written(pages["example-zh"], "docx")))
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        assert [(p.text, p.style and p.style.name) for p in header.paragraphs] == [
            ("示例：数值为编造", "页眉示例")
        ]
    real = docx.Document(io.BytesIO(written(pages["sound-zh"], "docx")))
    assert real.sections[0].header.is_linked_to_previous is not pages["sound-zh"].example


def test_names_are_text_and_never_markup(pages: dict[str, Leader]) -> None:
    text = written(pages["overlong-zh"], "md").decode()
    assert "<b>" not in text
    assert all(line.count("|") - line.count("\\|") <= 8 for line in text.splitlines())
