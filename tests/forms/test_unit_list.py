"""Several units in one name: which are meant, and what is no unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.reading.recognition import unit_named
from ecodemo.forms.reading.unit_list import unit_list
from ecodemo.load.workspace import load
from ecodemo.model.organisation import UnitKind
from ecodemo.model.workspace import Workspace
from support import BASE

TITLE = "任务分解表签收单"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(BASE).workspace


@pytest.mark.parametrize(
    ("name", "units", "unknown"),
    [
        ("00-4 签收单（东山镇、西河乡）", ("dongshan", "xihe"), ()),
        ("00-4 签收单(西河乡，东山镇;县统计局)", ("xihe", "dongshan", "statistics"), ()),
        ("00-4 任务分解表签收单东山镇、西河乡", ("dongshan", "xihe"), ()),
        ("东山镇、西河乡签收单2021", ("dongshan", "xihe"), ()),
        ("00-4【东山镇和西河乡】", ("dongshan", "xihe"), ()),
        ("00-4 签收单（东山镇、东河乡）", ("dongshan",), ("东河乡",)),
        ("00-4 签收单（东河乡、东山镇、西河乡）", ("dongshan", "xihe"), ("东河乡",)),
        ("00-4 签收单（东山镇、西河乡等3个乡镇）", ("dongshan",), ("西河乡等3个乡镇",)),
    ],
)
def test_a_list(name: str, units: tuple[str, ...], unknown: tuple[str, ...], workspace: Workspace) -> None:
    found = unit_list(name, workspace, TITLE)
    assert found is not None
    assert (found.units, found.kinds, found.unknown) == (units, frozenset(), unknown)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("00-4 签收单（各乡镇）", {UnitKind.TOWNSHIP}),
        ("00-4 全部乡镇签收单", {UnitKind.TOWNSHIP}),
        ("00-4 回执（全部部门）", {UnitKind.DEPARTMENT}),
        ("00-4 各单位任务分解表签收单", set(UnitKind)),
    ],
)
def test_all_of_a_kind(name: str, kinds: set[UnitKind], workspace: Workspace) -> None:
    found = unit_list(name, workspace, TITLE)
    assert found is not None
    assert not found.units
    assert found.kinds == kinds


@pytest.mark.parametrize(
    "name",
    [
        "00-4 签收单（东山镇）",
        "00-4 东山镇签收单、照片",
        "00-4 照片、签到（扫描件）",
        "25-4 各乡镇汇总情况说明",
        "00-6 自查报告（含各乡镇意见）",
        "",
    ],
)
def test_no_list(name: str, workspace: Workspace) -> None:
    assert unit_list(name, workspace, TITLE) is None


def test_a_list_names_no_single_unit(workspace: Workspace) -> None:
    assert unit_named("县农业农村局、东山镇.zip", workspace) is None
    assert unit_named("东山镇_填报包（西河乡代发）.zip", workspace) is None
    assert unit_named("东山镇填报表.xlsx", workspace) == "dongshan"


@given(names=st.lists(st.sampled_from(["东山镇", "西河乡", "南坪镇", "县统计局"]), min_size=2, unique=True))
def test_every_unit_that_is_named_counts(workspace: Workspace, names: list[str]) -> None:
    found = unit_list(f"00-4 {TITLE}（{'、'.join(names)}）", workspace, TITLE)
    assert found is not None
    assert [workspace.units[unit].name for unit in found.units] == names
