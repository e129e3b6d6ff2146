"""The report of GitLab's Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json

from ecodemo.language import Speaker
from ecodemo.report.check.check_view import CheckReport
from ecodemo.report.check.finding_words import related_words, sentences_of
from ecodemo.report.contents.finding_view import FindingRow

_SEVERITY = {"error": "critical", "warning": "minor", "info": "info"}


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """A JSON array of violations; what does not count is none, except known findings with other figures."""
    violations = [_violation(finding, checked, speaker) for finding in checked.findings]
    for row in checked.excused:
        if row.has_changed:
            finding = row.finding.model_copy(update={"severity": "info", "hint": row.why})
            violations.append(_violation(finding, checked, speaker))
    return (json.dumps(violations, ensure_ascii=False, indent=2) + "\n").encode()


def _violation(finding: FindingRow, checked: CheckReport, speaker: Speaker) -> dict[str, object]:
    sentences = (*sentences_of(finding, speaker), related_words(finding, speaker))
    said = " ".join(" ".join(sentences).split())
    return {
        "description": f"{finding.code} {said}",
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITY[finding.severity],
        # Path and line are required: a file as a whole is shown at its first line, what is nowhere at the top folder.
        "location": {"path": checked.path(finding.file) or ".", "lines": {"begin": finding.line or 1}},
    }
