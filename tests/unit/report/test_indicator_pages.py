"""The page of each indicator and the report that explains it: figures of the state, written out, on one sheet each."""

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

from cli.running import invoke
from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.errors import EcodemoError, NothingToCheckError
from ecodemo.language import Language, Speaker
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build
from ecodemo.report.contents.indicator_page_view import IndicatorPage, IndicatorPages
from ecodemo.report.explanation import explanation_paper
from ecodemo.report.indicator import indicator_paper
from ecodemo.report.indicator.build_pages import build_pages
from ecodemo.report.kinds import formats_of
from ecodemo.report.state import MeasureState
from libreoffice import convert
from support import check

KINDS = ("indicator", "explanation")


def pages_of(
    result: CheckResult, language: Language = Language.ZH, group: str = "", indicators: tuple[str, ...] = ()
) -> IndicatorPages:
    speaker = Speaker(language)
    return build_pages(result, build(result, speaker), speaker, group, indicators)


@pytest.fixture(scope="module")
def pages(results: dict[str, CheckResult]) -> dict[str, IndicatorPages]:
    return {
        f"{name}-{language}": pages_of(result, language)
        for name, result in results.items()
        for language in Language
    }


def written(pages: IndicatorPages, kind: str, name: str) -> bytes:
    [format_] = formats_of([kind], [name])
    return format_.render(pages)


def page_on(pages: IndicatorPages, no: int) -> IndicatorPage:
    return next(page for page in pages.pages if page.row.no == no)


def texts_in_word(content: bytes) -> Iterator[str]:
    document: Any = docx.Document(io.BytesIO(content))
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in dict.fromkeys(row.cells))
        else:
            yield part.text


def tables_headed(content: bytes, head: str) -> Iterator[list[list[str]]]:
    document: Any = docx.Document(io.BytesIO(content))
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if head in rows[0]:
            yield rows


@pytest.mark.long
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")), reason="needs LibreOffice and pdfinfo"
)
def test_every_indicator_takes_one_page_in_every_state(
    pages: dict[str, IndicatorPages], tmp_path: Path
) -> None:
    files = []
    for name, one in pages.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(written(one, "indicator", "docx"))
    counts = {}
    for pdf in convert(files, "pdf", tmp_path / "pdf"):
        shown = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        counts[pdf.stem] = next(
            int(line.split()[-1]) for line in shown.splitlines() if line.startswith("Pages")
        )
    assert counts == {name: len(one.pages) for name, one in pages.items()}


def test_what_was_measured_is_named_in_full_where_the_page_has_room(pages: dict[str, IndicatorPages]) -> None:
    content = written(pages["example-zh"], "indicator", "docx")
    names = [row[0] for table in tables_headed(content, "标准值") for row in table[1:]]
    assert names == [measure.name for page in pages["example-zh"].pages for measure in page.measures]


def test_there_is_a_page_for_each_row_in_the_order_of_the_standard(
    pages: dict[str, IndicatorPages], results: dict[str, CheckResult]
) -> None:
    for name, result in results.items():
        rows = [judged.row.no for judged in result.assessment.rows]
        assert [str(page.row.no) for page in pages[f"{name}-zh"].pages] == rows


@pytest.mark.parametrize("kind", KINDS)
def test_the_figures_in_word_are_those_of_the_state(
    pages: dict[str, IndicatorPages], results: dict[str, CheckResult], kind: str
) -> None:
    for name, result in results.items():
        one, state = pages[f"{name}-zh"], state_of(result)
        tables = list(tables_headed(written(one, kind, "docx"), "结论"))
        assert len(tables) == len(state.rows)
        for table, row in zip(tables, state.rows, strict=True):
            head, *lines = table
            assert len(lines) == len(row.measures)
            for line, measure in zip(lines, row.measures, strict=True):
                shown = {year: line[head.index(str(year))] for year in one.years}
                wanted = {year: measure.values.get(str(year), "") for year in one.years}
                assert {y: t for y, t in shown.items() if t != "不涉及"} == {
                    y: t for y, t in wanted.items() if shown[y] != "不涉及"
                }


def test_the_computed_figure_is_beside_the_judged_one(
    pages: dict[str, IndicatorPages], results: dict[str, CheckResult]
) -> None:
    compared = 0
    for name, result in results.items():
        year = str(result.assessment.bid.assessed)
        for page, row in zip(pages[f"{name}-zh"].pages, state_of(result).rows, strict=True):
            measures = [m for m in row.measures if year in m.computed or _is_built(result, m)]
            if row.verdict == "not applicable":
                assert page.calculations == ()
                continue
            assert len(page.calculations) == len(measures)
            for shown, measure in zip(page.calculations, measures, strict=True):
                exact = measure.values.get(year, "")
                computed = measure.computed.get(year, "")
                assert shown.computed.rstrip("%") in {computed, exact}
                assert shown.adopted.rstrip("%") == exact
                compared += 1
    assert compared > 40


def _is_built(result: CheckResult, measure: MeasureState) -> bool:
    assessment = result.assessment
    if measure.id not in assessment.workspace.measures:
        return False
    built = assessment.figures.built(measure.id, assessment.bid.assessed)
    return bool(built.parts) and not built.not_involved


def test_a_calculation_is_written_out_with_who_is_left_out(pages: dict[str, IndicatorPages]) -> None:
    straw, manure, film = page_on(pages["example-zh"], 25).calculations
    assert straw.lines == (
        "秸秆综合利用量：东坪镇 18022＋清塘铺镇 11187＋…＋古楼乡 6899＝237833",
        "秸秆可收集量：东坪镇 19543＋清塘铺镇 12116＋…＋古楼乡 7574＝256286",
        "237833÷256286×100%＝92.8%",
    )
    assert (straw.units, straw.computed, straw.adopted, straw.differs) == ("23个乡镇", "92.8%", "92.4%", True)
    assert (manure.units, manure.left_out, manure.computed) == ("22个乡镇", ("待认定：渠江镇",), "")
    assert (film.left_out, film.differs) == (("不含龙塘镇",), False)
    basis = page_on(pages["example-zh"], 25).basis
    assert "龙塘镇不涉及（全镇无覆膜种植），不计入" in basis
    assert "县农业农村局填报92.4%，按各分项计算为92.8%" in basis


def test_a_figure_that_only_rounds_to_its_target_is_not_shown_rounded(
    pages: dict[str, IndicatorPages],
) -> None:
    [calculation] = page_on(pages["example-zh"], 28).calculations
    assert calculation.lines[-1].endswith("＝99.96%")


def test_ledgers_of_many_townships_are_one_line_and_no_line_is_lost(
    pages: dict[str, IndicatorPages],
) -> None:
    page = page_on(pages["example-zh"], 25)
    assert [(line.reference, line.files) for line in page.proofs] == [
        ("25-1", 25),
        ("25-2", 24),
        ("25-3", 25),
        ("25-4-01", 1),
        ("25-4-02", 1),
        ("25-4-03", 1),
    ]
    assert page.proofs[0].title == "秸秆综合利用台账25件"
    for one in pages.values():
        for shown in one.pages:
            assert len(shown.proofs) <= 8
            assert sum(line.files for line in shown.proofs) <= shown.files


def test_pages_of_the_volume_are_counted_up_to_the_first_file_without_a_count(
    pages: dict[str, IndicatorPages],
) -> None:
    air = page_on(pages["example-zh"], 7)
    assert [line.pages for line in air.proofs][:4] == ["1—2", "3—4", "5—7", "8"]
    assert page_on(pages["example-zh"], 25).proofs[0].pages == ""


def test_a_day_of_receipt_is_never_the_date_of_a_document(
    pages: dict[str, IndicatorPages], results: dict[str, CheckResult]
) -> None:
    for name in ("example", "sound"):
        documents = [document for _, _, document in results[name].assessment.workspace.documents()]
        issued = {f"{document.issued:%Y%m%d}" for document in documents if document.issued}
        shown = {line.day.removesuffix("起") for page in pages[f"{name}-zh"].pages for line in page.proofs}
        assert shown <= issued | {""}


@pytest.mark.parametrize("kind", KINDS)
def test_word_and_markdown_say_the_same(pages: dict[str, IndicatorPages], kind: str) -> None:
    paper = {"indicator": indicator_paper.paper, "explanation": explanation_paper.paper}[kind]
    for name in ("overlong-zh", "faulty-en"):
        said = list(filter(None, paper(pages[name]).text.splitlines()))
        in_word = [
            line for text in texts_in_word(written(pages[name], kind, "docx")) for line in text.splitlines()
        ]
        missing = set(said) - set(in_word)
        assert missing <= {pages[name].example_note}
        markdown = re.sub(r"\\(?=[^\w\s])", "", written(pages[name], kind, "md").decode())
        assert [text for text in said if text not in markdown and not re.match(r"\d\. |- ", text)] == []


def test_the_example_says_so_above_every_page(pages: dict[str, IndicatorPages]) -> None:
    for kind in KINDS:
        document = docx.Document(io.BytesIO(written(pages["example-zh"], kind, "docx")))
        assert [p.text for p in document.sections[0].header.paragraphs] == ["示例：数值为编造"]


def test_some_indicators_or_a_group_can_be_chosen(results: dict[str, CheckResult]) -> None:
    result = results["example"]
    assert [page.row.no for page in pages_of(result, indicators=("air", "farm-waste")).pages] == [7, 25]
    economy = pages_of(result, group="economy")
    assert 0 < len(economy.pages) < len(result.assessment.rows)
    assert economy.selection == "economy"
    with pytest.raises(EcodemoError):
        pages_of(result, group="nobody")
    with pytest.raises(NothingToCheckError):
        pages_of(result, indicators=("not-in-the-list",))


def test_what_the_lead_has_to_write_is_marked_and_what_it_wrote_is_taken(
    pages: dict[str, IndicatorPages],
) -> None:
    document: Any = docx.Document(io.BytesIO(written(pages["sound-zh"], "explanation", "docx")))
    marked = [
        run.text for p in document.paragraphs for run in p.runs if run.style and run.style.name == "待补内容"
    ]
    assert sum(text.startswith("（请补充：成文日期") for text in marked) == len(pages["sound-zh"].pages)
    told = page_on(pages["example-zh"], 25)
    [text] = told.problems
    assert text in written(pages["example-zh"], "explanation", "md").decode().replace("\\", "")


@pytest.fixture
def explained(county: Path) -> Path:
    """A small county that asks for a report on an indicator."""
    plan = county / "data/indicators.yaml"
    text = plan.read_text(encoding="utf-8")
    line = "  - {no: 25-4, name: 全县汇总证明, from: lead, form: certificate, years: each}"
    assert line in text
    report = "\n  - {no: 25-5, name: 指标说明报告, role: explanation, from: lead, form: report, years: once}"
    plan.write_text(text.replace(line, line + report), encoding="utf-8")
    return county


def findings_on(root: Path, change: dict[str, str]) -> list[tuple[str, str]]:
    """What is found in the skeleton, filed after some of its words were changed."""
    result = check(root)
    pages = pages_of(result, indicators=("farm-waste",))
    document: Any = docx.Document(io.BytesIO(written(pages, "explanation", "docx")))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    for paragraph in (*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)):
        for run in paragraph.runs:
            for was, becomes in change.items():
                run.text = re.sub(was, becomes, run.text)
    file = root / "evidence/25 农业废弃物综合利用率/县农业农村局/25-5 指标说明报告.docx"
    file.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(file))
    say = Speaker(Language.EN).say
    found = check(root).findings
    return [(f.code, say(f.message)) for f in found if f.code in ("DC118", "DC119")]


WRITTEN = {r"（请补充：成文日期）": "2021年9月1日", r"（请补充[^（）]*）": "未发现。"}


def test_a_skeleton_that_was_completed_is_right(explained: Path) -> None:
    assert findings_on(explained, WRITTEN) == []


def test_a_skeleton_as_it_was_sent_is_incomplete(explained: Path) -> None:
    [(code, said), *others] = findings_on(explained, {})
    assert (code, said.startswith("Still to be completed: ")) == ("DC119", True)
    assert [said for _, said in others] == ["The section on measures is empty."]


def test_a_changed_figure_is_found_with_the_one_of_the_data(explained: Path) -> None:
    assert findings_on(explained, {**WRITTEN, "92.8": "95.8"}) == [
        ("DC118", "秸秆综合利用率 2020: the report has 95.8% under “二、指标完成情况”, the data have 92.8%.")
    ]


def test_pages_are_chosen_on_the_command_line(small_workspace: Path, tmp_path: Path) -> None:
    report = ("-C", small_workspace, "report", "--out", tmp_path, "-f", "md")
    ran = invoke(*report, "--kind", "indicator,explanation", "--indicator", "25")
    assert ran.exit_code == 0, ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{kind}-provincial-2021-farm-waste-2021-11-01.md" for kind in sorted(KINDS)
    ]
    refused = invoke(*report, "--kind", "phase", "--indicator", "25")
    assert (refused.exit_code, "--indicator" in refused.stderr) == (2, True)


def test_the_same_pages_are_the_same_bytes(results: dict[str, CheckResult]) -> None:
    one, other = (written(pages_of(results["sound"]), "indicator", "docx") for _ in range(2))
    assert one == other


def test_a_profile_without_dates_has_pages_too(small_workspace: Path) -> None:
    assert pages_of(check(small_workspace, CheckOptions(phase="sound"))).pages
