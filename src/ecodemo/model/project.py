"""Key projects (重点工程): what a county builds to reach its indicators; money in 万元."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Ids, Named, Note, Quantity, Record, Text, Year
from ecodemo.model.reference import DocumentReference


class ProjectStage(Record):
    """A stage of a project, such as 开工 or 竣工验收."""

    name: Annotated[Text, Field(description="The name of the stage; once in a project.")]
    due: Annotated[Day, Field(description="The day by which it is to be done.")]
    done: Annotated[Day | None, Field(description="The day on which it was done.")] = None
    document: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    note: Note = ""


class Project(Named):
    """A key project."""

    no: Annotated[Text, Field(description="The number of the project, as in GC-03.")]
    group: Annotated[Id | None, Field(description="The id of the working group.")] = None
    unit: Annotated[Id | None, Field(description="The id of the unit that leads it.")] = None
    person: Annotated[str, Field(description="Who answers for it, by office and not by name.")] = ""
    indicators: Annotated[Ids, Field(description="The ids of the indicators that it serves.")] = ()
    stages: Annotated[tuple[ProjectStage, ...], Field(description="Its stages, in their order.")] = ()
    invest: Annotated[Quantity | None, Field(description="Total investment, in 万元.")] = None
    budget: Annotated[Mapping[Year, Quantity], Field(description="In the budget of each year, in 万元.")] = {}
    paid: Annotated[Mapping[Year, Quantity], Field(description="Paid in each year, in 万元.")] = {}
    document: Annotated[
        DocumentReference | None, Field(description="The document that approves it: number/year.")
    ] = None
    note: Note = ""


class Projects(Record):
    """projects.yaml: key projects."""

    projects: Annotated[tuple[Project, ...], Field(description="The projects.")] = ()
