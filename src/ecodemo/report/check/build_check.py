"""A result and its report to a `CheckReport`: what the writers of single formats are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from ecodemo import __version__
from ecodemo.check.engine import Selection
from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.errors import ExitCode
from ecodemo.language import Language, Speaker
from ecodemo.model.finding import Severity
from ecodemo.model.message import counted, listing, message
from ecodemo.model.workspace import Workspace
from ecodemo.report.check.check_view import CheckReport, ExcusedRow, RuleRow
from ecodemo.report.contents.finding_rows import finding_rows, unit_counts
from ecodemo.report.contents.finding_view import Complaints, FindingRow
from ecodemo.report.contents.report_view import Report
from ecodemo.report.finding_states import in_reading_order
from ecodemo.rule_pages import page
from ecodemo.rules import RULES, AnyRule
from ecodemo.rules.loading import LOADING

_TOOL = "ecodemo"


def build_check(
    result: CheckResult,
    report: Report,
    asked: CheckOptions,
    fail_on: Severity | None,
    folder: str,
    speaker: Speaker,
) -> CheckReport:
    """What was found, with the rules that looked for it.

    Args:
        result: of the check.
        report: built from it, in the speaker's language.
        asked: the options of the check.
        fail_on: what closes the gate; `None` never does.
        folder: the workspace's folder in its repository, empty when it is the top.
        speaker: whose language the rules are explained in.
    """
    workspace = result.assessment.workspace
    findings, known, waived = _numbered(
        sorted(report.findings, key=_weight),
        finding_rows(result.known, workspace, result.today, speaker),
        report.waived,
    )
    return CheckReport(
        version=__version__,
        language=report.language,
        exit_code=result.exit_code(fail_on),
        closes=_closes(fail_on),
        title=f"{report.county} {report.bid.name}",
        standing=f"{report.today_words} · {report.phase.name} · {report.bid.standard}",
        standard_note=report.bid.standard_note,
        example_note=report.example_note,
        today=report.today,
        phase=report.phase.id,
        bid=report.bid.id,
        category=_category(asked.phase or report.phase.id, asked.bid),
        sentence=report.gate.sentence,
        counts=_counts(findings, len(waived), speaker),
        remarks=tuple(_remarks(report)),
        notes=tuple(map(speaker.say, result.remarks)),
        folder=folder,
        names=dict(_names((*report.findings, *known, *waived), workspace, speaker)),
        units=unit_counts(report.findings),
        rules=tuple(_rules(result, asked, speaker)),
        findings=findings,
        excused=(
            *_known_rows(result, known, speaker),
            *(ExcusedRow(finding=finding, why=finding.waived_by) for finding in waived),
        ),
        added=report.added,
    )


def build_check_of_unusable(
    complaints: Complaints,
    asked: CheckOptions,
    fail_on: Severity | None,
    folder: str,
    today: date,
    speaker: Speaker,
) -> CheckReport:
    """Why nothing was checked: the data cannot be used."""
    (findings,) = _numbered(sorted(complaints.findings, key=_weight))
    found = Counter(finding.code for finding in findings)
    return CheckReport(
        version=__version__,
        language=complaints.language,
        exit_code=ExitCode.UNUSABLE,
        closes=_closes(fail_on),
        title=_TOOL,
        standing="",
        standard_note="",
        example_note="",
        today=today.isoformat(),
        phase=asked.phase or "",
        bid=asked.bid or "",
        category=_category(asked.phase, asked.bid),
        sentence=complaints.sentence,
        counts=_counts(findings, 0, speaker),
        remarks=(),
        folder=folder,
        names={},
        units=unit_counts(complaints.findings),
        rules=tuple(_rule_row(rule, found[rule.code], speaker) for rule in RULES if found[rule.code]),
        findings=findings,
        excused=(),
    )


def _known_rows(result: CheckResult, rows: Iterable[FindingRow], speaker: Speaker) -> Iterator[ExcusedRow]:
    not_new = speaker.text("Already known; only new findings count.")
    known = in_reading_order(result.known, result.assessment.workspace)
    for finding, row in zip(known, rows, strict=True):
        changed = [one for one in result.changed if one.finding.problems[0] in finding.problems]
        figures = (figure for one in changed for figure in one.before)
        said = speaker.say(message("Figures before: {before}.", before=listing(*figures)))
        why = f"{not_new} {said}" if changed else not_new
        yield ExcusedRow(finding=row, why=why, has_changed=bool(changed))


def _weight(finding: FindingRow) -> int:
    return Severity(finding.severity).rank


def _closes(fail_on: Severity | None) -> Literal["error", "warning"]:
    return "warning" if fail_on is Severity.WARNING else "error"


def _remarks(report: Report) -> Iterator[str]:
    """The state of the bid, where the whole of a phase was checked."""
    if report.phase.begins and report.gate.open is not None:
        said = (report.summary, report.veto_summary, report.conclusion, report.gate.pending)
        yield from filter(None, said)


def _category(phase: str | None, bid: str | None) -> str:
    """The same for runs whose findings replace each other, known also when the data cannot be loaded."""
    return "/".join(part for part in (_TOOL, phase, bid) if part)


def _counts(findings: Iterable[FindingRow], waived: int, speaker: Speaker) -> str:
    weights = Counter(finding.severity for finding in findings)
    return speaker.say(
        message(
            "{errors}, {warnings}, {waived} waived.",
            errors=counted(weights["error"], "{n} error", "{n} errors"),
            warnings=counted(weights["warning"], "{n} warning", "{n} warnings"),
            waived=waived,
        )
    )


def _names(
    findings: Iterable[FindingRow], workspace: Workspace, speaker: Speaker
) -> Iterator[tuple[str, str]]:
    """Numbers come before the names: a number alone is a date to a spreadsheet."""
    for finding in findings:
        if requirement := workspace.requirements.get(finding.requirement):
            yield requirement.no, f"{requirement.no} {speaker.say(requirement.label)}"
        if indicator := workspace.indicators_by_id.get(finding.indicator):
            yield indicator.id, f"{indicator.no} {speaker.say(indicator.label)}"
        if measure := workspace.measures.get(finding.measure):
            yield measure.id, speaker.say(measure.label)


def _numbered(*groups: Iterable[FindingRow]) -> Iterator[tuple[FindingRow, ...]]:
    """Each group with fingerprints of which no two are the same: servers show only one of those that are."""
    seen: Counter[str] = Counter()
    for group in groups:
        numbered = []
        for finding in group:
            seen[finding.fingerprint] += 1
            unlike = f"{finding.fingerprint}:{seen[finding.fingerprint]}"
            numbered.append(finding.model_copy(update={"fingerprint": unlike}))
        yield tuple(numbered)


def _rules(result: CheckResult, asked: CheckOptions, speaker: Speaker) -> Iterator[RuleRow]:
    """Those that ran to their end."""
    found = Counter(finding.code for finding in (*result.findings, *result.known, *result.waived))
    selection = Selection(asked.select, asked.ignore)
    ran = result.codes | {rule.code for rule in LOADING if selection.wants(rule)}
    for rule in RULES:
        if rule.code in ran or found[rule.code]:
            yield _rule_row(rule, found[rule.code], speaker)


def _rule_row(rule: AnyRule, found: int, speaker: Speaker) -> RuleRow:
    text = page(rule.code, speaker.language)
    heading, _, rest = text.partition("\n")
    title = heading.removeprefix(f"# {rule.code}").strip()
    if speaker.language is Language.EN:  # the English pages are headed by the rule's name in code
        title = title.replace("-", " ").capitalize()
    return RuleRow(
        code=rule.code,
        family=rule.family,
        name=rule.name,
        title=title,
        severity=rule.severity.value,
        what=" ".join(rest.partition("\n## ")[0].split()),
        page=text,
        found=found,
    )
