"""What a screen may show of a check."""

from __future__ import annotations

from functools import cached_property

from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.finding import Finding
from ecodemo.model.message import sentences
from ecodemo.report.build_state import gate_state, row_states, state_of, unit_states
from ecodemo.report.contents import labels
from ecodemo.report.contents.bid_and_gate import bid_view, gate_view, phase_view, provisional
from ecodemo.report.contents.delivery_view import DocumentRow, UnitRow
from ecodemo.report.contents.document_rows import document_rows, unit_row
from ecodemo.report.contents.feedback_view import UploadView
from ecodemo.report.contents.finding_rows import finding_rows, unit_counts
from ecodemo.report.contents.finding_view import FindingRow, UnitCount
from ecodemo.report.contents.indicator_rows import domains, indicator_row, points_of_rows, tally_words
from ecodemo.report.contents.ledger_view import ExceptionRow, ExpiringRow, ProjectRow, RectificationRow
from ecodemo.report.contents.ledgers import added_exceptions, expiring, rectification
from ecodemo.report.contents.office_head import head_note
from ecodemo.report.contents.opinion_rows import opinions_of, sample_of
from ecodemo.report.contents.project_rows import project_rows
from ecodemo.report.contents.tally_rows import group_rows, score_words
from ecodemo.report.contents.upload_rows import upload_of
from ecodemo.report.contents.verdict_view import (
    BidView,
    DomainSection,
    GateView,
    GroupRow,
    IndicatorRow,
    PhaseView,
)
from ecodemo.report.contents.veto_rows import veto_summary
from ecodemo.report.exception_states import expiring_states, soonest_first
from ecodemo.report.state import State


class ScreenParts:
    """What a screen may show of a check: as in `Report`, but each part is built when it is first asked for."""

    def __init__(self, result: CheckResult, speaker: Speaker) -> None:
        self._result, self._speaker = result, speaker
        self._assessment = assessment = result.assessment
        workspace, say = assessment.workspace, speaker.say
        self.example = workspace.example
        self.example_note = head_note(result, speaker)
        self.county = say(workspace.county.label)
        self.today = result.today.isoformat()
        self.today_words = say(result.today)
        self.lateness = say(labels.LATENESS)

    @cached_property
    def state(self) -> State:
        return state_of(self._result)

    @cached_property
    def phase(self) -> PhaseView:
        return phase_view(self._result, self._speaker)

    @cached_property
    def bid(self) -> BidView:
        return bid_view(self._assessment, self._speaker)

    @cached_property
    def gate(self) -> GateView:
        return gate_view(self._result, gate_state(self._result), self._speaker)

    @property
    def conclusion(self) -> str:
        return self._speaker.say(labels.CONCLUSION[self._assessment.with_proof.verdict])

    @property
    def summary(self) -> str:
        tallied = tally_words(self._assessment.tally())
        return self._speaker.say(
            sentences(*provisional(self._assessment), tallied, *score_words(self._assessment))
        )

    @property
    def veto_summary(self) -> str:
        return self._speaker.say(veto_summary(self._assessment.vetoes))

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        return tuple(group_rows(self._assessment, self._speaker))

    @cached_property
    def judged_rows(self) -> tuple[IndicatorRow, ...]:
        """The rows of the standard, those that do not apply too, in its order."""
        assessment, speaker = self._assessment, self._speaker
        points = points_of_rows(assessment)
        return tuple(
            indicator_row(judged, row, assessment, points.get(row.no, ""), speaker)
            for judged, row in zip(assessment.rows, row_states(assessment), strict=True)
        )

    @property
    def external(self) -> tuple[str, ...]:
        assessment, speaker = self._assessment, self._speaker
        parts = (opinions_of(assessment, speaker), sample_of(assessment, speaker), self.upload)
        return tuple(one.sentence for one in parts if one)

    @cached_property
    def upload(self) -> UploadView | None:
        return upload_of(self._assessment, self._speaker)

    @cached_property
    def rectification(self) -> tuple[RectificationRow, ...]:
        return tuple(rectification(self._assessment, self.state.rectification, self._speaker))

    @cached_property
    def domains(self) -> tuple[DomainSection, ...]:
        return domains(self._assessment, self.judged_rows, self._speaker)

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for section in self.domains for row in section.rows)

    @property
    def units(self) -> tuple[UnitCount, ...]:
        return unit_counts(self.findings)

    @cached_property
    def ranking(self) -> tuple[UnitRow, ...]:
        units = unit_states(self._assessment)
        return tuple(unit_row(unit, self._assessment, self._speaker) for unit in units)

    @cached_property
    def documents(self) -> tuple[DocumentRow, ...]:
        return tuple(document_rows(self._assessment, self.state.items, self._speaker))

    @cached_property
    def findings(self) -> tuple[FindingRow, ...]:
        return self._rows_of(self._result.findings)

    @cached_property
    def waived(self) -> tuple[FindingRow, ...]:
        return self._rows_of(self._result.waived)

    @property
    def added(self) -> tuple[ExceptionRow, ...]:
        return tuple(added_exceptions(self._result.added, self._assessment, self._speaker))

    @cached_property
    def projects(self) -> tuple[ProjectRow, ...]:
        return tuple(project_rows(self._assessment, self._speaker))

    @cached_property
    def expiring(self) -> tuple[ExpiringRow, ...]:
        states = soonest_first(expiring_states(self._assessment.workspace, self._result.today))
        return tuple(expiring(self._assessment, states, self._speaker))

    def _rows_of(self, findings: tuple[Finding, ...]) -> tuple[FindingRow, ...]:
        return finding_rows(findings, self._assessment.workspace, self._result.today, self._speaker)
