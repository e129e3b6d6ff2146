"""Who has returned theirs: when, how often, and what each still owes or has to put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.assess.timeliness import SOON
from ecodemo.check.session import CheckResult
from ecodemo.forms import words
from ecodemo.forms.export.unit_tasks import UnitTasks
from ecodemo.forms.inbox.delivered import FOLDER, REPLACED, UNKNOWN, day_in_folders, read_delivered
from ecodemo.forms.reading.recognition import unit_named
from ecodemo.forms.safe_names import safe_name
from ecodemo.model.organisation import Unit
from ecodemo.model.workspace import Workspace


class SubmissionSource(StrEnum):
    """How it is known that something came."""

    INBOX = "inbox"
    """The packs and the list in inbox/, which only the office's own machine has."""
    REGISTER = "register"
    """The days on which documents were received."""
    DATA = "data"
    """The data have something of the unit; nobody wrote down when it came."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The state of one unit."""

    unit: Unit
    days: tuple[date, ...]
    """When something came, each day once."""
    deliveries: int
    """Packs, and days of the register on which no pack came."""
    sources: tuple[SubmissionSource, ...]
    """Empty: nothing ever came."""
    problems: int
    figures_owed: int
    documents_owed: int
    figures_pressing: int
    """Figures that are overdue or due soon."""
    items_pressing: int
    """Documents that are overdue or due soon, and problems."""
    days_left: int | None
    """Until the first of these is due; below 0 where it is overdue, `None` where no day is named."""
    since: date
    """When the phase began."""

    @property
    def first(self) -> date | None:
        return self.days[0] if self.days else None

    @property
    def last(self) -> date | None:
        return self.days[-1] if self.days else None

    @property
    def has_come(self) -> bool:
        return bool(self.sources)

    @property
    def is_silent(self) -> bool:
        """Whether nothing came in this phase although a problem is open, or what is owed is overdue or due soon."""
        return self.has_to_act and self.has_come and not any(day >= self.since for day in self.days)

    @property
    def has_to_act(self) -> bool:
        """Whether a problem is open, or what is owed is overdue or due soon."""
        return bool(self.figures_pressing or self.items_pressing)

    @property
    def days_overdue(self) -> int:
        """The longest of what it has to do."""
        return max(0, -(self.days_left or 0))


def submissions(result: CheckResult, assessment: Assessment) -> Iterator[Submission]:
    """Every unit of which something is asked, in the order of the data."""
    workspace, today = assessment.workspace, assessment.today
    tasks = UnitTasks(result, assessment)
    packs = _packs(result.root, workspace, today)
    for unit in workspace.units.values():
        if tasks.owes_nothing(unit.id):
            continue
        owing = tasks.owing(unit.id)
        problems = tasks.problems(unit.id)
        soon = [day for timing in owing.documents if (day := _soon(timing.item.due, today)) is not None]
        figures = _soon(figures_due(workspace, assessment.bid, unit.id), today) if owing.figures else None
        days = [*soon, *([figures] if figures is not None else [])]
        days += [(problem.due - today).days for problem in problems if problem.due]
        own = packs.get(unit.id, set())
        registered = _registered(workspace, unit.id, today)
        with_pack = {day for day, _ in own}
        sources = [SubmissionSource.INBOX] if own else []
        sources += [SubmissionSource.REGISTER] if registered else []
        if not sources and _has_data(workspace, unit.id):
            sources = [SubmissionSource.DATA]
        yield Submission(
            unit=unit,
            days=tuple(sorted(with_pack | registered)),
            deliveries=len(own) + len(registered - with_pack),
            sources=tuple(sources),
            problems=len(problems),
            figures_owed=owing.figures,
            documents_owed=len(owing.documents),
            figures_pressing=owing.figures if figures is not None else 0,
            items_pressing=len(soon) + len(problems),
            days_left=min(days, default=None),
            since=workspace.calendar.phase_on(today).start,
        )


def _soon(due: date | None, today: date) -> int | None:
    """The days until something is due, where it is overdue or due soon."""
    left = (due - today).days if due else SOON + 1
    return left if left <= SOON else None


def _packs(root: Path, workspace: Workspace, today: date) -> Mapping[str, set[tuple[date, str]]]:
    """The packs of each unit in the inbox: by their names, and by the list where it says whose they were."""
    found: dict[str, set[tuple[date, str]]] = {}
    for day, name in _kept(root / FOLDER):
        unit = unit_named(name, workspace)
        if unit is not None and day <= today:
            found.setdefault(unit, set()).add((day, name.split("/")[0]))
    for line in read_delivered(root):
        unit = workspace.lookup.unit(line.unit)
        if unit in workspace.units and line.day <= today:
            found.setdefault(unit, set()).add((line.day, safe_name(line.pack)))
    return found


def _kept(inbox: Path) -> Iterator[tuple[date, str]]:
    """The day and the name of every file in the folders of days."""
    for folder in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        day = day_in_folders(folder / "x")
        if day is None or not folder.is_dir() or folder.name == UNKNOWN:
            continue
        for entry in sorted(folder.iterdir()):
            if entry.name == REPLACED or entry.name.startswith("."):
                continue
            yield day, entry.name


def _registered(workspace: Workspace, unit: str, today: date) -> set[date]:
    progress = workspace.progress.get(unit)
    documents = progress.documents if progress else ()
    days = {document.received for document in documents if document.received}
    days |= {again.on for document in documents for again in document.redelivered}
    return {day for day in days if day <= today}


def _has_data(workspace: Workspace, unit: str) -> bool:
    progress = workspace.progress.get(unit)
    return bool(progress and (progress.observations or progress.documents))


def units_of_groups(assessment: Assessment, groups: Sequence[str]) -> frozenset[str]:
    """The units that owe a document or a figure to an indicator of one of these working groups."""
    workspace = assessment.workspace
    of_groups = [indicator for indicator in workspace.indicators if indicator.group in groups]
    numbers = {requirement.no for indicator in of_groups for requirement in indicator.requirements}
    owing = {item.unit for item in assessment.items if item.requirement.no in numbers}
    measures = (measure.id for indicator in of_groups for measure in indicator.measures)
    return frozenset(owing.union(*(workspace.reporters(measure) for measure in measures)))


def lists_to_paste(rows: Sequence[Submission]) -> Iterator[str]:
    """Everybody with something to do: who handed in nothing, nothing in this phase, or not all of it, the worst first.

    Chinese always; each text is short enough for a chat, a longer list is several.
    """
    worst_first = sorted(
        rows, key=lambda row: (row.days_left is None, row.days_left or 0, -row.items_pressing)
    )
    for head, chosen in (
        (words.NOT_SUBMITTED, [row for row in worst_first if not row.has_come]),
        (words.SILENT, [row for row in worst_first if row.is_silent]),
        (
            words.STILL_OWING,
            [row for row in worst_first if row.has_come and row.has_to_act and not row.is_silent],
        ),
    ):
        if chosen:
            since = f"{chosen[0].since.month}月{chosen[0].since.day}日"
            says = [row.unit.label.zh + (_to_do(row) if row.has_come else "") for row in chosen]
            yield from texts_of_names(head.format(since=since), says)


def texts_of_names(head: str, names: Sequence[str]) -> Iterator[str]:
    """Names behind a head that says how many there are, in as many texts as are needed; none is cut."""
    count = words.OF_ALL.format(count=len(names))
    longest = words.LONGEST_TEXT - len(head) - len(count) - len(words.NOT_NAMED.format(count=len(names)))
    named = [name for name in names if len(name) <= longest]
    left = len(names) - len(named)
    texts: list[list[str]] = [[]]
    for name in named:
        if texts[-1] and len("、".join((*texts[-1], name))) > longest:
            texts.append([])
        texts[-1].append(name)
    for number, text in enumerate(texts):
        is_last = number == len(texts) - 1
        parts = "、".join(text) + (words.NOT_NAMED.format(count=left) if left and is_last else "")
        yield f"{head}{words.CONTINUED if number else count}{parts}"


def _to_do(row: Submission) -> str:
    """`（数据48个，5项，最长已过期13天）`."""
    counted = ((row.figures_pressing, words.FIGURES_TO_DO), (row.items_pressing, words.ITEMS_TO_DO))
    parts = [pattern.format(count=count) for count, pattern in counted if count]
    if row.days_overdue:
        parts.append(words.LONGEST_OVERDUE.format(days=row.days_overdue))
    return f"（{'，'.join(parts)}）"
