"""WV: waivers, extensions and recognised 不涉及 that do not hold, or are not needed."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, message
from ecodemo.model.waiver import NotInvolved, Scope
from ecodemo.rules._rule import Context, rule

_KINDS = {
    "waivers": message("waiver"),
    "extensions": message("extension"),
    "not_involved": message("does not apply"),
}


@rule("WV101", "waiver-unused", Severity.WARNING, on=Assessment)
def waiver_unused(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A waiver in force covers nothing: what it excused has come, or its scope is wrong."""
    for index, waiver in enumerate(context.workspace.waivers.waivers):
        unused = not any(waiver is used for used in context.used_waivers)
        looked_at = waiver.rule in context.codes_run and waiver.scope.year in (*assessment.bid.span, None)
        if looked_at and waiver.is_in_force(context.today) and unused:
            yield Problem(
                Ref("waivers", str(index)),
                message(
                    "The waiver of {rule} for {what} matches no finding.",
                    rule=waiver.rule,
                    what=_scope_words(waiver.scope, context),
                ),
                _about(waiver.scope),
                message("Remove it, or correct its scope."),
            )


@rule("WV102", "waiver-expired", Severity.WARNING, on=Assessment)
def waiver_expired(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A waiver has run out."""
    for index, waiver in enumerate(context.workspace.waivers.waivers):
        if waiver.until is not None and waiver.until < context.today:
            yield Problem(
                Ref("waivers", str(index), ("until",)),
                message(
                    "The waiver of {rule} for {what} expired on {until}.",
                    rule=waiver.rule,
                    what=_scope_words(waiver.scope, context),
                    until=waiver.until,
                ),
                _about(waiver.scope),
                message("Submit what it waived, or renew the waiver."),
            )


@rule("WV103", "self-granted", Severity.ERROR, on=Assessment)
def granted_by_itself(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """An exception was granted by the very unit that it is for; it does not count."""
    waivers, today = context.workspace.waivers, context.today
    concerned = (
        *(
            (
                "waivers",
                i,
                _only_unit(w.scope, context),
                w.by,
                _about(w.scope),
                _scope_words(w.scope, context),
            )
            for i, w in enumerate(waivers.waivers)
            if w.granted <= today
        ),
        *(
            ("extensions", i, e.unit, e.by, Subject(e.unit, e.requirement), _named(e.requirement, context))
            for i, e in enumerate(waivers.extensions)
            if e.granted <= today
        ),
        *(
            (
                "not_involved",
                i,
                entry.by if _grants_to_itself(entry, context) else None,
                entry.by,
                _about_entry(entry),
                _named(entry.requirement or entry.measure or "", context),
            )
            for i, entry in enumerate(waivers.not_involved)
        ),
    )
    for kind, index, unit, by, about, what in concerned:
        if by is not None and by == unit:
            yield Problem(
                Ref(kind, str(index), ("by",)),
                message(
                    "{unit} granted itself the {kind} for {what}; it does not count.",
                    unit=context.unit(by),
                    what=what,
                    kind=_KINDS[kind],
                ),
                about,
                message("It must be granted by another unit: the lead unit or the bid office."),
            )


@rule("WV104", "not-involved-unrecognised", Severity.WARNING, on=Assessment)
def not_involved_unrecognised(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """不涉及 is declared, but nobody has recognised it, so it does not count yet."""
    for index, entry in enumerate(context.workspace.waivers.not_involved):
        recognitions = assessment.figures.recognitions
        if not _grants_to_itself(entry, context) and not recognitions.is_recognised(entry):
            yield Problem(
                Ref("not_involved", str(index)),
                message(
                    "The declaration that {what} does not apply (不涉及) awaits recognition.",
                    what=entry.requirement or entry.measure or "",
                ),
                _about_entry(entry),
                message("Another unit recognises it: set document, granted (the date) and by (the unit)."),
            )


@rule("WV106", "not-involved-without-statement", Severity.ERROR, on=Assessment)
def not_involved_without_statement(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """不涉及 was recognised, but its stamped statement is not there, so it does not count."""
    recognitions = assessment.figures.recognitions
    for index, entry in enumerate(context.workspace.waivers.not_involved):
        if recognitions.is_recognised(entry) and not recognitions.has_statement(entry):
            what = entry.requirement or entry.measure or ""
            yield Problem(
                Ref("not_involved", str(index), ("document",) if entry.document else ()),
                message(
                    "The declaration that {what} does not apply (不涉及) does not count: its statement {document} is missing.",
                    what=what,
                    document=str(entry.document),
                )
                if entry.document
                else message(
                    "The statement that {what} does not apply (不涉及) is not accepted: it cites no stamped document.",
                    what=what,
                ),
                _about_entry(entry),
                message(
                    "File the stamped statement and cite it: “document: number/year”. Until then {what} counts as not reported.",
                    what=what,
                ),
            )


@rule("WV107", "granted-later", Severity.INFO, on=Assessment)
def granted_later(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A waiver or an extension is granted on a day that is still to come; it does not count yet."""
    waivers = context.workspace.waivers
    if any(day > context.today for day in context.workspace.days):
        return  # somebody looks back, and on that day nobody knew
    concerned = (
        *(("waivers", i, w.granted, _about(w.scope)) for i, w in enumerate(waivers.waivers)),
        *(
            ("extensions", i, e.granted, Subject(e.unit, e.requirement))
            for i, e in enumerate(waivers.extensions)
        ),
    )
    for kind, index, granted, about in concerned:
        if granted > context.today:
            yield Problem(
                Ref(kind, str(index), ("granted",)),
                message("This is granted only on {day}; until then it does not count.", day=granted),
                about,
                message("Correct the date if it is wrong."),
            )


@rule("WV105", "exception-not-required", Severity.WARNING, on=Assessment)
def exception_for_nothing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """An extension or 不涉及 for something that the unit does not owe."""
    waivers = context.workspace.waivers
    concerned = (
        *(
            ("extensions", i, e.unit, e.requirement)
            for i, e in enumerate(waivers.extensions)
            if e.granted <= context.today
        ),
        *(("not_involved", i, n.unit, n.requirement) for i, n in enumerate(waivers.not_involved)),
    )
    for kind, index, unit, no in concerned:
        if unit is None or no is None:
            continue
        requirement = context.workspace.requirements[no]
        if unit not in context.workspace.owing(requirement):
            yield Problem(
                Ref(kind, str(index), ("requirement",)),
                message(
                    "{no} {requirement} is not required from {unit}; its {kind} has no effect.",
                    unit=context.unit(unit),
                    no=no,
                    requirement=requirement.label,
                    kind=_KINDS[kind],
                ),
                Subject(unit=unit, requirement=no),
                message("Correct the unit or the number, or remove the entry."),
            )


def _grants_to_itself(entry: NotInvolved, context: Context) -> bool:
    by = entry.known_on(context.today).by
    return by is not None and by in context.workspace.declarers(entry)


def _only_unit(scope: Scope, context: Context) -> str | None:
    """The unit that a waiver is for: the one it names, or the only one that owes what it names."""
    if scope.unit is not None or scope.requirement is None:
        return scope.unit
    owing = context.workspace.owing(context.workspace.requirements[scope.requirement])
    return owing[0] if len(owing) == 1 else None


def _named(about: str, context: Context) -> Message:
    """A document or a measure by its number or id, with its name."""
    workspace = context.workspace
    if requirement := workspace.requirements.get(about):
        return message("{no} {requirement}", no=about, requirement=requirement.label)
    return message("{name}", name=workspace.measures[about].label if about in workspace.measures else about)


def _scope_words(scope: Scope, context: Context) -> Message:
    about = scope.requirement or scope.measure or scope.indicator or scope.unit or ""
    if not about:
        named = message("the whole county")
    elif about == scope.indicator and about in context.workspace.indicators_by_id:
        named = message("{name}", name=context.workspace.indicators_by_id[about].label)
    elif about == scope.unit:
        named = message("{name}", name=context.unit(about))
    else:
        named = _named(about, context)
    return message("{what} ({year})", what=named, year=str(scope.year)) if scope.year else named


def _about(scope: Scope) -> Subject:
    years = (scope.year,) if scope.year else ()
    return Subject(scope.unit, scope.requirement, scope.indicator, scope.measure, years)


def _about_entry(entry: NotInvolved) -> Subject:
    return Subject(entry.unit, entry.requirement, measure=entry.measure)


RULES = (
    waiver_unused,
    waiver_expired,
    granted_by_itself,
    not_involved_unrecognised,
    exception_for_nothing,
    not_involved_without_statement,
    granted_later,
)
