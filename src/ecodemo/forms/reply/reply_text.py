"""The text that the office pastes into a chat when a delivery was taken in: at most 300 characters, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecodemo.forms import words
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem

LONGEST = 300
"""Characters of a text."""
_LONGEST_NAME = 24
_LONGEST_REASON = 60
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
"""By when, and what is said after that day."""


@dataclass(frozen=True, slots=True)
class MissingYears:
    """A document of which some years came and others did not."""

    about: str
    """Number and name."""
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a unit is told about its delivery, or about what became of an earlier one."""

    unit: str
    days: tuple[date, ...]
    """When it came; none where nobody knows."""
    today: date
    figures_owed: int
    documents_owed: int
    due: tuple[date, ...]
    """When what is owed is due."""
    problems: tuple[UnitProblem, ...]
    """The gravest first."""
    missing_years: tuple[MissingYears, ...]
    left_over: int
    """How much the unit wrote where nothing is asked: it was not imported."""
    has_workbook: bool
    """A marked workbook goes with the text."""
    from_ledgers: int = 0
    """Figures that were read from ledgers, as the workbook had none."""


def reply_text(facts: ReplyFacts) -> str:
    """The text: how much is owed, then what is to be put right, as much of it as fits."""
    days = "、".join(words.day_words(day, facts.today) for day in facts.days[-3:])
    pattern = words.SAID_RECEIVED if days else words.SAID_TO
    head = pattern.format(unit=_short(facts.unit, _LONGEST_NAME), days=days)
    head += words.SAID_FROM_LEDGERS.format(count=facts.from_ledgers) if facts.from_ledgers else ""
    tail = words.SAID_MARKED if facts.has_workbook else ""
    owed = _owed(facts)
    things = list(_things(facts))
    if not things:
        return head + (words.SAID_THANKS_STILL.format(owed=owed) if owed else words.SAID_ALL_THERE) + tail
    said = [owed] if owed else []
    for number, thing in enumerate(things):
        left = len(things) - number - 1
        rest = [words.SAID_MORE.format(count=left)] if left else []
        if len(_joined(head, [*said, thing, *rest], tail)) > LONGEST:
            said.append(words.SAID_MORE.format(count=left + 1))
            break
        said.append(thing)
    return _joined(head, said, tail)


def _joined(head: str, said: Sequence[str], tail: str) -> str:
    return f"{head}{'；'.join(said)}。{tail}"


def _owed(facts: ReplyFacts) -> str:
    counted = (
        (facts.figures_owed, words.SAID_FIGURES_OWED),
        (facts.documents_owed, words.SAID_DOCUMENTS_OWED),
    )
    owed = "，".join(pattern.format(count=count) for count, pattern in counted if count)
    if not owed or not facts.due:
        return owed
    to_come = [day for day in facts.due if day >= facts.today]
    if len(to_come) < len(facts.due):
        return owed + words.SAID_OVERDUE.format(days=(facts.today - min(facts.due)).days)
    return owed + words.SAID_BY.format(day=words.day_words(min(to_come), facts.today))


def _things(facts: ReplyFacts) -> Iterator[str]:
    """What is to be put right, each thing in a few words."""
    for problem, years in _gathered(facts.problems):
        yield _WORDS[problem.grounds].format(
            about=_short(problem.about, _LONGEST_NAME),
            years=words.of_years(years),
            reason=_short(problem.reason, _LONGEST_REASON),
            due=_due(problem, facts.today),
        )
    if facts.left_over:
        yield words.SAID_LEFT_OVER.format(count=facts.left_over)
    for missing in facts.missing_years:
        yield words.SAID_LACKS.format(
            about=_short(missing.about, _LONGEST_NAME), years=words.years_words(missing.years)
        )


def _due(problem: UnitProblem, today: date) -> str:
    if problem.due is None or problem.grounds not in _DUE:
        return ""
    ahead, over = _DUE[problem.grounds]
    pattern = ahead if problem.due >= today else over
    return pattern.format(day=words.day_words(problem.due, today), days=(today - problem.due).days)


def _gathered(problems: Iterable[UnitProblem]) -> Iterator[tuple[UnitProblem, list[int]]]:
    """Problems that differ in their years only, once."""
    gathered: dict[tuple[object, ...], tuple[UnitProblem, set[int]]] = {}
    for problem in problems:
        key = (problem.grounds, problem.about, problem.reason, problem.due)
        gathered.setdefault(key, (problem, set()))[1].update(problem.years)
    yield from ((problem, sorted(years)) for problem, years in gathered.values())


def _short(text: str, longest: int) -> str:
    """In one line, and not longer than this."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
