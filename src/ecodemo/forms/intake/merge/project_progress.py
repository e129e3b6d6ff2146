"""The sheet of key projects into data/projects.yaml: what the unit that leads them says of their progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import FieldValue
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import Absent, CellError, read_figure
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal, plain_text, within
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.load.data_files import DataFiles
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import read_quantity
from ecodemo.model.finding import Step
from ecodemo.model.message import message
from ecodemo.model.project import Project, ProjectStage
from ecodemo.model.reference import Reference

_COLUMNS = ("done", "paid", "document", "note")
_UNIT = "万元"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet, with what it is about."""

    number: int
    key: str
    project: Project
    path: tuple[Step, ...]
    """Of the project in the file."""
    stage: ProjectStage | None
    stage_path: tuple[Step, ...]
    """Of what holds the day, the document and the note: the stage, or a project that has none."""
    has_money: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """What is asked of it."""
        closed = {"done"} if self.stage is None else set()
        return tuple(key for key in _COLUMNS if key not in closed | (set() if self.has_money else {"paid"}))


def take_projects(merge: WorkbookMerge, found: SheetMatch, files: DataFiles) -> None:
    """Merge what the unit says of its projects; what is not taken is reported."""
    changes: dict[tuple[Step, ...], dict[str, YamlValue | None]] = {}
    for number in found.row_numbers:
        if all(found.spread_cell(number, column).is_empty for column in _COLUMNS):
            continue
        row = _row_of(merge, found, number, files.projects.record.projects)
        if row is None:
            no = plain_text(found.spread_cell(number, "no"))
            words = message("This unit leads no such project or stage; the row was not imported.")
            merge.say(Effect.REFUSED, found.cell(number, "no").place, no, words=words)
            continue
        _say_unasked(merge, found, row)
        for path, values in _merged(merge, found, row):
            changes.setdefault(path, {}).update(values)
    files.projects.set(changes)


def _say_unasked(merge: WorkbookMerge, found: SheetMatch, row: _Row) -> None:
    """What was written into grey cells of columns that are filled in elsewhere."""
    for column in _COLUMNS:
        cell = found.cell(row.number, column)
        if column not in row.columns and not cell.is_empty:
            words = message(
                "Not imported: enter payments in the project's first row, and dates in the rows of its stages."
            )
            merge.say(Effect.REFUSED, cell.place, _about(found, row, column), after=cell.text, words=words)


def _about(found: SheetMatch, row: _Row, column: str) -> str:
    stage = row.stage.name if row.stage else ""
    return " ".join(filter(None, (row.project.no, stage, found.sheet.column(column).head)))


def _row_of(
    merge: WorkbookMerge, found: SheetMatch, number: int, projects: tuple[Project, ...]
) -> _Row | None:
    no, name = (plain_text(found.spread_cell(number, "no")), plain_text(found.cell(number, "stage")))
    for index, project in enumerate(projects):
        if normal(project.no) != no or project.unit != merge.file.unit:
            continue
        path: tuple[Step, ...] = ("projects", index)
        key = contract.row_key((no, name))
        if not project.stages and not name:
            return _Row(number, key, project, path, None, path, has_money=True)
        for place, stage in enumerate(project.stages):
            if normal(stage.name) == name:
                return _Row(number, key, project, path, stage, (*path, "stages", place), place == 0)
    return None


def _merged(
    merge: WorkbookMerge, found: SheetMatch, row: _Row
) -> Iterator[tuple[tuple[Step, ...], Mapping[str, YamlValue | None]]]:
    """The mappings of the file that change, with their new values."""
    for column in row.columns:
        cell = found.spread_cell(row.number, column)
        about = _about(found, row, column)
        exported = merge.base(contract.PROJECTS, row.key, column)
        try:
            theirs = _read(merge, found, row, column, about)
        except CellError as error:
            merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
            continue
        form_field = FormField(
            cell.place,
            about,
            (contract.PROJECTS, row.key, column),
            is_clearable=column != "paid",
        )
        base = _number(exported) if column == "paid" else exported
        if not merge.take(form_field, base, theirs, _held(merge, row, column)):
            continue
        if isinstance(theirs, Decimal):
            yield _paid(row, theirs, merge.day.year)
        else:
            yield row.stage_path, {column: _kept(column, str(theirs))}


def _read(merge: WorkbookMerge, found: SheetMatch, row: _Row, column: str, about: str) -> FieldValue:
    """What a cell says: an amount, a day as 2021-07-12, a document as 29-3/2020, or a text.

    Raises:
        CellError: it cannot be understood, or cannot be so.
    """
    cell = found.spread_cell(row.number, column)
    exported = merge.base(contract.PROJECTS, row.key, column)
    if column == "paid":
        return _amount(merge, found, row)
    text = merge.text(found, row.number, column, about, exported)
    if not text or text in contract.CLEARED or text == exported:
        return contract.CLEARED[0] if text in contract.CLEARED else text
    match column:
        case "done":
            day = read_date(cell, merge.day)
            if day is not None and day.day > merge.day:
                raise CellError(
                    message("The date is in the future; the workbook was received on {day}.", day=merge.day)
                )
            if day is not None and day.remark is not None:
                merge.say(Effect.REMARK, cell.place, about, after=cell.text, words=day.remark)
            return day.day.isoformat() if day else ""
        case "document":
            reference = merge.reference(text, merge.day.year)
            if reference is None:
                raise CellError(message("Not a document. Use the form 25-1/2020@龙塘镇: number, year, unit."))
            unit = None if reference.unit == merge.file.unit else reference.unit
            return str(Reference(reference.requirement, reference.year, unit))
        case _:
            return within(text, _LONGEST)


def _amount(merge: WorkbookMerge, found: SheetMatch, row: _Row) -> Decimal | None:
    """All that was paid so far.

    Raises:
        CellError: it is no amount, less than was paid in former years, or, without a remark, more than the investment.
    """
    cell = found.spread_cell(row.number, "paid")
    figure = read_figure(cell, _UNIT)
    if figure is None:
        return None
    if isinstance(figure, Absent):
        raise CellError(message("Enter the amount paid so far, or 0 if nothing was paid."))
    if figure.value == _number(merge.base(contract.PROJECTS, row.key, "paid")):
        return figure.value
    before = _paid_before(row.project, merge.day.year)
    if figure.value < before:
        raise CellError(
            message(
                "Less than the {paid} already paid by the end of {year}.",
                year=merge.day.year - 1,
                paid=before,
            )
        )
    invest = row.project.invest
    if invest is not None and figure.value > invest and found.spread_cell(row.number, "note").is_empty:
        raise CellError(
            message(
                "More than the total investment, {invest}. Correct it, or give the reason in the column 说明.",
                invest=invest,
            )
        )
    if figure.remark is not None:
        merge.say(Effect.REMARK, cell.place, row.key, after=cell.text, words=figure.remark)
    return figure.value


def _number(exported: str) -> Decimal | None:
    try:
        return read_quantity(exported)
    except ValueError:
        return None


def _paid_before(project: Project, year: int) -> Decimal:
    return sum((amount for of, amount in project.paid.items() if of < year), Decimal(0))


def _paid(row: _Row, total: Decimal, year: int) -> tuple[tuple[Step, ...], Mapping[str, YamlValue]]:
    """What was paid in the year of arrival, so that all years add up to the total."""
    amount = total - _paid_before(row.project, year)
    if row.project.paid:
        return (*row.path, "paid"), {str(year): amount}
    return row.path, {"paid": {str(year): amount}}


def _held(merge: WorkbookMerge, row: _Row, column: str) -> FieldValue:
    """What the data say, in the same writing."""
    if column == "paid":
        years = [amount for year, amount in row.project.paid.items() if year <= merge.day.year]
        return sum(years, Decimal(0)) if years else None
    holder = row.stage or row.project
    match column:
        case "done":
            return row.stage.done.isoformat() if row.stage and row.stage.done else ""
        case "document":
            return str(holder.document) if holder.document else ""
        case _:
            return normal(holder.note)


def _kept(column: str, text: str) -> YamlValue | None:
    if text in contract.CLEARED:
        return None
    return date.fromisoformat(text) if column == "done" else text
