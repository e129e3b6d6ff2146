"""The sheet of figures into observations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ecodemo.forms import sheets
from ecodemo.forms.cells import Absent, CellError, Figure, Written, read_figure, read_state
from ecodemo.forms.merge import Effect, Outcome, Value, decide, same
from ecodemo.forms.places import apart, page_of, places_apart
from ecodemo.forms.recognition import Found
from ecodemo.forms.taking import (
    ABSENT_WITHOUT_REASON,
    REASON_NOT_GIVEN,
    Taking,
    number_in,
    rows_below,
    shown,
)
from ecodemo.load.flow import Value as Kept
from ecodemo.model.base import read_quantity
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Observation
from ecodemo.model.reference import Reference

_YES = frozenset({"是", "√", "✓", "✔", "对", "不涉及", "y", "yes"})
_NO = frozenset({"否", "×", "x", "n", "no"})
_LONGEST_PLACE = 60
_FIELDS = ("proof", "place", "not_involved", "note")


@dataclass
class _Row:
    """A row while it is merged."""

    number: int
    no: str
    measure: Measure
    texts: Mapping[str, str]
    exported: Mapping[str, str]
    theirs: dict[int, Value] = field(default_factory=dict)
    """By year, what the workbook says."""
    base: dict[int, Value] = field(default_factory=dict)
    taken: dict[int, dict[str, Kept | None]] = field(default_factory=dict)
    """By year, the keys to be written."""
    left: set[int] = field(default_factory=set)
    """Years that were refused or are in conflict: what stands beside them is not taken either."""
    note_is_used: bool = False


def take_figures(taking: Taking, found: Found) -> None:
    """Merge the sheet into the unit's observations; what is not taken is said."""
    rows = _rows(taking, found)
    observed = {(o.measure, o.year): (index, o) for index, o in enumerate(taking.file.progress.observations)}
    changed: dict[int, Mapping[str, Kept | None]] = {}
    added: list[Mapping[str, Kept]] = []
    for row in rows:
        ours = {
            year: observed[row.measure.id, year]
            for year in _years(found)
            if (row.measure.id, year) in observed
        }
        observations = {year: observation for year, (_, observation) in ours.items()}
        _merge_values(taking, found, row, observations)
        _merge_proofs(taking, found, row, observations)
        _merge_places(taking, found, row, observations)
        _merge_note(taking, found, row, observations)
        for year, values in row.taken.items():
            if year in ours:
                changed[ours[year][0]] = values
            else:
                item: dict[str, Kept] = {"measure": row.measure.id, "year": year}
                item.update({key: value for key, value in values.items() if value is not None})
                added.append(item)
    taking.file.change("observations", changed, added)


def _years(found: Found) -> list[int]:
    return sorted(int(key) for key in found.columns if key.isdigit())


def _rows(taking: Taking, found: Found) -> list[_Row]:
    """The rows that the unit may fill in, by number; what else was filled in is said."""
    by_number = {measure.no: measure for measure in taking.workspace.measures.values() if measure.no}
    rows: dict[str, list[int]] = {}
    for number in rows_below(found):
        no = _number(found, number, by_number)
        if no is not None:
            rows.setdefault(no, []).append(number)
        elif _has_own_figures(taking, found, number):
            place = found.cell(number, str(_years(found)[0])).place
            words = message("The row has figures but no number (编号); put the number in and send it again.")
            taking.say(Effect.REFUSED, place, found.cell(number, "name").text, words=words)
    wanted: list[_Row] = []
    for no, numbers in rows.items():
        measure = by_number.get(no)
        place = found.cell(numbers[0], "no").place
        filled = {_fingerprint(found, number) for number in numbers} - {()}
        if measure is None or not _may_report(taking, measure, no):
            if filled:
                words = message("Nothing is asked of this unit under the number {no}.", no=no)
                taking.say(Effect.REFUSED, place, no, words=words)
        elif len(filled) > 1:
            words = message(
                "The number {no} stands in several rows with different figures. Leave one of them.", no=no
            )
            taking.say(Effect.REFUSED, place, no, words=words)
        else:
            number = next((n for n in numbers if _fingerprint(found, n)), numbers[0])
            wanted.append(_row(taking, found, number, no, measure))
    return wanted


def _number(found: Found, row: int, by_number: Mapping[str, Measure]) -> str | None:
    """The number of a row; where a spreadsheet made 25.1 of 25.10, the name tells."""
    cell = found.cell(row, "no")
    no = number_in(cell)
    if no is None or "." not in no or not isinstance(cell.value, float):
        return no
    alike = [other for other in (no, f"{no}0") if other in by_number]
    named = [other for other in alike if found.cell(row, "name").text.startswith(by_number[other].name)]
    return (named or alike or [no])[0]


def _has_own_figures(taking: Taking, found: Found, row: int) -> bool:
    """Whether somebody added a row: figures, and no name of a rate that the sheet computes itself."""
    name = found.cell(row, "name").text
    if not name or any(m.is_computed and name.startswith(m.name) for m in taking.workspace.measures.values()):
        return False
    cells = [found.cell(row, str(year)) for year in _years(found)]
    return any(not cell.is_empty and not cell.is_formula for cell in cells)


def _fingerprint(found: Found, row: int) -> tuple[str, ...]:
    keys = (*(str(year) for year in _years(found)), *_FIELDS)
    texts = tuple(found.cell(row, key).text for key in keys)
    return texts if any(texts) or any(found.cell(row, key).is_formula for key in keys) else ()


def _may_report(taking: Taking, measure: Measure, no: str) -> bool:
    unit = taking.file.unit
    return (
        unit in taking.workspace.reporters(measure.id)
        or taking.workspace.lead_of(measure.id) == unit
        or taking.was_exported(sheets.DATA, no)
    )


def _row(taking: Taking, found: Found, number: int, no: str, measure: Measure) -> _Row:
    about = f"{no} {measure.name}"
    exported = {key: taking.base(sheets.DATA, no, key) for key in _FIELDS}
    texts = {
        key: taking.text(found, number, key, about, exported[key]) if key in found.columns else exported[key]
        for key in _FIELDS
    }
    row = _Row(number, no, measure, texts, exported)
    years = _years(found)
    marked_before = _marked(exported["not_involved"], years) or frozenset()
    marked = _marked(texts["not_involved"], years)
    if marked is None:
        cell = found.cell(number, "not_involved")
        words = message("Choose 是, or leave the cell empty; reasons belong in the column 说明.")
        taking.say(Effect.REFUSED, cell.place, about, after=cell.text, words=words)
        marked = marked_before
    for year in years:
        row.base[year] = _base_value(taking.base(sheets.DATA, no, str(year)), measure) or (
            Absent(sheets.NOT_INVOLVED) if year in marked_before else None
        )
        row.theirs[year] = _their_value(taking, found, row, year, is_marked=year in marked)
    return row


def _marked(text: str, years: list[int]) -> frozenset[int] | None:
    """The years that 不涉及 is said of: all, or those that are named; `None`: it cannot be understood."""
    bare = text.strip().lower()
    if not bare or bare in _NO:
        return frozenset()
    named = frozenset(int(found) for found in re.findall(r"(?:19|20)\d\d", bare))
    if named and not re.sub(r"(?:19|20)\d\d|[年、,，；;和\s-]|是", "", bare):
        return named
    return frozenset(years) if bare in _YES else None


def _base_value(text: str, measure: Measure) -> Value:
    if not text:
        return None
    if measure.states:
        return text
    try:
        return read_quantity(text)
    except ValueError:
        return text


def _their_value(taking: Taking, found: Found, row: _Row, year: int, *, is_marked: bool) -> Value:
    """What the workbook says of a year; a cell that is refused counts as left alone."""
    cell = found.cell(row.number, str(year))
    about = f"{row.no} {row.measure.name} {year}"
    try:
        if found.first_of_merged(row.number, str(year)) or _opens_merged(found, row.number, str(year)):
            return _merged(cell)
        value, remark = _understood(cell, row.measure, is_marked=is_marked)
    except CellError as error:
        row.left.add(year)
        if not same(_base_value(cell.text, row.measure), row.base[year]) or isinstance(
            row.base[year], Absent
        ):
            taking.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
        return None
    if remark is not None and not same(value, row.base[year]):
        taking.say(Effect.REMARK, cell.place, about, after=shown(value), words=remark)
    if value is None and is_marked:
        return Absent(sheets.NOT_INVOLVED)
    return value


def _merged(cell: Written) -> Value:
    if cell.is_empty:
        return None
    raise CellError(message("A merged cell. Undo the merging and write each year's figure in its own cell."))


def _opens_merged(found: Found, row: int, key: str) -> bool:
    return (row, found.columns[key]) in found.table.merged.values()


def _understood(cell: Written, measure: Measure, *, is_marked: bool) -> tuple[Value, Message | None]:
    value: Value
    remark = None
    if measure.states:
        value = read_state(cell, measure.states)
    else:
        figure = read_figure(cell, measure.unit, measure.decimals)
        value, remark = (figure.value, figure.remark) if isinstance(figure, Figure) else (figure, None)
    if value is not None and not isinstance(value, Absent) and is_marked:
        raise CellError(
            message("A figure, and 不涉及 in the same row. Delete one of the two and send it again.")
        )
    return value, remark


def _value_of(observation: Observation | None) -> Value:
    if observation is None:
        return None
    if observation.not_involved is not None:
        return Absent(sheets.NOT_INVOLVED)
    return observation.value if observation.value is not None else observation.state


def _merge_values(taking: Taking, found: Found, row: _Row, ours: Mapping[int, Observation]) -> None:
    for year, theirs in row.theirs.items():
        own = ours.get(year)
        held = _value_of(own)
        cell = found.cell(row.number, str(year))
        if cell.is_empty:
            cell = found.cell(row.number, "not_involved")
        about = f"{row.no} {row.measure.name} {year}"
        match decide(row.base[year], theirs, held, has_base=taking.has_base):
            case Outcome.CONFLICT:
                row.left.add(year)
                exported = shown(row.base[year]) if taking.has_base else None
                taking.say(
                    Effect.CONFLICT,
                    cell.place,
                    about,
                    before=shown(held),
                    after=shown(theirs),
                    exported=exported,
                )
            case Outcome.TAKE:
                _take_value(taking, row, year, theirs, own)
                effect = (
                    Effect.CLEARED if isinstance(theirs, Absent) else Effect.CHANGED if own else Effect.NEW
                )
                taking.say(effect, cell.place, about, before=shown(held), after=shown(theirs))
            case _:
                pass


def _take_value(taking: Taking, row: _Row, year: int, theirs: Value, own: Observation | None) -> None:
    values: dict[str, Kept | None] = dict.fromkeys(("value", "state", "not_involved")) if own else {}
    note = row.texts["note"]
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
        is_reason = bool(note) and (note != row.exported["note"] or not taking.has_base)
        row.note_is_used |= is_reason
        held = _value_of(own)
        was = f"{sheets.NOT_INVOLVED}：{own.not_involved}" if isinstance(held, Absent) else shown(held)
        values["revised"] = {"on": taking.day, "was": was, "reason": note if is_reason else REASON_NOT_GIVEN}
        if isinstance(held, Absent):
            values["document"] = None
            if own.document is not None:
                values["proof"] = str(own.document)
    row.note_is_used |= isinstance(theirs, Absent) and bool(note)
    row.taken[year] = values


def _there(values: Mapping[int, Value]) -> list[int]:
    return [year for year, value in values.items() if value is not None]


def _merge_proofs(taking: Taking, found: Found, row: _Row, ours: Mapping[int, Observation]) -> None:
    text, exported = row.texts["proof"], row.exported["proof"]
    if not text:
        return
    place = found.cell(row.number, "proof").place
    about = f"{row.no} {row.measure.name}"
    entries = apart(text, _there(row.theirs))
    if entries is None:
        if text != exported or any(year not in ours for year in row.taken):
            words = message("Name one document for all years, or as many as there are years with a figure.")
            taking.say(Effect.REFUSED, place, about, after=text, words=words)
        return
    before = apart(exported, _there(row.base)) or {}
    said: dict[tuple[str, str], None] = {}
    for year, entry in entries.items():
        own = ours.get(year)
        if year in row.left or (own is None and year not in row.taken) or not entry:
            continue
        wanted = taking.reference(entry, year)
        if wanted is None:
            if entry != before.get(year, ""):
                _refuse_proof(taking, place, about, entry)
            continue
        held = (own.proof or own.document) if own else None
        base = taking.reference(before[year], year) if before.get(year) else None
        outcome = decide(_short(base), _short(wanted), _short(held), has_base=taking.has_base)
        if outcome is Outcome.CONFLICT:
            taking.say(
                Effect.CONFLICT,
                place,
                f"{about} {year}",
                before=_short(held) or "",
                after=_short(wanted) or "",
                exported=_short(base),
            )
        elif outcome is Outcome.TAKE or own is None:
            key = "document" if _is_absent(row, year, own) else "proof"
            row.taken.setdefault(year, {})[key] = str(wanted)
            said[_short(held) or "", str(wanted.requirement)] = None
    for old, new in said:
        if any(year in ours for year in row.taken) or old:
            taking.say(Effect.CHANGED if old else Effect.NEW, place, about, before=old, after=new)


def _refuse_proof(taking: Taking, place: str, about: str, entry: str) -> None:
    """Once for all years of a row."""
    if not any(line.place == place and line.effect is Effect.REFUSED for line in taking.lines):
        words = message("There is no document of this number. Choose one of the list.")
        taking.say(Effect.REFUSED, place, about, after=entry, words=words)


def _short(reference: Reference | None) -> str | None:
    """Without the year, which goes by itself: `25-1`, `25-1@meicheng`."""
    return str(Reference(reference.requirement, None, reference.unit)) if reference else None


def _is_absent(row: _Row, year: int, own: Observation | None) -> bool:
    values = row.taken.get(year, {})
    if values.get("not_involved") is not None:
        return True
    if values.get("value") is not None or values.get("state") is not None:
        return False
    return own is not None and own.not_involved is not None


def _merge_places(taking: Taking, found: Found, row: _Row, ours: Mapping[int, Observation]) -> None:
    text, exported = row.texts["place"], row.exported["place"]
    if not text:
        return
    place = found.cell(row.number, "place").place
    about = f"{row.no} {row.measure.name}"
    entries = places_apart(text, _there(row.theirs))
    if entries is None or any(len(entry) > _LONGEST_PLACE for entry in entries.values()):
        if text != exported or any(year not in ours for year in row.taken):
            words = message(
                "Name one page or cell for all years, or as many as there are years with a figure."
            )
            taking.say(Effect.REFUSED, place, about, after=text, words=words)
        return
    before = places_apart(exported, _there(row.base)) or {}
    said: dict[tuple[str, str], None] = {}
    for year, entry in entries.items():
        own = ours.get(year)
        if (
            year in row.left
            or (own is None and year not in row.taken)
            or _is_absent(row, year, own)
            or not entry
        ):
            continue
        wanted, held, base = _canonical(entry), _held_place(own), _canonical(before.get(year, ""))
        outcome = decide(base or None, wanted, held, has_base=taking.has_base)
        if outcome is Outcome.CONFLICT:
            taking.say(
                Effect.CONFLICT, place, f"{about} {year}", before=held or "", after=wanted, exported=base
            )
        elif outcome is Outcome.TAKE or own is None:
            page = page_of(entry)
            values = row.taken.setdefault(year, {})
            values.update({"page": page, "cell": None} if page else {"cell": entry, "page": None})
            if own is not None:
                said[held or "", wanted] = None
    for old, new in said:
        taking.say(Effect.CHANGED if old else Effect.NEW, place, about, before=old, after=new)


def _canonical(entry: str) -> str:
    page = page_of(entry)
    return f"第{page}页" if page else entry


def _held_place(own: Observation | None) -> str | None:
    if own is None:
        return None
    return own.cell or (f"第{own.page}页" if own.page else None)


def _merge_note(taking: Taking, found: Found, row: _Row, ours: Mapping[int, Observation]) -> None:
    """Reasons and remarks; what serves as the reason of a change or of 不涉及 is not kept twice."""
    text, exported = row.texts["note"], row.exported["note"]
    if not text or row.note_is_used or text == exported:
        return
    cell = found.cell(row.number, "note")
    about = f"{row.no} {row.measure.name}"
    carried = [
        t for o in ours.values() for t in (o.note, o.not_involved, o.revised.reason if o.revised else "")
    ]
    if text in carried or text == "；".join(part for part in carried if part):
        return
    years = [year for year in _years(found) if year not in row.left and (year in ours or year in row.taken)]
    if not years:
        if row.left:
            return
        words = message("Nothing is reported in this row that the remark could belong to.")
        taking.say(Effect.REMARK, cell.place, about, after=text, words=words)
        return
    for year in years:
        own = ours.get(year)
        key = "not_involved" if own and own.not_involved is not None and year not in row.taken else "note"
        held = getattr(own, key) if own else ""
        outcome = decide(exported or None, text, held or None, has_base=taking.has_base)
        if outcome is Outcome.TAKE:
            row.taken.setdefault(year, {})[key] = text
        elif outcome is Outcome.CONFLICT:
            taking.say(
                Effect.CONFLICT, cell.place, f"{about} {year}", before=held, after=text, exported=exported
            )
    taken = [
        year
        for year in years
        if row.taken.get(year, {}).get("note") == text or row.taken.get(year, {}).get("not_involved") == text
    ]
    if any(year in ours for year in taken):
        taking.say(Effect.CHANGED if exported else Effect.NEW, cell.place, about, before=exported, after=text)
