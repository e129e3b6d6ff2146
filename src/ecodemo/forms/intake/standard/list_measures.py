"""Measures that a list needs and the county does not have yet, with their indicators and documents, from its workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.plan.plan_rows import PlanRow
from ecodemo.forms.intake.standard.list_reading import ListReading, given
from ecodemo.forms.intake.standard.list_values import named, one_text
from ecodemo.forms.intake.standard.measure_values import (
    a_formula,
    a_measure_number,
    a_unit,
    form_of,
    names_between,
    reporters,
    some_decimals,
    some_states,
)
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.measure_entries import measure_entries
from ecodemo.load.flow import YamlValue
from ecodemo.model.finding import Step
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, listing, message
from ecodemo.model.workspace import Workspace

_KEYS = ("unit", "states", "decimals", "better", "from")


@dataclass
class _NewIndicator:
    """An indicator that is still to be made, with the rows of its measures."""

    name: str
    is_known: bool
    group: YamlValue | None = None
    rows: list[PlanRow] = field(default_factory=list)


def take_measures(reading: ListReading) -> None:
    """Merge the sheet of measures, and say what becomes of its cells."""
    match = reading.book.found.get(sheets.MEASURES)
    if match is None:
        return
    new: dict[str, _NewIndicator] = {}
    edits: list[PlanEdit] = []
    name = ""
    for number, row in _rows(reading, match):
        if row.entry is not None:
            name = str(row.entry.contents.get("indicator") or "")
            _cells(reading, match, row)
            reading.say_untaken(row)
            edits += _changes(reading.data.workspace, row)
            continue
        name = plain_text(match.spread_cell(number, "indicator")) or name
        if words := _lacking(match, number, name):
            reading.refuse(row.place, row.name, words)
            continue
        is_known = any(one.name == name for one in reading.data.workspace.indicators)
        new.setdefault(name, _NewIndicator(name, is_known)).rows.append(row)
    reading.lines += reading.data.apply(edits)
    for is_computed in (False, True):  # what is computed names others
        for indicator in new.values():
            for row in indicator.rows:
                if _is_computed(match, row) is is_computed:
                    _take_new(reading, match, indicator, row)


def _rows(reading: ListReading, match: SheetMatch) -> Iterator[tuple[int, PlanRow]]:
    """The rows that say something, each with its entry where the county has the measure already."""
    entries = list(measure_entries(reading.data.workspace))
    by_name = {str(entry.contents["name"]): entry for entry in reversed(entries)}
    by_number = {entry.key: entry for entry in entries}
    there: dict[str, int] = {}
    for number in match.row_numbers:
        if all(match.cell(number, one.key).is_empty for one in match.sheet.columns):
            continue
        no, name = plain_text(match.cell(number, "no")), plain_text(match.cell(number, "name"))
        entry = by_number.get(no) if no else by_name.get(name)
        row = reading.row(match, number, entry, name or no)
        if (first := there.setdefault(row.key, number)) != number:
            words = message("This is already entered in row {row}. Keep one of them.", row=first + 1)
            reading.refuse(row.place, row.name, words)
            continue
        yield number, row


def _lacking(match: SheetMatch, number: int, indicator: str) -> Message | None:
    """Why a row cannot be a new measure."""
    wanted = [key for key in ("name",) if match.cell(number, key).is_empty]
    wanted += [] if indicator else ["indicator"]
    if all(match.cell(number, key).is_empty for key in ("unit", "states", "formula")):
        wanted += ["unit"]
    heads = [match.sheet.column(key).head for key in wanted]
    return message("A new row also requires: {heads}.", heads=listing(*heads)) if heads else None


def _cells(reading: ListReading, match: SheetMatch, row: PlanRow) -> None:
    workspace = reading.data.workspace
    groups = {name: group.id for group in workspace.groups for name in (group.name, group.id)}
    reading.cell(match, row, "no", a_measure_number)
    reading.cell(match, row, "indicator", one_text)
    reading.cell(match, row, "group", lambda cell: named(read_text(cell), groups))
    reading.cell(match, row, "name", one_text)
    reading.cell(match, row, "unit", a_unit)
    reading.cell(match, row, "states", some_states)
    reading.cell(match, row, "decimals", some_decimals)
    reading.cell(match, row, "better", lambda cell: named(read_text(cell), sheets.BETTER))
    reading.cell(match, row, "from", partial(reporters, workspace))
    if not _is_held(workspace, match, row):
        reading.cell(match, row, "formula", partial(a_formula, workspace))
    reading.cell(match, row, "documents", names_between)


def _is_held(workspace: Workspace, match: SheetMatch, row: PlanRow) -> bool:
    """Whether a formula, however it is written, is that of the measure."""
    if row.entry is None:
        return False
    try:
        formula = a_formula(workspace, match.cell(row.number, "formula"))
        return formula == a_formula(workspace, Written("", str(row.entry.contents["formula"])))
    except CellError:
        return False


def _changes(workspace: Workspace, row: PlanRow) -> Iterator[PlanEdit]:
    """What changes of a measure that is there; its group and its documents are those of its indicator."""
    assert row.entry is not None  # noqa: S101 - of a measure that is there
    path = row.entry.path
    for key, value in row.said.items():
        if key == "documents":
            known = workspace.indicators[int(path[1])]
            for one in _documents(row, known.no, known):
                line = replace(row.lines[key], after=str(one["name"]))
                yield PlanEdit(row.entry.file, path[:2], added={"requirements": one}, lines=(line,))
        else:
            where = path[:2] if key == "group" else path
            yield PlanEdit(row.entry.file, where, {key: value}, lines=(row.lines[key],))


def _is_computed(match: SheetMatch, row: PlanRow) -> bool:
    return not match.cell(row.number, "formula").is_empty


def _take_new(reading: ListReading, match: SheetMatch, indicator: _NewIndicator, row: PlanRow) -> None:
    """A new measure; its indicator is made with the first that can be read."""
    _cells(reading, match, row)
    indicator.group = indicator.group or row.said.get("group")
    refused = [line for line in row.lines.values() if line.effect is Effect.REFUSED]
    if refused:
        reading.lines += refused
        return
    workspace = reading.data.workspace
    known = next((one for one in workspace.indicators if one.name == indicator.name), None)
    words = _problem(workspace, indicator, row, known)
    if words is not None:
        reading.refuse(row.place, row.name, words)
        return
    undo = reading.data.undone_to()
    lines = reading.data.apply(list(_edits(workspace, indicator, row, known)))
    if any(line.effect is Effect.REFUSED for line in lines):
        undo()
    reading.lines += lines


def _problem(
    workspace: Workspace, indicator: _NewIndicator, row: PlanRow, known: Indicator | None
) -> Message | None:
    """Why a measure cannot be made as it is written."""
    if "formula" in row.said and row.said.keys() & {"no", "states"}:
        return message("A computed measure has no number (编号) and no 情况; leave them empty.")
    if "unit" in row.said and "states" in row.said:
        return message("Enter either a unit (单位) or states (情况), not both.")
    if known is None and indicator.group is None:
        heads = listing(sheets.MEASURE_SHEET.column("group").head)
        return message("A new row also requires: {heads}.", heads=heads)
    if indicator.is_known and "group" in row.said:
        return message("The group is set in the row of the indicator's first measure; change it there.")
    box = str(row.said.get("no", "")).partition(".")[0]
    if box and known is not None and box != known.no:
        return message("The numbers of {name} begin with {no}.", name=known.name, no=f"{known.no}.")
    if box and known is None and box in _boxes(workspace):
        return message("The number {no} belongs to another indicator. Leave the cell empty.", no=box)
    return None


def _edits(
    workspace: Workspace, indicator: _NewIndicator, row: PlanRow, known: Indicator | None
) -> Iterator[PlanEdit]:
    """The measure and its documents: into their indicator, or with a new one."""
    box = known.no if known else str(row.said.get("no", "")).partition(".")[0] or _new_box(workspace)
    measure = _measure(workspace, row, box, known)
    words = message("New measure; its number is {no}.", no=str(measure["no"])) if "no" in measure else None
    name = str(measure["name"])
    line = ImportLine(Effect.NEW, row.place, indicator.name, after=name, words=words)
    documents = list(_documents(row, box, known))
    if known is None:
        item: dict[str, YamlValue] = {
            "id": f"indicator-{box}",
            "no": box,
            "name": indicator.name,
            "group": str(indicator.group),
            "measures": [measure],
            **({"requirements": documents} if documents else {}),
        }
        yield PlanEdit("indicators", (), added={"indicators": item}, lines=(line,))
        return
    path: tuple[Step, ...] = ("indicators", workspace.indicators.index(known))
    yield PlanEdit("indicators", path, added={"measures": measure}, lines=(line,))
    yield from (PlanEdit("indicators", path, added={"requirements": one}) for one in documents)


def _measure(
    workspace: Workspace, row: PlanRow, box: str, known: Indicator | None
) -> Mapping[str, YamlValue]:
    numbers = [int(one.no.partition(".")[2]) for one in known.measures if one.no] if known else []
    number = str(row.said.get("no") or f"{box}.{max(numbers, default=0) + 1}")
    ids = (f"measure-{box}-{place}" for place in range(1, len(workspace.measures) + 2))
    formula = row.said.get("formula")
    return {
        "id": next(id_ for id_ in ids if id_ not in workspace.measures),
        **({} if formula else {"no": number}),
        "name": str(row.said["name"]),
        **given({key: row.said.get(key) for key in _KEYS}),
        **(formula if isinstance(formula, Mapping) else {}),
    }


def _documents(row: PlanRow, box: str, known: Indicator | None) -> Iterator[Mapping[str, YamlValue]]:
    """A requirement for each document, from those who report; form and years can be changed in the plan workbook."""
    names = row.said.get("documents")
    there = {one.name for one in known.requirements} if known else set()
    numbers = [int(one.no.partition("-")[2]) for one in known.requirements if "-" in one.no] if known else []
    new = [str(name) for name in names if name not in there] if isinstance(names, list) else []
    for place, name in enumerate(new, max(numbers, default=0) + 1):
        yield {
            "no": f"{box}-{place}",
            "name": name,
            "from": row.said.get("from") or "lead",
            "form": form_of(name),
            "years": "each",
        }


def _boxes(workspace: Workspace) -> frozenset[str]:
    own = [box.no for box in workspace.boxes]
    return frozenset((*own, *(indicator.no for indicator in workspace.indicators), "00"))


def _new_box(workspace: Workspace) -> str:
    """The number after all that are taken; a gap may have been somebody's."""
    return f"{max(int(no) for no in _boxes(workspace) if no.isdigit()) + 1:02}"
