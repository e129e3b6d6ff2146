"""A result to a `Report`: all grouping, ordering, counting and wording is done here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ecodemo import __version__
from ecodemo.assess.bid import Assessment
from ecodemo.assess.pass_rule import ShareResult
from ecodemo.assess.row import RowJudgement, Tally, counted_as, tally
from ecodemo.assess.score import enough
from ecodemo.assess.timeliness import Light
from ecodemo.check.engine import Profile
from ecodemo.check.session import CheckResult
from ecodemo.errors import UnusableDataError
from ecodemo.language import Language, Speaker
from ecodemo.model.finding import Finding
from ecodemo.model.message import Message, Number, counted, message, sentences
from ecodemo.model.standard import Attribute
from ecodemo.model.verdict import Verdict
from ecodemo.report.build_state import (
    expiring_states,
    gate_state,
    row_states,
    soonest_first,
    state_of,
    unit_states,
)
from ecodemo.report.contents import labels
from ecodemo.report.contents.correction_rows import correction_rows
from ecodemo.report.contents.delivery_days import delivery_days
from ecodemo.report.contents.delivery_pace import delivery_pace
from ecodemo.report.contents.document_rows import (
    difference_rows,
    document_rows,
    gate_rows,
    pending_words,
    requirement_rows,
    unit_row,
)
from ecodemo.report.contents.finding_rows import changed_rows, finding_rows, loading_rows, unit_counts
from ecodemo.report.contents.four_properties import build_properties
from ecodemo.report.contents.indicator_rows import domains, indicator_row, points_of_rows, tally_words
from ecodemo.report.contents.ledgers import (
    added_exceptions,
    exceptions,
    expiring,
    preparation,
    rectification,
    township_lines,
)
from ecodemo.report.contents.next_steps import next_steps
from ecodemo.report.contents.office_head import head_note
from ecodemo.report.contents.opinion_rows import opinions_of, sample_of
from ecodemo.report.contents.project_rows import project_rows
from ecodemo.report.contents.return_rows import unit_returns
from ecodemo.report.contents.unverified_notes import unverified_notes
from ecodemo.report.contents.upload_rows import upload_of
from ecodemo.report.contents.veto_rows import veto_rows, veto_summary
from ecodemo.report.contents.view import (
    BidView,
    Complaints,
    DocumentRow,
    DomainSection,
    ExceptionRow,
    ExpiringRow,
    FindingRow,
    GateView,
    GroupRow,
    IndicatorRow,
    PassRuleView,
    PhaseView,
    ProjectRow,
    RectificationRow,
    Report,
    SourceRow,
    TallyRow,
    UnitCount,
    UnitRow,
    UploadView,
)
from ecodemo.report.state import GateState, State


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
        return _phase(self._result, self._speaker)

    @cached_property
    def bid(self) -> BidView:
        return _bid(self._assessment, self._speaker)

    @cached_property
    def gate(self) -> GateView:
        return _gate(self._result, gate_state(self._result), self._speaker)

    @property
    def conclusion(self) -> str:
        return self._speaker.say(labels.CONCLUSION[self._assessment.with_proof.verdict])

    @property
    def summary(self) -> str:
        tallied = tally_words(self._assessment.tally())
        return self._speaker.say(
            sentences(*_provisional(self._assessment), tallied, *_score_words(self._assessment))
        )

    @property
    def veto_summary(self) -> str:
        return self._speaker.say(veto_summary(self._assessment.vetoes))

    @cached_property
    def groups(self) -> tuple[GroupRow, ...]:
        return tuple(_groups(self._assessment, self._speaker))

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


def build(result: CheckResult, speaker: Speaker) -> Report:
    """The report of a check, in the speaker's language."""
    shown = ScreenParts(result, speaker)
    assessment, state, say = result.assessment, shown.state, speaker.say
    workspace = assessment.workspace
    return Report(
        tool=f"ecodemo {__version__}",
        data_version=state.data,
        language=speaker.language.value,
        example=shown.example,
        example_note=shown.example_note,
        county=shown.county,
        today=shown.today,
        today_words=shown.today_words,
        phase=shown.phase,
        bid=shown.bid,
        gate=shown.gate,
        conclusion=shown.conclusion,
        conclusion_verdict=state.verdict,
        conclusion_by_figures=say(labels.CONCLUSION[Verdict(state.by_figures)]),
        conclusion_by_figures_verdict=state.by_figures,
        summary=shown.summary,
        reasons=tuple(say(reason) for reason in assessment.with_proof.reasons),
        tallies=tuple(tally_rows(assessment.rows, speaker)),
        goals=workspace.county.goals,
        groups=shown.groups,
        pass_rule=_pass_rule(assessment, speaker),
        vetoes=tuple(veto_rows(assessment, state.vetoes, speaker)),
        veto_summary=shown.veto_summary,
        domains=shown.domains,
        not_applicable=tuple(row for row in shown.judged_rows if row.verdict == "not applicable"),
        units=shown.units,
        ranking=shown.ranking,
        lateness=shown.lateness,
        documents=shown.documents,
        delivery=delivery_days(shown.documents, result.today),
        pace=delivery_pace(result, speaker),
        returns=tuple(unit_returns(assessment, state.units, speaker)),
        requirements=tuple(requirement_rows(assessment, speaker)),
        differences=tuple(difference_rows(assessment, speaker)),
        corrections=tuple(correction_rows(assessment, speaker)),
        next_steps=next_steps(result, speaker),
        findings=shown.findings,
        waived=shown.waived,
        changed=changed_rows(result.changed, workspace, result.today, speaker),
        added=shown.added,
        townships=tuple(say(township.label) for township in workspace.townships),
        township_lines=tuple(township_lines(assessment, speaker)),
        preparation=tuple(preparation(assessment, speaker)),
        rectification=shown.rectification,
        projects=shown.projects,
        opinions=opinions_of(assessment, speaker),
        upload=upload_of(assessment, speaker),
        sample=sample_of(assessment, speaker),
        exceptions=tuple(exceptions(assessment, speaker)),
        expiring=shown.expiring,
        properties=build_properties(result, assessment, speaker),
        unverified=tuple(say(text) for text in unverified_notes(assessment)),
        provisos=tuple(say(text) for text in unverified_notes(assessment, with_notes=False)),
        sources=tuple(
            SourceRow(id=source.id, title=source.title, url=source.url or "", retrieved=source.retrieved)
            for standard in dict.fromkeys((assessment.standard.id, assessment.text.id))
            for source in workspace.standards[standard].sources
        ),
        state=state,
    )


def complaints(error: UnusableDataError, speaker: Speaker) -> Complaints:
    """Why the data cannot be used."""
    return Complaints(
        tool=f"ecodemo {__version__}",
        language=speaker.language.value,
        findings=loading_rows(error.findings, speaker),
        sentence=speaker.say(error.message),
    )


def _phase(result: CheckResult, speaker: Speaker) -> PhaseView:
    profile = result.profile
    phase = profile.phase
    if phase is None:
        name = speaker.say(message("Basic checks (sound)"))
        return PhaseView(id=profile.id, name=name, begins="", ends="", days_left=None)
    return PhaseView(
        id=phase.id,
        name=speaker.say(phase.label),
        begins=phase.start.isoformat(),
        ends=phase.end.isoformat(),
        days_left=phase.days_left(result.today),
    )


def _provisional(assessment: Assessment) -> Iterator[Message]:
    """That another year than the assessed one is judged, while it is."""
    if assessment.is_provisional:
        yield message(
            "No figures for the assessed year {year} yet: judged on those of {latest}, the latest available.",
            year=str(assessment.bid.assessed),
            latest=str(assessment.figures.assessed),
        )


def _bid(assessment: Assessment, speaker: Speaker) -> BidView:
    bid, standard, text = assessment.bid, assessment.standard, assessment.text
    notes: list[Message] = []
    stands_in: list[Message] = []
    if standard is not text:
        stands_in.append(
            message(
                "The text of {standard} was not obtained; the rows, vetoes and pass rule of {text} are used instead, all not verified.",
                standard=standard.label,
                text=text.label,
            )
        )
    elif standard.unverified:
        notes.append(message("{standard} is not verified.", standard=standard.label))
    if not assessment.year_is_over:
        notes.append(message("The assessed year {year} has not ended yet.", year=str(bid.assessed)))
    if text.partial:
        notes.append(message("The indicator list is incomplete: verdicts are at best undecided."))
    return BidView(
        id=bid.id,
        name=speaker.say(bid.label),
        standard=speaker.say(standard.label),
        standard_note=speaker.say(sentences(*stands_in, *notes)) if stands_in or notes else "",
        standard_title=_title(speaker.say(standard.label), speaker),
        stand_in_title=_title(speaker.say(text.label), speaker) if standard is not text else "",
        further_note=speaker.say(sentences(*notes)) if notes else "",
        assessed=bid.assessed,
        years=assessment.figures.span,
        base=bid.base,
        apply=bid.apply.isoformat() if bid.apply else "",
        unverified=bid.unverified,
    )


def _title(name: str, speaker: Speaker) -> str:
    """A standard as papers name it: in Chinese in title marks, with its number after them."""
    if speaker.language is not Language.ZH or "《" in name:
        return name
    title, bracket, number = name.partition("（")
    return f"《{title}》{bracket}{number}"


def _gate(result: CheckResult, state: GateState, speaker: Speaker) -> GateView:
    profile = result.profile
    documents = gate_rows(result.assessment, profile.phase, speaker) if profile.phase else ()
    return GateView(
        open=None if state.state is None else state.state == "open",
        state=state.state,
        waits_for=state.waits_for,
        errors=state.errors,
        warnings=state.warnings,
        waived=state.waived,
        known=state.known,
        remarks=tuple(speaker.say(remark) for remark in result.remarks),
        sentence=speaker.say(_gate_words(profile, state, result)),
        documents=documents,
        pending=pending_words(state.waits_for, result.assessment.workspace, speaker),
    )


def _gate_words(profile: Profile, state: GateState, result: CheckResult) -> Message:
    errors = state.errors
    if result.known:
        return message(
            "{errors}. Run “ecodemo check” without these options to see whether the gate is open.",
            errors=counted(errors, "{n} new error", "{n} new errors"),
        )
    if result.filtered:
        return message(
            "{errors} in the selection. Run “ecodemo check” without filters to see whether the gate is open.",
            errors=counted(errors, "{n} error", "{n} errors"),
        )
    if profile.phase is None:
        if errors:
            return message(
                "The basic checks failed: {errors}.", errors=counted(errors, "{n} error", "{n} errors")
            )
        return message("The basic checks passed.")
    if errors:
        return message(
            "The gate of {phase} is closed: {errors}.",
            phase=profile.phase.label,
            errors=counted(errors, "{n} error", "{n} errors"),
        )
    if state.waits_for:
        return message("The gate of {phase} is not open yet.", phase=profile.phase.label)
    return message("The gate of {phase} is open.", phase=profile.phase.label)


def tally_rows(rows: Sequence[RowJudgement], speaker: Speaker) -> Iterable[TallyRow]:
    """The counts of some rows by attribute, where they have any, and of all."""
    if any(row.row.attribute for row in rows):
        for attribute in Attribute:
            counted = tally(row for row in rows if counted_as(row.row) is attribute)
            yield _tally_row(speaker.say(labels.ATTRIBUTE[attribute]), counted)
    yield _tally_row(speaker.say(message("All")), tally(rows))


def _tally_row(label: str, counted: Tally) -> TallyRow:
    return TallyRow(
        label=label,
        applicable=counted.applicable,
        met=counted.met,
        not_met=counted.not_met,
        undecided=counted.undecided,
        counted=counted.counted,
        unwaived=counted.unwaived,
    )


def _groups(assessment: Assessment, speaker: Speaker) -> Iterable[GroupRow]:
    for group in assessment.workspace.groups:
        rows = [row for row in assessment.rows if _answers_for(group.id, row)]
        counted = tally(rows)
        light = max((row.proof.light for row in rows), key=lambda light: light.rank, default=Light.GREEN)
        yield GroupRow(
            id=group.id,
            name=speaker.say(group.label),
            lead=speaker.say(assessment.workspace.label(group.lead)) if group.lead else "",
            duties=group.duties,
            applicable=counted.applicable,
            met=counted.met,
            counted=counted.counted,
            light=light.value,
            light_label=speaker.say(labels.LIGHT[light]),
        )


def _answers_for(group_id: str, row: RowJudgement) -> bool:
    """A row belongs to the group of the first indicator it rests on, so that no row counts twice."""
    return bool(row.indicators) and row.indicators[0].group == group_id


def _pass_rule(assessment: Assessment, speaker: Speaker) -> PassRuleView:
    rule = assessment.rule
    if rule.every_row:
        text = message("Every row must be met.")
    elif rule.points is not None:
        text = message(
            "Score: at least {score}; binding rows: {binding}.",
            score=rule.score,
            binding=_share_words(rule.binding),
        )
    elif rule.binding == rule.reference == "all":
        text = message("Binding and reference rows must all be met.")
    else:
        text = message(
            "Binding rows: {binding}; reference rows: {reference}.",
            binding=_share_words(rule.binding),
            reference=_share_words(rule.reference),
        )
    return PassRuleView(
        text=speaker.say(text),
        source=rule.source if speaker.language == "zh" else rule.source_en or rule.source,
        unverified=bool(rule.unverified or assessment.standard.unverified),
        also=tuple(speaker.say(_also(result)) for result in assessment.show_also),
    )


def _score_words(assessment: Assessment) -> Iterable[Message]:
    if assessment.scores:
        by_figures, proven = assessment.scores
        yield message(
            "Points: {sure} by the figures, {proven} with full proof; {needed} of {of} required.",
            sure=Number(by_figures.sure),
            proven=Number(proven.sure),
            needed=Number(proven.needed),
            of=Number(proven.of),
        )
        if (missing := enough(proven)) is not None:
            yield missing


def _share_words(share: str) -> Message:
    return (
        message("all must be met") if share == "all" else message("at least {share} must be met", share=share)
    )


def _also(result: ShareResult) -> Message:
    return message(
        "For comparison only, not a rule: {share} of {of} reference rows is {needed}; {met} are met, {counted} with proof.",
        share=result.share,
        of=result.of,
        needed=result.needed,
        met=result.met,
        counted=result.counted,
    )
