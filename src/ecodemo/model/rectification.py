"""The rectification ledger (整改台账)."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Ids, Record, Text
from ecodemo.model.reference import DocumentReference


class Closing(Record):
    """An entry closed by a unit other than the responsible one."""

    on: Annotated[Day, Field(description="The date of closing.")]
    by: Annotated[Id, Field(description="The id of the unit that closed it; not the responsible unit.")]
    proof: Annotated[DocumentReference, Field(description="The document that proves it: number/year.")]


class RectificationEntry(Record):
    """A problem to be rectified, found by the county itself or from outside."""

    no: Annotated[Text, Field(description="The number of the entry.")]
    found: Annotated[Day, Field(description="The date on which it was found.")]
    by: Annotated[
        Text,
        Field(
            description="Who found it: 自查 (self-inspection), 市预审 (city pre-check), 技术评估 (technical assessment) or 督查 (supervision)."
        ),
    ]
    bid: Annotated[
        Id | None,
        Field(
            description="The id of the bid that it belongs to. Default: the first bid whose application date is not before “found”."
        ),
    ] = None
    indicator: Annotated[Id | None, Field(description="The id of the indicator.")] = None
    measure: Annotated[Id | None, Field(description="The id of the measure.")] = None
    problem: Annotated[Text, Field(description="The problem.")]
    action: Annotated[str, Field(description="The action to take.")] = ""
    unit: Annotated[Id, Field(description="The id of the responsible unit.")]
    support: Annotated[Ids, Field(alias="with", description="The ids of the supporting units.")] = ()
    person: Annotated[str, Field(description="The person responsible, by office and not by name.")] = ""
    due: Annotated[Day, Field(description="The due date of the rectification.")]
    ask: Annotated[str, Field(description="The decision required from leaders.")] = ""
    finding: Annotated[
        str,
        Field(
            description="The finding that this entry was drafted from: rule and fingerprint. Written by the tool."
        ),
    ] = ""
    closed: Annotated[
        Closing | None, Field(description="The closing of the entry: date, unit and proof.")
    ] = None


class Rectification(Record):
    """rectification.yaml: problems to be rectified."""

    rectification: Annotated[
        tuple[RectificationEntry, ...], Field(description="The entries of the ledger.")
    ] = ()
