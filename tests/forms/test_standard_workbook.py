"""The workbook of a list of indicators: out, filled in, and back into data/standards/."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, invoke
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.standard.list_values import a_share
from ecodemo.forms.reading.cells import CellError
from ecodemo.load.workspace import load
from ecodemo.model.standard import Standard

ROW = ("no", "domain", "task", "name", "attribute", "points", "text", "applies", "measure")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lists") / "county"
    assert invoke("init", root, "--county", "桃江县", "--code", "430922").exit_code == 0
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "county"))


def form(root: Path, *ids: str) -> Path:
    path = root.parent / "清单.xlsx"
    ran = invoke("-C", root, "standards", "form", *ids, "--out", path)
    assert ran.exit_code == 0, ran.stderr
    return path


def back(root: Path, path: Path) -> Result:
    return invoke("-C", root, "--lang", "en", "form", "import", path)


def filled(
    path: Path,
    basic: Mapping[str, object],
    rows: Mapping[int, Mapping[int, object]],
    vetoes: Mapping[int, Mapping[int, object]] | None = None,
) -> Path:
    """The workbook with items of the first sheet and cells of rows, by column, written."""
    book = openpyxl.load_workbook(path)
    for item, content in book["基本信息"].iter_rows(min_row=4, max_col=2):
        if str(item.value) in basic:
            content.value = basic[str(item.value)]  # type: ignore[assignment] # openpyxl's types are narrower
    for sheet, cells in (("指标", rows), ("一票否决", vetoes or {})):
        for row, values in cells.items():
            for column, value in values.items():
                book[sheet].cell(row, column).value = value  # type: ignore[assignment]
    book.save(path)
    return path


NEW = {"代号": "yunnan-2021", "名称": "云南省指标", "文号": "云环发〔2021〕3号", "发布日期": "2021年5月6日", "约束性指标": "全部", "通过分数": 85, "满分": 100}  # fmt: skip
PLAN = {1: "1", 4: "规划", 5: "约束性", 6: 5, 7: "制定实施", 9: "规划制定实施情况"}
AIR = {1: "3.1", 4: "空气", 5: "约束性", 6: 4, 7: "≥90", 8: "高原", 9: "优良天数比例"}
WASTE = {1: "3.10", 4: "废弃物", 5: "参考性", 6: "6", 7: "秸秆综合利用率≥90", 9: "秸秆综合利用率"}
MORE_WASTE = {1: "3.10", 7: "不低于75%", 9: "畜禽粪污综合利用率"}


def test_a_list_of_a_province_comes_in_without_yaml(root: Path) -> None:
    ran = back(root, filled(form(root), NEW, {4: PLAN, 5: AIR, 6: WASTE, 7: MORE_WASTE}))
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    standard: Standard = load(root).workspace.standards["yunnan-2021"]
    assert [(row.no, str(row.points), tuple(row.targets)) for row in standard.rows] == [
        ("1", "5", ("plan-in-force",)),
        ("3.1", "4", ("good-days",)),
        ("3.10", "6", ("straw-rate", "manure-rate")),
    ]
    assert standard.rows[1].applies_if is not None
    assert standard.rows[1].applies_if.profile == {"高原": True}
    assert standard.pass_rule is not None
    assert (standard.pass_rule.binding, standard.pass_rule.score) == ("all", "85/100")
    assert (standard.partial, bool(standard.unverified)) == (False, True)
    again = back(root, root.parent / "清单.xlsx")
    assert (again.exit_code, "Nothing was changed" in again.stdout) == (0, True)


def test_rows_that_cannot_be_read_are_asked_back_and_the_list_says_that_they_are_missing(root: Path) -> None:
    rows: Mapping[int, Mapping[int, object]] = {
        4: {**PLAN, 7: "较好"},
        5: AIR,
        6: {**AIR, 1: "4", 9: "优良天"},
        7: {1: "5", 4: "无标准值"},
    }
    ran = back(root, filled(form(root), NEW, rows))
    assert ran.exit_code == 1
    for words in (
        "指标!G4  1 规划制定实施情况  较好  Cannot parse the target “较好”.",
        "指标!I6  4 对应分项  优良天  Unknown name “优良天”. Did you mean “优良天数比例”?",
        "指标!A7  5  A new row also requires: 标准值, 对应分项.",
        "marked as partial",
    ):
        assert words in ran.stdout
    standard = load(root).workspace.standards["yunnan-2021"]
    assert ([row.no for row in standard.rows], standard.partial) == (["3.1"], True)


@pytest.mark.parametrize("gone", ["代号", "名称"])
def test_a_list_without_id_or_title_is_not_made(root: Path, gone: str) -> None:
    ran = back(root, filled(form(root), {key: value for key, value in NEW.items() if key != gone}, {4: PLAN}))
    assert ran.exit_code == 1
    assert not (root / "data" / "standards" / "yunnan-2021.yaml").exists()


@pytest.mark.parametrize("id_", ["national-2019", "national-2024"])
def test_the_workbook_of_a_list_as_it_was_sent_out_changes_nothing(root: Path, id_: str) -> None:
    before = (root / "data" / "standards" / f"{id_}.yaml").read_bytes()
    ran = back(root, form(root, id_))
    assert ran.exit_code == 0, ran.stdout
    assert (root / "data" / "standards" / f"{id_}.yaml").read_bytes() == before


def test_a_corrected_sentence_sets_its_target_anew_and_keeps_every_other_byte(root: Path) -> None:
    path = root / "data" / "standards" / "national-2019.yaml"
    before = path.read_text(encoding="utf-8")
    ran = back(root, filled(form(root, "national-2019"), {}, {6: {6: "≥25"}}))
    assert ran.exit_code == 0, ran.stdout
    after = path.read_text(encoding="utf-8")
    assert after == before.replace(
        "  text: ≥20\n  targets:\n    eco-share: {at_least: 20}\n",
        "  text: ≥25\n  targets:\n    {eco-share: {at_least: 25}}\n",
    )


def test_a_row_of_several_measures_is_not_changed_here(root: Path) -> None:
    ran = back(root, filled(form(root, "national-2019"), {}, {10: {6: "≥25"}}))
    assert ran.exit_code == 1
    assert "This grey cell" in ran.stdout


def test_the_lists_are_named_with_what_can_be_relied_on(root: Path) -> None:
    ran = invoke("-C", root, "--lang", "en", "standards")
    assert ran.exit_code == 0
    assert (
        "rows: 34, vetoes: 7, rows not verified: 33, pass rule not verified, vetoes not verified: 7, used by bid-"
        in ran.stdout
    )
    assert "rows are missing, not verified" in ran.stdout


def test_lines_that_would_lose_something_are_asked_back(root: Path) -> None:
    rows: Mapping[int, Mapping[int, object]] = {
        4: PLAN,
        5: AIR,
        6: {1: "3.1", 7: "≥80", 9: "优良天数比例"},
        7: {1: "4", 4: "废弃物", 6: 3, 7: "≥90", 9: "秸秆综合利用率"},
        8: {1: "4", 4: "粪污", 6: 2, 7: "≥75", 9: "畜禽粪污综合利用率"},
    }
    ran = back(root, filled(form(root), NEW, rows))
    assert ran.exit_code == 1
    for words in (
        "指标!I6  3.1 对应分项  优良天数比例  This row already has the measure 优良天数比例.",
        "指标!D8  4 指标  粪污  All lines of one row must have the same 指标;",
        "指标!F8  4 分值  2  All lines of one row must have the same 分值;",
    ):
        assert words in ran.stdout
    assert [row.no for row in load(root).workspace.standards["yunnan-2021"].rows] == ["1"]


def test_no_veto_is_passed_over_in_silence(root: Path) -> None:
    vetoes: Mapping[int, Mapping[int, object]] = {
        4: {2: "发生重大事件", 3: 3},
        5: {1: "V2", 3: 3},
        6: {1: "V3", 2: "数据造假"},
        7: {1: "V3", 2: "群众举报"},
    }
    ran = back(root, filled(form(root), NEW, {4: PLAN}, vetoes))
    assert ran.exit_code == 1
    for words in (
        "一票否决!A4  A veto requires a number (编号), such as V1.",
        "一票否决!A5  V2  A new row also requires: 条件.",
        "一票否决!A7  V3  This is already entered in row 6.",
    ):
        assert words in ran.stdout
    assert [veto.text for veto in load(root).workspace.standards["yunnan-2021"].vetoes] == ["数据造假"]


@pytest.mark.parametrize(
    ("value", "look", "share"),
    [
        (0.8, "0%", "80%"),
        (0.29, "0%", "29%"),
        ("８０％", "General", "80%"),
        (0.805, "0.0%", None),
        ("150%", "General", None),
    ],
)
def test_a_share_is_taken_as_it_is_written_or_not_at_all(value: object, look: str, share: str | None) -> None:
    cell = Written("基本信息!B9", value, format=look)
    if share is None:
        with pytest.raises(CellError):
            a_share(cell)
    else:
        assert a_share(cell) == share


def test_a_copy_of_a_list_that_is_not_verified_is_not_verified(root: Path) -> None:
    back(root, filled(form(root, "national-2019"), {"代号": "copy-2021"}, {}))
    assert load(root).workspace.standards["copy-2021"].unverified


@pytest.mark.parametrize(("first", "then", "is_verified"), [("是", "是", True), ("是", "无", False)])
def test_what_the_office_says_of_its_comparison_holds_for_the_whole_list(
    root: Path, first: str, then: str, *, is_verified: bool
) -> None:
    for said in (first, then):
        ran = back(root, filled(form(root, "national-2019"), {"已与原文核对": said}, {}))
        assert ran.exit_code == 0, ran.stdout
    assert load(root).workspace.standards["national-2019"].is_verified is is_verified
