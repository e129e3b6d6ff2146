"""The text that goes into the chat with the packs: what they are, three things to do, by when, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import figures_due
from ecodemo.forms import words
from ecodemo.forms.export.unit_tasks import UnitTask, UnitTasks
from ecodemo.model.organisation import Unit, UnitKind
from ecodemo.model.role import RequirementRole

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the text says of the packs that were written."""

    units: str
    """Whom it speaks to."""
    is_for_one: bool
    about: str
    """The county and the phase."""
    folder: str
    """Where the stamped print of the figures belongs; empty where nobody owes it."""
    is_signed_by_all: bool
    office: str
    due: Mapping[str, date]
    """When it is due, by what those are called for whom; all of them alike: one without a name."""
    first: date | None
    """The next day on which something is due, where it is an earlier one, or the only one."""
    has_overdue: bool
    today: date
    mark: str = ""


def notice_of(assessment: Assessment, tasks: UnitTasks, sent: Sequence[UnitTask]) -> str:
    """The text for the packs of these units, of which there is at least one."""
    workspace, today = assessment.workspace, assessment.today
    owing = {task.unit.id: tasks.owing(task.unit.id) for task in sent}
    ahead = [day for own in owing.values() for day in own.due if day >= today]
    confirmation = next(iter(workspace.in_role(RequirementRole.CONFIRMATION)), None)
    title = f"{confirmation.no} {confirmation.name}" if confirmation else ""
    signed = [any(folder.title == title for folder in task.folders) for task in sent]
    due = _due(assessment, [task.unit for task in sent])
    first = min(ahead, default=None)
    return notice_text(
        NoticeFacts(
            units=_addressed([task.unit for task in sent]),
            is_for_one=len(sent) == 1,
            about=f"{workspace.county.name}{workspace.calendar.phase_on(today).name}",
            folder=title if any(signed) else "",
            is_signed_by_all=all(signed),
            office=workspace.units[workspace.office].name if workspace.office else words.OFFICE,
            due=due,
            first=first if first and (not due or first < min(due.values())) else None,
            has_overdue=any(day < today for own in owing.values() for day in own.due),
            today=today,
            mark=words.EXAMPLE if workspace.example else "",
        )
    )


def notice_text(facts: NoticeFacts) -> str:
    """The text in one line, at most 300 characters; names that are too long are left out, none is cut."""
    return next(text for text in _texts(facts) if len(text) <= words.LONGEST_TEXT)


def _texts(facts: NoticeFacts) -> Iterator[str]:
    """The fullest first, the last without any name."""
    units, about, folder, office = (
        _name(facts.units), _name(facts.about), _name(facts.folder), _name(facts.office)
    )  # fmt: skip
    number = folder.split(" ")[0] if folder else facts.folder.split(" ")[0][:_LONGEST_NAME]
    for title, what, whom, to_whom in product(
        dict.fromkeys((folder or number, number)), (about, ""), (units, ""), (office, "")
    ):
        third = words.NOTICE_SEND.format(office=to_whom or words.OFFICE)
        each = "" if facts.is_for_one else words.NOTICE_EACH
        if title:
            pattern = words.NOTICE_SIGN if facts.is_signed_by_all else words.NOTICE_SOME_SIGN
            third = pattern.format(folder=title) + third
        yield (
            f"{whom or words.EVERYBODY}：{words.NOTICE_HEAD.format(about=what, each=each)}{facts.mark}"
            f"{words.NOTICE_DO.format(third=third)}{_days(facts)}{words.NOTICE_ASK}"
        )


def _days(facts: NoticeFacts) -> str:
    said = "、".join(
        words.NOTICE_BY.format(who=who, day=words.day_words(day, facts.today))
        for who, day in facts.due.items()
    )
    if said:
        said = words.NOTICE_DUE.format(days=said)
    if facts.has_overdue:
        said += words.NOTICE_OVERDUE
    if facts.first:
        pattern = words.NOTICE_FIRST if facts.due else words.NOTICE_NEXT
        said += pattern.format(day=words.day_words(facts.first, facts.today))
    return said


def _due(assessment: Assessment, units: Sequence[Unit]) -> Mapping[str, date]:
    """The day of the phase for each kind of unit, as long as it is not over."""
    days: dict[str, date] = {}
    for kind, name in words.KINDS.items():
        own = (
            figures_due(assessment.workspace, assessment.bid, unit.id) for unit in units if unit.kind is kind
        )
        day = next(own, None)
        if day and day >= assessment.today:
            days[name] = day
    is_for_all = len(set(days.values())) == 1 and {words.KINDS[unit.kind] for unit in units} == days.keys()
    return {"": next(iter(days.values()))} if is_for_all else days


def _addressed(units: Sequence[Unit]) -> str:
    if len(units) == 1:
        return units[0].name
    kinds: set[UnitKind] = {unit.kind for unit in units}
    return f"各{words.KINDS[kinds.pop()]}" if len(kinds) == 1 else words.EVERYBODY


def _name(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else ""
