"""Key projects (重点工程): what a county builds to reach its indicators; money in 万元."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Ids, Named, Note, Quantity, Record, Text, Year
from ecodemo.model.reference import DocumentReference


class ProjectStage(Record):
    """A stage of a project, such as 开工 (start of construction) or 竣工验收 (final acceptance)."""

    name: Annotated[Text, Field(description="The name of the stage; unique within the project.")]
    due: Annotated[Day, Field(description="The due date.")]
    done: Annotated[Day | None, Field(description="The date of completion.")] = None
    document: Annotated[
        DocumentReference | None, Field(description="The document that proves it: number/year.")
    ] = None
    note: Note = ""


class Project(Named):
    """A key project."""

    no: Annotated[Text, Field(description="The number of the project, such as GC-03.")]
    group: Annotated[Id | None, Field(description="The id of the working group.")] = None
    unit: Annotated[Id | None, Field(description="The id of the unit that leads it.")] = None
    person: Annotated[str, Field(description="The person responsible, by office and not by name.")] = ""
    indicators: Annotated[Ids, Field(description="The ids of the indicators that it contributes to.")] = ()
    stages: Annotated[tuple[ProjectStage, ...], Field(description="Its stages, in order.")] = ()
    invest: Annotated[Quantity | None, Field(description="The total investment, in 万元 (10,000 yuan).")] = (
        None
    )
    budget: Annotated[
        Mapping[Year, Quantity], Field(description="The budget of each year, in 万元 (10,000 yuan).")
    ] = {}
    paid: Annotated[
        Mapping[Year, Quantity], Field(description="The amount paid in each year, in 万元 (10,000 yuan).")
    ] = {}
    document: Annotated[
        DocumentReference | None, Field(description="The approval document: number/year.")
    ] = None
    note: Note = ""


class Projects(Record):
    """projects.yaml: key projects."""

    projects: Annotated[tuple[Project, ...], Field(description="The projects.")] = ()
