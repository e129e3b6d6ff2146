"""The sheet of figures into observations."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue
from ecodemo.forms.intake.merge.figure_notes import merge_notes
from ecodemo.forms.intake.merge.figure_proofs import merge_places, merge_proofs
from ecodemo.forms.intake.merge.figure_rows import FigureRow, figure_rows, sheet_years
from ecodemo.forms.intake.merge.workbook_merge import (
    ABSENT_WITHOUT_REASON,
    REASON_NOT_GIVEN,
    FormField,
    WorkbookMerge,
    shown,
)
from ecodemo.forms.reading.cells import Absent
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.note_parts import notes_apart, notes_said
from ecodemo.load.flow import YamlValue
from ecodemo.model.progress import Observation


def take_figures(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge the sheet into the unit's observations; what is not taken is said."""
    rows = figure_rows(merge, found)
    observed = {(o.measure, o.year): (index, o) for index, o in enumerate(merge.file.progress.observations)}
    changed: dict[int, Mapping[str, YamlValue | None]] = {}
    added: list[Mapping[str, YamlValue]] = []
    for row in rows:
        ours = {
            year: observed[row.measure.id, year]
            for year in sheet_years(found)
            if (row.measure.id, year) in observed
        }
        observations = {year: observation for year, (_, observation) in ours.items()}
        _merge_values(merge, found, row, observations)
        merge_proofs(merge, found, row, observations)
        merge_places(merge, found, row, observations)
        merge_notes(merge, found, row, observations)
        for year, values in row.taken.items():
            if year in ours:
                changed[ours[year][0]] = values
            else:
                item: dict[str, YamlValue] = {"measure": row.measure.id, "year": year}
                item.update({key: value for key, value in values.items() if value is not None})
                added.append(item)
    merge.file.change("observations", changed, added)


def _value_of(observation: Observation | None) -> FieldValue:
    if observation is None:
        return None
    if observation.not_involved is not None:
        return Absent(contract.NOT_INVOLVED)
    return observation.value if observation.value is not None else observation.state


def _merge_values(
    merge: WorkbookMerge, found: SheetMatch, row: FigureRow, ours: Mapping[int, Observation]
) -> None:
    for year, theirs in row.theirs.items():
        own = ours.get(year)
        cell = found.cell(row.number, str(year))
        if cell.is_empty:
            cell = found.cell(row.number, "not_involved")
        form_field = FormField(cell.place, f"{row.about} {year}", (contract.DATA, row.no, str(year)))
        line = merge.compare(form_field, row.base[year], theirs, _value_of(own))
        if line is None:
            continue
        merge.lines.append(line)
        if line.effect is Effect.CONFLICT:
            row.left.add(year)
        else:
            _take_value(merge, row, year, theirs, own)


def _take_value(
    merge: WorkbookMerge, row: FigureRow, year: int, theirs: FieldValue, own: Observation | None
) -> None:
    values: dict[str, YamlValue | None] = dict.fromkeys(("value", "state", "not_involved")) if own else {}
    exported = notes_apart(row.exported["note"], [year])[year].rest
    note = notes_said(row.texts["note"], row.exported["note"], [year])[year].rest
    match theirs:
        case Absent(word=word):
            values["not_involved"] = note or ABSENT_WITHOUT_REASON.format(word=word)
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
        row.note_is_used |= is_reason
        held = _value_of(own)
        was = f"{contract.NOT_INVOLVED}：{own.not_involved}" if isinstance(held, Absent) else shown(held)
        values["revised"] = {"on": merge.day, "was": was, "reason": note if is_reason else REASON_NOT_GIVEN}
        if isinstance(held, Absent):
            values["document"] = None
            if own.document is not None:
                values["proof"] = str(own.document)
    row.note_is_used |= isinstance(theirs, Absent) and bool(note)
    row.taken[year] = values
