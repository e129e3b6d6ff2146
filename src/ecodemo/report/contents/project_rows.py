"""Key projects, as the report prints them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ecodemo.assess.bid import Assessment
from ecodemo.assess.project_standing import ProjectStanding
from ecodemo.language import Speaker
from ecodemo.model.message import Message, Number, counted, listing, message
from ecodemo.report.contents.ledger_view import ProjectRow


def project_rows(assessment: Assessment, speaker: Speaker) -> Iterator[ProjectRow]:
    """The projects in the order of the data."""
    workspace, say = assessment.workspace, speaker.say
    groups = {group.id: group.label for group in workspace.groups}
    for standing in assessment.projects:
        project = standing.project
        current = next((stage for stage in standing.stages if stage.done is None), None)
        remarks = [say(remark) for remark in _remarks(standing)]
        yield ProjectRow(
            no=project.no,
            name=say(project.label),
            group=say(groups[project.group]) if project.group else "",
            unit=say(workspace.label(project.unit)) if project.unit else "",
            person=project.person,
            indicators=say(listing(*(workspace.indicators_by_id[id_].no for id_ in project.indicators))),
            stage=current.stage.name if current else "",
            due=current.stage.due.isoformat() if current else "",
            days_late=current.days_late if current else 0,
            done=len(standing.done),
            stages=len(standing.stages),
            invest=_amount(project.invest, speaker),
            budget=_amount(standing.budget, speaker),
            paid=_amount(standing.paid, speaker),
            document=str(project.document) if project.document else "",
            remark=say(listing(*remarks)) if remarks else "",
        )


def _remarks(standing: ProjectStanding) -> Iterator[Message]:
    if standing.project.unit is None:
        yield message("no lead unit")
    elif not standing.project.person.strip():
        yield message("no person responsible")
    if days := max((stage.days_late for stage in standing.overdue), default=0):
        yield message("{days} overdue", days=counted(days, "{n} day", "{n} days"))
    if standing.without_budget:
        yield message("no budget for {years}", years=listing(*map(str, standing.without_budget)))
    if standing.beyond_budget:
        yield message("paid beyond the budget in {years}", years=listing(*map(str, standing.beyond_budget)))
    unproven = [stage.stage.name for stage in standing.done if not stage.is_proven]
    if unproven:
        yield message("without proof: {stages}", stages=listing(*unproven))


def _amount(amount: Decimal | None, speaker: Speaker) -> str:
    return "" if amount is None else speaker.say(Number(amount))
