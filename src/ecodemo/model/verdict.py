"""The results of judging."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecodemo.model.message import Message


class Verdict(StrEnum):
    """达标 of a target, a row or a bid."""

    MET = "met"
    NOT_MET = "not met"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


class Remedy(StrEnum):
    """Whether a shortfall can still change."""

    ADD_PROOF = "add proof"
    WORK_ON = "work on"
    CORRECT_ONLY = "correct only"
    AWAIT_UPPER_LEVEL = "await upper level"


class LackKind(StrEnum):
    """What is missing to decide."""

    FIGURE = "figure"
    ASSIGNMENT = "assignment"
    SAME_BASIS = "same basis"
    RECOGNITION = "recognition"
    PROFILE = "profile"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing to decide, and from which units."""

    kind: LackKind
    measure: str
    year: int
    units: tuple[str, ...]
    message: Message


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason in words and numbers, and what is missing where it is undecided."""

    verdict: Verdict
    reason: Message
    lacks: tuple[Lack, ...] = ()
    rounds_only: bool = False
    """Whether only the rounded value reaches the target."""


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """The verdict on several that must all hold; those that do not apply are left out."""
    left = [verdict for verdict in verdicts if verdict is not Verdict.NOT_APPLICABLE]
    if not left:
        return Verdict.NOT_APPLICABLE
    return next((v for v in (Verdict.NOT_MET, Verdict.UNDECIDED) if v in left), Verdict.MET)
