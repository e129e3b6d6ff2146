"""Workflow commands of GitHub Actions: each finding becomes a note beside its line, and beside every other place it has.

Of each kind a step shows ten, so the gravest come first. Form and escapes: `packages/core/src/command.ts` of
https://github.com/actions/toolkit.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from ecodemo.language import Speaker
from ecodemo.report.check.check_view import CheckReport, ExcusedRow
from ecodemo.report.check.finding_words import sentences_of
from ecodemo.report.contents.finding_view import FindingRow, PlaceRow

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_MOST_SHOWN = 10


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """A line for the gate, then a line for each finding, and among those as grave a line for each other place."""
    lines = [_gate(checked, speaker)]
    for _, alike in groupby(checked.findings, key=lambda finding: finding.severity):
        findings = tuple(alike)
        lines += [_annotation(finding, finding, checked, speaker) for finding in findings]
        lines += [
            _annotation(finding, other, checked, speaker)
            for finding in findings
            for other in finding.related_places
        ]
    lines += [_changed(row, checked, speaker) for row in checked.excused if row.has_changed]
    return "".join(f"{line}\n" for line in lines).encode()


def _gate(checked: CheckReport, speaker: Speaker) -> str:
    sentences = [checked.sentence, checked.counts]
    shown = Counter[str]()
    for finding in checked.findings:
        shown[finding.severity] += 1 + len(finding.related_places)
    if max(shown.values(), default=0) > _MOST_SHOWN:
        sentences.append(
            speaker.text("Only ten of each kind are annotated on the files; the log has all of them.")
        )
    return _command("notice", {"title": checked.title}, "\n".join(sentences))


def _annotation(
    finding: FindingRow, at: FindingRow | PlaceRow, checked: CheckReport, speaker: Speaker
) -> str:
    return _command(
        _COMMANDS[finding.severity], _beside(finding, at, checked), "\n".join(sentences_of(finding, speaker))
    )


def _changed(row: ExcusedRow, checked: CheckReport, speaker: Speaker) -> str:
    text = "\n".join((*sentences_of(row.finding, speaker), row.why))
    return _command("notice", _beside(row.finding, row.finding, checked), text)


def _beside(finding: FindingRow, at: FindingRow | PlaceRow, checked: CheckReport) -> dict[str, str]:
    properties = {"file": checked.path(at.file)} if at.file else {}
    if at.line:
        properties |= {"line": str(at.line), "col": str(at.column)}
    return properties | {"title": f"{finding.code} {checked.titles[finding.code]}"}


def _command(name: str, properties: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
