"""A result to its `State`: the one place where what is counted and what is decided becomes plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ecodemo import __version__
from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Origin
from ecodemo.assess.gate import awaited_items
from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.assess.margin import margin_of, nearness, target_words, telling_decimals
from ecodemo.assess.owed import MISSING_RULE, Slot
from ecodemo.assess.project_standing import ProjectStanding
from ecodemo.assess.review import ReviewState
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.assess.timeliness import ItemTiming, Light, SlotTiming, UnitStanding
from ecodemo.assess.upload_standing import UploadStatus, upload_standing
from ecodemo.assess.veto import VetoJudgement
from ecodemo.check.baseline import baseline_of
from ecodemo.check.session import CheckResult
from ecodemo.model.base import WHOLE
from ecodemo.model.finding import Severity
from ecodemo.model.number import plain
from ecodemo.model.progress import NOT_INVOLVED, Observation
from ecodemo.model.verdict import Remedy
from ecodemo.model.workspace import Workspace
from ecodemo.report.exception_states import exception_states, expiring_states, soonest_first
from ecodemo.report.finding_states import finding_state, in_reading_order
from ecodemo.report.state import (
    CorrectionState,
    FigureState,
    GateState,
    ItemState,
    LedgerState,
    LedgerWord,
    MeasureState,
    ProjectState,
    ProofCount,
    RemedyWord,
    RowState,
    State,
    UnitState,
    UploadItemState,
    UploadState,
    VetoState,
    WaitsFor,
)
from ecodemo.rules import RULES

_OVERDUE_RULES = frozenset({"PH101", MISSING_RULE, "EV106", "EV107"})
"""What it finds is refused, not waited for; where a phase lets it only warn, the gate is not open for that."""
_REMEDIES: Mapping[Remedy | None, RemedyWord] = {
    None: "none",
    Remedy.ADD_PROOF: "proof",
    Remedy.WORK_ON: "work",
    Remedy.CORRECT_ONLY: "closed-year",
    Remedy.AWAIT_UPPER_LEVEL: "upper-level",
}


def state_of(result: CheckResult) -> State:
    """The result of the check."""
    assessment = result.assessment
    workspace = assessment.workspace
    return State(
        tool=__version__,
        data=result.data_version,
        county=workspace.county.code,
        example=workspace.example,
        basis="lock" if result.survey.is_from_lock else "evidence",
        day=result.today.isoformat(),
        bid=assessment.bid.id,
        standard=assessment.standard.id,
        judged_year=assessment.figures.assessed,
        phase=result.profile.id,
        gate=gate_state(result),
        verdict=assessment.with_proof.verdict.value,
        by_figures=assessment.by_figures.verdict.value,
        rows=row_states(assessment),
        vetoes=tuple(map(_veto, assessment.vetoes)),
        units=unit_states(assessment),
        items=tuple(item_states(assessment)),
        findings=tuple(map(finding_state, in_reading_order(result.findings, workspace))),
        figures=tuple(_figures(workspace)),
        corrections=tuple(_corrections(workspace)),
        baseline=tuple(sorted(f"{known.rule} {known.fingerprint}" for known in baseline_of(result.root))),
        rectification=tuple(map(_ledger_entry, assessment.ledger)),
        projects=tuple(map(_project, assessment.projects)),
        upload=_upload(assessment),
        exceptions=tuple(exception_states(workspace.waivers.known_on(result.today))),
        expiring=soonest_first(expiring_states(workspace, result.today)),
        unverified=_unverified(assessment),
    )


def units_in_order(assessment: Assessment) -> list[UnitStanding]:
    """Departments, then townships, each by place; those that are not ranked after the others."""
    last = len(assessment.units) + 1
    return sorted(assessment.units, key=lambda standing: (standing.kind.value, standing.rank or last))


def row_states(assessment: Assessment) -> tuple[RowState, ...]:
    return tuple(_row(judged, assessment) for judged in assessment.rows)


def unit_states(assessment: Assessment) -> tuple[UnitState, ...]:
    return tuple(map(_unit, units_in_order(assessment)))


def gate_state(result: CheckResult) -> GateState:
    errors = result.count(Severity.ERROR)
    waits_for = () if result.filtered else tuple(_waits_for(result))
    return GateState(
        state=None if result.filtered else "closed" if errors else "waiting" if waits_for else "open",
        errors=errors,
        warnings=result.count(Severity.WARNING),
        waived=len(result.waived),
        known=len(result.known),
        waits_for=waits_for,
    )


def _waits_for(result: CheckResult) -> Iterator[WaitsFor]:
    """What is missing, but for what is overdue and so counts as an error, or is waived."""
    profile, phase = result.profile, result.profile.phase
    if phase is None:
        return
    settled = {
        finding.about.requirement
        for finding in (*result.findings, *result.waived)
        if finding.code in _OVERDUE_RULES and (finding.severity is Severity.ERROR or finding.waiver)
    }
    missing_rule = next(rule for rule in RULES if rule.code == MISSING_RULE)
    asks_for_all = profile.severity_of(missing_rule) is Severity.ERROR
    for awaited in awaited_items(result.assessment, phase, every_document=asks_for_all):
        no = awaited.timing.item.requirement.no
        if awaited.due >= result.today or no not in settled:
            for year in awaited.years:
                yield WaitsFor(
                    no=no, unit=awaited.timing.item.unit, year=_year(year), due=awaited.due.isoformat()
                )


def _upload(assessment: Assessment) -> UploadState | None:
    standing = upload_standing(assessment)
    if standing is None:
        return None
    items = tuple(
        UploadItemState(
            no=item.item.no,
            files=len(item.documents),
            uploaded=item.count(UploadStatus.UPLOADED),
            again=item.count(UploadStatus.REPLACED),
            failed=item.count(UploadStatus.FAILED),
        )
        for item in standing.items
    )
    return UploadState(
        opens=standing.first.isoformat() if standing.first else "",
        closes=standing.last.isoformat() if standing.last else "",
        days_left=standing.days_left,
        files=sum(item.files for item in items),
        uploaded=sum(item.uploaded for item in items),
        again=sum(item.again for item in items),
        failed=sum(item.failed for item in items),
        items=items,
    )


def _row(judged: RowJudgement, assessment: Assessment) -> RowState:
    row, proof = judged.row, judged.proof
    return RowState(
        no=row.no,
        points=None if row.points is None else plain(row.points),
        indicator=judged.indicators[0].id if judged.indicators else "",
        verdict=judged.verdict.value,
        counts=judged.counts,
        proof=ProofCount(there=proof.there, waived=proof.waived, owed=proof.owed),
        accepted=proof.accepted,
        returned=len(proof.returned),
        light=proof.light.value,
        remedy=_REMEDIES[judged.remedy],
        measures=tuple(_measure(part, assessment) for part in judged.parts),
    )


def _measure(part: MeasureJudgement, assessment: Assessment) -> MeasureState:
    figures = assessment.figures
    near = nearness(part, figures)
    built = [figures.built(part.measure_id, figure.year) for figure in part.figures]
    return MeasureState(
        id=part.measure_id,
        verdict=part.verdict.value,
        values=values_by_year(part),
        computed={
            str(figure.year): figure.text
            for figure in built
            if figure.is_known and figure.origin in (Origin.SUMMED, Origin.COMPUTED)
        },
        target=target_words(part.target, part.measure, figures),
        margin=margin_of(part, figures),
        near=near.value if near else None,
    )


def values_by_year(part: MeasureJudgement) -> dict[str, str]:
    """The years' figures, as far as known.

    Where one only rounds to its target, all that were computed have as many decimals as it takes to show it.
    """
    decimals = telling_decimals(part)
    return {
        str(figure.year): plain(figure.value, decimals)
        if decimals is not None and figure.value is not None and figure.written is None
        else figure.text
        for figure in part.figures
        if figure.is_known
    }


def _veto(judged: VetoJudgement) -> VetoState:
    answer = judged.answer
    return VetoState(
        id=judged.veto.id,
        answer=answer.answer.value if answer else "",
        verdict=judged.verdict.value,
        through=_iso(answer.through) if answer else "",
        proven=answer is not None and answer.document is not None and judged.is_proven,
    )


def _unit(standing: UnitStanding) -> UnitState:
    return UnitState(
        id=standing.unit,
        kind=standing.kind.value,
        rank=standing.rank,
        due=standing.due,
        on_time=standing.on_time,
        late_done=standing.late_done,
        overdue=standing.overdue,
        returned=standing.returned,
        longest=standing.longest,
        light=standing.light.value,
    )


def item_states(assessment: Assessment) -> Iterator[ItemState]:
    """Every year of every item, in the order of the data."""
    for timing in assessment.timings:
        timed = {slot.year: slot for slot in timing.slots}
        for slot in timing.item.slots:
            yield _item(timing, slot, timed.get(slot.year))


def _item(timing: ItemTiming, slot: Slot, timed: SlotTiming | None) -> ItemState:
    """One year; what was waived has no timing."""
    item = timing.item
    review = timed.review if timed else None
    tells_more = review is ReviewState.RETURNED or slot not in item.lacking
    return ItemState(
        item.requirement.no,
        item.unit,
        _year(slot.year),
        _iso(item.due),
        _iso(timed.received) if timed else "",
        review.value if review and tells_more else slot.presence.value,
        (timed.standing.light if timed else Light.GREEN).value,
    )


def _figures(workspace: Workspace) -> Iterator[FigureState]:
    for (measure, year), reports in sorted(workspace.observations.items()):
        for reported in reports:
            yield FigureState(measure, reported.unit, str(year), _as_kept(reported.observation))


def _as_kept(observation: Observation) -> str:
    """In the words in which a correction keeps what a figure was."""
    if observation.not_involved is not None:
        return f"{NOT_INVOLVED}：{observation.not_involved}"
    return plain(observation.value) if observation.value is not None else observation.state or ""


def _corrections(workspace: Workspace) -> Iterator[CorrectionState]:
    for (measure, year), reports in sorted(workspace.observations.items()):
        for reported in reports:
            for change in reported.observation.revised:
                yield CorrectionState(
                    measure=measure,
                    unit=reported.unit,
                    year=str(year),
                    on=change.on.isoformat(),
                    was=change.was,
                    reason=change.reason,
                    document=str(change.document or ""),
                )


def _ledger_entry(ledger: LedgerEntry) -> LedgerState:
    late = ledger.days_late > 0
    state: LedgerWord = (
        ("closed late" if late else "closed") if ledger.closed else ("overdue" if late else "open")
    )
    return LedgerState(
        no=ledger.entry.no,
        state=state,
        due=ledger.entry.due.isoformat(),
        closed=_iso(ledger.closed.on) if ledger.closed else "",
    )


def _project(standing: ProjectStanding) -> ProjectState:
    return ProjectState(
        no=standing.project.no,
        unit=standing.project.unit or "",
        stages=len(standing.stages),
        done=len(standing.done),
        late=len(standing.overdue),
    )


def _unverified(assessment: Assessment) -> tuple[str, ...]:
    """What a reader must not take for settled, the parts of the data by name."""
    standard, indicators = assessment.text, assessment.workspace.indicators
    parts = {
        "bid": assessment.bid.unverified,
        "leads": any({"lead", WHOLE} & set(indicator.unverified) for indicator in indicators),
        "pass_rule": assessment.rule.unverified,
        "rows": assessment.standard is not standard or any(row.unverified for row in standard.rows),
        "vetoes": any(veto.unverified for veto in standard.vetoes),
    }
    return tuple(part for part, unverified in parts.items() if unverified)


def _year(year: int | None) -> str:
    return str(year) if year else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
