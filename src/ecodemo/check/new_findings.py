"""Which findings are new: compared by what they are about, not by their words or lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from ecodemo.check.engine import finding_of
from ecodemo.check.session import CheckResult
from ecodemo.model.finding import ChangedFinding, Finding, Problem
from ecodemo.model.message import Message, listing, message

Mark: TypeAlias = tuple[str, str]
"""A rule's code and the fingerprint of one problem."""
Known: TypeAlias = Mapping[Mark, Sequence[tuple[str, ...]]]
"""The problems that were known, each with its figures then; none where they were not kept."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a run's findings was known."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    changed: tuple[ChangedFinding, ...]
    """Of the known ones, single problems whose figures are others now and no better."""
    gone: Counter[Mark]
    """What was known and is found no more."""


def known_problems(findings: Iterable[Finding]) -> dict[Mark, list[tuple[str, ...]]]:
    """The single problems of findings."""
    known: dict[Mark, list[tuple[str, ...]]] = {}
    for finding in findings:
        for problem, digits in _single(finding):
            known.setdefault((finding.code, digits), []).append(problem.figures if problem else ())
    return known


def compare(
    result: CheckResult, known: Known, former: Mapping[Mark, Sequence[Mark]] = MappingProxyType({})
) -> Comparison:
    """Tell new findings from known ones; of one that gathers several years each year is looked at by itself.

    Args:
        result: of the check.
        known: what was known.
        former: by rule and present path, the marks of what was known of a file that had another name.
    """
    left = {mark: list(figures) for mark, figures in known.items()}
    before = [
        [_taken(left, (finding.code, digits), problem) for problem, digits in _single(finding)]
        for finding in result.findings
    ]
    # Only then what was renamed, so that it takes away nothing that is still where it was.
    for finding, found in zip(result.findings, before, strict=True):
        for index, problem in enumerate(finding.problems):
            if found[index] is None and problem.at.kind == "evidence":
                marks = former.get((finding.code, problem.at.id), ())
                taken = (_taken(left, mark, problem) for mark in marks)
                found[index] = next((figures for figures in taken if figures is not None), None)
    new: list[Finding] = []
    seen: list[Finding] = []
    changed: list[ChangedFinding] = []
    for finding, found in zip(result.findings, before, strict=True):
        # What loading itself found has no problems, only the one fingerprint.
        told = list(zip(finding.problems, found, strict=False))
        if None in found:
            new.append(_narrowed(finding, [problem for problem, figures in told if figures is None], result))
        if any(figures is not None for figures in found):
            seen.append(
                _narrowed(finding, [problem for problem, figures in told if figures is not None], result)
            )
        changed.extend(
            ChangedFinding(_narrowed(finding, [problem], result), figures)
            for problem, figures in told
            if figures and _is_worse(figures, problem.figures)
        )
    gone = Counter({mark: len(figures) for mark, figures in left.items() if figures})
    return Comparison(tuple(new), tuple(seen), tuple(changed), gone)


def take(left: Counter[Mark], mark: Mark) -> bool:
    """Whether one of these is left; then it is not any more."""
    if left[mark] < 1:
        return False
    left[mark] -= 1
    return True


def only_new(result: CheckResult, compared: Comparison, *remarks: Message) -> CheckResult:
    """The result with what was known set aside; where there is any, the gate cannot be judged."""
    changed = tuple(
        message(
            "A known finding has new figures: {code} {finding} Before: {before}.",
            code=one.finding.code,
            finding=one.finding.message,
            before=listing(*one.before),
        )
        for one in compared.changed
    )
    return replace(
        result,
        findings=compared.new,
        known=(*result.known, *compared.known),
        changed=(*result.changed, *compared.changed),
        remarks=(*result.remarks, *remarks, *changed),
        filtered=result.filtered or bool(compared.known),
    )


def _single(finding: Finding) -> Iterator[tuple[Problem | None, str]]:
    """Each problem with its fingerprint; what loading found has only the fingerprint."""
    problems: Sequence[Problem | None] = finding.problems or (None,)
    yield from zip(problems, finding.problem_fingerprints, strict=True)


def _taken(
    left: dict[Mark, list[tuple[str, ...]]], mark: Mark, problem: Problem | None
) -> tuple[str, ...] | None:
    """The figures of one that is left and now taken, rather one with the same figures; none where none is left."""
    waiting = left.get(mark)
    if not waiting:
        return None
    figures = problem.figures if problem else ()
    return waiting.pop(waiting.index(figures) if figures in waiting else 0)


def _is_worse(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether figures are others, and not two that have come nearer to each other."""
    if len(before) == len(now) == 2:
        return abs(Decimal(now[0]) - Decimal(now[1])) > abs(Decimal(before[0]) - Decimal(before[1]))
    return before != now


def _narrowed(finding: Finding, problems: Sequence[Problem], result: CheckResult) -> Finding:
    """The finding as it would be if only some of its problems had been found."""
    if len(problems) in (0, len(finding.problems)):
        return finding
    return finding_of(finding.code, finding.severity, problems, finding.waiver, result.locate)
