"""The board of a bid, from the report and the day's check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import Citations
from ecodemo.assess.shelf import Shelf
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, message
from ecodemo.model.reference import Reference
from ecodemo.model.verdict import Verdict
from ecodemo.report.board.board_curves import curves
from ecodemo.report.board.board_findings import board_findings
from ecodemo.report.board.board_gauges import gauges, score_view
from ecodemo.report.board.board_heat import heat_maps
from ecodemo.report.board.board_links import Addresses, EvidenceLinks
from ecodemo.report.board.board_phases import deadline, phase_steps
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.board.indicator_addresses import IndicatorAddresses
from ecodemo.report.board.indicator_sheets import IndicatorSheets
from ecodemo.report.board.proof_sheets import Proofs
from ecodemo.report.board.unit_sheets import UnitSheets
from ecodemo.report.contents import labels
from ecodemo.report.contents.board_view import Board, BoardDomain, BoardVeto, TileFilter
from ecodemo.report.contents.file_address import way_to
from ecodemo.report.contents.indicator_sheet_view import BoardLink, IndicatorSheet
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.contents.report_view import Report
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.migration.build_migration import build_migration


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
        addresses = Addresses()
        self.places = IndicatorAddresses(self.assessment, addresses, speaker)
        self.findings = board_findings(report.findings, addresses, self.trails, self.places.about)
        self.sheets = IndicatorSheets(
            result, report, addresses, self.places, self.trails, self.proofs, self.findings, speaker
        )

    def board(self) -> Board:
        report, say = self.report, self.speaker.say
        units = UnitSheets(
            self.assessment, report, self.places, self.trails, self.proofs, self.findings, self.speaker
        )
        leader = build_leader(self.result, report, self.speaker)
        sheets = {
            sheet.address: sheet
            for sheet in (
                self.sheets.sheet(judged, state)
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
                f"#{self.places.of_row(blocker.row)}" if blocker.row else "#vetoes" if blocker.is_veto else ""
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
                    sheets=tuple(sheets[self.places.of_row(str(row.no))] for row in section.rows),
                )
                for section in report.domains
            ),
            not_applicable=tuple(sheets[self.places.of_row(str(row.no))] for row in report.not_applicable),
            vetoes=tuple(self._vetoes()),
            heat=tuple(
                heat_maps(self.state.units, self.proofs, self.trails, self.places.link_of, self.speaker)
            ),
            ranking=tuple(units.ranking()),
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
            units=tuple(units.units()),
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
