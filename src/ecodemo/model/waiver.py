"""Accepted exceptions, moved due dates, recognised 不涉及."""

from collections.abc import Collection, Iterable
from datetime import date
from operator import itemgetter
from typing import Annotated, Self

from pydantic import Field

from ecodemo.model.base import Day, Id, Record, RequirementNumber, Text, Year
from ecodemo.model.reference import DocumentReference

_OF_THE_WHOLE = frozenset({"FX104", "FX105", "PH301", "PH303"})
"""Rules whose findings are about no unit and no number: a waiver of one has nothing to name."""


class NotInvolved(Record):
    """A declaration that something does not apply (不涉及); it counts once another unit has recognised it."""

    measure: Annotated[Id | None, Field(description="The id of the measure.")] = None
    requirement: Annotated[RequirementNumber | None, Field(description="The number of the requirement.")] = (
        None
    )
    unit: Annotated[Id | None, Field(description="The id of the unit. Default: the whole county.")] = None
    reason: Annotated[Text, Field(description="The reason.")]
    document: Annotated[
        DocumentReference | None,
        Field(description="The stamped statement that it does not apply: number/year."),
    ] = None
    granted: Annotated[Day | None, Field(description="The date on which it was recognised.")] = None
    by: Annotated[
        Id | None, Field(description="The id of the unit that recognised it; not the declaring unit.")
    ] = None

    def known_on(self, day: date) -> Self:
        """What it said on a day: until it is recognised, only that it is declared."""
        is_recognised = self.granted is None or self.granted <= day
        return self if is_recognised else self.model_copy(update={"granted": None, "by": None})

    def is_recognised(self, today: date, declared_by: Collection[str]) -> bool:
        """Whether a unit other than those that declare it had recognised it by `today`."""
        return (
            self.by is not None
            and self.granted is not None
            and self.granted <= today
            and self.by not in declared_by
        )


class Extension(Record):
    """A due date extended for one unit; the document is still required."""

    unit: Annotated[Id, Field(description="The id of the unit.")]
    requirement: Annotated[RequirementNumber, Field(description="The number of the requirement.")]
    until: Annotated[Day, Field(description="The new due date.")]
    reason: Annotated[Text, Field(description="The reason.")]
    granted: Annotated[Day, Field(description="The date on which it was granted.")]
    by: Annotated[Id, Field(description="The id of the unit that granted it.")]
    number: Annotated[str, Field(description="The official number (文号) of the approval.")] = ""


class Scope(Record):
    """The scope of a waiver; omitted keys do not restrict it."""

    requirement: Annotated[RequirementNumber | None, Field(description="The number of the requirement.")] = (
        None
    )
    year: Annotated[Year | None, Field(description="The year.")] = None
    unit: Annotated[Id | None, Field(description="The id of the unit.")] = None
    indicator: Annotated[Id | None, Field(description="The id of the indicator.")] = None
    measure: Annotated[Id | None, Field(description="The id of the measure.")] = None


class Waiver(Record):
    """A finding accepted permanently or until a date."""

    rule: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$", description="The code of the rule.")]
    scope: Annotated[Scope, Field(description="Its scope; omitted keys do not restrict it.")]
    reason: Annotated[Text, Field(description="The reason.")]
    granted: Annotated[Day, Field(description="The date on which it was granted.")]
    by: Annotated[Id, Field(description="The id of the unit that granted it.")]
    number: Annotated[
        str, Field(description="The official number (文号) of the approval; required without an end date.")
    ] = ""
    until: Annotated[
        Day | None, Field(description="The last day on which it is in force; required without a number.")
    ] = None

    @property
    def names_what_it_is_for(self) -> bool:
        """Whether it is bounded by more than a year; without that it would excuse whatever its rule finds."""
        scope = self.scope
        named = (scope.requirement, scope.unit, scope.indicator, scope.measure)
        return self.rule in _OF_THE_WHOLE or any(name is not None for name in named)

    def is_in_force(self, today: date) -> bool:
        return self.granted <= today and (self.until is None or today <= self.until)


class Waivers(Record):
    """waivers.yaml: declarations that something does not apply (不涉及), extensions and waivers."""

    not_involved: Annotated[
        tuple[NotInvolved, ...], Field(description="Declarations that something does not apply (不涉及).")
    ] = ()
    extensions: Annotated[tuple[Extension, ...], Field(description="Extended due dates.")] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(description="Accepted findings.")] = ()

    def known_on(self, day: date) -> "Waivers":
        """What was declared and granted by a day."""
        return Waivers(
            not_involved=tuple(entry.known_on(day) for entry in self.not_involved),
            extensions=tuple(entry for entry in self.extensions if entry.granted <= day),
            waivers=tuple(entry for entry in self.waivers if entry.granted <= day),
        )


class WaiverIndex:
    """Waivers by what they may excuse, so that none is asked about what it does not name."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._found: dict[tuple[str, str | None, str | None], list[tuple[int, Waiver]]] = {}
        for place, waiver in enumerate(waivers):
            key = waiver.rule, waiver.scope.requirement, waiver.scope.unit
            self._found.setdefault(key, []).append((place, waiver))

    def of(self, rule: str, requirement: str | None, unit: str | None) -> Iterable[Waiver]:
        """Those of a rule whose scope leaves a requirement and a unit in, in the order of the data."""
        keys = {(rule, one, other) for one in (requirement, None) for other in (unit, None)}
        found = [entry for key in keys for entry in self._found.get(key, ())]
        return [waiver for _, waiver in sorted(found, key=itemgetter(0))]
