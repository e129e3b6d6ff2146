"""The text that the office pastes into a chat when a delivery was taken in: at most 300 characters, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from itertools import groupby

from ecodemo.forms import words
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem

_LONGEST_NAME = 60
"""Longer names are left out for the number that people quote."""
_LONGEST_REASON = 80
_CLAUSE = re.compile(r"[。；;，,、]")
_PAIRS = ("（）", "()", "“”", "《》", "「」", "【】")
_WORDS = {
    Grounds.REFUSED: words.SAID_REFUSED,
    Grounds.CONFLICT: words.SAID_CONFLICT,
    Grounds.UNKNOWN: words.SAID_UNKNOWN,
    Grounds.RETURNED: words.SAID_RETURNED,
    Grounds.FOUND: words.SAID_FOUND,
    Grounds.LEDGER: words.SAID_LEDGER,
}
_DUE = {
    Grounds.RETURNED: (words.SAID_AGAIN_BY, words.SAID_AGAIN_OVERDUE),
    Grounds.LEDGER: (words.SAID_CLOSE_BY, words.SAID_CLOSE_OVERDUE),
}
"""By when, and what is written after that day."""


@dataclass(frozen=True, slots=True)
class OwedDocument:
    """A required document of which something has yet to come."""

    no: str
    name: str
    years: tuple[int, ...]
    """The years that are missing, where others are there; empty: all of it, or what came cannot be used."""
    has_come: bool
    due: date | None
    fault: str = ""
    """Why what was received has to be handed in once more; then the years are those concerned."""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a unit reads about its delivery, or about what became of an earlier one."""

    unit: str
    days: tuple[date, ...]
    """When it came; none where nobody knows."""
    today: date
    figures_owed: int
    figures_due: date | None
    documents: tuple[OwedDocument, ...]
    """What is owed."""
    problems: tuple[UnitProblem, ...]
    left_over: int
    """How much the unit wrote where nothing is asked: it was not imported."""
    answers: int
    """How many answers to its problems were taken."""
    has_workbook: bool
    """A marked workbook goes with the text."""
    from_ledgers: int = 0
    """Figures that were read from ledgers, as the workbook had none."""
    is_reminder: bool = False
    """Nothing came that could be answered: it only says what is still to come."""
    figure_names: tuple[str, ...] = ()
    """The figures that are owed, as many of which are named as fit."""
    returned: str = ""
    """What its documents were returned for so far, in a sentence that is added if it fits."""


class _Urgency(IntEnum):
    """Which parts come before which."""

    OVERDUE = 0
    FIGURES = 1
    RETURNED = 2
    NOT_TAKEN = 3
    """Of this delivery, or a figure that its own proof contradicts."""
    DUE = 4
    REST = 5


@dataclass(frozen=True, slots=True)
class _Said:
    """One way to say a thing; several things with the same text are said once."""

    about: str
    what: str


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something to be handed in or put right."""

    urgency: _Urgency
    days: int
    """Until it is due; below 0 where it is overdue."""
    is_told_at_once: bool
    ways: tuple[_Said, ...]
    """How to say it, the fullest first."""
    details: tuple[_Said, ...] = ()
    """How to say it where there is still room after everything else."""


def reply_text(facts: ReplyFacts) -> str:
    """The text: what is owed and what is to be put right, the worst first; what does not fit is counted."""
    head = _head(facts)
    things = sorted(_things(facts), key=_place)
    if not things:
        return head + words.SAID_ALL_THERE
    if not facts.problems and not facts.left_over and not facts.is_reminder:
        head += words.SAID_THANKS
    tail = ""
    if facts.has_workbook:
        tail = words.SAID_MARKED if is_return(facts.problems) else words.SAID_LISTED
    chosen: dict[int, _Said] = {}
    for number in _by_weight(things):
        for way in things[number].ways:
            ways = chosen | {number: way}
            text = _joined(head, [ways[n] for n in sorted(ways)], len(things) - len(ways), tail, facts)
            if len(text) <= words.LONGEST_TEXT:
                chosen = ways
                break
    for number in sorted(chosen):
        for way in things[number].details:
            ways = chosen | {number: way}
            text = _joined(head, [ways[n] for n in sorted(ways)], len(things) - len(ways), tail, facts)
            if len(text) <= words.LONGEST_TEXT:
                chosen = ways
                break
    said = [chosen[number] for number in sorted(chosen)]
    text = _joined(head, said, len(things) - len(said), tail, facts)
    return text + facts.returned if len(text + facts.returned) <= words.LONGEST_TEXT else text


def _place(thing: _Thing) -> tuple[object, ...]:
    """The worst first; of those due on one day, the ones with the same text stay together."""
    about, what = (thing.ways[0].about, thing.ways[0].what) if thing.ways else ("", "")
    return thing.urgency, thing.days, bool(about), what


def is_return(problems: Iterable[UnitProblem]) -> bool:
    """Whether something goes back to be done again; entries of the ledger alone are only a reminder."""
    return any(problem.grounds is not Grounds.LEDGER for problem in problems)


def _head(facts: ReplyFacts) -> str:
    unit = _line(facts.unit)
    head = f"{unit}：" if unit and len(unit) <= _LONGEST_NAME else ""
    if facts.is_reminder:
        head += words.SAID_AS_OF.format(day=words.day_words(facts.today, facts.today))
    if facts.days:
        days = "、".join(words.day_words(day, facts.today) for day in facts.days[-3:])
        head += words.SAID_RECEIVED.format(days=days)
    head += words.SAID_FROM_LEDGERS.format(count=facts.from_ledgers) if facts.from_ledgers else ""
    return head + (words.SAID_ANSWERED.format(count=facts.answers) if facts.answers else "")


def _by_weight(things: Sequence[_Thing]) -> Iterator[int]:
    """The first of each kind before the rest, so that what is overdue does not crowd out what is wrong with this delivery."""
    firsts = {thing.urgency: number for number, thing in reversed(list(enumerate(things)))}
    before = [
        number
        for number, thing in enumerate(things)
        if thing.is_told_at_once or (thing.urgency < _Urgency.DUE and number == firsts[thing.urgency])
    ]
    yield from before
    yield from (number for number in range(len(things)) if number not in before)


def _joined(head: str, said: Sequence[_Said], left: int, tail: str, facts: ReplyFacts) -> str:
    parts = [
        "、".join(way.about for way in alike) + what
        for what, alike in groupby(said, key=lambda way: way.what)
    ]
    if left:
        pattern = words.SAID_MORE if facts.has_workbook else words.SAID_MORE_OWED
        pattern = words.SAID_MORE_DUE if facts.is_reminder else pattern
        parts.append((pattern if parts else words.SAID_IN_ALL).format(count=left))
    return f"{head}{'；'.join(parts)}。{tail}"


def _things(facts: ReplyFacts) -> Iterator[_Thing]:
    if facts.figures_owed:
        due = _deadline(facts.figures_due, facts.today, words.SAID_BY, words.SAID_OVERDUE)
        how_many = words.SAID_FIGURES_OWED.format(count=facts.figures_owed)
        thing = _thing(_Urgency.FIGURES, facts.figures_due, facts.today, (_Said("", how_many + due),))
        named = tuple(_Said("", how_many + names + due) for names in _figure_names(facts.figure_names))
        yield replace(thing, details=named)
    for document in facts.documents:
        urgency = _Urgency.NOT_TAKEN if document.fault and not document.due else _Urgency.DUE
        yield _thing(urgency, document.due, facts.today, _ways_of_document(document, facts.today))
    for problem, years in _gathered(facts.problems):
        ways = _ways_of_problem(problem, years, facts.today)
        yield _thing(_urgency(problem), problem.due, facts.today, ways, is_told_at_once=problem.is_of_figure)
    if facts.left_over:
        said = _Said("", words.SAID_LEFT_OVER.format(count=facts.left_over))
        yield _thing(_Urgency.REST, None, facts.today, (said,))


def _figure_names(names: tuple[str, ...]) -> Iterator[str]:
    """All of them, or one after the other fewer."""
    for count in range(len(names), 0, -1):
        said = "、".join(map(_line, names[:count]))
        said = said if count == len(names) else words.AND_SO_ON.format(said=said)
        yield words.SAID_FIGURES_NAMED.format(names=said)


def _thing(
    urgency: _Urgency,
    due: date | None,
    today: date,
    ways: tuple[_Said, ...],
    *,
    is_told_at_once: bool = False,
) -> _Thing:
    days = (due - today).days if due else 0
    has_limit = urgency in (_Urgency.FIGURES, _Urgency.DUE, _Urgency.RETURNED)
    urgency = _Urgency.OVERDUE if days < 0 and has_limit else urgency
    return _Thing(urgency, days if due or urgency is not _Urgency.DUE else 1 << 20, is_told_at_once, ways)


def _urgency(problem: UnitProblem) -> _Urgency:
    match problem.grounds:
        case Grounds.RETURNED:
            return _Urgency.RETURNED
        case Grounds.LEDGER:
            return _Urgency.DUE
        case Grounds.FOUND if not problem.is_of_figure:
            return _Urgency.REST
        case _:
            return _Urgency.NOT_TAKEN


def _ways_of_document(document: OwedDocument, today: date) -> tuple[_Said, ...]:
    pattern = words.SAID_LACKS if document.years else words.SAID_NOT_USABLE
    what = pattern if document.has_come else words.SAID_NOT_THERE
    what = what.format(years=words.years_words(document.years))
    due = _deadline(document.due, today, words.SAID_BY, words.SAID_OVERDUE)
    names = _names(f"{document.no}{document.name}", document.no)
    if document.fault:
        years = words.of_years(document.years)
        return tuple(_Said(f"{name}{years}", _line(document.fault) + due) for name in names)
    return tuple(_Said(name, what + due) for name in names)


def _ways_of_problem(problem: UnitProblem, years: Sequence[int], today: date) -> tuple[_Said, ...]:
    due = _deadline(problem.due, today, *_DUE.get(problem.grounds, ("", "")))
    reasons = dict.fromkeys((_reason(problem.brief or problem.reason), words.SAID_SEE_BOOK))
    years_said = words.of_years(list(years))
    return tuple(
        _Said(
            f"{name}{years_said}",
            _WORDS[problem.grounds].format(reason=f"（{reason}）" if reason else "") + due,
        )
        for reason in reasons
        for name in _names(problem.about, problem.no)
    )


def _names(about: str, no: str | None) -> tuple[str, ...]:
    """How it can be called: never cut; only its number where its name is too long."""
    lines = dict.fromkeys(_line(name) for name in (about, no or ""))
    return tuple(f"“{line}”" for line in lines if 0 < len(line) <= _LONGEST_NAME)


def _reason(text: str) -> str:
    """Why, in whole clauses; what only the workbook says in full is not begun."""
    line = _line(text).rstrip("。；;，, ")
    if len(line) <= _LONGEST_REASON:
        return line
    ends = (found.start() for found in _CLAUSE.finditer(line) if found.start() < _LONGEST_REASON)
    whole = [line[:end] for end in ends if end and _is_balanced(line[:end])]
    return words.AND_SO_ON.format(said=whole[-1]) if whole else words.SAID_SEE_BOOK


def _is_balanced(text: str) -> bool:
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


def _deadline(due: date | None, today: date, ahead: str, over: str) -> str:
    if due is None:
        return ""
    pattern = ahead if due >= today else over
    return pattern.format(day=words.day_words(due, today), days=(today - due).days)


def _gathered(problems: Iterable[UnitProblem]) -> Iterator[tuple[UnitProblem, list[int]]]:
    """Problems that differ in their years only, once."""
    gathered: dict[tuple[object, ...], tuple[UnitProblem, set[int]]] = {}
    for problem in problems:
        key = (problem.grounds, problem.about, problem.reason, problem.due)
        gathered.setdefault(key, (problem, set()))[1].update(problem.years)
    yield from ((problem, sorted(years)) for problem, years in gathered.values())


def _line(text: str) -> str:
    return " ".join(text.split())
