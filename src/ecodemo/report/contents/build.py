"""A result to a `Report`: all grouping, ordering, counting and wording is done here."""

from __future__ import annotations

from ecodemo import __version__
from ecodemo.check.session import CheckResult
from ecodemo.errors import UnusableDataError
from ecodemo.language import Speaker
from ecodemo.model.verdict import Verdict
from ecodemo.report.contents import labels
from ecodemo.report.contents.correction_rows import correction_rows
from ecodemo.report.contents.delivery_days import delivery_days
from ecodemo.report.contents.delivery_pace import delivery_pace
from ecodemo.report.contents.document_rows import difference_rows, requirement_rows
from ecodemo.report.contents.finding_rows import changed_rows, loading_rows
from ecodemo.report.contents.finding_view import Complaints
from ecodemo.report.contents.four_properties import build_properties
from ecodemo.report.contents.ledgers import exceptions, preparation, township_lines
from ecodemo.report.contents.next_steps import next_steps
from ecodemo.report.contents.opinion_rows import opinions_of, sample_of
from ecodemo.report.contents.report_view import Report, SourceRow
from ecodemo.report.contents.return_rows import unit_returns
from ecodemo.report.contents.screen_parts import ScreenParts
from ecodemo.report.contents.tally_rows import pass_rule_view, tally_rows
from ecodemo.report.contents.unverified_notes import unverified_notes
from ecodemo.report.contents.upload_rows import upload_of
from ecodemo.report.contents.veto_rows import veto_rows


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
        pass_rule=pass_rule_view(assessment, speaker),
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
