"""The proof of a figure, and its page or cell there: one entry for all years, or one for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue
from ecodemo.forms.intake.merge.figure_rows import FigureRow
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.proof_places import apart, page_of, places_apart
from ecodemo.model.message import message
from ecodemo.model.progress import Observation
from ecodemo.model.reference import Reference

_LONGEST_PLACE = 60


def merge_proofs(merge: WorkbookMerge, found: SheetMatch, row: FigureRow) -> None:
    """Put the documents that the row names to the years that are taken or held; what is not taken is reported."""
    text, exported = row.texts["proof"], row.exported["proof"]
    if not text:
        return
    place = found.cell(row.number, "proof").place
    entries = row.apart(apart, text)
    if entries is None:
        if text != exported or row.taken.keys() - row.held:
            words = message("Enter one document for all years, or one for each year with a figure.")
            merge.say(Effect.REFUSED, place, row.about, after=text, words=words)
        return
    before = apart(exported, _there(row.base)) or {}
    said: dict[tuple[str, str], None] = {}
    for year, entry, own in _in_play(row, entries):
        wanted = merge.reference(entry, year)
        if wanted is None:
            if entry != before.get(year, ""):
                _refuse_proof(merge, place, row.about, entry)
            continue
        held = (own.proof or own.document) if own else None
        base = merge.reference(before[year], year) if before.get(year) else None
        form_field = row.form_field(place, year, "proof")
        if merge.take(form_field, _short(base), _short(wanted), _short(held)) or own is None:
            name = "document" if _is_absent(row, year, own) else "proof"
            row.taken.setdefault(year, {})[name] = str(wanted)
            said[_short(held) or "", str(wanted.requirement)] = None
    for old, new in said:
        if row.taken.keys() & row.held or old:
            merge.say(Effect.CHANGED if old else Effect.NEW, place, row.about, before=old, after=new)


def _refuse_proof(merge: WorkbookMerge, place: str, about: str, entry: str) -> None:
    """Once for all years of a row."""
    if not any(line.place == place and line.effect is Effect.REFUSED for line in merge.lines):
        words = message("Unknown document number. Choose one from the list.")
        merge.say(Effect.REFUSED, place, about, after=entry, words=words)


def _short(reference: Reference | None) -> str | None:
    """Without the year, which goes by itself: `25-1`, `25-1@meicheng`."""
    return str(Reference(reference.requirement, None, reference.unit)) if reference else None


def _is_absent(row: FigureRow, year: int, own: Observation | None) -> bool:
    values = row.taken.get(year, {})
    if values.get("not_involved") is not None:
        return True
    if values.get("value") is not None or values.get("state") is not None:
        return False
    return own is not None and own.not_involved is not None


def merge_places(merge: WorkbookMerge, found: SheetMatch, row: FigureRow) -> None:
    """Put the pages and cells that the row names to its years; what is not taken is reported."""
    text, exported = row.texts["place"], row.exported["place"]
    if not text:
        return
    place = found.cell(row.number, "place").place
    entries = row.apart(places_apart, text)
    if entries is None or any(len(entry) > _LONGEST_PLACE for entry in entries.values()):
        if text != exported or row.taken.keys() - row.held:
            words = message("Enter one page or cell for all years, or one for each year with a figure.")
            merge.say(Effect.REFUSED, place, row.about, after=text, words=words)
        return
    before = places_apart(exported, _there(row.base)) or {}
    said: dict[tuple[str, str], None] = {}
    for year, entry, own in _in_play(row, entries):
        if _is_absent(row, year, own):
            continue
        wanted, held, base = _canonical(entry), _held_place(own), _canonical(before.get(year, ""))
        if merge.take(row.form_field(place, year, "place"), base, wanted, held) or own is None:
            page = page_of(entry)
            values = row.taken.setdefault(year, {})
            values.update({"page": page, "cell": None} if page else {"cell": entry, "page": None})
            if own is not None:
                said[held or "", wanted] = None
    for old, new in said:
        merge.say(Effect.CHANGED if old else Effect.NEW, place, row.about, before=old, after=new)


def _in_play(row: FigureRow, entries: Mapping[int, str]) -> Iterator[tuple[int, str, Observation | None]]:
    """The years that have a figure here or get one, with the remarks beside it, and what the data say."""
    for year, entry in entries.items():
        if entry and year not in row.left and (year in row.held or year in row.taken):
            yield year, entry, row.held.get(year)


def _canonical(entry: str) -> str:
    page = page_of(entry)
    return f"第{page}页" if page else entry


def _held_place(own: Observation | None) -> str | None:
    if own is None:
        return None
    return own.cell or (f"第{own.page}页" if own.page else None)


def _there(values: Mapping[int, FieldValue]) -> list[int]:
    return [year for year, value in values.items() if value is not None]
