"""For each unit that owes something a text to paste into a chat: at most 300 characters, in Chinese, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ecodemo.assess.owed import figures_due
from ecodemo.assess.return_rounds import SentBack, returns_of_units
from ecodemo.assess.timeliness import Standing
from ecodemo.check.session import CheckResult
from ecodemo.forms.export.unit_tasks import UnitTasks
from ecodemo.forms.reply.replies import owed_document
from ecodemo.forms.reply.reply_text import ReplyFacts, reply_text
from ecodemo.forms.sheets.return_reasons import returned_words
from ecodemo.forms.sheets.unit_problems import Grounds
from ecodemo.supervise.supervision_view import Supervision, UnitSupervision

_NOT_THERE = frozenset({Standing.OVERDUE, Standing.DUE_SOON, Standing.NOT_DUE})


def messages_of(supervision: Supervision, result: CheckResult) -> Iterator[tuple[str, str]]:
    """Each unit with its text, in the order of the ranking; its returns are summed up unless it is told of the only one."""
    tasks = UnitTasks(result, result.assessment)
    returns: dict[str, list[SentBack]] = {}
    for back in returns_of_units(result.assessment.units, result.today):
        returns.setdefault(back.unit, []).append(back)
    for unit in supervision.owing:
        facts = _facts(unit, tasks, result, supervision.within)
        earlier = returns.get(unit.standing.unit, [])
        if len(earlier) > 1 or not any(problem.grounds is Grounds.RETURNED for problem in facts.problems):
            facts = replace(facts, returned=returned_words(earlier))
        yield unit.standing.unit, reply_text(facts)


def _facts(supervised: UnitSupervision, tasks: UnitTasks, result: CheckResult, within: int) -> ReplyFacts:
    assessment, unit = result.assessment, supervised.standing.unit
    entries = {entry.no for entry in supervised.rectification}
    horizon = result.today + timedelta(days=within)
    owing, due = tasks.owing(unit), figures_due(assessment.workspace, assessment.bid, unit)
    return ReplyFacts(
        unit=assessment.workspace.label(unit).zh,
        days=(),
        today=result.today,
        figures_owed=owing.figures if due and due <= horizon else 0,
        figures_due=due,
        documents=tuple(
            owed_document(timing)
            for timing in owing.documents
            if timing.standing in _NOT_THERE and timing.item.due and timing.item.due <= horizon
        ),
        problems=tuple(
            problem
            for problem in tasks.problems(unit)
            if problem.grounds is Grounds.RETURNED
            or (problem.grounds is Grounds.LEDGER and problem.no in entries)
        ),
        left_over=0,
        answers=0,
        has_workbook=False,
        is_reminder=True,
    )
