"""The draft of a unit's own self-inspection report (样稿): all that the data know of it, and blanks for the rest.

Its figures are those of the unit's workbook of the same day. It is given while the gate of the phase asks for the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.forms import words
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.draft.document_part import document_parts
from ecodemo.forms.draft.figure_part import figure_parts
from ecodemo.forms.draft.indicator_part import indicator_parts
from ecodemo.forms.draft.problem_part import numbered, plan_parts, problem_parts, stated
from ecodemo.forms.draft.unit_data import OwnData, is_unverified
from ecodemo.model.indicator import Indicator
from ecodemo.model.organisation import UnitKind
from ecodemo.model.requirement import Box
from ecodemo.model.role import RequirementRole
from ecodemo.paper.parts import Paper, Paragraph, Part, Style


def report_asked(assessment: Assessment, timings: Sequence[ItemTiming]) -> Item | None:
    """The self-inspection report among what a unit owes; `None` unless the gate of the day's phase asks for it."""
    phase = assessment.workspace.calendar.phase_on(assessment.today)
    if phase.bid != assessment.bid.id:
        return None
    return next(
        (
            timing.item
            for timing in timings
            if assessment.workspace.has_role(timing.item.requirement, RequirementRole.UNIT_REPORT)
            and {timing.item.requirement.no, timing.item.requirement.box} & set(phase.gate)
        ),
        None,
    )


def draft_of(own: OwnData) -> Paper:
    """The draft for a unit."""
    title = _title(own)
    return Paper(
        name=say.FILE_NAME.format(name=own.report.requirement.name),
        title=title.replace("\n", ""),
        parts=(Paragraph(title, Style.TITLE), *_parts(own)),
    )


def _title(own: OwnData) -> str:
    assessment = own.assessment
    county, bid = assessment.workspace.county.name, assessment.bid.name
    patterns = say.TITLE_OF_OFFICE if own.is_office else say.TITLE
    who, bids, what = (text.format(unit=own.full_name, county=county, bid=bid) for text in patterns)
    if len(who + bids + what) <= say.TITLE_LINE:
        return who + bids + what
    return f"{who}{bids}\n{what}" if len(who + bids) <= say.TITLE_LINE else f"{who}\n{bids}{what}"


def _parts(own: OwnData) -> Iterator[Part]:
    if own.assessment.workspace.example:
        yield Paragraph(words.EXAMPLE, Style.EXAMPLE)
    yield Paragraph(_notice(own), Style.NOTICE)
    recipient = say.LEADING_GROUP if own.is_office else say.OFFICE
    named = recipient.format(county=own.assessment.workspace.county.name)
    yield Paragraph(say.RECIPIENT.format(name=named), Style.RECIPIENT)
    yield Paragraph(_introduction(own))
    yield Paragraph(say.WORK, Style.HEADING)
    yield from _work(own)
    yield Paragraph(say.FIGURES, Style.HEADING)
    if own.statements.rows:
        yield Paragraph(say.OWN_FIGURES, Style.SUBHEADING)
    yield from figure_parts(own)
    if own.statements.rows:
        yield Paragraph(say.LED_INDICATORS, Style.SUBHEADING)
        yield from indicator_parts(own)
    yield Paragraph(say.DOCUMENTS, Style.HEADING)
    yield from document_parts(own)
    yield Paragraph(say.PROBLEMS, Style.HEADING)
    yield from problem_parts(own)
    yield Paragraph(say.NEXT, Style.HEADING)
    yield from plan_parts(own)
    yield Paragraph(_seal(own), Style.SIGNATURE)
    yield Paragraph(say.DATE, Style.DATE)
    yield Paragraph(say.CONTACT)


def _notice(own: OwnData) -> str:
    requirement = own.report.requirement
    return say.NOTICE.format(
        day=words.full_day(own.assessment.today),
        unit=own.unit.name,
        name=say.NAME_UNVERIFIED if is_unverified(own.unit, "name") else "",
        folder=f"{requirement.no} {requirement.name}",
        due=_due(own, own.report, own.assessment.today),
    )


def _due(own: OwnData, report: Item, today: date) -> str:
    if own.report_sent_back:
        return say.SENT_BACK.format(reason=own.report_sent_back.reason)
    if report.is_complete:
        return say.CAME_BEFORE
    if report.due is None:
        return ""
    pattern = say.DUE_OVER if report.due < today else say.DUE_BY
    return pattern.format(day=words.full_day(report.due), days=(today - report.due).days)


def _introduction(own: OwnData) -> str:
    bid = own.assessment.bid
    return say.INTRODUCTION.format(
        bid=bid.name,
        we=own.we,
        assessed=bid.assessed,
        years=words.years_words(bid.span),
        day=words.full_day(own.assessment.today),
    )


def _work(own: OwnData) -> Iterator[Part]:
    """What was done: what the register has of the unit's general documents, its tasks, and its own words."""
    yield Paragraph(say.LEADERSHIP, Style.SUBHEADING)
    handed_in = "、".join(_general_documents(own))
    if handed_in:
        yield Paragraph(say.HANDED_IN.format(we=own.we, documents=handed_in))
    yield Paragraph(say.LEADERSHIP_TEXT)
    yield Paragraph(say.TASKS, Style.SUBHEADING)
    yield Paragraph(_tasks(own))
    yield Paragraph(say.ACHIEVEMENTS, Style.SUBHEADING)
    yield from numbered([*stated(own, "done"), say.ACHIEVEMENTS_TEXT])


def _general_documents(own: OwnData) -> Iterator[str]:
    """What the unit handed in that belongs to no indicator, with the day."""
    today = own.assessment.today
    for timing in own.timings:
        came = timing.received
        if isinstance(timing.item.holder, Box) and timing.item.is_complete and came and came <= today:
            yield say.HANDED_IN_ON.format(name=timing.item.requirement.name, day=words.full_day(came))


def _tasks(own: OwnData) -> str:
    leads = [str(row.contents["indicator"]) for row in own.statements.rows]
    text = ""
    if leads:
        by_id = own.assessment.workspace.indicators_by_id
        is_drafted = any(is_unverified(by_id[row.about], "lead") for row in own.statements.rows)
        text = say.LEADS.format(
            we=own.we,
            count=len(leads),
            indicators="、".join(leads),
            unverified=say.LEADS_UNVERIFIED if is_drafted else "",
        )
    figures = sum(row.is_owed for row in own.data.rows)
    counted = ((say.TASK_FIGURES, figures), (say.TASK_DOCUMENTS, len(own.timings)))
    tasks = "、".join(pattern.format(count=count) for pattern, count in counted if count)
    if not tasks:
        return text + say.NO_TASKS.format(we=own.we)
    touched = _indicators(own)
    pattern = say.TASKS_TEXT if touched else say.TASKS_WITHOUT_INDICATOR
    shared_out = say.SHARED_OUT[own.unit.kind]
    return text + pattern.format(we=own.we, tasks=tasks, count=len(touched)) + shared_out


def _indicators(own: OwnData) -> set[str]:
    """The indicators that the unit's figures and documents belong to."""
    of_measure = own.assessment.workspace.indicator_of_measure
    figures = {of_measure[row.about].id for row in own.data.rows if row.about in of_measure}
    holders = (timing.item.holder for timing in own.timings)
    return figures | {holder.id for holder in holders if isinstance(holder, Indicator)}


def _seal(own: OwnData) -> str:
    name = own.full_name
    if own.unit.kind is UnitKind.DEPARTMENT:
        return name
    return next((seal.format(unit=name) for ending, seal in say.SEAL.items() if name.endswith(ending)), name)
