"""RS: who answers for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.assess.row import RowJudgement
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, Name, listing, message
from ecodemo.model.reference import Reference
from ecodemo.model.reported import Reported
from ecodemo.model.requirement import Form
from ecodemo.model.role import DepartmentRole, RequirementRole
from ecodemo.model.workspace import Workspace
from ecodemo.rules._rule import Context, rule


@rule("RS101", "indicator-without-lead", Severity.ERROR, on=Indicator)
def indicator_without_lead(indicator: Indicator, context: Context) -> Iterator[Problem]:
    """An indicator names no lead unit."""
    if indicator.lead is None:
        yield Problem(
            Ref("indicator", indicator.id),
            message("{no} {indicator} has no lead unit.", no=indicator.no, indicator=indicator.label),
            Subject(indicator=indicator.id),
            message("Choose a lead unit and set “lead: …” in indicators.yaml."),
        )


@rule("RS102", "measure-without-unit", Severity.ERROR, on=RowJudgement)
def measure_unanswered(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """The bid's standard asks for a measure that no indicator has."""
    if not judged.applies:
        return
    for part in judged.parts:
        if part.measure is None:
            yield Problem(
                Ref("row", f"{context.assessment.text.id}/{judged.row.no}", ("targets", part.measure_id)),
                message(
                    "Row {no} {row} requires “{measure}”, which no indicator has: no unit is responsible for it.",
                    no=judged.row.no,
                    row=judged.row.label,
                    measure=part.measure_id,
                ),
                Subject(measure=part.measure_id),
                message("Add the measure to an indicator in indicators.yaml and specify who reports it."),
            )


@rule("RS103", "reported-by-another-unit", Severity.WARNING, on=Reported)
def reported_by_another_unit(reported: Reported, context: Context) -> Iterator[Problem]:
    """A unit reports a measure that it neither has to report nor leads."""
    measure_id = reported.observation.measure
    measure = context.workspace.measures[measure_id]
    named = context.workspace.reporters(measure_id)
    lead = context.workspace.lead_of(measure_id)
    if not named or reported.unit in named or reported.unit == lead:
        return
    yield Problem(
        Ref("observation", reported.ref.id, ("measure",)),
        message(
            "{unit} reports {measure} ({years}), but {named} is responsible for it.",
            unit=context.unit(reported.unit),
            measure=measure.label,
            years=listing(str(reported.observation.year)),
            named=listing(*(context.unit(unit) for unit in named)),
        ),
        _about(reported, context),
        message("Leave the figure to the responsible unit, or add this unit to “from” in indicators.yaml."),
    )


@rule("RS104", "proof-not-required", Severity.ERROR, on=Reported)
def proof_not_owed(reported: Reported, context: Context) -> Iterator[Problem]:
    """A figure rests on a document that the named unit does not owe."""
    for key in ("proof", "document"):
        reference: Reference | None = getattr(reported.observation, key)
        if reference is None:
            continue
        unit = reference.unit or reported.unit
        requirement = context.workspace.requirements[reference.requirement]
        owing = context.workspace.owing(requirement)
        if owing and unit not in owing:
            yield Problem(
                Ref("observation", reported.ref.id, (key,)),
                message(
                    "{measure} ({years}) cites {no} {requirement}, which is not required from {unit}.",
                    measure=context.workspace.measures[reported.observation.measure].label,
                    years=listing(str(reported.observation.year)),
                    no=requirement.no,
                    requirement=requirement.label,
                    unit=context.unit(unit),
                ),
                _about(reported, context),
                message("Cite a document of this unit, or one of another unit, such as 25-1/2020@meicheng."),
            )


@rule("RS105", "unit-not-reporting", Severity.WARNING, on=Assessment)
def unit_silent(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """Nothing is recorded of a unit although what it owes was due."""
    workspace = context.workspace
    busy = {item.unit for item in assessment.items}
    busy.update(unit for measure in assessment.measures_needed for unit in workspace.reporters(measure.id))
    for unit_id in workspace.units:
        due = figures_due(workspace, assessment.bid, unit_id)
        is_due = due is not None and due < context.today
        if unit_id in busy and unit_id not in workspace.progress and is_due:
            yield Problem(
                Ref("unit", unit_id),
                message(
                    "{unit} has no progress file: nothing is recorded for it.", unit=context.unit(unit_id)
                ),
                Subject(unit=unit_id),
                message("Import its submission, or create data/progress/{unit}.yaml.", unit=unit_id),
                due,
            )


@rule("RS107", "former-name-missing", Severity.WARNING, on=Assessment)
def former_name_missing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A unit's documents are in a folder that no unit is called by: it was renamed, and its former name is not given."""
    for folder, unit in context.workspace.lookup.former_folders.items():
        yield Problem(
            Ref("unit", unit),
            message(
                "The documents of {unit} are in folders named “{folder}”, which is not the name of a unit.",
                unit=context.unit(unit),
                folder=folder,
            ),
            Subject(unit=unit),
            message(
                "If the unit was renamed, add “formerly: [{{name: {folder}}}]” to its entry.", folder=folder
            ),
        )


_RESTS_ON: Mapping[RequirementRole | DepartmentRole, Message] = {
    RequirementRole.UNIT_REPORT: message(
        "No requirement has “role: unit-report”; without it packs contain no draft of the unit's own report."
    ),
    RequirementRole.CONFIRMATION: message(
        "No requirement has “role: confirmation”; without it no workbook asks for the stamped printout of its figures."
    ),
    DepartmentRole.OFFICE: message(
        "No department has “role: office”; without it nobody receives the rectification ledger, and nobody reviews documents outside the indicators."
    ),
}
"""What does not work without a role, for the roles that something rests on."""


@rule("RS106", "role-missing", Severity.WARNING, on=Assessment)
def role_missing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """Nothing is given a role that the tool needs; what has the name from before roles serves instead."""
    workspace = context.workspace
    given: set[str | None] = {requirement.role for requirement in workspace.requirements.values()}
    given.update(department.role for department in workspace.departments)
    for role in _RESTS_ON.keys() - given:
        stand_in = _stand_in(role, workspace)
        if stand_in is None:
            hint = message("Add “role: {role}” to the right entry.", role=role.value)
            yield Problem(Ref("role", role), _RESTS_ON[role], hint=hint)
        else:
            at, about, name = stand_in
            hint = message(
                "Add “role: {role}” to {entry}, which is used until then because of its name or id.",
                role=role.value,
                entry=name,
            )
            yield Problem(at, _RESTS_ON[role], about, hint)


def _stand_in(
    role: RequirementRole | DepartmentRole, workspace: Workspace
) -> tuple[Ref, Subject, Name] | None:
    """What counts as having a role that nothing is given."""
    if isinstance(role, DepartmentRole):
        unit = workspace.office
        return (Ref("unit", unit), Subject(unit=unit), workspace.label(unit)) if unit else None
    for requirement in workspace.in_role(role):
        return Ref("requirement", requirement.no), Subject(requirement=requirement.no), requirement.label
    return None


def _about(reported: Reported, context: Context) -> Subject:
    indicator = context.workspace.indicator_of_measure.get(reported.observation.measure)
    return Subject(
        unit=reported.unit,
        indicator=indicator.id if indicator else None,
        measure=reported.observation.measure,
        years=(reported.observation.year,),
    )


@rule("RS108", "blank-without-columns", Severity.WARNING, on=Assessment)
def blank_without_columns(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A document is to have a blank ledger, and is no table or has no figures: packs hold none."""
    workspace = context.workspace
    for requirement in workspace.requirements.values():
        if not requirement.blank:
            continue
        quantities = workspace.quantities_in(requirement)
        owing = set(workspace.owing(requirement))
        reporters = {unit for m in quantities for unit in workspace.reporters(m.id)}
        if requirement.form is not Form.TABLE:
            reason = message("its form is not “table”")
        elif not quantities:
            reason = message("it contains no figures")
        elif owing and reporters and owing.isdisjoint(reporters):
            reason = message("the units that submit it report none of its figures")
        else:
            continue
        yield Problem(
            Ref("requirement", requirement.no, ("blank",)),
            message(
                "{no} {requirement} has no blank ledger: {reason}.",
                no=requirement.no,
                requirement=requirement.label,
                reason=reason,
            ),
            Subject(requirement=requirement.no),
            message("List measures with numbers, not states, in “measures”, or delete “blank: true”."),
        )


RULES = (
    indicator_without_lead,
    measure_unanswered,
    reported_by_another_unit,
    proof_not_owed,
    unit_silent,
    role_missing,
    former_name_missing,
    blank_without_columns,
)
