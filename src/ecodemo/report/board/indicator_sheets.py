"""The sheets of a board: each row of the standard with its measures, documents, reviews and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import listing, message
from ecodemo.report.board.board_charts import chart
from ecodemo.report.board.board_findings import BoardFindings
from ecodemo.report.board.board_links import Addresses
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.board.indicator_addresses import IndicatorAddresses, shown
from ecodemo.report.board.proof_sheets import Proofs
from ecodemo.report.contents.indicator_sheet_view import (
    IndicatorSheet,
    MeasureSheet,
    StatementView,
    YearFigure,
)
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.verdict_view import IndicatorRow, MeasureRow
from ecodemo.report.indicator.calculations import Calculations
from ecodemo.report.state import MeasureState, RowState


class IndicatorSheets:
    """Makes the sheets of a board."""

    def __init__(
        self,
        result: CheckResult,
        report: Report,
        addresses: Addresses,
        places: IndicatorAddresses,
        trails: FigureTrails,
        proofs: Proofs,
        findings: BoardFindings,
        speaker: Speaker,
    ) -> None:
        self._result, self._speaker = result, speaker
        self._assessment: Assessment = result.assessment
        self._workspace = self._assessment.workspace
        self._addresses, self._places = addresses, places
        self._trails, self._proofs, self._findings = trails, proofs, findings
        self._calculations = Calculations(self._assessment.figures, speaker)
        self._requirements = {row.no: row for row in report.requirements}
        self._rows = {str(row.no): row for row in (*report.rows, *report.not_applicable)}

    def sheet(self, judged: RowJudgement, state: RowState) -> IndicatorSheet:
        """One row, as judged and as its state says."""
        row = self._rows[shown(state.no)]
        address = self._places.of_row(judged.row.no)
        numbers = list(dict.fromkeys(item.requirement.no for item in judged.proof.items))
        say = self._speaker.say
        return IndicatorSheet(
            address=address,
            aliases=tuple(self._places.aliases(judged)),
            row=row,
            keys=tuple(_keys(row, state)),
            leads=tuple(
                self._trails.unit(lead) for lead in dict.fromkeys(i.lead for i in judged.indicators if i.lead)
            ),
            near=say(listing(*dict.fromkeys(part.near_label for part in row.parts if part.near_label))),
            is_reviewed=state.accepted == state.proof.owed,
            measures=tuple(
                self._measure(judged, place, part, measure)
                for place, (part, measure) in enumerate(zip(row.parts, state.measures, strict=True))
            ),
            proofs=tuple(self._proofs.sheets(self._requirements[no] for no in numbers)),
            reviews=tuple(self._proofs.reviews(numbers)),
            review_note=self._proofs.review_note(numbers) if numbers else "",
            findings=tuple(
                link
                for indicator in judged.indicators
                for link in self._findings.by_indicator.get(indicator.id, ())
            ),
            statements=tuple(self._statements({indicator.id for indicator in judged.indicators})),
        )

    def _measure(
        self, judged: RowJudgement, place: int, row: MeasureRow, state: MeasureState
    ) -> MeasureSheet:
        part = judged.parts[place]
        figures = tuple(
            YearFigure(year=str(figure.year), value=value)
            for figure, value in zip(part.figures, row.values, strict=True)
        )
        margin = message("Margin {margin}", margin=row.margin) if row.margin else None
        return MeasureSheet(
            address=self._addresses.new("measure", state.id),
            measure=state.id,
            name=row.name,
            unit=row.unit,
            asks=row.asks,
            text=part.target.text,
            verdict=state.verdict,
            verdict_label=row.verdict_label,
            reason=row.reason,
            figures=figures,
            margin=self._speaker.say(margin) if margin else "",
            near=row.near_label,
            chart=chart(self._course(part, figures), state.target, self._speaker, self._accepted(part)),
            calculation=self._calculations.of(part) if judged.applies else None,
            sources=tuple(self._trails.sources(part.figures)),
            parts=self._trails.parts(part.figures),
        )

    def _accepted(self, part: MeasureJudgement) -> str:
        """The value that was accepted with the title; empty where none is recorded."""
        record = self._result.at_acceptance
        return record.values.get(part.measure_id, "") if record else ""

    def _course(self, part: MeasureJudgement, figures: tuple[YearFigure, ...]) -> tuple[YearFigure, ...]:
        """The years that are drawn: after a title all from its year on, so that the accepted value is among them."""
        record = self._result.at_acceptance
        if record is None or part.measure is None or not self._accepted(part) or not figures:
            return figures
        of = self._assessment.figures.of
        earlier = range(record.year, int(figures[0].year))
        return (
            *(YearFigure(year=str(year), value=of(part.measure_id, year).text) for year in earlier),
            *figures,
        )

    def _statements(self, indicators: set[str]) -> Iterator[StatementView]:
        for unit, progress in self._workspace.progress.items():
            for statement in progress.statements:
                if statement.indicator in indicators and (
                    statement.done or statement.problems or statement.next
                ):
                    yield StatementView(
                        unit=self._speaker.say(self._workspace.label(unit)),
                        done=statement.done,
                        problems=statement.problems,
                        next=statement.next,
                    )


def _keys(row: IndicatorRow, state: RowState) -> Iterable[str]:
    """The filters that a tile passes."""
    yield row.verdict.replace(" ", "-")
    if row.light == "red":
        yield "red"
    if not row.proof_complete:
        yield "unproven"
    if row.returned:
        yield "returned"
    if any(measure.near for measure in state.measures):
        yield "near"
