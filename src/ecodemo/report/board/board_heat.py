"""The heat maps: units by boxes, each cell with what is there of what is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ecodemo.assess.timeliness import Light
from ecodemo.language import Speaker
from ecodemo.model.indicator import Holder
from ecodemo.model.message import message
from ecodemo.model.organisation import UnitKind
from ecodemo.report.board.board_links import address_of
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.board.proof_sheets import HeldItem, Proofs
from ecodemo.report.contents import labels
from ecodemo.report.contents.board_view import HeatCell, HeatMap, HeatRow
from ecodemo.report.contents.indicator_sheet_view import BoardLink
from ecodemo.report.state import UnitState

KINDS = {UnitKind.TOWNSHIP: message("Townships"), UnitKind.DEPARTMENT: message("Departments")}
"""In the order in which they are shown."""
_NOTHING = HeatCell(there=0, owed=0, light="green", label="", href="")


def heat_maps(
    units: Sequence[UnitState],
    proofs: Proofs,
    trails: FigureTrails,
    holder_link: Callable[[Holder], str],
    speaker: Speaker,
) -> Iterator[HeatMap]:
    """A map for each kind of unit: what is there of what it must hand in under each box."""
    for kind, label in KINDS.items():
        of_kind = [unit for unit in units if unit.kind == kind.value]
        cells = {unit.id: _cells(unit.id, proofs, speaker) for unit in of_kind}
        boxes = sorted({no for of_unit in cells.values() for no in of_unit})
        if not of_kind:
            continue
        holders = {held.timing.item.holder.no: held.timing.item.holder for held in proofs.items}
        yield HeatMap(
            kind=kind.value,
            label=speaker.say(label),
            boxes=tuple(BoardLink(text=no, href=holder_link(holders[no])) for no in boxes),
            names=tuple(speaker.say(holders[no].label) for no in boxes),
            rows=tuple(
                HeatRow(
                    unit=trails.unit(unit.id),
                    light=unit.light,
                    light_label=speaker.say(labels.LIGHT[Light(unit.light)]),
                    cells=tuple(cells[unit.id].get(no, _NOTHING) for no in boxes),
                )
                for unit in of_kind
            ),
        )


def _cells(unit: str, proofs: Proofs, speaker: Speaker) -> dict[str, HeatCell]:
    """What a unit must hand in under each box."""
    by_box: dict[str, list[HeldItem]] = {}
    for held in proofs.by_unit.get(unit, ()):
        if held.timing.item.is_required and held.timing.slots:
            by_box.setdefault(held.timing.item.holder.no, []).append(held)
    return {no: _cell(unit, no, items, speaker) for no, items in by_box.items()}


def _cell(unit: str, no: str, items: list[HeldItem], speaker: Speaker) -> HeatCell:
    timings = [held.timing for held in items]
    light = max((timing.light for timing in timings), key=lambda light: light.rank)
    owed = sum(len(timing.item.slots) for timing in timings)
    lacking = sum(len(timing.item.lacking) + len(timing.item.waived) for timing in timings)
    return HeatCell(
        there=owed - lacking,
        owed=owed,
        light=light.value,
        label="" if light is Light.GREEN else speaker.say(labels.LIGHT[light]),
        href=f"#{address_of('unit', unit)}-{no}",
    )
