"""SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

Findings that do not count are left out, since code hosts show suppressed results as open alerts; where they are asked for, they are
results with a suppression. A finding about a file as a whole has no region. Machines find the
same finding again by its fingerprint, which does not depend on lines; GitHub's code scanning looks for it under
`primaryLocationLineHash`.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ecodemo.language import Speaker
from ecodemo.report.check.check_view import CheckReport, ExcusedRow, RuleRow
from ecodemo.report.check.finding_words import sentences_of
from ecodemo.report.contents.finding_view import FindingRow, PlaceRow

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"
_LANGUAGE = {"zh": "zh-CN", "en": "en"}
_WAS_LOOKED_FOR = (0, 1)
"""Exit codes of a run in which every rule ran to its end: the gate is open, or closed."""


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """A log with one run."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(checked, speaker)]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode()


def _run(checked: CheckReport, speaker: Speaker) -> dict[str, Any]:
    numbers = {rule.code: number for number, rule in enumerate(checked.rules)}
    return {
        "tool": {
            "driver": {
                "name": "ecodemo",
                "version": checked.version,
                "semanticVersion": checked.version,
                "language": _LANGUAGE[checked.language],
                "rules": [_rule(rule) for rule in checked.rules],
            }
        },
        "automationDetails": {"id": f"{checked.category}/", "description": _text(checked.title)},
        "invocations": [
            {
                "executionSuccessful": checked.exit_code in _WAS_LOOKED_FOR,
                "exitCode": checked.exit_code,
                "exitCodeDescription": checked.sentence,
                "toolExecutionNotifications": [
                    {"level": "note", "message": _text(note)} for note in checked.notes
                ],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": _text(speaker.text("Repository root"))}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, numbers[finding.code], checked, speaker) for finding in checked.findings),
            *(
                _excused(row, numbers[row.finding.code], checked, speaker)
                for row in checked.excused
                if checked.with_suppressed
            ),
        ],
    }


def _rule(rule: RuleRow) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.what},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _result(finding: FindingRow, number: int, checked: CheckReport, speaker: Speaker) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVEL[finding.severity],
        "message": _text("\n".join(sentences_of(finding, speaker))),
        "locations": [_location(finding, checked)] if finding.file else [],
        "partialFingerprints": {
            "primaryLocationLineHash": finding.fingerprint,
            "ecodemoFinding/v1": finding.fingerprint,
        },
    }
    if finding.related_places:
        result["relatedLocations"] = [_location(place, checked) for place in finding.related_places]
    about = {
        "unit": finding.unit,
        "requirement": finding.requirement,
        "indicator": finding.indicator,
        "measure": finding.measure,
        "due": finding.due,
    }
    result["properties"] = {key: value for key, value in about.items() if value}
    return result


def _excused(row: ExcusedRow, number: int, checked: CheckReport, speaker: Speaker) -> dict[str, Any]:
    suppression = {"kind": "external", "status": "accepted", "justification": row.why}
    return {**_result(row.finding, number, checked, speaker), "suppressions": [suppression]}


def _location(place: FindingRow | PlaceRow, checked: CheckReport) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(checked.path(place.file), safe="/"), "uriBaseId": _ROOT}
    }
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": physical}


def _text(text: str) -> dict[str, str]:
    """A plain message; square brackets before round ones would make a link of what data say."""
    return {"text": text.replace("](", "] (")}
