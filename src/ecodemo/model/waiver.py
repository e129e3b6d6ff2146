"""Accepted exceptions, moved due dates, recognised 不涉及."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Record, RequirementNumber, Text, Year
from ecodemo.model.reference import DocumentReference


class NotInvolved(Record):
    """Something does not apply here: counts once another unit has recognised it."""

    measure: Annotated[Id | None, Field(description="哪个数据项")] = None
    requirement: Annotated[RequirementNumber | None, Field(description="哪项材料")] = None
    unit: Annotated[Id | None, Field(description="哪个单位；不写为全县")] = None
    reason: Annotated[Text, Field(description="原因")]
    document: Annotated[DocumentReference | None, Field(description="盖章的不涉及说明")] = None
    granted: Annotated[Day | None, Field(description="哪天认定")] = None
    by: Annotated[Id | None, Field(description="谁认定；不能是自己")] = None

    def is_recognised(self, today: date, declared_by: str | None) -> bool:
        """Whether a unit other than the declaring one had recognised it by `today`."""
        return (
            self.by is not None
            and self.granted is not None
            and self.granted <= today
            and self.document is not None
            and self.by != declared_by
        )


class Extension(Record):
    """A due date moved for one unit; it does not say that the document is not needed."""

    unit: Id
    requirement: RequirementNumber
    until: Day
    reason: Text
    granted: Day
    by: Id
    number: Annotated[str, Field(description="批准文号")] = ""


class Scope(Record):
    """What a waiver covers; what is not named is not restricted."""

    requirement: RequirementNumber | None = None
    year: Year | None = None
    unit: Id | None = None
    indicator: Id | None = None
    measure: Id | None = None


class Waiver(Record):
    """A finding accepted for good or until a day."""

    rule: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$", description="规则编号")]
    scope: Annotated[Scope, Field(description="对什么")]
    reason: Text
    granted: Day
    by: Id
    number: Annotated[str, Field(description="批准文号")] = ""
    until: Annotated[Day | None, Field(description="到哪天失效")] = None

    def is_in_force(self, today: date) -> bool:
        return self.granted <= today and (self.until is None or today <= self.until)


class Waivers(Record):
    """waivers.yaml"""

    not_involved: Annotated[tuple[NotInvolved, ...], Field(description="不涉及")] = ()
    extensions: Annotated[tuple[Extension, ...], Field(description="延期")] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(description="豁免")] = ()
