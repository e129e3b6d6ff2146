"""Who does the work: groups, departments and townships."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Id, Named, Note, Record, Text, Unverified
from ecodemo.model.role import DepartmentRole, GroupRole


class UnitKind(StrEnum):
    """Departments answer for indicators; townships hand in what those are built from."""

    DEPARTMENT = "departments"
    TOWNSHIP = "townships"


class FormerName(Record):
    """A former name of a unit: its old stamps, folders and codes remain valid."""

    name: Annotated[Text, Field(description="The former name.")]
    code: Annotated[str, Field(description="The former code.")] = ""
    until: Annotated[str, Field(description="The date or year until which it was used.")] = ""
    note: Note = ""


class _Unit(Named):
    id: Annotated[Id, Field(description="An id in lower-case letters; it never changes.")]
    short: Annotated[str, Field(description="The short name used in folder names.")] = ""
    formerly: Annotated[tuple[FormerName, ...], Field(description="Its former names.")] = ()
    note: Note = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a folder or a stamp may call the unit."""
        return tuple(
            name for name in (self.name, self.short, *(former.name for former in self.formerly)) if name
        )


class Department(_Unit):
    """A department of the county, or the bid office."""

    role: Annotated[DepartmentRole | None, Field(description="Its role, in addition to its own tasks.")] = (
        None
    )
    unverified: Unverified = ()

    @property
    def kind(self) -> UnitKind:
        return UnitKind.DEPARTMENT


class Township(_Unit):
    """A town or township."""

    code: Annotated[
        str,
        Field(
            pattern=r"^\d{9}(\d{3})?$",
            description="The statistical code of the division, nine digits in quotation marks.",
        ),
    ]
    villages: Annotated[int | None, Field(ge=0, description="The number of villages and neighbourhoods.")] = (
        None
    )

    @property
    def kind(self) -> UnitKind:
        return UnitKind.TOWNSHIP


Unit = Department | Township


class Group(Named):
    """A working group set up by the plan."""

    id: Annotated[Id, Field(description="An id in lower-case letters; it never changes.")]
    role: Annotated[GroupRole | None, Field(description="Its purpose, by which the tool recognises it.")] = (
        None
    )
    lead: Annotated[Id | None, Field(description="The id of the lead unit.")] = None
    duties: Annotated[str, Field(description="Its duties, as stated in the plan.")] = ""
    unverified: Unverified = ()


class Organisation(Record):
    """groups.yaml: the working groups and the departments."""

    groups: Annotated[tuple[Group, ...], Field(description="The working groups.")]
    departments: Annotated[tuple[Department, ...], Field(description="The departments and the bid office.")]


class Townships(Record):
    """townships.yaml: the towns and townships."""

    townships: Annotated[tuple[Township, ...], Field(description="The towns and townships.")]
