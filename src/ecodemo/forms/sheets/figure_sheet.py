"""The rows of figures that a unit is asked for, with what it has reported and the rates that come from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ecodemo.assess.requested_figures import RequestedFigures
from ecodemo.assess.target_judgement import asks
from ecodemo.forms import words
from ecodemo.forms.contract import YES, Content
from ecodemo.forms.sheets.note_parts import NoteParts, notes_together
from ecodemo.forms.sheets.proof_places import joined, joined_places
from ecodemo.forms.sheets.sheet_table import Formula, SheetRow, SheetTable
from ecodemo.forms.sheets.stamped_figures import stamped_key, stamped_name, standing_number
from ecodemo.forms.sheets_for_units import data_sheet
from ecodemo.model.finding import Finding
from ecodemo.model.indicator import Measure
from ecodemo.model.progress import Observation
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace


def data_table(requested: RequestedFigures, unit: str, findings: Iterable[Finding] = ()) -> SheetTable:
    """The sheet of figures of a unit."""
    entered, stamped = requested.of_unit(unit), requested.stamped_by(unit)
    shown = {measure.id for measure in (*entered, *stamped)}
    measures = [measure for measure in requested.measures if measure.id in shown]
    years = sorted(
        {year for measure in measures for year in requested.years_of(measure.id)} or requested.bid.span
    )
    sheet = data_sheet(years)
    remarks = _remarks(findings, unit)
    observed = requested.observed(unit)
    rows: list[SheetRow] = []
    before: str | None = None
    for measure in measures:
        indicator = requested.workspace.indicator_of_measure.get(measure.id)
        name = indicator.name if indicator else "共用"
        contents: dict[str, Content] = {
            "no": measure.no,
            "indicator": None if name == before else name,
            "name": _named(measure, requested),
            "unit": words.CHOOSE if measure.states else measure.unit,
        }
        before = name
        mine = {year: entry for (m, year), entry in observed.items() if m == measure.id and year in years}
        if measure.is_computed:
            if measure in entered:
                rows.append(_computed(requested, measure, {**contents}, years))
                contents["indicator"] = None
            if measure in stamped:
                rows.append(_stamped(requested, measure, contents, years, mine, remarks.get(measure.id, [])))
        else:
            row = _entered(requested, measure, contents, years, mine, remarks.get(measure.id, []))
            if unit not in requested.workspace.reporters(measure.id):
                contents["name"] = words.COUNTY_TOTAL.format(name=contents["name"])
                row = replace(row, is_owed=False)
            rows.append(row)
    return SheetTable(
        sheet=sheet,
        rows=tuple(rows),
        title=sheet.title.format(unit=requested.workspace.units[unit].name, years=words.years_words(years)),
        note="" if rows else words.NO_FIGURES_YET,
    )


def _stamped(
    requested: RequestedFigures,
    measure: Measure,
    contents: dict[str, Content],
    years: list[int],
    observed: Mapping[int, Observation],
    remarks: list[tuple[tuple[int, ...], str]],
) -> SheetRow:
    """What a lead reports of a computed measure, of its own accord."""
    contents["no"] = standing_number(measure, requested.workspace)
    contents["name"] = stamped_name(measure)
    row = _entered(requested, measure, contents, years, observed, remarks)
    key = stamped_key(measure, requested.workspace)
    return replace(row, about=key, key=key, is_owed=False)


def _named(measure: Measure, requested: RequestedFigures) -> str:
    """The name with its target behind it."""
    target = requested.targets.get(measure.id)
    if target is None:
        return words.COMPUTED_PLAIN.format(name=measure.name) if measure.is_computed else measure.name
    spoken = words.CHINESE.say(asks(target, measure, requested.figures))
    spoken = spoken if spoken[:1] in "≥≤><" else f"：{spoken}"
    pattern = words.COMPUTED if measure.is_computed else words.WITH_TARGET
    return pattern.format(name=measure.name, target=spoken)


def _computed(
    requested: RequestedFigures, measure: Measure, contents: dict[str, Content], years: list[int]
) -> SheetRow:
    formulas = {
        str(year): formula
        for year in years
        if (formula := _formula(requested, measure, year, years)) is not None
    }
    sheet = data_sheet(years)
    closed = frozenset(column.key for column in sheet.columns if column.is_units)
    return SheetRow(measure.id, contents, closed=closed, formulas=formulas, is_owed=False)


def _formula(requested: RequestedFigures, measure: Measure, year: int, years: list[int]) -> Formula | None:
    decimals = 4 if measure.decimals is None else measure.decimals
    if measure.ratio is not None:
        above, below = measure.ratio
        return Formula("ratio", above, below, in_percent=measure.unit == "%", decimals=decimals)
    compared = measure.drop or measure.change
    if compared is None:
        return None
    earlier = requested.bid.base if compared.since == "base" else year - 1
    if earlier not in years or earlier == year:
        return None
    return Formula(
        "drop" if measure.drop else "change", (compared.of,), earlier=str(earlier), decimals=decimals
    )


def _entered(
    requested: RequestedFigures,
    measure: Measure,
    contents: dict[str, Content],
    years: list[int],
    observed: Mapping[int, Observation],
    remarks: list[tuple[tuple[int, ...], str]],
) -> SheetRow:
    with_entry = [observed[year] for year in years if year in observed]
    for year, observation in observed.items():
        contents[str(year)] = observation.value if observation.value is not None else observation.state
    contents["proof"] = (
        joined([_proof(requested.workspace, o.proof or o.document) for o in with_entry]) or None
    )
    contents["place"] = joined_places([_place(o) for o in with_entry]) or None
    contents["not_involved"] = _not_involved(requested.years_of(measure.id), observed)
    contents["note"] = _notes(years, observed)
    contents["remark"] = "；".join(dict.fromkeys(text for _, text in remarks)) or None
    wrong = {str(year) for named, _ in remarks for year in named if year in years}
    return SheetRow(
        about=measure.id,
        contents=contents,
        wrong=frozenset(wrong | {"remark"} if remarks else wrong),
        closed=frozenset(
            str(year) for year in years if year not in observed and not requested.is_asked(measure.id, year)
        ),
        choices=measure.states,
    )


def _proof(workspace: Workspace, reference: Reference | None) -> str:
    if reference is None:
        return ""
    if reference.unit is None:
        return reference.requirement
    return f"{reference.requirement}@{workspace.label(reference.unit).zh}"


def _place(observation: Observation) -> str:
    if observation.cell:
        return observation.cell
    return f"第{observation.page}页" if observation.page else ""


def _not_involved(years: tuple[int, ...], observed: Mapping[int, Observation]) -> str | None:
    named = [year for year in years if year in observed and observed[year].not_involved is not None]
    if not named:
        return None
    return YES if len(named) == len(years) else "、".join(f"{year}年" for year in named)


def _notes(years: list[int], observed: Mapping[int, Observation]) -> str | None:
    """Basis, source, reasons and remarks; the year before each where they differ."""
    notes = {
        year: NoteParts(
            own.basis, own.source, "；".join(part for part in (own.not_involved, own.note) if part)
        )
        for year in years
        if (own := observed.get(year)) is not None
    }
    return notes_together(notes) or None


def _remarks(findings: Iterable[Finding], unit: str) -> dict[str, list[tuple[tuple[int, ...], str]]]:
    """What was found about each measure of a unit: the years, and the sentence."""
    found: dict[str, list[tuple[tuple[int, ...], str]]] = {}
    for finding in findings:
        about = finding.about
        if about.unit == unit and about.measure and finding.code in words.HOW_TO_MEND:
            text = words.CHINESE.say(finding.message).rstrip("。")
            found.setdefault(about.measure, []).append((about.years, text))
    return found
