"""The rectification ledger (整改台账)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Ids, Record, Text
from ecodemo.model.reference import DocumentReference


class Closing(Record):
    """An entry closed, by somebody other than the unit that had to put it right."""

    on: Annotated[Day, Field(description="The day on which it was closed.")]
    by: Annotated[Id, Field(description="The id of the unit that closed it; not the one that put it right.")]
    proof: Annotated[DocumentReference, Field(description="The document that proves it: number/year.")]


class RectificationEntry(Record):
    """Something to be put right, found by the county itself or from outside."""

    no: Annotated[Text, Field(description="The number of the entry.")]
    found: Annotated[Day, Field(description="The day on which it was found.")]
    by: Annotated[Text, Field(description="Who found it: 自查 (the county itself), 市预审, 技术评估, 督查.")]
    indicator: Annotated[Id | None, Field(description="The id of the indicator.")] = None
    measure: Annotated[Id | None, Field(description="The id of the measure.")] = None
    problem: Annotated[Text, Field(description="What is wrong.")]
    action: Annotated[str, Field(description="What is to be done.")] = ""
    unit: Annotated[Id, Field(description="The id of the unit that must put it right.")]
    support: Annotated[Ids, Field(alias="with", description="The ids of the units that help.")] = ()
    person: Annotated[str, Field(description="Who answers for it, by office and not by name.")] = ""
    due: Annotated[Day, Field(description="The day by which it is to be put right.")]
    ask: Annotated[str, Field(description="What only a leader can settle.")] = ""
    closed: Annotated[Closing | None, Field(description="How it was closed.")] = None


class Rectification(Record):
    """rectification.yaml: what is to be put right."""

    rectification: Annotated[
        tuple[RectificationEntry, ...], Field(description="The entries of the ledger.")
    ] = ()
