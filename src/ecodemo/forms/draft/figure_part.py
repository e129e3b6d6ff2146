"""The part of the draft on figures: the rows of the unit's sheet of figures, with the computed ones worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from ecodemo.forms import words
from ecodemo.forms.contract import YES
from ecodemo.forms.draft import draft_words as say
from ecodemo.forms.draft.unit_data import OwnData
from ecodemo.forms.sheets.sheet_table import Formula, SheetRow, SheetTable
from ecodemo.model.number import plain, rounded
from ecodemo.paper.parts import Grid, GridColumn, Paragraph, Part, Style


def figure_parts(own: OwnData) -> Iterator[Part]:
    """What was asked and given, the table, and where the figures come from."""
    table = own.data
    if not table.rows:
        yield Paragraph(say.NO_FIGURES.format(we=own.we))
        return
    years = [column.key for column in table.sheet.columns if column.holds == "number"]
    asked = _asked(table, years)
    missing = own.missing_figures
    if asked:
        pattern = say.FIGURES_MISSING if missing else say.FIGURES_COMPLETE
    else:
        is_there = any(row.contents.get(year) is not None for row in table.rows for year in years)
        pattern = say.ONLY_TOTALS if is_there else say.NO_TOTALS
    yield Paragraph(pattern.format(we=own.we, asked=asked, there=asked - missing, missing=missing))
    yield Paragraph(say.FIGURES_CAPTION.format(unit=own.unit.name), Style.CAPTION)
    yield Grid(
        (
            GridColumn(say.NO, 15),
            GridColumn(say.NAME, 50),
            GridColumn(say.UNIT, 15),
            *(GridColumn(say.YEAR.format(year=year), 19, is_figure=True) for year in years),
            GridColumn(say.PROOF, 18),
        ),
        tuple(_cells(table, row, years, own) for row in table.rows),
    )
    yield Paragraph(say.FIGURES_NOTE + _unverified(own), Style.NOTE)
    yield Paragraph(say.SOURCES)


def _asked(table: SheetTable, years: list[str]) -> int:
    """How many figures are asked, without those that do not concern the unit."""
    return sum(
        year not in row.closed and not _is_not_involved(row, year)
        for row in table.rows
        if row.is_owed
        for year in years
    )


def _cells(table: SheetTable, row: SheetRow, years: list[str], own: OwnData) -> tuple[str, ...]:
    unit = row.contents.get("unit")
    return (
        str(row.contents.get("no") or ""),
        str(row.contents.get("name") or ""),
        "" if unit == words.CHOOSE else str(unit or ""),
        *(_figure(table, row, year, own) for year in years),
        str(row.contents.get("proof") or ""),
    )


def _figure(table: SheetTable, row: SheetRow, year: str, own: OwnData) -> str:
    formula = row.formulas.get(year)
    if formula is not None:
        value = computed(table, row, year)
        return say.NOT_ASKED if value is None else plain(value)
    content = row.contents.get(year)
    if isinstance(content, Decimal):
        return plain(content)
    if content is not None:
        return str(content)
    if _is_not_involved(row, year):
        return say.NOT_INVOLVED if _is_recognised(own, row.about, int(year)) else say.TO_RECOGNISE
    return say.NOT_FILLED if row.is_owed and year not in row.closed else say.NOT_ASKED


def _is_not_involved(row: SheetRow, year: str) -> bool:
    marked = str(row.contents.get("not_involved") or "")
    return marked == YES or year in marked


def _is_recognised(own: OwnData, measure: str, year: int) -> bool:
    built = own.assessment.figures.built(measure, year)
    reporters = own.assessment.workspace.reporters(measure)
    parts = dict(zip(reporters, built.parts or (built,), strict=False))
    return own.unit.id in parts and parts[own.unit.id].not_involved


def _unverified(own: OwnData) -> str:
    assessment = own.assessment
    measures = {row.about for row in own.data.rows}
    shown = [judged.row for judged in assessment.rows if measures & judged.row.targets.keys()]
    is_borrowed = assessment.standard is not assessment.text
    return say.TARGETS_UNVERIFIED if shown and (is_borrowed or any(r.unverified for r in shown)) else ""


def computed(table: SheetTable, row: SheetRow, year: str) -> Decimal | None:
    """What the formula of a row shows in the workbook; `None` until every part is a number."""
    formula = row.formulas[year]
    by_measure = {other.about: other for other in table.rows}

    def value(measure: str, column: str) -> Fraction | None:
        return _number(table, by_measure, measure, column)

    above = [value(measure, year) for measure in formula.above]
    below = [value(measure, year) for measure in formula.below]
    before = [value(formula.above[0], formula.earlier)] if formula.earlier else []
    if None in (*above, *below, *before):
        return None
    result = _result(
        formula, *(sum((p for p in part if p is not None), Fraction(0)) for part in (above, below, before))
    )
    return None if result is None else rounded(result, formula.decimals)


def _number(table: SheetTable, rows: Mapping[str, SheetRow], measure: str, year: str) -> Fraction | None:
    row = rows[measure]
    content = computed(table, row, year) if year in row.formulas else row.contents.get(year)
    return Fraction(content) if isinstance(content, Decimal | int) else None


def _result(formula: Formula, above: Fraction, below: Fraction, before: Fraction) -> Fraction | None:
    match formula.kind:
        case "ratio":
            share = above / below if below else None
            return share * 100 if share is not None and formula.in_percent else share
        case "drop":
            return (before - above) / before * 100 if before else None
        case _:
            return above - before
