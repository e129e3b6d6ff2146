"""Entries of the rectification ledger drafted from findings, each finding once, and closings that are proposed.

Whether a problem is put into the ledger, and when it is closed, a person decides: a draft is an entry like any other, and
nothing here closes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ecodemo.check.session import CheckResult
from ecodemo.forms.intake.merge.ledger import next_number
from ecodemo.language import Language, Speaker
from ecodemo.load.flow import YamlValue
from ecodemo.model.finding import Finding, Severity
from ecodemo.model.message import Message, message
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.official_words import OfficialWords
from ecodemo.report.finding_states import in_reading_order
from ecodemo.rules import RULES

BY_ITSELF = "自查"
"""By whom what the tool finds was found: the county itself."""
_FAMILIES = frozenset({"DC", "EV", "FX", "PJ", "TG", "VT"})
"""Rules on figures, documents, projects, targets and vetoes; others are about the ledger or the office's own data."""
_DAYS = 15
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class LedgerDrafts:
    """What is to be added, and what could be closed."""

    added: tuple[Mapping[str, YamlValue], ...]
    covered: int
    """Findings, not entries: those that an entry of the ledger is about already."""
    closable: tuple[RectificationEntry, ...]
    """Open entries whose finding is gone."""


def ledger_drafts(result: CheckResult, units: frozenset[str] = frozenset()) -> LedgerDrafts:
    """The entries of the ledger that the findings of a check lead to; of some units only, if any are given."""
    workspace = result.assessment.workspace
    belonging = [
        finding
        for finding in in_reading_order(result.findings, workspace)
        if _belongs(finding) and (not units or finding.about.unit in units)
    ]
    missing = [finding for finding in belonging if finding.code == "EV104"]
    findings = [
        finding
        for finding in belonging
        if finding.code != "EV103" or not any(_is_same_document(finding, other) for other in missing)
    ]
    entries = workspace.rectification
    known = {entry.finding for entry in entries if entry.finding}
    is_open = {ledger.entry.no for ledger in result.assessment.ledger if ledger.closed is None}
    fresh: dict[str, Finding] = {}
    covered = 0
    for finding in findings:
        if _mark(finding) in known or any(_covers(e, finding) for e in entries if e.no in is_open):
            covered += 1
        else:
            fresh.setdefault(_mark(finding), finding)
    numbers = {entry.no for entry in entries}
    return LedgerDrafts(
        added=tuple(_entries(result, fresh, numbers)),
        covered=covered,
        closable=tuple(
            entry
            for entry in entries
            if entry.no in is_open and _is_gone(entry, result) and (not units or entry.unit in units)
        ),
    )


def closing_proposed(entry: RectificationEntry, workspace: Workspace) -> Message:
    """That an entry can be closed, and what is missing for that."""
    return message(
        "{no} {unit}: its finding is gone. To close it, enter date, unit and proof.",
        no=entry.no,
        unit=workspace.label(entry.unit),
    )


def _belongs(finding: Finding) -> bool:
    is_grave = finding.severity is Severity.ERROR and finding.waiver is None
    return is_grave and finding.about.unit is not None and finding.code[:2] in _FAMILIES


def _mark(finding: Finding) -> str:
    return f"{finding.code} {finding.fingerprint}"


def _is_same_document(lost: Finding, missing: Finding) -> bool:
    """Whether a registered file that is not on disk is why a document is missing."""
    file, document = lost.about, missing.about
    is_same = (file.unit, file.requirement) == (document.unit, document.requirement)
    return is_same and (not file.years or not document.years or bool({*file.years} & {*document.years}))


def _covers(entry: RectificationEntry, finding: Finding) -> bool:
    """Whether somebody entered the matter by hand: the same unit and indicator, and no other measure."""
    about = finding.about
    return (
        not entry.finding
        and entry.unit == about.unit
        and entry.indicator is not None
        and entry.indicator == about.indicator
        and (entry.measure is None or about.measure in (None, entry.measure))
    )


def _is_gone(entry: RectificationEntry, result: CheckResult) -> bool:
    """Whether its rule was run and found nothing of it, waived or not."""
    code = entry.finding.partition(" ")[0]
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None or result.profile.severity_of(rule) is None:
        return False
    return all(_mark(finding) != entry.finding for finding in (*result.findings, *result.waived))


def _entries(
    result: CheckResult, findings: Mapping[str, Finding], numbers: set[str]
) -> Iterator[Mapping[str, YamlValue]]:
    words = OfficialWords(result.assessment.workspace, Speaker(Language.ZH))
    for mark, finding in findings.items():
        no, about = next_number(numbers), finding.about
        numbers.add(no)
        item: dict[str, YamlValue] = {"no": no, "found": result.today, "by": BY_ITSELF}
        if bid := result.assessment.workspace.calendar.bid_to_name(result.today):
            item["bid"] = bid
        item |= {key: id_ for key, id_ in (("indicator", about.indicator), ("measure", about.measure)) if id_}
        problem = " ".join(without_personal_numbers(words.problem(finding)).split())
        item["problem"] = problem if len(problem) <= _LONGEST else f"{problem[: _LONGEST - 1]}…"
        yield item | {"unit": about.unit or "", "due": _due(result, finding), "finding": mark}


def _due(result: CheckResult, finding: Finding) -> date:
    """In fifteen days; earlier where the finding's own day or the end of the phase is still to come before that."""
    phase, usual = result.profile.phase, result.today + timedelta(days=_DAYS)
    ends = finding.due, phase.end if phase else None
    return min(usual, *(end for end in ends if end and end > result.today))
