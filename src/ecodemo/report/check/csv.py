"""A table for Excel and WPS: UTF-8 with the mark by which they know it, a row for each finding.

No text becomes a formula, also where a semicolon separates cells: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import re

from ecodemo.language import Speaker
from ecodemo.report.view import FindingRow
from ecodemo.report.view_check import CheckReport

_BEFORE_FORMULA = re.compile(r"(^|;)([\s\"]*)(?=[=+\-@＝＋－＠])")


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """The findings gravest first, then those that do not count."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_head(speaker))
    for finding in checked.findings:
        writer.writerow(_guarded(cell) for cell in _row(finding, "", checked))
    for row in checked.excused:
        writer.writerow(_guarded(cell) for cell in _row(row.finding, row.why, checked))
    return stream.getvalue().encode("utf-8-sig")


def _head(speaker: Speaker) -> list[str]:
    return [
        speaker.text("Rule code"),
        speaker.text("Rule"),
        speaker.text("Weight"),
        speaker.text("Responsible unit"),
        speaker.text("What was found"),
        speaker.text("What to do"),
        speaker.text("Due"),
        speaker.text("Days overdue"),
        speaker.text("Document"),
        speaker.text("Indicator"),
        speaker.text("Measure"),
        speaker.text("Years"),
        speaker.text("File"),
        speaker.text("Line"),
        speaker.text("Column"),
        speaker.text("Does not count because"),
        speaker.text("Fingerprint"),
    ]


def _row(finding: FindingRow, excuse: str, checked: CheckReport) -> list[str | int]:
    return [
        finding.code,
        checked.titles[finding.code],
        finding.severity_label,
        finding.unit_name,
        finding.message,
        finding.hint,
        finding.due,
        finding.overdue_days or "",
        *(checked.names.get(id_, id_) for id_ in (finding.requirement, finding.indicator, finding.measure)),
        " ".join(map(str, finding.years)),
        finding.file,
        finding.line or "",
        finding.column or "",
        excuse,
        finding.fingerprint,
    ]


def _guarded(cell: str | int) -> str | int:
    """A text on one line, with an apostrophe before what a spreadsheet would calculate."""
    return cell if isinstance(cell, int) else _BEFORE_FORMULA.sub(r"\1\2'", " ".join(cell.split()))
