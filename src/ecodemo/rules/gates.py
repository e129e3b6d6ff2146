"""PH: what keeps a phase from the next, one sentence a thing: who, by when, what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ecodemo.assess.bid import Assessment
from ecodemo.assess.figures import Figure, Figures, other_basis
from ecodemo.assess.gate import gate_documents
from ecodemo.assess.ledger_standing import ClosingFlaw, LedgerEntry
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.target_judgement import gain
from ecodemo.model.county import Bid, BidResult
from ecodemo.model.evidence import Survey
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.indicator import Better, Indicator, Measure
from ecodemo.model.message import Number, counted, listing, message, unit_listing
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.verdict import Verdict
from ecodemo.model.workspace import Workspace
from ecodemo.rules._rule import Context, rule
from ecodemo.rules.fixity import LOCK

WITH_JUDGEMENT = "TG"
"""Self-inspection begins where targets count: reviews and the ledger are looked at from there."""
WITH_APPLICATION = "FX"
"""Acceptance begins where a phase first grades fixity: from there the application as a whole must hold.

Fixity itself counts in every phase, whether one grades it or not.
"""


@rule("PH101", "gate-document-missing", Severity.ERROR, on=Assessment)
def gate_document_missing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A document that the gate asks for was due and is not there, or not whole."""
    if context.phase is None:
        return
    for document in gate_documents(assessment, context.phase):
        overdue = document.overdue(context.today)
        if overdue:
            units = tuple(dict.fromkeys(timing.item.unit for timing in overdue))
            yield Problem(
                Ref("requirement", document.requirement.no),
                message(
                    "The gate requires {no} {requirement}; incomplete: {units}.",
                    no=document.requirement.no,
                    requirement=document.requirement.label,
                    units=unit_listing(*(context.unit(unit) for unit in units)),
                ),
                Subject(unit=units[0] if len(units) == 1 else None, requirement=document.requirement.no),
                message(
                    "To see what is missing, run: ecodemo evidence list --missing --requirement {no}",
                    no=document.requirement.no,
                ),
                min(document.due_of(timing) for timing in overdue),
            )


@rule("PH201", "review-not-done", Severity.ERROR, on=Indicator, requires_family=WITH_JUDGEMENT)
def review_not_done(indicator: Indicator, context: Context) -> Iterator[Problem]:
    """Documents that other units handed in for an indicator wait for its lead unit to accept or return them."""
    timings = context.assessment.timings
    waiting = sum(len(timing.awaiting_review) for timing in timings if timing.item.holder is indicator)
    if waiting and indicator.lead is not None:
        yield Problem(
            Ref("indicator", indicator.id),
            message(
                "{no} {indicator}: {count} awaiting review.",
                no=indicator.no,
                indicator=indicator.label,
                count=counted(waiting, "{n} document", "{n} documents"),
            ),
            Subject(unit=indicator.lead, indicator=indicator.id),
            message("{unit} accepts or returns each of them.", unit=context.unit(indicator.lead)),
        )


@rule("PH202", "shortfall-not-in-ledger", Severity.ERROR, on=RowJudgement, requires_family=WITH_JUDGEMENT)
def shortfall_not_in_ledger(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row that is not met or not decided is in no open entry of the rectification ledger."""
    if judged.verdict not in (Verdict.NOT_MET, Verdict.UNDECIDED) or not judged.indicators:
        return
    assessment = context.assessment
    if assessment.is_provisional or (judged.verdict is Verdict.UNDECIDED and not assessment.is_owed):
        return
    if has_open_entry(judged, context):
        return
    indicator = judged.indicators[0]
    yield Problem(
        Ref("indicator", indicator.id),
        message(
            "{no} {row} is not met or undecided, and has no open entry in the rectification ledger.",
            no=judged.row.no,
            row=judged.row.label,
        ),
        Subject(unit=indicator.lead, indicator=indicator.id),
        message("Add it to rectification.yaml: problem, action, unit, person, due."),
    )


@rule("PH203", "rectification-overdue", Severity.WARNING, on=LedgerEntry, requires_family=WITH_JUDGEMENT)
def rectification_overdue(ledger: LedgerEntry, context: Context) -> Iterator[Problem]:
    """An entry of the ledger is open past its due date."""
    entry = ledger.entry
    if ledger.closed is None and ledger.days_late:
        yield Problem(
            Ref("rectification", entry.no),
            message("{no} is overdue and not closed: {problem}", no=entry.no, problem=entry.problem),
            _about(entry),
            message("Rectify it and have another unit close it, with proof."),
            entry.due,
        )


@rule("PH204", "closed-by-responsible-unit", Severity.ERROR, on=LedgerEntry, requires_family=WITH_JUDGEMENT)
def closed_by_itself(ledger: LedgerEntry, context: Context) -> Iterator[Problem]:
    """An entry was closed by the very unit that had to put it right."""
    entry = ledger.entry
    if ClosingFlaw.BY_ITSELF in ledger.flaws:
        yield Problem(
            Ref("rectification", entry.no, ("closed", "by")),
            message(
                "{no} was closed by {unit}, the responsible unit itself.",
                no=entry.no,
                unit=context.unit(entry.unit),
            ),
            _about(entry),
            message("The supervision group or the bid office closes it."),
        )


@rule("PH205", "closing-proof-missing", Severity.ERROR, on=LedgerEntry, requires_family=WITH_JUDGEMENT)
def closing_proof_missing(ledger: LedgerEntry, context: Context) -> Iterator[Problem]:
    """An entry was closed, but the document that proves it is not there."""
    entry = ledger.entry
    if ledger.written and ClosingFlaw.WITHOUT_PROOF in ledger.flaws:
        proof = ledger.written.proof
        yield Problem(
            Ref("rectification", entry.no, ("closed", "proof")),
            message("{no} was closed, but its proof {proof} is missing.", no=entry.no, proof=str(proof)),
            replace(_about(entry), requirement=proof.requirement),
            message("File the document, or cite the right one."),
        )


@rule("PH301", "bid-does-not-pass", Severity.ERROR, on=Assessment, requires_family=WITH_APPLICATION)
def bid_does_not_pass(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """By vetoes, figures and proof the application would fail."""
    is_settled = assessment.is_owed or assessment.with_proof.verdict is Verdict.NOT_MET
    if not assessment.year_is_over or assessment.is_provisional or not is_settled:
        return
    for reason in assessment.with_proof.reasons:
        yield Problem(
            Ref("bid", assessment.bid.id),
            message("The application would fail. {reason}", reason=reason),
            Subject(),
            message("To see what is missing, run: ecodemo status"),
            assessment.bid.apply,
        )


@rule("PH302", "rectification-open", Severity.ERROR, on=LedgerEntry, requires_family=WITH_APPLICATION)
def rectification_open(ledger: LedgerEntry, context: Context) -> Iterator[Problem]:
    """An entry of the ledger is open when the county asks to be assessed."""
    entry = ledger.entry
    if ledger.closed is None:
        yield Problem(
            Ref("rectification", entry.no),
            message("{no} is still open: {problem}", no=entry.no, problem=entry.problem),
            _about(entry),
            message("Rectify it and have another unit close it, with proof."),
            entry.due,
        )


@rule("PH303", "evidence-not-locked", Severity.ERROR, on=Survey, requires_family=WITH_APPLICATION)
def evidence_not_locked(survey: Survey, context: Context) -> Iterator[Problem]:
    """Evidence that is handed in for acceptance is not in the lock, or there is no lock at all."""
    locked = survey.lock or {}
    count = sum(file.requirement is not None and file.path not in locked for file in context.files)
    if count:
        yield Problem(
            Ref("line", LOCK),
            message("The evidence is not locked: {count}.", count=counted(count, "{n} file", "{n} files"))
            if survey.lock is None
            else message(
                "{count} not in the lock.", count=counted(count, "{n} evidence file", "{n} evidence files")
            ),
            Subject(),
            message("Lock them with: ecodemo evidence lock"),
        )


@rule("PH401", "worse-than-at-acceptance", Severity.ERROR, on=Measure)
def worse_than_at_acceptance(measure: Measure, context: Context) -> Iterator[Problem]:
    """After a title was conferred, the latest value is worse than the accepted one; without a record, than in the base year."""
    workspace, figures, bid = context.workspace, context.assessment.figures, context.assessment.bid
    if (measure.better is None and not measure.states) or not _follows_a_title(bid, workspace):
        return
    record = context.at_acceptance
    year = record.year if record and measure.id in record.values else bid.base
    now = _latest(measure, year, figures)
    if year is None or now is None:
        return
    then = figures.of(measure.id, year)
    if then.is_known and other_basis(workspace, now, then):
        return
    if record and measure.id in record.values:
        accepted, is_worse = _as_accepted(now, record.values[measure.id])
    elif then.is_known:
        accepted, is_worse = then.shown, gain(now, then) < 0
    else:
        return
    if is_worse:
        lead = workspace.lead_of(measure.id)
        indicator = workspace.indicator_of_measure.get(measure.id)
        yield Problem(
            now.reported.value_ref if now.reported else Ref("measure", measure.id),
            message(
                "{measure} {years}: {value}, worse than {earlier} at acceptance in {year}.",
                measure=measure.label,
                years=listing(str(now.year)),
                value=now.shown,
                earlier=accepted,
                year=str(year),
            ),
            Subject(
                unit=lead,
                indicator=indicator.id if indicator else None,
                measure=measure.id,
                years=(now.year,),
            ),
            message("A title can be revoked if indicators worsen again; find the cause."),
        )


def _follows_a_title(bid: Bid, workspace: Workspace) -> bool:
    """Whether a bid comes after another that did not end without a title."""
    before = workspace.calendar.before(bid)
    if before is None:
        return bid.id != workspace.phases[0].bid
    return before.outcome is None or before.outcome.result is BidResult.NAMED


def _latest(measure: Measure, after: int | None, figures: Figures) -> Figure | None:
    """The latest figure up to the assessed year that is known, of a year after another."""
    years = range(figures.bid.assessed, after, -1) if after is not None else ()
    known = (figures.of(measure.id, year) for year in years)
    return next((figure for figure in known if figure.is_known), None)


def _as_accepted(now: Figure, accepted: str) -> tuple[Number | str, bool]:
    """The accepted value as it is shown, and whether a figure is worse; both as they are printed."""
    states = now.measure.states
    if states:
        known = now.state in states and accepted in states
        return accepted, known and states.index(now.state or "") < states.index(accepted)
    value, own = Decimal(accepted), Decimal(now.text)
    is_worse = own > value if now.measure.better is Better.LOWER else own < value
    return Number(value, None, now.measure.unit), is_worse


def has_open_entry(judged: RowJudgement, context: Context) -> bool:
    """Whether an open entry of the ledger is about a row."""
    return any(
        ledger.closed is None and _is_about(ledger.entry, judged, context)
        for ledger in context.assessment.ledger
    )


def _is_about(entry: RectificationEntry, judged: RowJudgement, context: Context) -> bool:
    """Whether an entry is about what a row falls short in: its indicator, or a measure of the shortfall, with its parts."""
    if entry.measure is None:
        return entry.indicator in {indicator.id for indicator in judged.indicators}
    short = [part.measure_id for part in judged.parts if part.verdict in (Verdict.NOT_MET, Verdict.UNDECIDED)]
    made_of = context.workspace.made_of
    return entry.measure in made_of(short) or not made_of([entry.measure]).isdisjoint(short)


def _about(entry: RectificationEntry) -> Subject:
    return Subject(unit=entry.unit, indicator=entry.indicator, measure=entry.measure)


RULES = (
    gate_document_missing,
    review_not_done,
    shortfall_not_in_ledger,
    rectification_overdue,
    closed_by_itself,
    closing_proof_missing,
    bid_does_not_pass,
    rectification_open,
    evidence_not_locked,
    worse_than_at_acceptance,
)
