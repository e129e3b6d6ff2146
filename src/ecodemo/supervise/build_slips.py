"""A slip for every unit that something is due from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecodemo.assess.timeliness import SOON
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.supervise.slip_view import Slip, SlipEntry
from ecodemo.supervise.supervision_view import (
    OwedFigures,
    OwedItem,
    StandingWord,
    Supervision,
    UnitSupervision,
)

_LISTED: dict[str, tuple[StandingWord, ...]] = {
    "red": ("overdue", "returned, overdue", "returned", "to be replaced"),
    "yellow": ("returned", "to be replaced"),
    "blue": ("due soon",),
}


def build_slips(supervision: Supervision) -> Iterator[Slip]:
    """One slip a unit, in the order of the ranking."""
    for unit in supervision.units:
        if unit.colour:
            yield _slip(supervision, unit)


def _slip(supervision: Supervision, unit: UnitSupervision) -> Slip:
    items = unit.items_standing(*_LISTED[unit.colour])
    figures = tuple(owed for owed in unit.figures if _is_listed(owed, unit.colour))
    returned = [item for item in items if item.standing.startswith("returned")]
    ask_by = _ask_by(supervision, unit)
    return Slip(
        **{name: getattr(supervision, name) for name in OfficePaperView.model_fields},
        supervisors=supervision.supervisors,
        unit=unit,
        entries=tuple(_entries(items, figures)),
        figures=sum(owed.count for owed in figures),
        returned=len(returned),
        replaced=sum(item.standing == "to be replaced" for item in items),
        again=all(part.again for item in returned for part in item.parts if part.returned),
        due_soon=len(unit.items_standing("due soon")) if unit.colour != "blue" else 0,
        rectification=tuple(entry for entry in unit.rectification if entry.days_late),
        ask_by=ask_by.isoformat(),
        ask_by_words=Speaker(Language(supervision.language)).say(ask_by),
    )


def _is_listed(owed: OwedFigures, colour: str) -> bool:
    return owed.days_late > 0 if colour == "red" else colour == "blue" and owed.days_left <= SOON


def _entries(items: tuple[OwedItem, ...], figures: tuple[OwedFigures, ...]) -> Iterator[SlipEntry]:
    for no, item in enumerate(items, 1):
        yield SlipEntry(no=no, item=item, figures=None)
    for no, owed in enumerate(figures, len(items) + 1):
        yield SlipEntry(no=no, item=None, figures=owed)


def _ask_by(supervision: Supervision, unit: UnitSupervision) -> date:
    """The ledger's next day, if that is earlier than the usual one."""
    days = [entry.due for entry in unit.rectification if entry.due >= supervision.today]
    return date.fromisoformat(min([supervision.ask_by, *days]))
