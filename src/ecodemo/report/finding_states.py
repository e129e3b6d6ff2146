"""Findings in the order in which they are read, and as the State has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ecodemo.language import without_controls
from ecodemo.model.finding import Finding
from ecodemo.model.message import Counted, Listing, Message, Number, Value
from ecodemo.model.number import plain
from ecodemo.model.workspace import Workspace
from ecodemo.report.state import FindingState, Said

_VETO_HIT = "VT101"


def in_reading_order(findings: tuple[Finding, ...], workspace: Workspace) -> list[Finding]:
    """By unit in the order of the data, the county's own first, graver ones before; a veto that is hit before all."""
    order = {unit: index for index, unit in enumerate(workspace.units)}
    return sorted(
        findings,
        key=lambda finding: (
            order.get(finding.about.unit or "", -1),
            finding.code != _VETO_HIT,
            finding.severity.rank,
            finding.code,
            finding.position,
            finding.about.years,
        ),
    )


def finding_state(finding: Finding) -> FindingState:
    unit, requirement, indicator, measure = finding.about.ids
    return FindingState(
        code=finding.code,
        severity=finding.severity.value,
        unit=unit,
        requirement=requirement,
        indicator=indicator,
        measure=measure,
        years=finding.about.years,
        fingerprint=finding.fingerprint,
        values=dict(_values(finding.message)),
    )


def _values(sentence: Message) -> Iterator[tuple[str, Said]]:
    for name, value in sentence.values.items():
        said = _said(value)
        if said is not None and name != "years":  # the finding has them itself
            yield name, said


def _said(value: Value) -> Said | None:
    """A value of a sentence that is the same in every language; `None` for names and sentences."""
    match value:
        case str():
            return without_controls(value)
        case int():
            return value
        case date():
            return value.isoformat()
        case Decimal():
            return plain(value)
        case Number():
            return plain(value.value, value.decimals)
        case Counted():
            return value.number
        case Listing():
            said = [_said(item) for item in value.items]
            single = tuple(item for item in said if isinstance(item, str | int))
            return single if len(single) == len(said) else None
    return None
