"""What a unit has to put right: documents sent back, entries of the ledger, what the rules found, what was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.assess.review import limit_of, open_returns
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.forms import words
from ecodemo.model.finding import Finding
from ecodemo.model.progress import Document
from ecodemo.model.workspace import Workspace


class Grounds(IntEnum):
    """Why something is a problem, the most serious first: what was not taken counts as never having come."""

    REFUSED = 0
    CONFLICT = 1
    UNKNOWN = 2
    """A file of which nobody knows what it is."""
    RETURNED = 3
    FOUND = 4
    """By a rule."""
    LEDGER = 5


_OF_FIGURES = frozenset(("DC110", "DC111", "DC112"))


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """One thing to put right, in Chinese."""

    grounds: Grounds
    no: str | None
    """The number that people quote: of a figure, a document, an indicator or an entry of the ledger."""
    about: str
    """What it is called, with its number."""
    years: tuple[int, ...]
    reason: str
    """What is wrong, without what it is about."""
    problem: str
    """What is wrong, as a sentence by itself."""
    action: str
    by: str
    due: date | None = None
    brief: str = ""
    """What is wrong in fewer words; empty: the reason is short enough."""
    is_of_figure: bool = False
    """A figure is not what is written at the place that it names."""


def problems_of(
    workspace: Workspace,
    timings: Iterable[ItemTiming],
    ledger: Iterable[LedgerEntry],
    findings: Iterable[Finding],
    unit: str,
    today: date,
) -> tuple[UnitProblem, ...]:
    """What the data say that a unit has to put right, what is due first at the top."""
    found = [
        *_returned(workspace, timings, today),
        *_of_ledger(ledger, unit),
        *_found(workspace, findings, unit),
    ]
    return tuple(sorted(found, key=lambda problem: problem.due or date.max))


def _returned(workspace: Workspace, timings: Iterable[ItemTiming], today: date) -> Iterator[UnitProblem]:
    for timing in timings:
        requirement, extension = timing.item.requirement, timing.item.extension
        documents: dict[int, Document] = {id(d): d for slot in timing.item.slots for d in slot.documents}
        for document in documents.values():
            returns = open_returns(document, today, extension.until if extension else None)
            if not returns:
                continue
            review = returns[-1].review
            years = f"（{words.years_words(document.years)}年）" if document.years else ""
            yield UnitProblem(
                Grounds.RETURNED,
                requirement.no,
                f"{requirement.no}{requirement.name}",
                document.years,
                words.CHINESE.say(review.why),
                f"{requirement.name}{years}{words.returned(review.why)}",
                words.HAND_IN_AGAIN.format(folder=f"{requirement.no} {requirement.name}"),
                workspace.label(review.by).zh,
                limit_of(returns, today),
            )


def _of_ledger(ledger: Iterable[LedgerEntry], unit: str) -> Iterator[UnitProblem]:
    for entry in (line.entry for line in ledger if line.closed is None):
        if unit in (entry.unit, *entry.support):
            yield UnitProblem(
                Grounds.LEDGER,
                entry.no,
                entry.no,
                (),
                entry.problem,
                entry.problem,
                entry.action,
                entry.by,
                entry.due,
            )


def _found(workspace: Workspace, findings: Iterable[Finding], unit: str) -> Iterator[UnitProblem]:
    for finding in findings:
        about = finding.about
        if about.unit != unit or finding.code not in words.HOW_TO_MEND:
            continue
        measure = workspace.measures.get(about.measure or "")
        requirement = workspace.requirements.get(about.requirement or "")
        indicator = workspace.indicators_by_id.get(about.indicator or "")
        named = measure or requirement or indicator
        no = (measure.no if measure else None) or about.requirement or (indicator.no if indicator else None)
        reason = words.CHINESE.say(finding.message).rstrip("。")
        problem = reason
        if requirement and requirement.name not in reason:
            years = f"（{words.years_words(about.years)}年）" if about.years else ""
            problem = f"{requirement.name}{years}：{reason}"
        yield UnitProblem(
            Grounds.FOUND,
            no,
            f"{no or ''}{named.name if named else ''}",
            about.years,
            _bare(reason, named.name if named else "", about.years),
            problem,
            words.HOW_TO_MEND[finding.code],
            words.CHECKED_BY_TOOL,
            finding.due,
            _brief(finding),
            is_of_figure=finding.code in _OF_FIGURES,
        )


def _brief(finding: Finding) -> str:
    """The figure and what its cell says, without the file that is named beside it anyway."""
    values = finding.message.values
    if finding.code != "DC110" or not {"value", "cell", "found"} <= values.keys():
        return ""
    said = {key: words.CHINESE.say(values[key]) for key in ("value", "cell", "found")}
    return words.REPORTED_AND_FOUND.format(**said)


def _bare(reason: str, name: str, years: tuple[int, ...]) -> str:
    """What was found, without the name and the year that it begins with."""
    bare = reason.removeprefix(name).lstrip()
    return bare.removeprefix(f"{years[0]}年：") if bare != reason and len(years) == 1 else bare
