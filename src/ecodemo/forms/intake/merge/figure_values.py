"""The sheet of figures into observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue, shown
from ecodemo.forms.intake.merge.figure_notes import merge_notes
from ecodemo.forms.intake.merge.figure_proofs import merge_places, merge_proofs
from ecodemo.forms.intake.merge.figure_rows import FigureRow, figure_rows
from ecodemo.forms.intake.merge.filed_figure import FROM_LEDGER
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import Absent
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.note_parts import notes_apart, notes_said
from ecodemo.load.data_file import Change, given
from ecodemo.load.flow import YamlValue
from ecodemo.model.progress import Observation, Revision

_REASON_NOT_GIVEN = "填报表中更正，未写原因"
_ABSENT_WITHOUT_REASON = "填报单位填“{word}”"


def take_figures(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge the sheet into the unit's observations; what is not taken is reported."""
    at = {(o.measure, o.year): index for index, o in enumerate(merge.file.progress.observations)}
    changed: dict[int, Change] = {}
    added: list[Mapping[str, YamlValue]] = []
    for row in figure_rows(merge, found):
        _merge_values(merge, found, row)
        merge_proofs(merge, found, row)
        merge_places(merge, found, row)
        merge_notes(merge, found, row)
        _put_ledgers(merge, row)
        merge.seen |= {(row.measure.id, year) for year in row.theirs}
        if row.texts["place"] not in ("", row.exported["place"]):
            merge.placed.add(row.measure.id)
        for year, values in row.taken.items():
            if year in row.held:
                changed[at[row.measure.id, year]] = values
            else:
                item = {"measure": row.measure.id, "year": year, **given(values), "reported": merge.day}
                added.append(item)
    merge.file.change("observations", changed, added)


def _value_of(observation: Observation | None) -> FieldValue:
    if observation is None:
        return None
    if observation.not_involved is not None:
        return Absent(contract.NOT_INVOLVED)
    return observation.value if observation.value is not None else observation.state


def _as_written(change: Revision) -> Mapping[str, YamlValue]:
    document = {"document": str(change.document)} if change.document else {}
    return {"on": change.on, "was": change.was, "reason": change.reason, **document}


def _merge_values(merge: WorkbookMerge, found: SheetMatch, row: FigureRow) -> None:
    for year, theirs in row.theirs.items():
        cell = found.cell(row.number, str(year))
        if cell.is_empty:
            cell = found.cell(row.number, "not_involved")
        held = _value_of(row.held.get(year))
        is_from_ledger = year in row.from_ledger
        place = row.place(found, year) if is_from_ledger else cell.place
        line = merge.compare(row.form_field(place, year), row.base[year], theirs, held)
        if line is None:
            continue
        if is_from_ledger:
            line = replace(line, words=FROM_LEDGER)
        merge.lines.append(line)
        if line.effect is Effect.CONFLICT:
            row.left.add(year)
        else:
            _take_value(merge, row, year, theirs)


def _put_ledgers(merge: WorkbookMerge, row: FigureRow) -> None:
    """New figures beside which no document is named rest on the ledger that has a cell for them."""
    for year, values in row.taken.items():
        filed = merge.filed.get((row.no, year))
        is_bare = values.get("value") is not None and values.get("proof") is None and year not in row.held
        if filed is not None and filed.figure.is_filled and is_bare:
            values["proof"] = str(filed.document)
            if not values.get("page") and not values.get("cell"):
                values["cell"] = filed.figure.cell.place


def _take_value(merge: WorkbookMerge, row: FigureRow, year: int, theirs: FieldValue) -> None:
    own = row.held.get(year)
    values: dict[str, YamlValue | None] = dict.fromkeys(("value", "state", "not_involved")) if own else {}
    exported = notes_apart(row.exported["note"], [year])[year].rest
    note = notes_said(row.texts["note"], row.exported["note"], [year])[year].rest
    match theirs:
        case Absent(word=word):
            values["not_involved"] = note or _ABSENT_WITHOUT_REASON.format(word=word)
            if own is not None:
                values |= {"proof": None, "page": None, "cell": None}
                if own.proof is not None and own.document is None:
                    values["document"] = str(own.proof)
        case Decimal():
            values["value"] = theirs
        case _:
            values["state"] = str(theirs)
    if own is not None:
        is_reason = bool(note) and (note != exported or not merge.has_base)
        row.note_is_used |= is_reason and year not in row.explained
        held = _value_of(own)
        was = f"{contract.NOT_INVOLVED}：{own.not_involved}" if isinstance(held, Absent) else shown(held)
        change: Mapping[str, YamlValue] = {
            "on": merge.day,
            "was": was,
            "reason": note if is_reason else _REASON_NOT_GIVEN,
        }
        values["revised"] = [*map(_as_written, own.revised), change]
        if isinstance(held, Absent):
            values["document"] = None
            if own.document is not None:
                values["proof"] = str(own.document)
    row.note_is_used |= isinstance(theirs, Absent) and bool(note)
    row.taken[year] = values
