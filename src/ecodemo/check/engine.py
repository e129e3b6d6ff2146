"""From an assessment to findings: select the rules of a phase, run them guarded, waive, gather, place, sort."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ecodemo.assess.bid import Assessment
from ecodemo.model.county import Phase
from ecodemo.model.evidence import Survey
from ecodemo.model.finding import UNKNOWN, Finding, Grade, Position, Problem, Ref, Severity, Subject
from ecodemo.model.message import Listing, Message, message
from ecodemo.model.waiver import Waiver
from ecodemo.model.workspace import Workspace
from ecodemo.rules import CHECKS, CRASHED, AnyRule, Context, Rule

SOUND = "sound"
ALWAYS = frozenset({"SC", "FX", "PV"})
"""Families that count in every phase, and are all that counts under `sound`: data, fixity, privacy."""
GATES = "PH"
EXCEPTIONS = "WV"
"""The family that looks at what the other families' findings were excused by, and so runs last."""

Locate = Callable[[Ref], Position]


@dataclass(frozen=True, slots=True)
class Profile:
    """Which rules count, and how heavily: a phase with all that it extends, or `sound`."""

    id: str
    phase: Phase | None
    grades: Mapping[str, Grade]

    def severity_of(self, rule: AnyRule) -> Severity | None:
        """How heavy the rule's findings are here; `None` when it does not run.

        A whole code sets the weight; a family only caps it, so that a rule's warning never becomes an error.
        """
        if rule.code in self.grades:
            grade = self.grades[rule.code]
            return None if grade is Grade.OFF else Severity(grade)
        if rule.family in ALWAYS and rule.family not in self.grades:
            return rule.severity
        grade = self.grades.get(rule.family, Grade.OFF)
        if Grade.OFF in (
            grade,
            self.grades.get(rule.requires_family, Grade.OFF) if rule.requires_family else grade,
        ):
            return None
        return max(rule.severity, Severity(grade), key=lambda severity: severity.rank)


def profile_of(workspace: Workspace, phase_id: str) -> Profile:
    """The profile of a phase; every phase also looks at its gate and at the exceptions it is given."""
    if phase_id == SOUND:
        return Profile(SOUND, None, {})
    phase = workspace.phase(phase_id)
    chain = [phase]
    while chain[-1].extends not in (None, SOUND):
        chain.append(workspace.phase(str(chain[-1].extends)))
    grades: dict[str, Grade] = dict.fromkeys((GATES, EXCEPTIONS), Grade.ERROR)
    for link in reversed(chain):
        grades.update(link.rules)
    return Profile(phase.id, phase, grades)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings are wanted: by the beginnings of codes, and by what they are about."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    indicators: frozenset[str] | None = None
    units: frozenset[str] | None = None

    def wants(self, rule: AnyRule) -> bool:
        chosen = not self.select or rule.code.startswith(self.select)
        return chosen and not (self.ignore and rule.code.startswith(self.ignore))

    def covers(self, about: Subject) -> bool:
        if self.indicators is not None and about.indicator not in self.indicators:
            return False
        return self.units is None or about.unit in self.units


@dataclass(frozen=True, slots=True)
class Run:
    """What the rules found."""

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    codes: frozenset[str]
    codes_left_out: frozenset[str] = frozenset()
    """Rules that need the files of the evidence, where only its lock was looked at."""
    crashes: tuple[str, ...] = ()
    """The tracebacks of rules that crashed."""


def run(context: Context, profile: Profile, selection: Selection, locate: Locate) -> Run:
    """Run the rules of a profile over an assessment."""
    graded = [rule for rule in CHECKS if profile.severity_of(rule)]
    context = replace(context, codes_graded=frozenset(rule.code for rule in graded))
    engine = _Engine(context, profile, selection, locate)
    chosen = [rule for rule in graded if selection.wants(rule)]
    wanted = [rule for rule in chosen if can_run(rule, context.survey)]
    for rule in wanted:
        if rule.family != EXCEPTIONS:
            engine.run_rule(rule)
    codes = frozenset(rule.code for rule in wanted)
    engine.context = replace(context, used_waivers=tuple(engine.used), codes_run=codes)
    for rule in wanted:
        if rule.family == EXCEPTIONS:
            engine.run_rule(rule)
    return Run(
        tuple(sorted(engine.findings, key=lambda finding: finding.sort_key)),
        tuple(sorted(engine.waived, key=lambda finding: finding.sort_key)),
        codes,
        frozenset(rule.code for rule in chosen) - codes,
        tuple(engine.crashes),
    )


def can_run(rule: Rule[Any], survey: Survey) -> bool:
    """Whether what the rule looks at was looked at."""
    return not (rule.needs_folder and survey.is_from_lock)


class _Engine:
    """One run: what was found so far."""

    def __init__(self, context: Context, profile: Profile, selection: Selection, locate: Locate) -> None:
        self.context = context
        self.profile = profile
        self.selection = selection
        self.locate = locate
        self.findings: list[Finding] = []
        self.waived: list[Finding] = []
        self.used: list[Waiver] = []
        self.crashes: list[str] = []
        self._subjects: dict[type[Any], tuple[Any, ...]] = {}

    def run_rule(self, rule: Rule[Any]) -> None:
        severity = self.profile.severity_of(rule)
        assert severity is not None  # noqa: S101 - only rules that run come here
        problems: list[tuple[Problem, Waiver | None]] = []
        try:
            problems.extend(
                (problem, self._waiver_for(rule, problem))
                for subject in self._subjects_of(rule.on)
                for problem in rule.check(subject, self.context)
            )
        except Exception as error:  # noqa: BLE001 - a crash is reported, never swallowed and never a pass
            self.crashes.append(traceback.format_exc())
            text = message(
                "Rule {rule} crashed: {error}.", rule=rule.code, error=f"{type(error).__name__}: {error}"
            )
            self.findings.append(Finding(CRASHED.code, Severity.ERROR, text, UNKNOWN))
        for waiver, gathered in self._gathered(problems):
            if waiver is not None:
                self.used.append(waiver)
            if self.selection.covers(gathered[0].about):
                finding = finding_of(rule.code, severity, gathered, waiver, self.locate)
                (self.waived if waiver else self.findings).append(finding)

    def _subjects_of(self, kind: type[Any]) -> tuple[Any, ...]:
        """Many rules look at the same kind."""
        if kind not in self._subjects:
            self._subjects[kind] = tuple(subjects(self.context, kind))
        return self._subjects[kind]

    def _waiver_for(self, rule: Rule[Any], problem: Problem) -> Waiver | None:
        if rule.family == EXCEPTIONS:
            return None
        return next(
            (
                waiver
                for waiver in self.context.workspace.waiver_index.of(
                    rule.code, problem.about.requirement, problem.about.unit
                )
                if waiver.is_in_force(self.context.today) and covers(waiver, problem.about)
            ),
            None,
        )

    def _gathered(
        self, problems: list[tuple[Problem, Waiver | None]]
    ) -> Iterator[tuple[Waiver | None, list[Problem]]]:
        """Problems that differ only in their years and places, together."""

        def key(entry: tuple[Problem, Waiver | None]) -> tuple[object, ...]:
            problem, waiver = entry
            said = tuple((name, value) for name, value in problem.message.values.items() if name != "years")
            about = replace(problem.about, years=())
            return repr((about, problem.message.text, said, problem.hint, problem.due)), id(
                waiver
            ) if waiver else 0

        for _, entries in groupby(sorted(problems, key=key), key=key):
            listed = list(entries)
            yield listed[0][1], sorted((p for p, _ in listed), key=lambda problem: problem.about.years)


def finding_of(
    code: str, severity: Severity, problems: Sequence[Problem], waiver: Waiver | None, locate: Locate
) -> Finding:
    """The finding that problems make which differ only in their years and places."""
    first = problems[0]
    years = tuple(sorted({year for problem in problems for year in problem.about.years}))
    places = dict.fromkeys(locate(ref) for problem in problems for ref in (problem.at, *problem.related))
    position, *related = places
    return Finding(
        code=code,
        severity=severity,
        message=_with_years(first.message, years),
        position=position,
        about=replace(first.about, years=years),
        hint=first.hint,
        due=first.due,
        related=tuple(related),
        waiver=waiver,
        problems=tuple(problems),
    )


def covers(waiver: Waiver, about: Subject) -> bool:
    """Whether a waiver excuses the whole of a problem; never one granted by the unit itself."""
    scope = waiver.scope
    return (
        waiver.by != about.unit
        and scope.requirement in (about.requirement, None)
        and scope.unit in (about.unit, None)
        and scope.indicator in (about.indicator, None)
        and scope.measure in (about.measure, None)
        and (scope.year is None or set(about.years) == {scope.year})
    )


def _with_years(text: Message, years: tuple[int, ...]) -> Message:
    if not isinstance(text.values.get("years"), Listing):
        return text
    return message(text.text, **{**text.values, "years": Listing(tuple(str(year) for year in years))})


def subjects(context: Context, kind: type[Any]) -> Iterable[Any]:
    """All subjects of a type, in the order of the data."""
    workspace, assessment = context.workspace, context.assessment
    if kind is Assessment:
        return (assessment,)
    if kind is Survey:
        return (context.survey,)
    everything = (
        workspace.indicators,
        workspace.measures.values(),
        [reported for reports in workspace.observations.values() for reported in reports],
        assessment.rows,
        assessment.items,
        assessment.vetoes,
        assessment.timings,
        assessment.ledger,
        assessment.projects,
        workspace.sites,
        context.files,
    )
    return (subject for group in everything for subject in group if isinstance(subject, kind))
