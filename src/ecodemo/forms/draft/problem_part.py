"""The last two parts of the draft: what is wrong, what was put right, what comes next. None of it is empty by accident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ecodemo.forms import words
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.draft.unit_data import OwnData
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem
from ecodemo.model.rectification import RectificationEntry
from ecodemo.paper.parts import Paragraph, Part, Style


def problem_parts(own: OwnData) -> Iterator[Part]:
    """What was sent back, what of the ledger is open, what the rules found, and what the unit itself says."""
    returned = [_with_number(problem) for problem in own.problems_of(Grounds.RETURNED)]
    yield from _listed(say.RETURNED, returned, say.NOTHING_RETURNED)
    if own.lacking:
        yield Paragraph(say.DOCUMENTS_STILL_MISSING.format(count=len(own.lacking)))
    entries = [_open_entry(own, entry) for entry in own.ledger if not _is_closed(own, entry)]
    yield from _listed(say.LEDGER, entries, say.NOTHING_IN_LEDGER)
    found = [_with_number(problem) for problem in own.problems_of(Grounds.FOUND)]
    yield from _listed(say.FOUND, found, say.NOTHING_FOUND)
    if own.missing_figures:
        yield Paragraph(say.FIGURES_STILL_MISSING.format(count=own.missing_figures))
    yield from _listed(say.OTHERS, [*stated(own, "problems"), say.OTHERS_TEXT], "")


def plan_parts(own: OwnData) -> Iterator[Part]:
    """The state of the ledger, and what is still to be done."""
    yield Paragraph(say.LEDGER_STATE, Style.SUBHEADING)
    if own.ledger:
        yield Paragraph(_ledger(own))
        yield from numbered(list(_closed_entries(own)))
    else:
        yield Paragraph(say.LEDGER_EMPTY.format(we=own.we))
    *plans, last = _listed(say.PLANS, list(_plans(own)), "")
    yield from plans
    yield replace(last, keeps_next=True)


def _listed(heading: str, texts: list[str], nothing: str) -> Iterator[Paragraph]:
    yield Paragraph(heading, Style.SUBHEADING)
    if texts:
        yield from numbered(texts)
    else:
        yield Paragraph(nothing)


def numbered(texts: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs with a number before each; a single one without."""
    for index, text in enumerate(texts, 1):
        line = say.NUMBERED.format(index=index, text=text) if len(texts) > 1 else text
        yield Paragraph(_with_stop(line))


def _with_number(problem: UnitProblem) -> str:
    number = problem.no or ""
    return problem.problem if problem.problem.startswith(number) else f"{number} {problem.problem}"


def _with_stop(text: str) -> str:
    return text if text.endswith(("。", "）", "！", "？")) else f"{text}。"


def stated(own: OwnData, key: str) -> Iterator[str]:
    """What the unit has already said of the indicators that it leads."""
    for row in own.statements.rows:
        if text := row.contents.get(key):
            yield say.OF_INDICATOR.format(indicator=row.contents["indicator"], text=text)


def _is_closed(own: OwnData, entry: RectificationEntry) -> bool:
    return entry.closed is not None and entry.closed.on <= own.assessment.today


def _open_entry(own: OwnData, entry: RectificationEntry) -> str:
    today = own.assessment.today
    return say.OPEN_ENTRY.format(
        no=entry.no,
        problem=entry.problem.rstrip("。"),
        action=entry.action.rstrip("。") or say.NO_ACTION,
        due=words.day_words(entry.due, today),
        late=say.OPEN_LATE if entry.due < today else "",
    )


def _closed_entries(own: OwnData) -> Iterator[str]:
    for entry in own.ledger:
        if entry.closed is not None and entry.closed.on <= own.assessment.today:
            yield say.CLOSED_ENTRY.format(
                no=entry.no,
                problem=entry.problem.rstrip("。"),
                day=words.full_day(entry.closed.on),
                late=say.CLOSED_LATE if entry.closed.on > entry.due else "",
            )


def _ledger(own: OwnData) -> str:
    entries = own.ledger
    left = [entry for entry in entries if not _is_closed(own, entry)]
    late = sum(entry.due < own.assessment.today for entry in left)
    responsible = sum(entry.unit == own.unit.id for entry in entries)
    return say.LEDGER_TEXT.format(
        we=own.we,
        all=len(entries),
        own=responsible,
        support=len(entries) - responsible,
        closed=len(entries) - len(left),
        left=len(left),
        late=say.LEDGER_LATE.format(count=late) if late else "",
    )


def _plans(own: OwnData) -> Iterator[str]:
    if own.missing_figures:
        yield say.PLAN_FIGURES.format(count=own.missing_figures)
    for pattern, timings in ((say.PLAN_DOCUMENTS, own.lacking), (say.PLAN_RETURNED, own.returned)):
        if timings:
            yield pattern.format(numbers="、".join(timing.item.requirement.no for timing in timings))
    yield from stated(own, "next")
    yield say.PLAN_OTHERS
