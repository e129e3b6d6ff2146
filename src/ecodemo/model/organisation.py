"""Who does the work: groups, departments and townships."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Id, Named, Record, Text, Unverified


class UnitKind(StrEnum):
    """Departments answer for indicators; townships hand in what those are built from."""

    DEPARTMENT = "departments"
    TOWNSHIP = "townships"


class FormerName(Record):
    """A name that a unit bore: its old stamps, folders and codes stay right."""

    name: Annotated[Text, Field(description="原来的名称")]
    code: Annotated[str, Field(description="原来的代码")] = ""
    until: Annotated[str, Field(description="用到哪一天或哪一年")] = ""
    note: str = ""


class _Unit(Named):
    id: Annotated[Id, Field(description="英文短名，定了不改")]
    short: Annotated[str, Field(description="文件夹里用的简称")] = ""
    formerly: Annotated[tuple[FormerName, ...], Field(description="曾用名")] = ()
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a folder or a stamp may call the unit."""
        return tuple(
            name for name in (self.name, self.short, *(former.name for former in self.formerly)) if name
        )


class Department(_Unit):
    """A department of the county, or the bid office."""

    unverified: Unverified = ()

    @property
    def kind(self) -> UnitKind:
        return UnitKind.DEPARTMENT


class Township(_Unit):
    """A town or township."""

    code: Annotated[str, Field(pattern=r"^\d{9}(\d{3})?$", description="统计用区划代码")]
    villages: Annotated[int | None, Field(ge=0, description="村、社区数")] = None

    @property
    def kind(self) -> UnitKind:
        return UnitKind.TOWNSHIP


Unit = Department | Township


class Group(Named):
    """One of the working groups that the plan sets up."""

    id: Annotated[Id, Field(description="英文短名，定了不改")]
    lead: Annotated[Id | None, Field(description="牵头单位")] = None
    duties: Annotated[str, Field(description="职责，照方案写")] = ""
    unverified: Unverified = ()


class Organisation(Record):
    """groups.yaml"""

    groups: Annotated[tuple[Group, ...], Field(description="工作组")]
    departments: Annotated[tuple[Department, ...], Field(description="部门")]


class Townships(Record):
    """townships.yaml"""

    townships: Annotated[tuple[Township, ...], Field(description="乡镇")]
