"""A page for each row of the bid's standard, from its data and the day's check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from ecodemo.assess.comparison import Difference, differences
from ecodemo.assess.figures import Figure, Origin
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.check.session import CheckResult
from ecodemo.errors import NothingToCheckError
from ecodemo.language import Speaker
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Listing, Message, Value, listing, message, sentences
from ecodemo.model.reported import Reported
from ecodemo.model.verdict import Verdict
from ecodemo.report.contents import labels
from ecodemo.report.contents.correction_rows import correction_rows
from ecodemo.report.contents.indicator_page_view import (
    IndicatorPage,
    IndicatorPages,
    JudgedMeasure,
)
from ecodemo.report.contents.indicator_rows import figure_name, part_name
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.verdict_view import IndicatorRow, MeasureRow
from ecodemo.report.indicator.calculations import Calculations, involved_units
from ecodemo.report.indicator.proof_lines import ProofLines
from ecodemo.unknown_word import refuse_unknown

_MOST_NAMED = 3


def build_pages(
    result: CheckResult,
    report: Report,
    speaker: Speaker,
    group: str = "",
    indicators: Collection[str] = (),
) -> IndicatorPages:
    """The pages of a bid, in the order of the standard.

    Args:
        result: of the check.
        report: of the same check, in the same language.
        speaker: of that language.
        group: the id of the working group whose indicators are wanted; empty means all.
        indicators: ids; none means all.

    Raises:
        EcodemoError: there is no such group.
        NothingToCheckError: no row of the standard belongs to them.
    """
    if group:
        refuse_unknown(message("group"), [group], [each.id for each in result.assessment.workspace.groups])
    builder = _PageBuilder(result, speaker)
    rows = {str(row.no): row for row in (*report.rows, *report.not_applicable)}
    pages = tuple(
        builder.page(judged, rows[judged.row.no])
        for judged in result.assessment.rows
        if (not group or group in {indicator.group for indicator in judged.indicators})
        and (not indicators or {indicator.id for indicator in judged.indicators} & set(indicators))
    )
    if not pages:
        raise NothingToCheckError(message("No row of this bid's standard requires it."))
    workspace = result.assessment.workspace
    return IndicatorPages(
        tool=report.tool,
        data_version=report.data_version,
        language=report.language,
        example=report.example,
        example_note=report.example_note,
        county=report.county,
        office=speaker.say(workspace.label(workspace.office)) if workspace.office else "",
        bid_id=report.bid.id,
        bid_name=report.bid.name,
        today=report.today,
        today_words=report.today_words,
        selection="-".join(filter(None, (group, *indicators))),
        standard=report.bid.standard,
        assessed=result.assessment.figures.assessed,
        years=report.bid.years,
        pages=pages,
    )


class _PageBuilder:
    def __init__(self, result: CheckResult, speaker: Speaker) -> None:
        self._assessment, self._speaker = result.assessment, speaker
        self._workspace, self._figures = result.assessment.workspace, result.assessment.figures
        self._year = result.assessment.figures.assessed
        self._calculations = Calculations(self._figures, speaker)
        self._proofs = ProofLines(result.assessment, speaker)
        self._corrections = tuple(correction_rows(result.assessment, speaker))

    def page(self, judged: RowJudgement, row: IndicatorRow) -> IndicatorPage:
        calculations = map(self._calculations.of, judged.parts if judged.applies else ())
        proofs, more = self._proofs.of(indicator.no for indicator in judged.indicators)
        indicators = {indicator.id for indicator in judged.indicators}
        return IndicatorPage(
            row=row,
            in_standards=self._say(self._in_standards(judged)),
            standard_value=judged.row.text,
            standard_note=self._say(self._standard_note(judged, row)),
            measures=tuple(
                self._measure(part, shown) for part, shown in zip(judged.parts, row.parts, strict=True)
            ),
            calculations=tuple(calculation for calculation in calculations if calculation),
            sources=self._say(sentences(*self._sources(judged))),
            basis=self._say(sentences(*self._basis(judged))),
            conclusion=self._say(sentences(*self._conclusion(judged, row))),
            proofs=proofs,
            more_proofs=more,
            files=sum(line.files for line in proofs) + more,
            done=tuple(self._statements(indicators, "done")),
            problems=tuple(self._statements(indicators, "problems")),
            next=tuple(self._statements(indicators, "next")),
        )

    def _say(self, value: Value) -> str:
        return self._speaker.say(value)

    def _in_standards(self, judged: RowJudgement) -> Message:
        standard, text = self._assessment.standard, self._assessment.text
        if standard is text or not text.document:
            return message("Row {no}", no=judged.row.no)
        return message("Row {no} ({document}: {no})", no=judged.row.no, document=text.document)

    def _standard_note(self, judged: RowJudgement, row: IndicatorRow) -> Message:
        units = dict.fromkeys(
            part.measure.unit for part in judged.parts if part.measure and part.measure.unit
        )
        said: list[Value] = [message("unit: {units}", units=listing(*units))] if units else []
        if self._assessment.text.document:
            said.append(self._assessment.text.document)
        if row.unverified:
            said.append(row.unverified)
        return message("{all}", all=listing(*said, most=len(said)))

    def _measure(self, part: MeasureJudgement, shown: MeasureRow) -> JudgedMeasure:
        return JudgedMeasure(
            name=shown.name,
            unit=shown.unit,
            asks=shown.asks,
            values=shown.values,
            judged=self._say(self._judged(part)),
            verdict_label=shown.verdict_label,
            proof=self._say(listing(*self._proof_numbers(part), most=_MOST_NAMED)),
        )

    def _judged(self, part: MeasureJudgement) -> Value:
        """Whose figure was judged, by year where that changed."""
        known = [figure for figure in part.figures if figure.is_known]
        groups = [(words, list(group)) for words, group in groupby(known, self._origin)]
        if len(groups) <= 1:
            return groups[0][0] if groups else ""
        return listing(
            *(
                message("{years}: {what}", years=listing(*(str(figure.year) for figure in group)), what=words)
                for words, group in groups
            )
        )

    def _origin(self, figure: Figure) -> Message:
        if figure.origin is Origin.REPORTED:
            lead = self._workspace.lead_of(figure.measure.id)
            reported = figure.reported
            if reported and lead and reported.unit != lead:
                return message("figure of {unit}", unit=self._workspace.label(reported.unit))
            return message("stamped figure")
        return message("sum") if figure.origin is Origin.SUMMED else message("computed figure")

    def _proof_numbers(self, part: MeasureJudgement) -> list[str]:
        """The documents that the judged figures rest on; of a computed figure, those of its parts."""
        found: dict[str, None] = {}
        for figure in part.figures:
            for reported in _reports(figure):
                if reference := reported.observation.proof or reported.observation.document:
                    found[reference.requirement] = None
        return list(found)

    def _sources(self, judged: RowJudgement) -> Iterator[Value]:
        """Who reported what was judged, from whose figures it was computed, and whether the basis stayed the same."""
        known = [part for part in judged.parts if part.figures and part.figures[-1].is_known]
        by_unit: dict[str, list[MeasureJudgement]] = {}
        for part in known:
            reported = part.figures[-1].reported
            by_unit.setdefault(reported.unit if reported else "", []).append(part)
        for unit, parts in by_unit.items():
            yield self._source(unit, parts, is_alone=len(by_unit) == 1)
        yield from self._collected(known)
        yield from self._named_sources(known)
        yield from self._bases(known)
        if not known:
            yield message("No figure is known for {year}.", year=str(self._year))

    def _source(self, unit: str, parts: Sequence[MeasureJudgement], *, is_alone: bool) -> Message:
        """The unit that reported some measures; empty where they are computed."""
        names = listing(*(part_name(part, self._speaker) for part in parts), most=_MOST_NAMED)
        reporter = self._workspace.label(unit)
        if is_alone:
            return (
                message("Reported by {unit}.", unit=reporter) if unit else message("Computed from its parts.")
            )
        if unit:
            return message("{names}: reported by {unit}.", names=names, unit=reporter)
        return message("{names}: computed from its parts.", names=names)

    def _collected(self, parts: Iterable[MeasureJudgement]) -> Iterator[Value]:
        collected = [
            figure for part in parts if part.measure for figure in self._calculations.collected(part.measure)
        ]
        units = involved_units(collected, self._figures)
        if units:
            yield message("Ledgers of {units}.", units=self._calculations.counted(units))

    def _named_sources(self, parts: Iterable[MeasureJudgement]) -> Iterator[Value]:
        sources = dict.fromkeys(
            reported.observation.source.strip()
            for part in parts
            for figure in part.figures
            for reported in _reports(figure)
            if reported.observation.source.strip()
        )
        if sources:
            yield message("Source: {sources}.", sources=listing(*sources, most=_MOST_NAMED))

    def _bases(self, parts: Sequence[MeasureJudgement]) -> Iterator[Value]:
        """Whether the years of each measure rest on the same basis (口径)."""
        several = [known for part in parts if len(known := [f for f in part.figures if f.is_known]) > 1]
        changed = [known for known in several if len({figure.bases for figure in known}) > 1]
        for known in changed[:_MOST_NAMED]:
            yield message(
                "{measure}: basis (口径) {bases}.",
                measure=known[0].measure.label,
                bases=listing(
                    *(
                        message("{year} {basis}", year=str(figure.year), basis=_basis(figure.bases))
                        for figure in known
                    )
                ),
            )
        if several and not changed:
            stated = sorted(
                {basis for known in several for figure in known for basis in figure.bases if basis}
            )
            if stated:
                yield message("Basis (口径) in all years: {basis}.", basis=listing(*stated, most=_MOST_NAMED))
            else:
                yield message("No change of basis (口径) was stated.")

    def _basis(self, judged: RowJudgement) -> Iterator[Value]:
        """What differs, what is left out and why, what was corrected."""
        said = [
            *self._differences(judged),
            *self._not_involved(judged),
            *self._corrected(judged),
        ]
        yield from said or [message("Nothing to note.")]

    def _measures(self, judged: RowJudgement) -> list[Measure]:
        """The measures of the row and all that they are made of."""
        made = self._workspace.made_of(part.measure_id for part in judged.parts)
        return [measure for measure in self._workspace.measures.values() if measure.id in made]

    def _differences(self, judged: RowJudgement) -> Iterator[Message]:
        for measure in self._measures(judged):
            for difference in differences(measure, self._figures):
                yield self._difference(difference)

    def _difference(self, difference: Difference) -> Message:
        return message(
            "{what}: {unit} {first}, {second} from its parts; to be checked.",
            what=figure_name(difference.measure.label, difference.year, self._speaker),
            unit=self._workspace.label(difference.reported.unit),
            first=difference.first.shown,
            second=difference.second.shown,
        )

    def _not_involved(self, judged: RowJudgement) -> Iterator[Message]:
        """The units that the assessed year's sums leave out, by what they say of themselves."""
        said: dict[str, dict[str, None]] = {}
        for part in judged.parts:
            for figure in self._calculations.collected(part.measure) if part.measure else ():
                for one in figure.parts:
                    if one.not_involved and one.reported:
                        reason = (one.reported.observation.not_involved or "").strip(" 。.")
                        said.setdefault(reason, {})[one.reported.unit] = None
        for reason, units in said.items():
            named = Listing(tuple(map(self._workspace.label, units)), _MOST_NAMED)
            if reason:
                yield message("{units}: does not apply ({reason}), left out.", units=named, reason=reason)
            else:
                yield message("{units}: does not apply, left out.", units=named)

    def _corrected(self, judged: RowJudgement) -> Iterator[Message]:
        names = {
            figure_name(measure.label, year, self._speaker)
            for measure in self._measures(judged)
            for year in self._assessment.bid.span
        }
        for row in self._corrections:
            if row.what in names:
                yield message(
                    "{what} of {unit} was corrected from {was} to {is_now} ({reason}).",
                    what=row.what,
                    unit=row.unit,
                    was=row.was,
                    is_now=row.is_now,
                    reason=row.reason.strip(" 。."),
                )

    def _conclusion(self, judged: RowJudgement, row: IndicatorRow) -> Iterator[Value]:
        yield message("Verdict: {verdict}.", verdict=labels.VERDICT[judged.verdict])
        if not judged.applies:
            yield from dict.fromkeys(self._say(part.judgement.reason) for part in judged.parts)
            return
        met = [part for part in judged.parts if part.verdict is Verdict.MET]
        if len(met) > _MOST_NAMED:
            names = listing(*(part_name(part, self._speaker) for part in met), most=_MOST_NAMED)
            yield message("Met: {measures}.", measures=names)
        else:
            for part in met:
                name = part.measure.label if part.measure else part.measure_id
                yield message("{measure}: {reason}", measure=name, reason=part.judgement.reason)
        if row.shortcomings:
            yield row.shortcomings
        if judged.remedy:
            yield message("Outlook: {remedy}.", remedy=labels.REMEDY[judged.remedy])
        yield message("Documents: {there}, accepted: {accepted}.", there=row.proof, accepted=row.reviewed)

    def _statements(self, indicators: Collection[str], key: str) -> Iterator[str]:
        for indicator in self._workspace.indicators:
            for progress in self._workspace.progress.values() if indicator.id in indicators else ():
                for statement in progress.statements:
                    text: str = getattr(statement, key).strip()
                    if statement.indicator == indicator.id and text:
                        yield text


def _reports(figure: Figure) -> Iterator[Reported]:
    """What was reported for a figure: its own report, else those of its parts."""
    if figure.reported:
        yield figure.reported
        return
    for part in figure.parts:
        yield from _reports(part)


def _basis(bases: frozenset[str]) -> Value:
    named = sorted(basis for basis in bases if basis)
    return listing(*named) if named else message("not specified")
