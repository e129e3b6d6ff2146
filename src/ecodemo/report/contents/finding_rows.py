"""Findings as rows: by unit in the order of the data, the county's own first, graver ones before."""

from __future__ import annotations

from datetime import date

from ecodemo.language import Language, Speaker, without_controls
from ecodemo.model.finding import ChangedFinding, Finding, Position
from ecodemo.model.waiver import Waiver
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents import labels
from ecodemo.report.contents.finding_view import ChangedRow, FindingRow, PlaceRow, UnitCount
from ecodemo.report.contents.official_words import OfficialWords
from ecodemo.report.finding_states import in_reading_order
from ecodemo.rules import RULES

_RULE_NAMES = {rule.code: rule.name for rule in RULES}


def finding_rows(
    findings: tuple[Finding, ...], workspace: Workspace, today: date, speaker: Speaker
) -> tuple[FindingRow, ...]:
    """The findings in the order of reading."""
    words = OfficialWords(workspace, speaker)
    return tuple(
        _finding_row(
            finding,
            speaker,
            in_words=words.problem(finding),
            unit_name=speaker.say(workspace.label(finding.about.unit)) if finding.about.unit else "",
            overdue_days=(today - finding.due).days if finding.due and finding.due < today else 0,
            waived_by=_waived_by(finding.waiver, workspace, speaker) if finding.waiver else "",
        )
        for finding in in_reading_order(findings, workspace)
    )


def changed_rows(
    changed: tuple[ChangedFinding, ...], workspace: Workspace, today: date, speaker: Speaker
) -> tuple[ChangedRow, ...]:
    """Known findings with other figures, in the order of reading."""
    by_finding = {id(one.finding): one for one in changed}
    findings = in_reading_order(tuple(one.finding for one in changed), workspace)
    rows = finding_rows(tuple(findings), workspace, today, speaker)
    ordered = [by_finding[id(finding)] for finding in findings]
    return tuple(
        ChangedRow(finding=row, before=one.before, now=one.now)
        for one, row in zip(ordered, rows, strict=True)
    )


def loading_rows(findings: tuple[Finding, ...], speaker: Speaker) -> tuple[FindingRow, ...]:
    """What keeps data from being used, by file and line."""
    ordered = sorted(findings, key=lambda finding: (finding.position, finding.about.years))
    return tuple(_finding_row(finding, speaker) for finding in ordered)


def unit_counts(findings: tuple[FindingRow, ...]) -> tuple[UnitCount, ...]:
    """How many findings each unit has, in the order of the findings."""
    units: dict[str, list[FindingRow]] = {}
    for finding in findings:
        units.setdefault(finding.unit, []).append(finding)
    return tuple(
        UnitCount(
            unit=unit,
            name=rows[0].unit_name,
            errors=sum(row.severity == "error" for row in rows),
            warnings=sum(row.severity == "warning" for row in rows),
        )
        for unit, rows in units.items()
    )


def _finding_row(
    finding: Finding,
    speaker: Speaker,
    *,
    in_words: str = "",
    unit_name: str = "",
    overdue_days: int = 0,
    waived_by: str = "",
) -> FindingRow:
    about = finding.about
    return FindingRow(
        code=finding.code,
        name=_RULE_NAMES[finding.code],
        severity=finding.severity.value,
        severity_label=speaker.say(labels.SEVERITY[finding.severity]),
        message=speaker.say(finding.message),
        in_words=in_words or speaker.say(finding.message),
        file=finding.position.file,
        line=finding.position.line,
        column=finding.position.column,
        unit=about.unit or "",
        unit_name=unit_name,
        requirement=about.requirement or "",
        indicator=about.indicator or "",
        measure=about.measure or "",
        years=about.years,
        hint=speaker.say(finding.hint),
        due=finding.due.isoformat() if finding.due else "",
        overdue_days=overdue_days,
        related=tuple(str(position) for position in finding.related),
        related_places=tuple(map(_place_row, finding.related)),
        waived_by=waived_by,
        fingerprint=finding.fingerprint,
    )


def _place_row(position: Position) -> PlaceRow:
    return PlaceRow(without_controls(position.file), position.line, position.column)


def _waived_by(waiver: Waiver, workspace: Workspace, speaker: Speaker) -> str:
    words = (speaker.say(workspace.label(waiver.by)), waiver.granted.isoformat(), waiver.number)
    inside = ("，" if speaker.language is Language.ZH else ", ").join(word for word in words if word)
    return (
        f"{waiver.reason}（{inside}）" if speaker.language is Language.ZH else f"{waiver.reason} ({inside})"
    )
