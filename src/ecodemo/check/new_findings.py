"""Which findings are new, told by what they are about and not by their words or lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ecodemo.check.engine import finding_of
from ecodemo.check.session import CheckResult
from ecodemo.model.finding import Finding, Problem
from ecodemo.model.message import Message

Mark: TypeAlias = tuple[str, str]
"""A rule's code and the fingerprint of one problem."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a run's findings was known."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: Counter[Mark]
    """What was known and is found no more."""


def marks(findings: Iterable[Finding]) -> Counter[Mark]:
    """How often each problem is among the findings."""
    return Counter((finding.code, digits) for finding in findings for digits in finding.problem_fingerprints)


def compare(result: CheckResult, known: Counter[Mark]) -> Comparison:
    """Tell new findings from known ones; of one that gathers several years each year is looked at by itself."""
    left = Counter(known)
    new: list[Finding] = []
    seen: list[Finding] = []
    for finding in result.findings:
        known_ones = [take(left, (finding.code, digits)) for digits in finding.problem_fingerprints]
        # What loading itself found has no problems, only the one fingerprint.
        told = list(zip(finding.problems, known_ones, strict=False))
        if not all(known_ones):
            new.append(_narrowed(finding, [problem for problem, is_known in told if not is_known], result))
        if any(known_ones):
            seen.append(_narrowed(finding, [problem for problem, is_known in told if is_known], result))
    return Comparison(tuple(new), tuple(seen), +left)


def take(left: Counter[Mark], mark: Mark) -> bool:
    """Whether one of these is left; then it is not any more."""
    if left[mark] < 1:
        return False
    left[mark] -= 1
    return True


def only_new(result: CheckResult, compared: Comparison, *remarks: Message) -> CheckResult:
    """The result with what was known set aside; where there is any, nothing can be said of the gate."""
    return replace(
        result,
        findings=compared.new,
        known=(*result.known, *compared.known),
        remarks=(*result.remarks, *remarks),
        filtered=result.filtered or bool(compared.known),
    )


def _narrowed(finding: Finding, problems: Sequence[Problem], result: CheckResult) -> Finding:
    """The finding as it would be if only some of its problems had been found."""
    if len(problems) in (0, len(finding.problems)):
        return finding
    return finding_of(finding.code, finding.severity, problems, finding.waiver, result.locate)
