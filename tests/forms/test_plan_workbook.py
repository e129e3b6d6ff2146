"""The plan workbook: every cell becomes YAML with every other byte kept, or is asked back by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import invoke
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.contract import HEAD_ROW, written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanData
from ecodemo.forms.intake.plan.plan_values import names_of, reader_of
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import plan_entries
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.message import Message, message
from forms.packs import zipped
from forms.plan_cells import TODAY, Tables, column_of, plan_tables, row_of, taken, texts, typed

ENGLISH = Speaker(Language.EN)
Import = Callable[..., tuple[PlanData, list[ImportLine]]]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county that nobody has typed a word for. Never write into it."""
    root = tmp_path_factory.mktemp("fresh") / "county"
    made = invoke("init", root, "--county", "桃江县", "--code", "430922", "--start", "2026-12-01")
    assert made.exit_code == 0, made.stderr
    return root


@pytest.fixture(scope="module")
def tables(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return plan_tables(fresh, tmp_path_factory.mktemp("book"))


@pytest.fixture
def import_typed(fresh: Path, tables: Tables) -> Import:
    """Type into rows, as `(sheet, row, cells)` with an empty row for a new one, and import."""

    def import_(
        *rows: tuple[str, str, dict[str, object]], formula: bool = False
    ) -> tuple[PlanData, list[ImportLine]]:
        own = dict(tables)
        for sheet, row, cells in rows:
            own[sheet] = typed(own[sheet], row_of(own[sheet], row), cells, formula=formula)
        return taken(fresh, own)

    return import_


def refused(lines: list[ImportLine]) -> list[str]:
    """What is asked back, in English, with its cell."""
    return [
        f"{line.place} {ENGLISH.say(line.words)}"
        for line in lines
        if line.effect is Effect.REFUSED and line.words
    ]


@pytest.fixture(scope="module")
def anhua(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("anhua") / "county"
    assert invoke("init", root, "--starter", "anhua").exit_code == 0
    return root


@pytest.mark.parametrize("county", ["example", "anhua", "fresh", "small_workspace"])
def test_the_workbook_as_it_was_sent_out_changes_nothing(
    county: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root = request.getfixturevalue(county)
    data, lines = taken(root, plan_tables(root, tmp_path))
    assert (data.contents(), lines) == ({}, [])


def test_an_office_sets_up_its_county_without_a_word_of_yaml(fresh: Path, import_typed: Import) -> None:
    data, lines = import_typed(
        ("概况", "所属市", {"内容": "益阳市"}),
        ("概况", "沿海", {"内容": "否"}),
        ("概况", "地形", {"内容": "丘陵地区"}),
        ("概况", "申报日", {"内容": date(2027, 6, 20)}),
        ("概况", "适用清单", {"内容": "生态文明建设示范区（县）建设指标"}),
        ("工作组", "生态制度建设组", {"牵头": "县委办", "职责": "健全生态制度"}),
        ("单位", "", {"名称": "桃花江镇", "类别": "乡镇", "代码": "430922100", "村数": 21}),
        ("阶段", "实施阶段", {"乡镇截止": "2027年1月18日", "阶段必备材料": "00-5、00-15"}),
        ("任务分解", "01", {"牵头": "发改局", "配合": "桃花江镇、林业局"}),
        ("材料", "00-6", {"截止": "乡镇2027年4月20日、部门2027年5月1日"}),
        ("材料", "02-1", {"谁交": "各单位", "形式": "照片", "年度": "评估年", "必交": "乡镇补充、部门必交"}),
        ("材料", "", {"编号": "01-5", "材料": "规划公示", "谁交": "牵头单位", "年度": "一次"}),
    )
    assert refused(lines) == []
    changed, before = (
        texts(data),
        {path.stem: path.read_text(encoding="utf-8") for path in (fresh / "data").glob("*.yaml")},
    )
    assert changed["townships"] == before["townships"].replace(
        "townships: []", "townships:\n- {id: unit-24, name: 桃花江镇, code: '430922100', villages: 21}"
    )
    assert changed["groups"] == before["groups"].replace(
        "lead: office, unverified: true}\n- {id: environment",
        "lead: party-office, duties: 健全生态制度}\n- {id: environment",
    )
    for words in (
        "  city: 益阳市\n",
        "  coastal: false\n",
        "  terrain: 丘陵地区\n",
        "standard: national-2024\n",
        "apply: 2027-06-20 ",
        "unverified: [assessed, base]\n",
        "due: {townships: 2027-01-18, departments: 2027-01-25}   # 没有另写期限的材料和数\n",
        "gate: [00-5, 00-15]\n",
    ):
        assert words in changed["county"], words
    for words in (
        "  lead: development\n  support: [unit-24, forestry]\n  unverified: [requirements]\n",
        "due: {townships: 2027-04-20, departments: 2027-05-01}}\n",
        "from: everyone, form: photo, years: latest, need: {townships: support, departments: required}}\n",
        "  - {'no': 01-5, name: 规划公示, from: lead, years: once}\n",
    ):
        assert words in changed["indicators"], words
    assert set(changed["county"].splitlines()) >= {
        line
        for line in before["county"].splitlines()
        if "#" in line and "apply" not in line and "standard" not in line and "due:" not in line
    }


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "said"),
    [
        ("任务分解", "02", {"牵头": "县委办公司"}, "任务分解!C5 Unknown name “县委办公司”. Did you mean “县委办公室”?"),
        ("任务分解", "02", {"牵头": "县委办、县政府办"}, "任务分解!C5 Expected one entry; “县委办、县政府办” contains several."),
        ("任务分解", "02", {"配合": "无此局"}, "任务分解!D5 Unknown name “无此局”."),
        ("任务分解", "", {"编号": "77", "指标": "新指标", "牵头": "创建办"}, "No indicator has this number or name."),
        ("概况", "申报日", {"内容": "2027-02-30"}, "概况!B18 No such date."),
        ("概况", "创建期限", {"内容": "2027-01-01"}, "概况!B19 The application date must be before the end of the bid."),
        ("概况", "基准年", {"内容": 2026}, "概况!B17 The base year must be before the assessed year."),
        ("概况", "评估年", {"内容": "无"}, "概况!B15 This cell cannot be cleared; an entry is required."),
        ("概况", "地形", {"内容": "山地"}, "概况!B8 No standard has a target for the terrain “山地”. Did you mean “山区”?"),
        ("概况", "沿海", {"内容": "不靠海"}, "概况!B10 Enter 是 or 否."),
        ("单位", "", {"名称": "桃花江镇", "类别": "乡镇"}, "A new row also requires: 代码."),
        ("单位", "", {"类别": "乡镇", "代码": "430922100"}, "A new row also requires: 名称."),
        ("单位", "", {"名称": "林业局", "类别": "部门"}, "单位!A27 The name “林业局” already belongs to 县林业局."),
        ("单位", "创建办", {"类别": "乡镇"}, "单位!B4 The kind of a unit cannot be changed."),
        ("单位", "县林业局", {"角色": "创建办"}, "单位!F13 Duplicate “office”; first given at data/groups.yaml"),
        ("单位", "县林业局", {"代码": "430922100"}, "单位!D13 This grey cell is not to be filled in."),
        ("阶段", "准备阶段", {"结束": "2026-11-30"}, "阶段!C4 The phase 准备阶段 ends before it starts."),
        ("阶段", "实施阶段", {"结束": "2027-02-03"}, "阶段!C5 The phases 实施阶段 and 自查整改阶段 overlap"),
        ("阶段", "实施阶段", {"阶段必备材料": "00-5、00-77"}, "阶段!F5 No document or box has the number 00-77."),
        ("材料", "00-1", {"形式": "照片"}, "材料!D4 This grey cell is not to be filled in."),
        ("材料", "00-2", {"年度": "前年"}, "材料!E5 Enter one of 每年、评估年、基准年、一次, or years such as 2018、2020."),
        ("材料", "00-2", {"截止": "月底"}, "材料!G5 Not a date."),
        ("材料", "", {"编号": "99-1", "材料": "新材料", "谁交": "创建办"}, "A new document requires a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_asked_back_by_cell(
    import_typed: Import, sheet: str, row: str, cells: dict[str, object], said: str
) -> None:
    data, lines = import_typed((sheet, row, cells))
    assert said in refused(lines)[0]
    assert len(refused(lines)) == (2 if "already belongs to" in said else 1)
    assert refused(lines)[0].startswith(sheet)
    assert data.contents() == {}


def test_a_formula_is_asked_back(import_typed: Import) -> None:
    data, lines = import_typed(("任务分解", "02", {"牵头": "创建办"}), formula=True)
    assert refused(lines) == ["任务分解!C5 The cell contains a formula. Enter its result instead."]
    assert data.contents() == {}


def test_one_cell_that_does_not_load_stops_no_other(import_typed: Import) -> None:
    data, lines = import_typed(
        ("概况", "地形", {"内容": "山地"}),
        ("概况", "沿海", {"内容": "是"}),
        ("单位", "县林业局", {"角色": "创建办", "简称": "林草局"}),
    )
    assert len(refused(lines)) == 2
    assert data.workspace.county.coastal
    assert "林草局" in data.workspace.lookup.units_by_any_name


def test_the_office_hands_its_role_on_in_one_workbook(import_typed: Import) -> None:
    data, lines = import_typed(("单位", "创建办", {"角色": "无"}), ("单位", "县林业局", {"角色": "创建办"}))
    assert refused(lines) == []
    assert data.workspace.office == "forestry"


def test_a_renamed_unit_keeps_its_id_and_its_former_name(county: Path, tmp_path: Path) -> None:
    own = plan_tables(county, tmp_path)
    own["单位"] = typed(own["单位"], row_of(own["单位"], "东山镇"), {"名称": "东山街道"})
    data, _ = taken(county, own)
    unit = data.workspace.units["dongshan"]
    assert (unit.name, "东山镇" in unit.names) == ("东山街道", True)


def test_the_proposed_name_of_a_unit_that_handed_in_nothing_never_was_one(import_typed: Import) -> None:
    data, _ = import_typed(("单位", "市生态环境局桃江分局", {"名称": "益阳市生态环境局桃江分局"}))
    assert data.workspace.units["ecology"].formerly == ()


def test_a_copied_row_with_another_name_is_a_new_unit(import_typed: Import) -> None:
    data, lines = import_typed(("单位", "", {"名称": "县水务局", "类别": "部门", "代号": "forestry"}))
    assert refused(lines) == []
    assert data.workspace.units["forestry"].name == "县林业局"
    assert data.workspace.units["unit-24"].name == "县水务局"


def test_a_name_on_the_row_of_another_unit_is_asked_back(import_typed: Import) -> None:
    data, lines = import_typed(("单位", "县林业局", {"名称": "县审计局", "简称": "林草局"}))
    assert "The row has the name of 县审计局, but the id (代号) of 县林业局." in refused(lines)[0]
    assert data.contents() == {}


def test_rows_that_are_gone_change_nothing_and_are_named(fresh: Path, tables: Tables) -> None:
    table = tables["单位"]
    short = {
        **tables,
        "单位": typed(table, row_of(table, "县林业局"), dict.fromkeys(("名称", "类别", "简称", "代号"))),
    }
    data, lines = taken(fresh, short)
    assert data.contents() == {}
    assert [ENGLISH.say(line.words) for line in lines if line.words] == [
        "Rows were deleted from the “单位” sheet; their data were kept: 县林业局."
    ]


def test_two_new_units_of_one_name_are_asked_back(import_typed: Import) -> None:
    unit = {"名称": "县水务局", "类别": "部门"}
    data, lines = import_typed(("单位", "", unit), ("单位", "", {**unit, "简称": "水务局"}))
    assert "The name “县水务局” already belongs to 县水务局." in refused(lines)[0]
    assert [one.name for one in data.workspace.departments].count("县水务局") == 1


def test_what_is_written_beside_the_columns_is_named(fresh: Path, tables: Tables) -> None:
    table = tables["任务分解"]
    rows = list(table.rows)
    rows[5] = (*rows[5], Written("任务分解!E6", "待定"))
    data, lines = taken(fresh, {**tables, "任务分解": replace(table, rows=tuple(rows))})
    assert "were ignored: E6." in ENGLISH.say(lines[0].words or message(""))
    assert data.contents() == {}


def test_what_was_changed_here_meanwhile_is_a_conflict(fresh: Path, tables: Tables, tmp_path: Path) -> None:
    root = tmp_path / "county"
    (root / "data").mkdir(parents=True)
    for path in (fresh / "data").rglob("*.yaml"):
        copy = root / path.relative_to(fresh)
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copy.write_text(text.replace("  lead: party-office\n", "  lead: audit\n"), encoding="utf-8")
    own = {
        **tables,
        "任务分解": typed(tables["任务分解"], row_of(tables["任务分解"], "02"), {"牵头": "创建办"}),
    }
    data, lines = taken(root, own)
    assert [(line.effect, line.before, line.after) for line in lines] == [
        (Effect.CONFLICT, "县审计局", "创建办")
    ]
    assert data.contents() == {}


def test_without_its_hidden_sheet_only_empty_cells_are_filled(fresh: Path, tables: Tables) -> None:
    own = {name: table for name, table in tables.items() if name != contract.RECORD}
    own["概况"] = typed(own["概况"], row_of(own["概况"], "所属市"), {"内容": "益阳市"})
    own["概况"] = typed(own["概况"], row_of(own["概况"], "看几年"), {"内容": 5})
    data, lines = taken(fresh, own)
    assert {line.effect for line in lines} == {Effect.REMARK, Effect.NEW, Effect.CONFLICT}
    assert (data.workspace.county.city, data.workspace.bids[0].years) == ("益阳市", 3)


SHEETS = {sheet.name: sheet for sheet in sheets.PLAN_SHEETS}
_VALUES: dict[str, list[object]] = {
    "内容": ["益阳市", "是", "否", "无", 2025, "2027年6月1日", "山区", "森林、海岸", "430981", "?", "2027-02-31"],
    "名称": ["新名称", "无", "县林业局", "a: b #c", "'"],
    "牵头": ["县林业局", "林业局", "无", "林业", "县审计局、创建办"],
    "牵头单位": ["县林业局", "无", "林业"],
    "职责": ["抓落实：“按月”调度, 100%", "无", "{x}"],
    "角色": ["创建办", "督查", "无"],
    "类别": ["部门", "乡镇"],
    "简称": ["林草局", "无"],
    "代码": ["430922100", 430922101, "43"],
    "村数": [12, "八", -1],
    "开始": ["2027-01-01", date(2027, 3, 1), "2027.2.30"],
    "结束": ["2027-01-31", date(2031, 1, 1), "无"],
    "乡镇截止": ["2027-01-05", "无", "月底"],
    "部门截止": [date(2027, 1, 6), "1月8日"],
    "阶段必备材料": ["00-1", "V、00-2", "无", "00-99"],
    "配合": ["县林业局、创建办", "无", "某局"],
    "材料": ["新材料", "无"],
    "谁交": ["各单位", "牵头单位、各乡镇", "创建办、县林业局", "谁"],
    "形式": ["照片", "台账xlsx", "画"],
    "年度": ["每年", "2026", "2025、2026", "2024—2026", "基准年、评估年", "去年"],
    "必交/补充": ["补充", "乡镇补充、部门必交", "可选"],
    "截止": ["2027-03-03", "乡镇2027年3月1日、部门2027年3月5日", "无", "三月"],
}  # fmt: skip


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, int, str, object]:
    sheet = draw(st.sampled_from(sheets.PLAN_SHEETS))
    column = draw(st.sampled_from([one for one in sheet.columns if one.is_units and one.key != "no"]))
    return sheet.name, draw(st.integers(3, 14)), column.head, draw(st.sampled_from(_VALUES[column.head]))


@pytest.mark.long
@settings(max_examples=25)
@given(edits=st.lists(_edits(), min_size=1, max_size=8))
def test_whatever_is_typed_becomes_data_that_load_or_is_asked_back_at_its_cell(
    fresh: Path, tables: Tables, edits: list[tuple[str, int, str, object]]
) -> None:
    own = dict(tables)
    last = {}
    for sheet, row, head, value in edits:
        own[sheet] = typed(own[sheet], row, {head: value})
        last[sheet, row, head] = value
    data, lines = taken(fresh, own)
    workspace = load(fresh, contents={path: new for path, (_, new) in data.contents().items()}).workspace
    shown = plan_entries(workspace, workspace.bids[0])
    asked = {line.place for line in lines if line.effect in (Effect.REFUSED, Effect.CONFLICT)}
    names = names_of(workspace, {}, (), TODAY)
    keys = {(name, column.head): column.key for name, sheet in SHEETS.items() for column in sheet.columns}
    # An entry whose name is struck out is gone, and those below it have moved up.
    moved = {
        sheet for (sheet, _, head), value in last.items() if value == "无" and keys[sheet, head] == "name"
    }
    for (sheet, row, head), value in last.items():
        place = own[sheet].cell(row, column_of(own[sheet], head)).place
        if (
            sheet in moved
            or place in asked
            or f"{sheet}!A{row + 1}" in asked
            or row - HEAD_ROW >= len(shown[sheet])
        ):
            continue
        entry = shown[sheet][row - HEAD_ROW]
        key = keys[sheet, head]
        now = written(entry.contents.get(key))
        if value == "无":
            assert now == ""
            continue
        reader = reader_of(sheet, key, entry.key if sheet == sheets.PROFILE else "")
        assert reader(Written("", now), names) == reader(Written("", value), names), place


def test_export_and_import_by_command(fresh: Path, tmp_path: Path) -> None:
    out = invoke("-C", fresh, "form", "export", "--plan", "--out", tmp_path)
    assert (out.exit_code, out.stdout.strip()) == (0, str(tmp_path / "方案表.xlsx"))
    again = invoke("-C", fresh, "--lang", "en", "form", "import", tmp_path / "方案表.xlsx", "--dry-run")
    assert again.exit_code == 0, again.stderr
    assert "workbook of the office" in again.stdout
    refused_ = invoke("-C", fresh, "--lang", "en", "form", "export", "--plan", "--unit", "创建办")
    assert refused_.exit_code == 2


def test_a_county_without_townships_is_led_to_the_plan_workbook(fresh: Path, tmp_path: Path) -> None:
    root = tmp_path / "county"
    copytree(fresh, root)
    assert "ecodemo form export --plan" in invoke("-C", root, "--lang", "en").stdout
    assert invoke("-C", root, "form", "export", "--plan").exit_code == 0
    assert "ecodemo form import 发出/方案表.xlsx" in invoke("-C", root, "--lang", "en").stdout


def test_a_plan_workbook_in_a_pack_is_refused(fresh: Path, tmp_path: Path) -> None:
    assert invoke("-C", fresh, "form", "export", "--plan", "--out", tmp_path).exit_code == 0
    pack = zipped(tmp_path, tmp_path.parent / "创建办.zip")
    ran = invoke("-C", fresh, "--lang", "en", "form", "import", pack, "--dry-run")
    assert ran.exit_code == 1
    assert "cannot be imported from a pack" in ran.stdout


def test_an_entry_goes_whose_name_gives_way_to_none_and_other_bytes_stay(
    fresh: Path, import_typed: Import
) -> None:
    data, lines = import_typed((sheets.UNITS, "县审计局", {"名称": "无"}))
    assert [(line.effect, line.before, line.after) for line in lines] == [(Effect.CLEARED, "县审计局", "无")]
    before = (fresh / "data" / "groups.yaml").read_text(encoding="utf-8")
    gone = [line for line in before.splitlines(keepends=True) if "id: audit" in line]
    assert texts(data) == {"groups": before.replace(gone[0], "")}


@pytest.mark.parametrize(
    ("sheet", "name", "said"),
    [
        (sheets.GROUPS, "生态文化创建组", "The group still has the indicators 38, 39, 40."),
        (sheets.UNITS, "县林业局", "Still referred to in: 任务分解"),
        (sheets.MATERIALS, "01-1", "Still referred to in: 阶段 准备阶段."),
    ],
)
def test_what_something_else_names_stays_and_it_is_said_where(
    import_typed: Import, sheet: str, name: str, said: str
) -> None:
    cells: dict[str, object] = {"材料" if sheet == sheets.MATERIALS else "名称": "无"}
    data, lines = import_typed((sheet, name, cells))
    assert [line.effect for line in lines] == [Effect.REFUSED]
    assert isinstance(lines[0].words, Message)
    assert ENGLISH.say(lines[0].words).startswith(said)
    assert not texts(data)


def test_the_gate_and_the_rules_of_a_phase_that_goes_are_asked_by_the_next_one(import_typed: Import) -> None:
    rows: list[tuple[str, str, dict[str, object]]] = [
        (sheets.PHASES, "自查整改阶段", {"名称": "无"}),
        (sheets.PHASES, "巩固阶段", {"名称": "无"}),
    ]
    data, lines = import_typed(*rows)
    assert [line.effect for line in lines] == [Effect.CLEARED, Effect.CLEARED]
    *_, implementation, last = data.workspace.phases
    assert (last.id, last.extends) == ("acceptance", implementation.id)
    assert last.gate[:2] == ("00-6", "00-14")
    assert {"TG", "DC", "VT", "FX"} <= last.rules.keys()


def test_the_profile_is_asked_what_only_a_list_of_a_province_asks(tmp_path: Path, fresh: Path) -> None:
    root = Path(copytree(fresh, tmp_path / "county"))
    path = root / "data" / "standards" / "national-2019.yaml"
    text = path.read_text(encoding="utf-8")
    asked = "  applies_if: {profile: {高原: true, 边境: true}}\n  targets:\n    eco-share"
    path.write_text(text.replace("  targets:\n    eco-share", asked), encoding="utf-8")
    tables = plan_tables(root, tmp_path)
    own = typed(tables[sheets.PROFILE], row_of(tables[sheets.PROFILE], "高原"), {"内容": "是"})
    own = typed(own, row_of(own, "边境"), {"内容": "否"})
    data, lines = taken(root, {**tables, sheets.PROFILE: own})
    assert data.workspace.county.profile == {"高原": True, "边境": False}
    own = typed(tables[sheets.PROFILE], row_of(tables[sheets.PROFILE], "高原"), {"内容": "有"})
    data, lines = taken(root, {**tables, sheets.PROFILE: own})
    assert ([line.effect for line in lines], texts(data)) == ([Effect.REFUSED], {})
