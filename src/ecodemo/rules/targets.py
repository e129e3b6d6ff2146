"""TG: rows of the bid's standard that are missed, or cannot be decided."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.owed import figures_due
from ecodemo.assess.row import MeasureJudgement, RowJudgement, counted_as
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, Name, listing, message
from ecodemo.model.standard import Attribute
from ecodemo.model.verdict import Lack, LackKind, Verdict
from ecodemo.rules._rule import Context, rule

_CLOSED_YEAR = message(
    "The year has ended: only the basis can be checked or an error corrected, citing its document."
)
_OPEN_YEAR = message("The year has not ended: work can continue.")


@rule("TG101", "binding-target-missed", Severity.ERROR, on=RowJudgement)
def binding_target_missed(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A binding row, or one of a standard that makes no difference, is not met."""
    if counted_as(judged.row) is Attribute.BINDING:
        yield from _missed(judged, context)


@rule("TG102", "reference-target-missed", Severity.ERROR, on=RowJudgement)
def reference_target_missed(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A reference row is not met."""
    if counted_as(judged.row) is Attribute.REFERENCE:
        yield from _missed(judged, context)


@rule("TG103", "figure-missing", Severity.ERROR, on=RowJudgement)
def figure_missing(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row cannot be decided because a unit has not reported what was due."""
    for _, lack in _lacks(judged, LackKind.FIGURE):
        measure = context.workspace.measures[lack.measure]
        for unit in lack.units:
            due = figures_due(context.workspace, context.assessment.bid, unit)
            if due is None or due >= context.today:
                continue
            yield Problem(
                Ref("progress", unit) if unit in context.workspace.progress else Ref("unit", unit),
                message(
                    "{measure} ({years}) is not reported, so {row} is undecided.",
                    measure=_numbered(measure.no, measure.label),
                    years=listing(str(lack.year)),
                    row=_numbered(judged.row.no, judged.row.label),
                ),
                _about(judged, unit, lack.measure, lack.year),
                message("{unit} must report it with its proof.", unit=context.unit(unit)),
                due,
            )


@rule("TG104", "assignment-missing", Severity.ERROR, on=RowJudgement)
def assignment_missing(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row cannot be decided because what the upper level set, or concluded, was due and is not entered."""
    if not context.assessment.is_owed:
        return
    for _, lack in _lacks(judged, LackKind.ASSIGNMENT):
        unit = lack.units[0] if lack.units else None
        due = figures_due(context.workspace, context.assessment.bid, unit) if unit else None
        if due is not None and due >= context.today:
            continue
        yield Problem(
            Ref("progress", unit, ("assigned",))
            if unit and unit in context.workspace.progress
            else Ref("measure", lack.measure),
            message(
                "{lack} {row} is undecided.",
                lack=lack.message,
                row=_numbered(judged.row.no, judged.row.label),
            ),
            _about(judged, unit, lack.measure, lack.year),
            message(
                "Ask the higher authority for its target or conclusion and enter it under “assigned:” in data/progress/{unit}.yaml.",
                unit=unit or "…",
            ),
            due,
        )


@rule("TG105", "not-comparable", Severity.ERROR, on=RowJudgement)
def not_comparable(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A row cannot be decided for another reason: basis, base year, profile, recognition, division by zero."""
    if context.assessment.is_provisional:
        return
    hints = {
        LackKind.SAME_BASIS: message("Report the earlier year on the new basis too, citing its document."),
        LackKind.RECOGNITION: message(
            "Another unit must recognise it in waivers.yaml, or the figure must be reported."
        ),
        LackKind.PROFILE: message("Complete the profile in county.yaml."),
        LackKind.DATA: message("Complete the data."),
    }
    for part, lack in _lacks(judged, *hints):
        unit = lack.units[0] if lack.units else _lead(judged)
        yield Problem(
            _place_of_lack(part, lack, context),
            message(
                "{lack} {row} is undecided.",
                lack=lack.message,
                row=_numbered(judged.row.no, judged.row.label),
            ),
            _about(judged, unit, lack.measure, lack.year),
            hints[lack.kind],
        )


@rule("TG106", "only-rounds-to-target", Severity.WARNING, on=RowJudgement)
def only_rounds_to_target(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """A value looks as if it met the target because it is shown rounded."""
    if context.assessment.is_provisional:
        return
    for part in judged.parts:
        if part.judgement.rounds_only and part.measure is not None:
            yield Problem(
                _place(part),
                message(
                    "{measure} {years}: {reason}",
                    measure=_numbered(part.measure.no, part.measure.label),
                    years=listing(str(context.assessment.figures.assessed)),
                    reason=part.judgement.reason,
                ),
                _about(judged, _lead(judged), part.measure_id, context.assessment.figures.assessed),
                message("State in the report that it is met only by rounding, or report the exact value.")
                if part.verdict is Verdict.MET
                else message("Do not report it as met; report the exact value."),
            )


def _missed(judged: RowJudgement, context: Context) -> Iterator[Problem]:
    """What is missed in the assessed year; an earlier year that is judged in its place is no fault of the bid."""
    if context.assessment.is_provisional:
        return
    for part in judged.parts:
        if part.verdict is Verdict.NOT_MET and part.measure is not None:
            yield Problem(
                _place(part),
                message(
                    "{row} is not met. {measure} {years}: {reason}",
                    row=_numbered(judged.row.no, judged.row.label),
                    measure=part.measure.label,
                    years=listing(str(context.assessment.figures.assessed)),
                    reason=part.judgement.reason,
                ),
                _about(judged, _lead(judged), part.measure_id, context.assessment.figures.assessed),
                _CLOSED_YEAR if context.assessment.year_is_over else _OPEN_YEAR,
            )


def _lacks(judged: RowJudgement, *kinds: LackKind) -> Iterator[tuple[MeasureJudgement, Lack]]:
    """What is missing of the given kinds, each once for the row."""
    seen = set[tuple[str, int, LackKind]]()
    for part in judged.parts:
        if part.measure is None or part.verdict is not Verdict.UNDECIDED:
            continue
        for lack in part.judgement.lacks:
            key = lack.measure, lack.year, lack.kind
            if lack.kind in kinds and key not in seen:
                seen.add(key)
                yield part, lack


def _place(part: MeasureJudgement) -> Ref:
    """The judged figure where it is written; a computed one where its measure is."""
    now = part.figures[-1]
    return now.reported.value_ref if now.reported else Ref("measure", part.measure_id)


def _place_of_lack(part: MeasureJudgement, lack: Lack, context: Context) -> Ref:
    """The report that cannot be used, else the figure that is judged, else the measure."""
    reports = context.workspace.observations.get((lack.measure, lack.year), ())
    reported = next((report for report in reports if report.unit in lack.units), None)
    now = part.figures[-1].reported if part.figures else None
    found = reported or now
    return found.ref if found else Ref("measure", lack.measure)


def _lead(judged: RowJudgement) -> str | None:
    return judged.indicators[0].lead if judged.indicators else None


def _about(judged: RowJudgement, unit: str | None, measure: str, year: int) -> Subject:
    indicator = judged.indicators[0].id if judged.indicators else None
    return Subject(unit=unit, indicator=indicator, measure=measure, years=(year,))


def _numbered(no: str | None, name: Name) -> Message:
    return message("{no} {name}", no=no, name=name) if no else message("{name}", name=name)


RULES = (
    binding_target_missed,
    reference_target_missed,
    figure_missing,
    assignment_missing,
    not_comparable,
    only_rounds_to_target,
)
