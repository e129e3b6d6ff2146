"""Whatever the data say, it stays text: in Markdown, in workbooks and on the screen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ecodemo.check import engine
from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import UNWRITABLE, Language, Speaker
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.workspace import Workspace
from ecodemo.paper.parts import Grid, GridColumn, Paper, Paragraph, Part
from ecodemo.report.check.terminal import write_check
from ecodemo.report.contents.build import build
from ecodemo.report.contents.report_view import Report
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.phase import phase_paper
from ecodemo.report.status import status_workbook as xlsx
from ecodemo.report.writers.folding import fold
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.rules import CHECKS
from property.hostile import TEXTS, replaced, texts

pytestmark = pytest.mark.long

TODAY = date(2021, 9, 20)
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Of seeds none is simpler than another, and each try takes seconds."""
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Kept:
    """A loaded county whose repr is short: hypothesis prints the arguments of what fails."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded

    @property
    def workspace(self) -> Workspace:
        return self.loaded.workspace

    def changed(self, **changes: Any) -> Loaded:
        return replace(self.loaded, workspace=replace(self.workspace, **changes))


@pytest.fixture(scope="module")
def large(example: Path) -> Kept:
    return Kept(load(example))


@pytest.fixture(scope="module")
def small(faulty: Path) -> Kept:
    return Kept(load(faulty))


def judged(loaded: Loaded) -> CheckResult:
    return check(loaded, CheckOptions(phase="acceptance"), TODAY)


def with_texts(kept: Kept, listed: list[str], seed: int) -> Loaded:
    """The same county with every free text replaced by one of those listed, the same by the same."""
    random = Random(seed)  # noqa: S311 - chooses texts, keeps no secret
    chosen: dict[str, str] = {}  # what was alike stays alike: figures on one basis are compared
    workspace = replaced(kept.workspace, lambda _key, old: chosen.setdefault(old, random.choice(listed)))
    return replace(kept.loaded, workspace=workspace)


def report_of(loaded: Loaded, language: Language) -> Report:
    return build(judged(loaded), Speaker(language))


def phase_report(loaded: Loaded, language: Language) -> str:
    return markdown_content(phase_paper.paper(report_of(loaded, language))).decode()


def written(part: Part) -> str:
    return markdown_content(Paper("名", "题", (part,))).decode()


def table_lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each table: its head and the lines below it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if re.fullmatch(r"\|(:?-+:?\|)+", line):
            below = []
            for further in lines[number + 1 :]:
                if not further.strip():
                    break
                below.append(further)
            yield lines[number - 1], below


def bars(line: str) -> int:
    """How many `|` separate cells: those that no backslash escapes."""
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))


def blocks(text: str) -> list[str]:
    return [token.type for token in PARSER.parse(text) if token.type != "inline"]


def inlines(text: str) -> set[str]:
    return {child.type for token in PARSER.parse(text) for child in token.children or ()}


def html(text: str) -> set[str]:
    """The tags that are in the text as such: the template's own."""
    tokens = (child for token in PARSER.parse(text) for child in (token, *(token.children or ())))
    return {token.content for token in tokens if token.type.startswith("html_")}


@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 100), st.sampled_from(Language))
@settings(max_examples=20)
def test_markdown_keeps_its_headings_tables_and_lists(
    small: Kept, listed: list[str], seed: int, language: Language
) -> None:
    plain = phase_report(with_texts(small, ["甲"], seed), language)
    text = phase_report(with_texts(small, listed, seed), language)
    headings = [token.tag for token in PARSER.parse(plain) if token.type == "heading_open"]
    assert [token.tag for token in PARSER.parse(text) if token.type == "heading_open"] == headings
    for head, below in table_lines(text):
        for line in below:
            assert bars(line) == bars(head), line[:200]
    assert blocks(text).count("tr_open") == blocks(plain).count("tr_open")
    assert set(blocks(text)) <= set(blocks(plain))
    assert inlines(text) <= inlines(plain)
    assert html(text) == html(plain)


@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 100), st.sampled_from(Language))
@settings(max_examples=15)
def test_no_cell_of_a_workbook_is_a_formula(
    small: Kept, listed: list[str], seed: int, language: Language
) -> None:
    report = report_of(with_texts(small, listed, seed), language)
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    formulas = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []


@pytest.mark.parametrize("name", ["=1+1", "=cmd|'/c calc'!A0"])
def test_no_title_of_a_workbook_is_a_formula(small: Kept, name: str) -> None:
    county = small.workspace.county.model_copy(update={"name": name})
    report = report_of(small.changed(county=county), Language.ZH)
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    assert [sheet["A1"].data_type for sheet in workbook] == ["s"] * len(workbook.sheetnames)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_hostile_text_alone_stays_text(text: str) -> None:
    line = " ".join(text.split())
    in_table = written(Grid((GridColumn("a", 1),), ((line,),)))
    assert blocks(in_table) == blocks("|a|\n|---|\n| x |\n")
    assert inlines(in_table) <= {"text"}
    alone = written(Paragraph(line or "甲"))
    assert [kind for kind in blocks(alone) if kind.endswith("_open")] == ["paragraph_open"]
    assert inlines(alone) <= {"text"}


@given(texts)
@settings(max_examples=120)
def test_escaping_loses_nothing(text: str) -> None:
    line = f"甲 {' '.join(text.split())} 乙"
    shown = "".join(
        child.content
        for token in PARSER.parse(written(Paragraph(line)))
        for child in token.children or ()
        if child.content
    )
    assert shown == UNWRITABLE.sub("", line)


@given(texts)
@settings(max_examples=100)
def test_what_a_block_prints_stays_text(template_folder: Path, text: str) -> None:
    data = {"county": text}
    assert Blocks("phase", "zh", str(template_folder), {"report": data}).parts("title") == (
        Paragraph(f"甲{' '.join(text.split())}乙"),
    )


@pytest.fixture(scope="module")
def template_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a block prints a text of the data."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "blocks").mkdir()
    (folder / "blocks" / "phase.title.md.j2").write_text("甲{{ report.county }}乙", encoding="utf-8")
    return folder


def test_markdown_holds_no_control_characters(small: Kept) -> None:
    text = phase_report(with_texts(small, ["甲\x1b[31m\x07乙"], 0), Language.ZH)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)


def screens(result: CheckResult) -> str:
    """What `check` prints of a result, without colour."""
    speaker = Speaker(Language.ZH)
    stream = io.StringIO()
    console = Console(file=stream, width=100, highlight=False, markup=False, emoji=False)
    report = build(result, speaker)
    write_check(report, console, speaker, quiet=False, verbose=True)
    return stream.getvalue()


@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 100))
@settings(max_examples=15)
def test_no_text_makes_the_screen_raise(small: Kept, listed: list[str], seed: int) -> None:
    assert screens(judged(with_texts(small, listed, seed)))


def test_no_text_reaches_the_terminal_as_a_control_sequence(small: Kept) -> None:
    assert "\x1b" not in screens(judged(with_texts(small, ["甲\x1b]0;标题\x07乙"], 0)))


plain_texts = st.text(
    st.one_of(
        st.sampled_from("甲乙丙丁，。、；：？！（）《》“”ab cde 12.3 %,([{}])-/"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    ),
    max_size=120,
)


@given(plain_texts, st.integers(2, 40))
@settings(max_examples=200)
def test_folding_keeps_to_the_width_and_loses_only_space(text: str, width: int) -> None:
    lines = [line.plain for line in fold(Text(text), width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split()), "a character was lost or moved"


@given(plain_texts, plain_texts, st.integers(2, 40))
def test_folding_keeps_line_breaks(one: str, other: str, width: int) -> None:
    together = [line.plain for line in fold(Text(f"{one}x\nx{other}"), width)]
    apart = [line.plain for part in (f"{one}x", f"x{other}") for line in fold(Text(part), width)]
    assert together == apart


@given(plain_texts, st.integers(12, 40))
def test_folding_puts_no_closing_mark_first_when_there_is_room(text: str, width: int) -> None:
    lines = [line.plain for line in fold(Text("甲" * 3 + text.replace(" ", "")), width)]
    for line in lines[1:]:
        marks = len(line) - len(line.lstrip("，。、；：？！）》”"))
        assert marks == 0 or re.search(r"[^一-龥]{3}", "".join(lines)), lines


def canonical(report: Report) -> tuple[Any, ...]:
    return (
        sorted(finding.model_dump_json() for finding in report.findings),
        sorted(finding.model_dump_json() for finding in report.waived),
        report.model_dump_json(
            include={"tallies", "units", "vetoes", "conclusion", "summary", "gate", "domains"}
        ),
    )


@given(st.integers(0, 10_000))
@settings(max_examples=5, phases=WITHOUT_SHRINKING)
def test_neither_the_order_of_files_nor_of_rules_changes_the_findings(large: Kept, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - shuffles
    usual = canonical(report_of(large.loaded, Language.ZH))
    progress = list(large.workspace.progress.items())
    random.shuffle(progress)
    checks = list(CHECKS)
    random.shuffle(checks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "CHECKS", tuple(checks))
        assert canonical(report_of(large.changed(progress=dict(progress)), Language.ZH)) == usual


@given(st.integers(0, 10_000))
@settings(max_examples=5, phases=WITHOUT_SHRINKING)
def test_the_order_of_observations_changes_no_finding_but_its_line(large: Kept, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - shuffles
    shuffled = {}
    for unit, progress in large.workspace.progress.items():
        listed = list(progress.observations)
        random.shuffle(listed)
        shuffled[unit] = progress.model_copy(update={"observations": tuple(listed)})

    def without_places(of: Loaded) -> list[str]:
        places = {"file", "line", "column", "related", "related_places"}
        return sorted(f.model_dump_json(exclude=places) for f in report_of(of, Language.ZH).findings)

    assert without_places(large.changed(progress=shuffled)) == without_places(large.loaded)
