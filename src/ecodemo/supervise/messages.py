"""For each unit that owes something a text to paste into a chat: at most 300 characters, in Chinese, nothing cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.assess.return_rounds import SentBack, returns_of_units
from ecodemo.assess.timeliness import ItemTiming, Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.check.session import CheckResult
from ecodemo.forms import words
from ecodemo.forms.export.unit_tasks import UnitTasks
from ecodemo.forms.reply.replies import owed_documents
from ecodemo.forms.reply.reply_text import OwedDocument, ReplyFacts, reply_text
from ecodemo.forms.sheets.return_reasons import returned_words
from ecodemo.forms.sheets.unit_problems import Grounds
from ecodemo.language import Language, Speaker
from ecodemo.report.leader.blockers import veto_words
from ecodemo.supervise.owed_figures import by_years
from ecodemo.supervise.supervision_view import Supervision, UnitSupervision
from ecodemo.supervise.veto_certificates import certificates_falling_short

_ZH = Speaker(Language.ZH)
_NOT_THERE = frozenset({Standing.OVERDUE, Standing.DUE_SOON, Standing.NOT_DUE})


def messages_of(supervision: Supervision, result: CheckResult) -> Iterator[tuple[str, str]]:
    """Each unit with its text, in the order of the ranking; its returns are summed up unless there is only one."""
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
        documents=tuple(_documents(owing.documents, assessment, unit, horizon)),
        figure_names=tuple(_figure_names(assessment, unit)),
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


def _documents(
    timings: Iterable[ItemTiming], assessment: Assessment, unit: str, horizon: date
) -> Iterator[OwedDocument]:
    for timing in timings:
        is_near = timing.standing in _NOT_THERE and timing.item.due and timing.item.due <= horizon
        for document in owed_documents(timing):
            if document.fault or is_near:
                yield document
    for judged, timing in certificates_falling_short(assessment, unit):
        item, reason = timing.item, _ZH.say(veto_words(judged)).rstrip("。")
        if item.due and item.due <= horizon:
            again = judged.standing is VetoStanding.OPEN
            fault = words.SAID_AGAIN.format(reason=reason) if again else reason
            yield OwedDocument(
                item.requirement.no, item.requirement.name, (), has_come=True, due=item.due, fault=fault
            )


def _figure_names(assessment: Assessment, unit: str) -> Iterator[str]:
    """By the years that they lack, which are written with the first of each."""
    for years, measures in by_years(assessment.requested_figures.owed_by(unit)).items():
        said = f"{words.years_words(years)}年"
        for measure in measures:
            yield f"{said}{measure.no or ''}{measure.label.zh}"
            said = ""
