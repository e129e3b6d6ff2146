"""The board of a bid, from the report and the day's check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import Citations
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.assess.shelf import Shelf
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.indicator import Holder, Indicator
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.reference import Reference
from ecodemo.model.verdict import Verdict
from ecodemo.report.board.board_charts import chart
from ecodemo.report.board.board_curves import curves
from ecodemo.report.board.board_findings import board_findings
from ecodemo.report.board.board_gauges import gauges, score_view
from ecodemo.report.board.board_heat import KINDS, heat_maps
from ecodemo.report.board.board_links import Addresses, EvidenceLinks, address_of
from ecodemo.report.board.board_phases import deadline, phase_steps
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.board.proof_sheets import Proofs
from ecodemo.report.contents import labels
from ecodemo.report.contents.board_view import (
    Board,
    BoardDomain,
    BoardLink,
    BoardVeto,
    IndicatorSheet,
    MeasureSheet,
    RankingRow,
    RankingTable,
    StatementView,
    TileFilter,
    UnitSheet,
    YearFigure,
)
from ecodemo.report.contents.file_address import way_to
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.contents.view import FindingRow, IndicatorRow, MeasureRow, Report
from ecodemo.report.indicator.calculations import Calculations
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.migration.build_migration import build_migration
from ecodemo.report.state import MeasureState, RowState


def build_board(
    result: CheckResult,
    report: Report,
    speaker: Speaker,
    folder: Path,
    places: Mapping[str, str] | None = None,
) -> Board:
    """The board as it is written to a folder: its links lead from there to the files of evidence.

    Args:
        result: the day's check.
        report: its result, in the speaker's language.
        speaker: whose language it is written in.
        folder: the folder that the page is written to.
        places: the addresses of evidence files, seen from the page; `None`: below evidence/.
    """
    return _BoardBuilder(result, report, speaker, folder, places).board()


class _BoardBuilder:
    def __init__(
        self,
        result: CheckResult,
        report: Report,
        speaker: Speaker,
        folder: Path,
        places: Mapping[str, str] | None,
    ) -> None:
        self.result, self.report, self.speaker = result, report, speaker
        self.assessment: Assessment = result.assessment
        self.workspace, self.state = self.assessment.workspace, report.state
        files = result.survey.files
        links = EvidenceLinks(way_to(result.root / "evidence", folder), places)
        shelf = Shelf(self.workspace, files)
        citations = Citations(self.workspace, files, result.today)
        self.links, self.shelf = links, shelf
        self.proofs = Proofs(self.assessment, report.documents, shelf, links, speaker)
        self.trails = FigureTrails(self.assessment, citations, links, speaker)
        self.calculations = Calculations(self.assessment.figures, speaker)
        self.addresses = Addresses()
        self.row_addresses = {
            _shown(row.row.no): self.addresses.new("indicator", _shown(row.row.no))
            for row in self.assessment.rows
        }
        self.of_indicator = self._indicator_addresses()
        self.findings = board_findings(report.findings, self.addresses, self.trails, self._about)
        self.requirements = {row.no: row for row in report.requirements}
        self.rows = {str(row.no): row for row in (*report.rows, *report.not_applicable)}

    def _indicator_addresses(self) -> Mapping[str, str]:
        """For each indicator the sheet of the first row that rests on it."""
        found: dict[str, str] = {}
        for row in self.assessment.rows:
            for indicator in row.indicators:
                found.setdefault(indicator.id, self.row_addresses[_shown(row.row.no)])
        return found

    def board(self) -> Board:
        report, say = self.report, self.speaker.say
        leader = build_leader(self.result, report, self.speaker)
        sheets = {
            sheet.address: sheet
            for sheet in (
                self._sheet(judged, state)
                for judged, state in zip(self.assessment.rows, self.state.rows, strict=True)
            )
        }
        applicable = [sheet for sheet in sheets.values() if sheet.row.verdict != "not applicable"]
        return Board(
            tool=report.tool,
            data_version=report.data_version,
            language=report.language,
            example=report.example,
            example_note=report.example_note,
            county=report.county,
            office=leader.office,
            bid_id=report.bid.id,
            bid_name=report.bid.name,
            today=report.today,
            today_words=report.today_words,
            phase=report.phase.name,
            deadline=deadline(report.phase, self.speaker),
            phases=tuple(phase_steps(self.result, self.speaker)),
            conclusion=report.conclusion,
            conclusion_verdict=self.state.verdict,
            summary=report.summary,
            veto_summary=report.veto_summary,
            gate=report.gate.sentence,
            gate_pending=report.gate.pending,
            gauges=tuple(gauges(self.assessment, self.state.units, self.speaker)),
            score=score_view(self.assessment, self.speaker),
            blockers=leader.blockers,
            blocker_links=tuple(
                f"#{self.row_addresses[_shown(blocker.row)]}"
                if blocker.row
                else "#vetoes"
                if blocker.is_veto
                else ""
                for blocker in leader.blockers
            ),
            all_blockers=leader.all_blockers,
            years=tuple(map(str, report.bid.years)),
            has_points=report.has_points,
            filters=tuple(self._filters(applicable)),
            domains=tuple(
                BoardDomain(
                    name=section.name,
                    share=say(
                        message(
                            "{met}/{all} met",
                            met=sum(row.verdict == "met" for row in section.rows),
                            all=len(section.rows),
                        )
                    ),
                    sheets=tuple(sheets[self.row_addresses[str(row.no)]] for row in section.rows),
                )
                for section in report.domains
            ),
            not_applicable=tuple(sheets[self.row_addresses[str(row.no)]] for row in report.not_applicable),
            vetoes=tuple(self._vetoes()),
            heat=tuple(
                heat_maps(self.state.units, self.proofs, self.trails, self._holder_link, self.speaker)
            ),
            ranking=tuple(self._ranking()),
            lateness=report.lateness,
            returns=report.returns,
            errors=report.gate.errors,
            warnings=report.gate.warnings,
            findings=self.findings.listed,
            finding_units=tuple(BoardLink(text=count.name, href=count.unit) for count in report.units),
            rectification=report.rectification,
            course=report.course,
            curves=tuple(curves(report.course, self.speaker)),
            history=say(self._history(max(0, len(report.course) - 1))),
            pace=report.pace.sentence,
            projects=report.projects,
            opinions=report.opinions,
            migration=self._migration(),
            sample=report.sample,
            upload=report.upload,
            pass_rule=report.pass_rule,
            standard=report.bid.standard,
            standard_note=report.bid.standard_note,
            unverified=report.unverified,
            sources=report.sources,
            units=tuple(self._units()),
        )

    def _history(self, snapshots: int) -> Message:
        if snapshots:
            return message(
                "From {snapshots} and today.", snapshots=counted(snapshots, "{n} snapshot", "{n} snapshots")
            )
        return message("No curves yet: there is no snapshot of an earlier day (ecodemo snapshot).")

    # the indicators

    def _filters(self, sheets: list[IndicatorSheet]) -> Iterator[TileFilter]:
        say = self.speaker.say
        for key, label in (
            ("", message("All")),
            ("met", labels.VERDICT[Verdict.MET]),
            ("not-met", labels.VERDICT[Verdict.NOT_MET]),
            ("undecided", labels.VERDICT[Verdict.UNDECIDED]),
            ("red", message("overdue")),
            ("unproven", message("proof incomplete")),
            ("returned", message("returned")),
            ("near", message("near the limit")),
        ):
            count = sum(not key or key in sheet.keys for sheet in sheets)
            if count or key in ("", "met", "not-met", "undecided"):
                yield TileFilter(key=key, label=say(label), count=count)

    def _sheet(self, judged: RowJudgement, state: RowState) -> IndicatorSheet:
        row = self.rows[_shown(state.no)]
        address = self.row_addresses[_shown(judged.row.no)]
        numbers = list(dict.fromkeys(item.requirement.no for item in judged.proof.items))
        say = self.speaker.say
        return IndicatorSheet(
            address=address,
            aliases=tuple(self._aliases(judged, address)),
            row=row,
            keys=tuple(_keys(row, state)),
            leads=tuple(
                self.trails.unit(lead) for lead in dict.fromkeys(i.lead for i in judged.indicators if i.lead)
            ),
            near=say(listing(*dict.fromkeys(part.near_label for part in row.parts if part.near_label))),
            is_reviewed=state.accepted == state.proof.owed,
            measures=tuple(
                self._measure(judged, place, part, measure)
                for place, (part, measure) in enumerate(zip(row.parts, state.measures, strict=True))
            ),
            proofs=tuple(self.proofs.sheets(self.requirements[no] for no in numbers)),
            reviews=tuple(self.proofs.reviews(numbers)),
            review_note=self.proofs.review_note(numbers) if numbers else "",
            findings=tuple(
                link
                for indicator in judged.indicators
                for link in self.findings.by_indicator.get(indicator.id, ())
            ),
            statements=tuple(self._statements({indicator.id for indicator in judged.indicators})),
        )

    def _aliases(self, judged: RowJudgement, address: str) -> Iterator[str]:
        """The numbers of its indicators' boxes, where no other row has that number."""
        for indicator in judged.indicators:
            wanted = address_of("indicator", indicator.no)
            if self.of_indicator[indicator.id] == address and self.addresses.is_free(wanted):
                yield self.addresses.new("indicator", indicator.no)

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
            address=self.addresses.new("measure", state.id),
            measure=state.id,
            name=row.name,
            unit=row.unit,
            asks=row.asks,
            text=part.target.text,
            verdict=state.verdict,
            verdict_label=row.verdict_label,
            reason=row.reason,
            figures=figures,
            margin=self.speaker.say(margin) if margin else "",
            near=row.near_label,
            chart=chart(self._course(part, figures), state.target, self.speaker, self._accepted(part)),
            calculation=self.calculations.of(part) if judged.applies else None,
            sources=tuple(self.trails.sources(part.figures)),
            parts=self.trails.parts(part.figures),
        )

    def _accepted(self, part: MeasureJudgement) -> str:
        """The value that was accepted with the title; empty where none is recorded."""
        record = self.result.at_acceptance
        return record.values.get(part.measure_id, "") if record else ""

    def _course(self, part: MeasureJudgement, figures: tuple[YearFigure, ...]) -> tuple[YearFigure, ...]:
        """The years that are drawn: after a title all from its year on, so that the accepted value is among them."""
        record = self.result.at_acceptance
        if record is None or part.measure is None or not self._accepted(part) or not figures:
            return figures
        of = self.assessment.figures.of
        earlier = range(record.year, int(figures[0].year))
        return (
            *(YearFigure(year=str(year), value=of(part.measure_id, year).text) for year in earlier),
            *figures,
        )

    def _statements(self, indicators: set[str]) -> Iterator[StatementView]:
        for unit, progress in self.workspace.progress.items():
            for statement in progress.statements:
                if statement.indicator in indicators and (
                    statement.done or statement.problems or statement.next
                ):
                    yield StatementView(
                        unit=self.speaker.say(self.workspace.label(unit)),
                        done=statement.done,
                        problems=statement.problems,
                        next=statement.next,
                    )

    def _migration(self) -> Migration | None:
        """What the bid's list costs, where it is another than that of the bid before."""
        bid = self.assessment.bid
        before = self.workspace.calendar.before(bid)
        if before is None or before.standard == bid.standard:
            return None
        return build_migration(self.result, self.speaker)

    # the vetoes

    def _vetoes(self) -> Iterator[BoardVeto]:
        for judged, row in zip(self.assessment.vetoes, self.report.vetoes, strict=True):
            answer = judged.answer
            reference = answer.document if answer else None
            yield BoardVeto(
                row=row,
                documents=tuple(self._documents(reference, judged.unit)) if reference and judged.unit else (),
            )

    def _documents(self, reference: Reference, unit: str) -> Iterator[BoardLink]:
        whole = Reference(reference.requirement, reference.year, reference.unit or unit)
        files = self.shelf.came(whole, self.result.today)
        links, _ = self.links.of_files(files, self.speaker.text("Open the document"))
        yield from links

    # the units

    def _holder_link(self, holder: Holder) -> str:
        """The address of an indicator; of a box there is none."""
        address = self.of_indicator.get(holder.id) if isinstance(holder, Indicator) else None
        return f"#{address}" if address else ""

    def _ranking(self) -> Iterator[RankingTable]:
        for kind, label in KINDS.items():
            rows = tuple(
                RankingRow(
                    unit=self.trails.unit(row.unit),
                    row=row,
                    percent=str(100 * row.on_time // row.due) if row.due else "",
                )
                for row in self.report.ranking
                if row.kind == kind.value
            )
            if rows:
                yield RankingTable(kind=kind.value, label=self.speaker.say(label), rows=rows)

    def _units(self) -> Iterator[UnitSheet]:
        ranked = {row.unit: row for row in self.report.ranking}
        last = len(ranked)
        order = {row.unit: place for place, row in enumerate(self.report.ranking)}
        ledger: dict[str, list[int]] = {}
        for place, entry in enumerate(self.assessment.ledger):
            ledger.setdefault(entry.entry.unit, []).append(place)
        for unit in sorted(self.workspace.units.values(), key=lambda unit: order.get(unit.id, last)):
            address = address_of("unit", unit.id)
            yield UnitSheet(
                address=address,
                unit=unit.id,
                name=self.speaker.say(unit.label),
                kind=unit.kind.value,
                kind_label=self.speaker.say(labels.KIND[unit.kind]),
                row=ranked.get(unit.id),
                leads=tuple(
                    BoardLink(text=f"{i.no} {self.speaker.say(i.label)}", href=self._holder_link(i))
                    for i in self.workspace.indicators
                    if i.lead == unit.id and i.id in self.of_indicator
                ),
                figures_missing=tuple(self._figures_missing(unit.id)),
                boxes=tuple(self.proofs.boxes(unit.id, address)),
                findings=tuple(self.findings.by_unit.get(unit.id, ())),
                ledger=tuple(self.report.rectification[place] for place in ledger.get(unit.id, ())),
            )

    def _figures_missing(self, unit: str) -> Iterator[str]:
        for measure, year in self.assessment.requested_figures.owed_by(unit):
            yield f"{measure.no or ''} {self.speaker.say(measure.label)} {year}".strip()

    def _about(self, row: FindingRow) -> Iterator[BoardLink]:
        address = self.of_indicator.get(row.indicator)
        if address:
            indicator = self.workspace.indicators_by_id[row.indicator]
            yield BoardLink(text=f"{indicator.no} {self.speaker.say(indicator.label)}", href=f"#{address}")


def _shown(no: str) -> str:
    """The number of a row as the report shows it."""
    return str(int(no)) if no.isdecimal() else no


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
