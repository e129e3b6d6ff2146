"""The rows of the sheet of figures: which the unit may fill in, and the contents of each of their years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ecodemo.assess.comparison import is_jump
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue, same, shown
from ecodemo.forms.intake.merge.filed_figure import FiledFigure
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import (
    Absent,
    AskedBackError,
    CellError,
    UnderstoodFigure,
    read_figure,
    read_state,
)
from ecodemo.forms.reading.entry_text import normal, number_in
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.stamped_figures import stamped_key, stamped_name
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import read_quantity
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Message, Number, listing, message
from ecodemo.model.progress import Observation

_YES = frozenset({"是", "√", "✓", "✔", "对", "不涉及", "y", "yes"})
_NO = frozenset({"否", "×", "x", "n", "no"})
_CLEARABLE = frozenset({"note.basis", "note.source"})
_FIELDS = ("proof", "place", "not_involved", "note")


@dataclass
class FigureRow:
    """A row while it is merged."""

    number: int
    no: str
    """Its key: the number, of a stamped figure with the name."""
    measure: Measure
    texts: Mapping[str, str]
    exported: Mapping[str, str]
    held: Mapping[int, Observation]
    """By year, what the data say."""
    theirs: dict[int, FieldValue] = field(default_factory=dict)
    """By year, what the workbook says."""
    base: dict[int, FieldValue] = field(default_factory=dict)
    taken: dict[int, dict[str, YamlValue | None]] = field(default_factory=dict)
    """By year, the keys to be written."""
    left: set[int] = field(default_factory=set)
    """Years that were refused or are in conflict: what is written beside them is not taken either."""
    note_is_used: bool = False
    is_explained: bool = False
    """The unit wrote a new remark beside its figures: one that would be asked back is taken."""
    explained: set[int] = field(default_factory=set)
    """Years that were taken because of it."""
    converted: set[int] = field(default_factory=set)
    """Years whose figure bears a unit of its own: nobody took it for that of the form."""
    from_ledger: dict[int, FiledFigure] = field(default_factory=dict)
    """Years that the sheet leaves empty and a ledger has."""

    def apart(
        self, split: Callable[[str, Sequence[int]], dict[int, str] | None], text: str
    ) -> dict[int, str] | None:
        """What a cell for all years says of each: of those with a figure and those whose figure was refused, or of the
        former alone; `None` where it has another number of entries.
        """
        there = [year for year, value in self.theirs.items() if value is not None]
        with_refused = [year for year in self.theirs if year in there or year in self.left]
        entries = split(text, with_refused)
        return split(text, there) if entries is None else entries

    def place(self, found: SheetMatch, year: int) -> str:
        """The cell of a year's figure."""
        filed = self.from_ledger.get(year)
        return filed.place if filed else found.cell(self.number, str(year)).place

    @property
    def carried(self) -> list[str]:
        """The remarks and reasons that the data have."""
        said = (
            (o.note, o.not_involved, *(change.reason for change in o.revised)) for o in self.held.values()
        )
        return [text for texts in said for text in texts if text]

    def form_field(self, place: str, year: int, part: str = "") -> FormField:
        """What the row says of a year, in the column of the year or, as a `part`, in one for all years."""
        key = f"{part}/{year}" if part else str(year)
        about = f"{self.about} {year}"
        return FormField(
            place, about, (contract.DATA, self.no, key), is_clearable=part in _CLEARABLE, is_part=bool(part)
        )

    @property
    def about(self) -> str:
        """Number and name."""
        return f"{self.no} {self.measure.name}" if self.measure.no else self.no.replace("/", " ")


def sheet_years(found: SheetMatch) -> list[int]:
    """The years that have a column."""
    return sorted(int(key) for key in found.columns if key.isdigit())


def figure_rows(merge: WorkbookMerge, found: SheetMatch) -> list[FigureRow]:
    """The rows that the unit may fill in, by number; what else was filled in is reported."""
    measures = merge.workspace.measures.values()
    by_number = {measure.no: measure for measure in measures if measure.no}
    stamped = {stamped_name(m): stamped_key(m, merge.workspace) for m in measures if m.is_computed}
    by_number |= {stamped[stamped_name(measure)]: measure for measure in measures if measure.is_computed}
    rows: dict[str, list[int]] = {}
    for number in found.row_numbers:
        name = normal(found.cell(number, "name").text)
        no = stamped.get(name) or _number(found, number, by_number)
        if no is not None:
            rows.setdefault(no, []).append(number)
        elif _has_own_figures(merge, found, number):
            place = found.cell(number, str(sheet_years(found)[0])).place
            words = message("The row has figures but no number (编号). Add the number and submit it again.")
            merge.say(Effect.REFUSED, place, found.cell(number, "name").text, words=words)
    wanted: list[FigureRow] = []
    for no, numbers in rows.items():
        measure = by_number.get(no)
        place = found.cell(numbers[0], "no").place
        filled = {_fingerprint(found, number) for number in numbers} - {()}
        if measure is None or not _may_report(merge, measure, no):
            if filled:
                merge.say(Effect.REFUSED, place, no, words=_not_asked(merge, measure, no))
        elif len(filled) > 1:
            words = message(
                "Number {no} occurs in several rows with different figures. Keep one of them.", no=no
            )
            merge.say(Effect.REFUSED, place, no, words=words)
        else:
            number = next((n for n in numbers if _fingerprint(found, n)), numbers[0])
            wanted.append(_row(merge, found, number, no, measure))
    return wanted


def _number(found: SheetMatch, row: int, by_number: Mapping[str, Measure]) -> str | None:
    """The number of a row; where a spreadsheet made 25.1 of 25.10, the name decides."""
    cell = found.cell(row, "no")
    no = number_in(cell)
    if no is None or "." not in no or not isinstance(cell.value, float):
        return no
    alike = [other for other in (no, f"{no}0") if other in by_number]
    named = [other for other in alike if found.cell(row, "name").text.startswith(by_number[other].name)]
    return (named or alike or [no])[0]


def _has_own_figures(merge: WorkbookMerge, found: SheetMatch, row: int) -> bool:
    """Whether somebody added a row: figures, and no name of a rate that the sheet computes itself."""
    name = found.cell(row, "name").text
    if not name or any(m.is_computed and name.startswith(m.name) for m in merge.workspace.measures.values()):
        return False
    cells = [found.cell(row, str(year)) for year in sheet_years(found)]
    return any(not cell.is_empty and not cell.is_formula for cell in cells)


def _fingerprint(found: SheetMatch, row: int) -> tuple[str, ...]:
    keys = (*(str(year) for year in sheet_years(found)), *_FIELDS)
    texts = tuple(found.cell(row, key).text for key in keys)
    return texts if any(texts) or any(found.cell(row, key).is_formula for key in keys) else ()


def _not_asked(merge: WorkbookMerge, measure: Measure | None, no: str) -> Message:
    """Whose figure it is, where it is somebody's."""
    answering = merge.workspace.reporters(measure.id) if measure else ()
    if measure is None or not answering:
        return message("Number {no} is not required from this unit.", no=no)
    return message(
        "{no} {measure} is not required from this unit; {units} is responsible for it.",
        no=no,
        measure=measure.label,
        units=listing(*(merge.workspace.label(unit) for unit in answering)),
    )


def _may_report(merge: WorkbookMerge, measure: Measure, no: str) -> bool:
    unit = merge.file.unit
    return (
        unit in merge.workspace.reporters(measure.id)
        or merge.workspace.lead_of(measure.id) == unit
        or merge.was_exported(contract.DATA, no)
    )


def _row(merge: WorkbookMerge, found: SheetMatch, number: int, no: str, measure: Measure) -> FigureRow:
    about = f"{no} {measure.name}"
    exported = {key: merge.base(contract.DATA, no, key) for key in _FIELDS}
    texts = {
        key: merge.text(found, number, key, about, exported[key]) if key in found.columns else exported[key]
        for key in _FIELDS
    }
    years = sheet_years(found)
    observations = merge.file.progress.observations
    held = {year: o for year in years for o in observations if (o.measure, o.year) == (measure.id, year)}
    note = texts["note"]
    is_explained = bool(note) and note != (exported["note"] if merge.has_base else "")
    row = FigureRow(number, no, measure, texts, exported, held, is_explained=is_explained)
    marked_before = _marked(exported["not_involved"], years) or frozenset()
    marked = _marked(texts["not_involved"], years)
    if marked is None:
        cell = found.cell(number, "not_involved")
        words = message("Choose 是 or leave the cell empty; reasons go in the column 说明.")
        merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=words)
        marked = marked_before
    for year in years:
        base = _base_value(merge.base(contract.DATA, no, str(year)), measure)
        is_absent = base is None and year in marked_before
        row.base[year] = Absent(contract.NOT_INVOLVED) if is_absent else base
        row.theirs[year] = _their_value(merge, found, row, year, is_marked=year in marked)
        if found.cell(number, str(year)).is_empty and row.theirs[year] is None:
            row.theirs[year] = _value_in_ledger(merge, row, year)
    _ask_of_jumps(merge, found, row)
    return row


def _ask_of_jumps(merge: WorkbookMerge, found: SheetMatch, row: FigureRow) -> None:
    """New figures that are ten times or a tenth of those of all other years, as they are here and held, are asked back."""
    for year, value, words in jumps(row):
        if row.is_explained:
            row.explained.add(year)
            continue
        row.theirs[year] = None
        row.left.add(year)
        place = row.place(found, year)
        merge.lines[:] = [line for line in merge.lines if line.place != place]
        merge.say(Effect.REFUSED, place, f"{row.about} {year}", after=shown(value), words=words)


def jumps(row: FigureRow) -> Iterator[tuple[int, Decimal, Message]]:
    """The new figures of a row that are far from those of all other years: year, figure, and what is asked."""
    held = {year: own.value for year, own in row.held.items() if own.value}
    theirs = {year: value for year, value in row.theirs.items() if isinstance(value, Decimal) and value}
    for year, value in theirs.items():
        others = [(y, v) for figures in (held, theirs) for y, v in figures.items() if y != year]
        is_known = same(value, row.base.get(year)) or value == held.get(year) or year in row.converted
        if others and not is_known and all(is_jump(value, figure) for _, figure in others):
            yield year, value, _jump(row.measure, dict(others))


def _jump(measure: Measure, others: Mapping[int, Decimal]) -> Message:
    figures = listing(
        *(
            message("{year}: {value}", year=str(year), value=Number(value, unit=measure.unit))
            for year, value in sorted(others.items())
        )
    )
    if measure.unit == "%":
        return message(
            "At least ten times the other years ({figures}), or at most a tenth of them. Enter 98 for 98%, not 0.98. If the figure is correct, give the reason in the column 说明 and submit it again.",
            figures=figures,
        )
    return message(
        "At least ten times the other years ({figures}), or at most a tenth of them. Check that the unit is {unit}. If the figure is correct, give the reason in the column 说明 and submit it again.",
        figures=figures,
        unit=measure.unit,
    )


def _marked(text: str, years: list[int]) -> frozenset[int] | None:
    """The years that 不涉及 is written for: all, or those that are named; `None`: it cannot be understood."""
    bare = text.strip().lower()
    if not bare or bare in _NO:
        return frozenset()
    named = frozenset(int(found) for found in re.findall(r"(?:19|20)\d\d", bare))
    if named and not re.sub(r"(?:19|20)\d\d|[年、,，；;和\s-]|是", "", bare):
        return named
    return frozenset(years) if bare in _YES else None


def _base_value(text: str, measure: Measure) -> FieldValue:
    if not text:
        return None
    if measure.states:
        return text
    try:
        return read_quantity(text)
    except ValueError:
        return text


def _their_value(
    merge: WorkbookMerge, found: SheetMatch, row: FigureRow, year: int, *, is_marked: bool
) -> FieldValue:
    """What the workbook says of a year; a cell that is refused counts as left alone."""
    cell = found.cell(row.number, str(year))
    about = f"{row.about} {year}"
    try:
        if found.first_of_merged(row.number, str(year)) or _opens_merged(found, row.number, str(year)):
            return _merged(cell)
        value, remark = understood(cell, row, year, is_marked=is_marked)
    except CellError as error:
        row.left.add(year)
        is_as_exported = not cell.is_uncomputed and same(_base_value(cell.text, row.measure), row.base[year])
        if is_marked or not is_as_exported or isinstance(row.base[year], Absent):
            merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
        return None
    if remark is not None and not same(value, row.base[year]):
        merge.say(Effect.REMARK, cell.place, about, after=shown(value), words=remark)
    if value is None and is_marked:
        return Absent(contract.NOT_INVOLVED)
    return value


def _value_in_ledger(merge: WorkbookMerge, row: FigureRow, year: int) -> FieldValue:
    """What a ledger says of a year of which neither the sheet nor the data say anything."""
    filed = merge.filed.get((row.no, year))
    is_free = row.base[year] is None and year not in row.held and year not in row.left
    if filed is None or not filed.figure.is_filled or not is_free:
        return None
    about = f"{row.about} {year}"
    try:
        value, remark = understood(filed.figure.cell, row, year)
    except CellError as error:
        row.left.add(year)
        line = filed.refused(about, error.words)
        merge.lines += [] if line in merge.lines else [line]
        return None
    if value is None or isinstance(value, Absent):
        return None
    row.from_ledger[year] = filed
    if remark is not None:
        merge.say(Effect.REMARK, filed.place, about, after=shown(value), words=remark)
    return value


def _merged(cell: Written) -> FieldValue:
    if cell.is_empty:
        return None
    raise CellError(message("Merged cell. Unmerge it and enter each year's figure in its own cell."))


def _opens_merged(found: SheetMatch, row: int, key: str) -> bool:
    return (row, found.columns[key]) in found.table.merged.values()


def understood(
    cell: Written, row: FigureRow, year: int, *, is_marked: bool = False
) -> tuple[FieldValue, Message | None]:
    """The content of a year's cell, and how it was understood where that is worth reporting.

    Raises:
        CellError: it cannot be understood, or cannot be right.
    """
    value: FieldValue
    measure = row.measure
    remark = None
    if measure.states:
        value = read_state(cell, measure.states)
    else:
        try:
            figure = read_figure(cell, measure.unit, measure.decimals)
        except AskedBackError as asked:
            if not row.is_explained:
                raise
            figure = asked.figure
            row.explained.add(year)
        if isinstance(figure, UnderstoodFigure) and figure.is_converted:
            row.converted.add(year)
        value, remark = (
            (figure.value, figure.remark) if isinstance(figure, UnderstoodFigure) else (figure, None)
        )
    if isinstance(value, Decimal) and not measure.range.admit(value):
        raise CellError(
            message(
                "{value} is out of range: {range}. Check the figure and its unit.",
                value=Number(value, unit=measure.unit),
                range=measure.range.label,
            )
        )
    if value is not None and not isinstance(value, Absent) and is_marked:
        raise CellError(
            message("The row has both a figure and 不涉及. Delete one of the two and submit it again.")
        )
    return value, remark
