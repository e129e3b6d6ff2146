"""The units of a board: their ranking, and what is required from each."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.language import Speaker
from ecodemo.report.board.board_findings import BoardFindings
from ecodemo.report.board.board_heat import KINDS
from ecodemo.report.board.board_links import address_of
from ecodemo.report.board.figure_trails import FigureTrails
from ecodemo.report.board.indicator_addresses import IndicatorAddresses
from ecodemo.report.board.proof_sheets import Proofs
from ecodemo.report.contents import labels
from ecodemo.report.contents.board_view import RankingRow, RankingTable, UnitSheet
from ecodemo.report.contents.report_view import Report


class UnitSheets:
    """Makes the ranking and the sheets of the units."""

    def __init__(
        self,
        assessment: Assessment,
        report: Report,
        places: IndicatorAddresses,
        trails: FigureTrails,
        proofs: Proofs,
        findings: BoardFindings,
        speaker: Speaker,
    ) -> None:
        self._assessment, self._workspace, self._report = assessment, assessment.workspace, report
        self._places, self._trails, self._proofs = places, trails, proofs
        self._findings, self._speaker = findings, speaker

    def ranking(self) -> Iterator[RankingTable]:
        """The units in order, a table for each kind."""
        for kind, label in KINDS.items():
            rows = tuple(
                RankingRow(
                    unit=self._trails.unit(row.unit),
                    row=row,
                    percent=str(100 * row.on_time // row.due) if row.due else "",
                )
                for row in self._report.ranking
                if row.kind == kind.value
            )
            if rows:
                yield RankingTable(kind=kind.value, label=self._speaker.say(label), rows=rows)

    def units(self) -> Iterator[UnitSheet]:
        """Each unit with all that is required from it, those of the ranking first."""
        ranked = {row.unit: row for row in self._report.ranking}
        last = len(ranked)
        order = {row.unit: place for place, row in enumerate(self._report.ranking)}
        ledger: dict[str, list[int]] = {}
        for place, entry in enumerate(self._assessment.ledger):
            ledger.setdefault(entry.entry.unit, []).append(place)
        for unit in sorted(self._workspace.units.values(), key=lambda unit: order.get(unit.id, last)):
            address = address_of("unit", unit.id)
            yield UnitSheet(
                address=address,
                unit=unit.id,
                name=self._speaker.say(unit.label),
                kind=unit.kind.value,
                kind_label=self._speaker.say(labels.KIND[unit.kind]),
                row=ranked.get(unit.id),
                leads=tuple(self._places.led_by(unit.id)),
                figures_missing=tuple(self._figures_missing(unit.id)),
                boxes=tuple(self._proofs.boxes(unit.id, address)),
                findings=tuple(self._findings.by_unit.get(unit.id, ())),
                ledger=tuple(self._report.rectification[place] for place in ledger.get(unit.id, ())),
            )

    def _figures_missing(self, unit: str) -> Iterator[str]:
        for measure, year in self._assessment.requested_figures.owed_by(unit):
            yield f"{measure.no or ''} {self._speaker.say(measure.label)} {year}".strip()
