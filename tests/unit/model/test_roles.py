"""Who and what has a role: by the data, and in data older than roles by names and ids."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ecodemo.load.workspace import load
from ecodemo.model.organisation import Department
from ecodemo.model.requirement import Requirement
from ecodemo.model.role import DepartmentRole, RequirementRole
from ecodemo.model.workspace import Workspace
from support import BASE


@cache
def _base() -> Workspace:
    workspace = load(BASE).workspace
    assert workspace is not None
    return workspace


def _holding(*requirements: Requirement) -> Workspace:
    box = _base().boxes[0].model_copy(update={"requirements": requirements})
    return replace(_base(), boxes=(box,), indicators=())


def _with(*departments: Department) -> Workspace:
    return replace(_base(), departments=departments)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("本单位自查报告", RequirementRole.UNIT_REPORT),
        ("数据确认表（盖章扫描件）", RequirementRole.CONFIRMATION),
    ],
)
def test_where_none_has_a_role_the_name_serves(name: str, role: RequirementRole) -> None:
    first, second = Requirement(no="00-1", name=name), Requirement(no="00-2", name=name)
    workspace = _holding(first, second, Requirement(no="00-3", name="会议纪要"))
    assert workspace.in_role(role) == (first, second)
    assert workspace.has_role(second, role)


def test_a_name_counts_for_nothing_beside_what_has_the_role() -> None:
    called = Requirement(no="00-1", name="自查报告")
    meant = Requirement(no="00-2", name="创建小结", role=RequirementRole.UNIT_REPORT)
    workspace = _holding(called, meant)
    assert workspace.in_role(RequirementRole.UNIT_REPORT) == (meant,)
    assert not workspace.has_role(called, RequirementRole.UNIT_REPORT)


def test_a_role_wins_over_a_name() -> None:
    called = Requirement(no="00-1", name="自查报告", role=RequirementRole.WORK_REPORT)
    assert _holding(called).in_role(RequirementRole.UNIT_REPORT) == ()


def test_the_office_is_the_department_of_that_role() -> None:
    bearer = Department(id="bid-office", name="示范办", role=DepartmentRole.OFFICE)
    assert _with(Department(id="office", name="县委办公室"), bearer).office == "bid-office"


def test_without_that_role_the_office_is_known_by_its_id() -> None:
    assert _with(Department(id="office", name="创建办")).office == "office"
    assert _with(Department(id="ecology", name="生态环境局")).office is None
