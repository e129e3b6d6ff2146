"""Which findings are new, told by what they are about and not by their words or lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ecodemo.check.engine import finding_of
from ecodemo.check.session import Outcome
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


def compare(outcome: Outcome, known: Counter[Mark]) -> Comparison:
    """Tell new findings from known ones; of one that gathers several years each year is looked at by itself."""
    left = Counter(known)
    new: list[Finding] = []
    seen: list[Finding] = []
    for finding in outcome.findings:
        known_ones = [take(left, (finding.code, digits)) for digits in finding.problem_fingerprints]
        # What loading itself found has no problems, only the one fingerprint.
        told = list(zip(finding.problems, known_ones, strict=False))
        if not all(known_ones):
            new.append(_narrowed(finding, [problem for problem, is_known in told if not is_known], outcome))
        if any(known_ones):
            seen.append(_narrowed(finding, [problem for problem, is_known in told if is_known], outcome))
    return Comparison(tuple(new), tuple(seen), +left)


def take(left: Counter[Mark], mark: Mark) -> bool:
    """Whether one of these is left; then it is not any more."""
    if left[mark] < 1:
        return False
    left[mark] -= 1
    return True


def only_new(outcome: Outcome, compared: Comparison, *remarks: Message) -> Outcome:
    """The outcome with what was known set aside; where there is any, nothing can be said of the gate."""
    return replace(
        outcome,
        findings=compared.new,
        known=(*outcome.known, *compared.known),
        remarks=(*outcome.remarks, *remarks),
        filtered=outcome.filtered or bool(compared.known),
    )


def _narrowed(finding: Finding, problems: Sequence[Problem], outcome: Outcome) -> Finding:
    """The finding as it would be if only some of its problems had been found."""
    if len(problems) in (0, len(finding.problems)):
        return finding
    return finding_of(finding.code, finding.severity, problems, finding.waiver, outcome.locate)
