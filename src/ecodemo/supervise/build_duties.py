"""The duties of units, from the day's check; names of persons and their numbers are left out."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import message
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.waiver import Extension, NotInvolved, Waiver
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.ledger_view import ExceptionRow
from ecodemo.report.contents.ledgers import exceptions
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.supervise.duty_view import Duties, UnitDuty
from ecodemo.supervise.supervision_view import Supervision, UnitSupervision


def build_duties(
    supervision: Supervision, result: CheckResult, speaker: Speaker, year: int | None = None
) -> Duties:
    """The duties of the units of a view that have any.

    Args:
        supervision: what the units owe on the day.
        result: the check of the same day.
        speaker: the language.
        year: whose exceptions are listed, those granted in it even if they have ended; `None`: those in force.
    """
    by_unit = _exceptions(result, speaker, year)
    touched = {indicator.id for row in result.assessment.rows for indicator in row.indicators}
    leads: dict[str, list[str]] = {}
    for indicator in result.assessment.workspace.indicators:
        if indicator.lead and indicator.id in touched:
            leads.setdefault(indicator.lead, []).append(speaker.say(indicator.label))
    units = (_duty(unit, result, leads, by_unit) for unit in supervision.units)
    return Duties(
        **{name: getattr(supervision, name) for name in OfficePaperView.model_fields},
        units=tuple(unit for unit in units if unit.due or unit.leads or unit.exceptions),
    )


def _duty(
    unit: UnitSupervision,
    result: CheckResult,
    leads: dict[str, list[str]],
    exceptions_by_unit: dict[str, list[str]],
) -> UnitDuty:
    row = unit.standing
    own = [entry for entry in result.assessment.ledger if entry.entry.unit == row.unit]
    persons = dict.fromkeys(entry.entry.person for entry in own if entry.entry.person)
    late = sum(item.standing in ("overdue", "returned, overdue") for item in unit.items)
    return UnitDuty(
        unit=row.unit,
        name=row.name,
        leaders=tuple(map(without_personal_numbers, persons)),
        leads=tuple(leads.get(row.unit, ())),
        due=row.due,
        overdue=late,
        returns=unit.returns,
        closed_late=tuple(entry.entry.no for entry in own if entry.closed and entry.days_late),
        exceptions=tuple(exceptions_by_unit.get(row.unit, ())),
    )


def _exceptions(result: CheckResult, speaker: Speaker, year: int | None) -> dict[str, list[str]]:
    workspace = result.assessment.workspace
    known = workspace.waivers.known_on(result.today)
    granted: tuple[NotInvolved | Extension | Waiver, ...] = (
        *known.not_involved,
        *known.extensions,
        *known.waivers,
    )
    found: dict[str, list[str]] = {}
    for entry, row in zip(granted, exceptions(result.assessment, speaker), strict=True):
        if row.counts if year is None else _is_of_year(entry, row, year):
            for unit in _units_of(entry, workspace):
                found.setdefault(unit, []).append("".join(_said(row, speaker)))
    return found


def _is_of_year(entry: NotInvolved | Extension | Waiver, row: ExceptionRow, year: int) -> bool:
    """Whether it was granted in the year, by another than the unit itself."""
    has_counted = row.counts or (isinstance(entry, Waiver) and entry.by != entry.scope.unit)
    return has_counted and entry.granted is not None and entry.granted.year == year


def _units_of(entry: NotInvolved | Extension | Waiver, workspace: Workspace) -> tuple[str, ...]:
    """The unit that it names; without one, those that owe the document that it excuses."""
    scope = entry.scope if isinstance(entry, Waiver) else entry
    if scope.unit is not None:
        return (scope.unit,)
    return workspace.owing(workspace.requirements[scope.requirement]) if scope.requirement else ()


def _said(row: ExceptionRow, speaker: Speaker) -> Iterator[str]:
    yield speaker.say(message("{kind}: {title}", kind=row.kind, title=row.title))
    if row.by:
        yield speaker.say(message(", granted by {unit}", unit=row.by))
    if row.until:
        yield speaker.say(message(", until {day}", day=row.until))
