"""PJ: key projects, who leads them, when their stages are due, and their money."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.project_standing import ProjectStanding
from ecodemo.assess.row import RowJudgement
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import listing, message
from ecodemo.model.project import Project
from ecodemo.model.verdict import Verdict
from ecodemo.rules._rule import Context, rule
from ecodemo.rules.gates import has_open_entry

_IN_LEDGER = "PH202"
"""Where a phase runs it, it reports each shortfall that no open entry of the ledger is about."""


@rule("PJ101", "project-without-lead", Severity.WARNING, on=ProjectStanding)
def project_without_lead(standing: ProjectStanding, context: Context) -> Iterator[Problem]:
    """A project names no unit that leads it, or no person who answers for it."""
    project = standing.project
    if project.unit is None:
        text = message("{no} {project} has no lead unit.", no=project.no, project=project.label)
    elif not project.person.strip():
        text = message("{no} {project} has no person responsible.", no=project.no, project=project.label)
    else:
        return
    hint = message("Add “unit” and “person” (by office, not by name) in projects.yaml.")
    yield Problem(Ref("project", project.no), text, _about(project), hint)


@rule("PJ102", "project-stage-overdue", Severity.WARNING, on=ProjectStanding)
def project_stage_overdue(standing: ProjectStanding, context: Context) -> Iterator[Problem]:
    """A stage of a project is past its due date and not done."""
    project = standing.project
    for index, stage in enumerate(standing.stages):
        if stage.is_overdue:
            yield Problem(
                Ref("project", project.no, ("stages", index)),
                message(
                    "{no} {project}: {stage} is overdue.",
                    no=project.no,
                    project=project.label,
                    stage=stage.stage.name,
                ),
                _about(project),
                message("Enter the completion date and the document, or refer it to the leading group."),
                stage.stage.due,
            )


@rule("PJ103", "project-budget", Severity.WARNING, on=ProjectStanding)
def project_budget(standing: ProjectStanding, context: Context) -> Iterator[Problem]:
    """A project is in no budget of a year in which it runs or was paid for, or more was paid than budgeted."""
    project = standing.project
    for year in standing.without_budget:
        yield Problem(
            Ref("project", project.no),
            message(
                "{no} {project}: no budget for {year}.", no=project.no, project=project.label, year=str(year)
            ),
            _about(project, year),
            message("Include it in the budget, then add “budget” in projects.yaml."),
        )
    for year in standing.beyond_budget:
        yield Problem(
            Ref("project", project.no, ("paid",)),
            message(
                "{no} {project}: {paid} paid in {year}, more than the budget of {budget} (10,000 yuan).",
                no=project.no,
                project=project.label,
                paid=project.paid[year],
                budget=project.budget[year],
                year=str(year),
            ),
            _about(project, year),
            message("Check the payment, or enter the adjusted budget of the year."),
        )


@rule("PJ104", "shortfall-without-project", Severity.WARNING, on=RowJudgement)
def shortfall_without_project(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row that is not met is served by no project, and no open entry of the ledger is about it."""
    if judged.verdict is not Verdict.NOT_MET or not judged.indicators or _IN_LEDGER in context.codes_graded:
        return
    indicators = {indicator.id for indicator in judged.indicators}
    is_served = any(indicators & set(project.indicators) for project in context.workspace.projects)
    if is_served or has_open_entry(judged, context):
        return
    indicator = judged.indicators[0]
    yield Problem(
        Ref("indicator", indicator.id),
        message(
            "{no} {row} is not met, and no project or open ledger entry addresses it.",
            no=judged.row.no,
            row=judged.row.label,
        ),
        Subject(unit=indicator.lead, indicator=indicator.id),
        message(
            "Add it to “indicators” of a project in projects.yaml, or add an entry to rectification.yaml."
        ),
    )


@rule("PJ105", "stage-without-document", Severity.WARNING, on=ProjectStanding)
def stage_without_document(standing: ProjectStanding, context: Context) -> Iterator[Problem]:
    """A stage of a project is done, but no document proves it, or the one named is not there."""
    project = standing.project
    unproven = [stage.stage for stage in standing.done if not stage.is_proven]
    unnamed = [stage.name for stage in unproven if stage.document is None]
    if unnamed:
        yield Problem(
            Ref("project", project.no),
            message(
                "{no} {project}: completed stages without a document: {stages}.",
                no=project.no,
                project=project.label,
                stages=listing(*unnamed),
            ),
            _about(project),
            message("Cite the document of each: “document: number/year”."),
        )
    for stage in unproven:
        if stage.document is not None:
            yield Problem(
                Ref("project", project.no),
                message(
                    "{no} {project}: {stage} is completed, but its document {document} is missing.",
                    no=project.no,
                    project=project.label,
                    stage=stage.name,
                    document=str(stage.document),
                ),
                _about(project),
                message("Submit the document, or cite the right one."),
            )


def _about(project: Project, *years: int) -> Subject:
    indicator = project.indicators[0] if len(project.indicators) == 1 else None
    return Subject(unit=project.unit, indicator=indicator, years=years)


RULES = (
    project_without_lead,
    project_stage_overdue,
    project_budget,
    shortfall_without_project,
    stage_without_document,
)
