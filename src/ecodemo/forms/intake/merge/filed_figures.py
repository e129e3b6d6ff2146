"""What ledgers with named cells add to a unit's figures: their proof and cell, and those that no workbook reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from ecodemo.assess.owed import years_of
from ecodemo.forms.intake.filing.filed import NewDocument
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.decision import shown
from ecodemo.forms.intake.merge.figure_rows import FigureRow, jumps, understood
from ecodemo.forms.intake.merge.filed_figure import FROM_LEDGER, FiledFigure
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.named_figures import NamedFigures
from ecodemo.load.data_file import Change
from ecodemo.load.flow import YamlValue
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.county import Bid
from ecodemo.model.indicator import Measure
from ecodemo.model.progress import Observation
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace

Filed = Mapping[tuple[str, int], FiledFigure]


def filed_figures(
    ledgers: Iterable[tuple[NewDocument, NamedFigures]], workspace: Workspace, bid: Bid
) -> Filed:
    """The figures of a unit's ledgers that are its own to report, by measure number and year.

    Of several ledgers it is the first that is filled in.
    """
    measures = {measure.no: measure.id for measure in workspace.measures.values() if measure.no}
    found: dict[tuple[str, int], FiledFigure] = {}
    for document, figures in ledgers:
        for figure in figures.figures:
            measure = measures.get(figure.no)
            reference = _reference(document, figure.year, bid)
            if measure is None or reference is None:
                continue
            there = found.get((figure.no, figure.year))
            is_better = there is None or (figure.is_filled and not there.figure.is_filled)
            if is_better and document.file.unit in workspace.reporters(measure):
                found[figure.no, figure.year] = FiledFigure(figure, reference, document.member.parts[-1])
    return found


def _reference(document: NewDocument, year: int, bid: Bid) -> Reference | None:
    """The document of a figure of a year; `None` where it was not filed for that, or the bid does not ask."""
    if year not in {*bid.span, bid.base}:
        return None
    asked = [asked for asked in years_of(document.requirement, bid) if asked is not None]
    filed_as = year if year in asked else next(iter(asked[-1:]), None)
    is_there = filed_as is None or not document.years or filed_as in document.years
    return Reference(document.requirement.no, filed_as) if is_there else None


def take_filed(
    file: UnitFile, workspace: Workspace, filed: Filed, merges: Iterable[WorkbookMerge], day: date
) -> Iterator[ImportLine]:
    """Put them to the unit's observations, after all that its workbooks say; the lines of the report.

    Args:
        file: the unit's file, which is changed.
        workspace: the data.
        filed: what its ledgers say.
        merges: the workbooks of the same unit that came with them.
        day: when they came.
    """
    merges = tuple(merges)
    seen = {about for merge in merges for about in merge.seen}
    placed = {measure for merge in merges for measure in merge.placed}
    observations = {(o.measure, o.year): (index, o) for index, o in enumerate(file.progress.observations)}
    changed: dict[int, Change] = {}
    added: list[Mapping[str, YamlValue]] = []
    for measure in workspace.measures.values():
        mine = {year: one for (no, year), one in filed.items() if no == measure.no and one.figure.is_filled}
        if not mine:
            continue
        held = {year: observations[measure.id, year] for year in mine if (measure.id, year) in observations}
        for year, (index, own) in held.items():
            change = _proof(own, mine[year], is_placed=measure.id in placed)
            if change:
                changed[index] = change
        new = {year: one for year, one in mine.items() if year not in held and (measure.id, year) not in seen}
        whole = {year: own for (m, year), (_, own) in observations.items() if m == measure.id}
        row = FigureRow(0, measure.no or "", measure, {}, {}, whole)
        yield from _values(row, new)
        added += [
            _observation(measure, year, value, new[year], day)
            for year in new
            if isinstance(value := row.theirs.get(year), Decimal)
        ]
    file.change("observations", changed, added)


def _proof(own: Observation, filed: FiledFigure, *, is_placed: bool) -> Change:
    """What is to be reported of a figure's proof: nothing where it rests on something else, or its place was written."""
    if own.value is None or own.document is not None:
        return {}
    cell = filed.figure.cell.place
    if own.proof is None:
        return {"proof": str(filed.document), "cell": cell, "page": None}
    is_same = own.proof.requirement == filed.document.requirement and own.proof.unit is None
    if not is_same or own.page or is_placed or own.cell == cell:
        return {}
    return {"cell": cell}


def _values(row: FigureRow, new: Mapping[int, FiledFigure]) -> Iterator[ImportLine]:
    """Understand the figures of a measure that no workbook has a cell for."""
    for year, one in new.items():
        about = f"{row.about} {year}"
        try:
            row.theirs[year], remark = understood(one.figure.cell, row, year)
        except CellError as error:
            yield one.refused(about, error.words)
            continue
        if remark is not None:
            yield ImportLine(Effect.REMARK, one.place, about, after=one.figure.cell.text, words=remark)
    for year, figure, words in tuple(jumps(row)):
        row.theirs[year] = None
        place = new[year].place
        yield ImportLine(Effect.REFUSED, place, f"{row.about} {year}", after=shown(figure), words=words)
    for year, value in row.theirs.items():
        if isinstance(value, Decimal):
            about = f"{row.about} {year}"
            yield ImportLine(Effect.NEW, new[year].place, about, after=shown(value), words=FROM_LEDGER)


def _observation(
    measure: Measure, year: int, value: Decimal, filed: FiledFigure, day: date
) -> Mapping[str, YamlValue]:
    return {
        "measure": measure.id,
        "year": year,
        "value": value,
        "proof": str(filed.document),
        "cell": filed.figure.cell.place,
        "reported": day,
    }
