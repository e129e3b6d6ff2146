"""The list of 2019 as it is printed, typed into the workbook by somebody who knows nothing else: what comes of it, beside what is shipped."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, invoke
from ecodemo.load.workspace import load
from ecodemo.model.standard import Row, Standard

pytestmark = pytest.mark.long

PRINTED = Path(__file__).with_name("printed_list_2019.csv")
"""Row by row as the ministry's table has it; a line for each part of a row that is made of several."""
BASIC = {
    "代号": "typed-2019",
    "名称": "国家生态文明建设示范市县建设指标",
    "文号": "环生态〔2019〕76号",
    "发布日期": "2019年9月11日",
    "约束性指标": "全部",
    "参考性指标": "全部",
}
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "生态文明建设规划": ("规划制定实施情况",),
    "党委政府对生态文明建设重大目标任务部署情况": ("重大目标任务部署情况",),
    "生态文明建设工作占党政实绩考核的比例": ("生态文明类分值占考核总分值的比例",),
    "河长制": ("河长制实施情况",),
    "依法开展规划环境影响评价": ("规划环评开展情况",),
    "水质达到或优于Ⅲ类比例提高幅度": ("Ⅲ类及以上断面比例",),
    "劣Ⅴ类水体比例下降幅度": ("劣Ⅴ类断面比例",),
    "生态环境状况指数": ("生态环境状况指数（EI）",),
    "特有性或指示性水生物种保持率": ("特有性或指示性水生物种数",),
    "建设用地土壤污染风险管控和修复名录制度": ("名录制度建立情况",),
    "突发生态环境事件应急管理机制": ("应急管理机制建立情况",),
    "生态保护红线": ("生态保护红线面积", "生态保护红线性质", "生态保护红线功能"),
    "自然保护地": ("自然保护地面积", "自然保护地性质", "自然保护地功能"),
}
"""What the data call a part otherwise than the table prints it; the cell's list has these, and the import asks for them."""
DIFFERENT_MEASURES = {
    "7": "the printed PM2.5浓度下降幅度 is the name of a measure of the data, so that it is taken; what is shipped judges the concentration",
}
"""By row, why its measures are not the shipped ones."""
DIFFERENT_TARGETS = {
    "12": "不降低 is read as not worse than the year before; what is shipped compares the species with the base year",
    "17": "不减少 is read as not worse than the year before; what is shipped compares the areas with the base year",
}
"""By row, why the target that is read from the printed words is not the shipped one."""


def typed(names: Mapping[str, tuple[str, ...]]) -> Iterator[dict[int, str]]:
    """The cells of each line by column; what has one sentence for several parts is divided at its commas."""
    with PRINTED.open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            printed = line["分项"] or line["指标"]
            parts = names.get(printed, (printed,))
            words = line["标准值"].split("、") if len(parts) > 1 else [line["标准值"]]
            for place, (part, target) in enumerate(zip(parts, words, strict=True)):
                head = {2: line["领域"], 3: line["任务"], 4: line["指标"], 5: line["属性"], 8: line["适用"]}
                cells = {1: line["序号"], 7: _without_subject(target, part), 9: part}
                yield cells | (head if place == 0 else {})


def _without_subject(target: str, part: str) -> str:
    """`面积不减少` in the line of the area."""
    return target.removeprefix(part[-2:])


def entered(root: Path, names: Mapping[str, tuple[str, ...]]) -> Result:
    path = root.parent / "清单.xlsx"
    assert invoke("-C", root, "standards", "form", "--out", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    for item, content in book["基本信息"].iter_rows(min_row=4, max_col=2):
        if str(item.value) in BASIC:
            content.value = BASIC[str(item.value)]
    for row, cells in enumerate(typed(names), 4):
        for column, text in cells.items():
            if text:
                book["指标"].cell(row, column).value = text
    book.save(path)
    return invoke("-C", root, "--lang", "en", "form", "import", path)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county into which the list was entered with the names that the data have."""
    made = tmp_path_factory.mktemp("printed") / "county"
    assert invoke("init", made, "--county", "桃江县", "--code", "430922").exit_code == 0
    asked = entered(made, {})
    assert asked.exit_code == 1
    assert asked.stdout.count("Unknown name") == len(CHOSEN)
    assert all(f"Unknown name “{printed}”" in asked.stdout for printed in CHOSEN)
    (made / "data" / "standards" / "typed-2019.yaml").unlink()
    ran = entered(made, CHOSEN)
    assert ran.exit_code == 0, ran.stdout
    return made


@pytest.fixture(scope="module")
def lists(root: Path) -> tuple[Standard, Standard]:
    standards = load(root).workspace.standards
    return standards["typed-2019"], standards["national-2019"]


def test_every_row_is_there_under_its_number_and_name(lists: tuple[Standard, Standard]) -> None:
    own, shipped = ([(row.no, row.name, row.attribute) for row in each.rows] for each in lists)
    assert own == shipped


def test_rows_are_of_the_same_domains_tasks_and_measures_and_apply_alike(
    lists: tuple[Standard, Standard],
) -> None:
    own, shipped = ([(row.domain, row.task, row.applies_if) for row in each.rows] for each in lists)
    assert own == shipped
    rows = zip(*(each.rows for each in lists), strict=True)
    assert {row.no for row, other in rows if row.targets.keys() != other.targets.keys()} == set(
        DIFFERENT_MEASURES
    )


def test_targets_are_the_shipped_ones_but_for_the_rows_that_are_named(
    lists: tuple[Standard, Standard],
) -> None:
    def judged(row: Row) -> dict[str, object]:
        return {
            measure: target.model_dump(exclude={"name", "text"}) for measure, target in row.targets.items()
        }

    different = {
        own.no
        for own, shipped in zip(*(each.rows for each in lists), strict=True)
        if judged(own) != judged(shipped)
    }
    assert different == {*DIFFERENT_TARGETS, *DIFFERENT_MEASURES}


def test_what_the_table_does_not_say_is_not_made_up(lists: tuple[Standard, Standard]) -> None:
    """Definitions, vetoes and sources are in other papers; the list is whole, and says that nobody compared it with the original."""
    own, _ = lists
    assert own.vetoes == ()
    assert not any(row.definition for row in own.rows)
    assert own.unverified
    assert not own.partial
