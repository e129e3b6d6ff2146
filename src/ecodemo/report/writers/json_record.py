"""The report, or the complaints, as JSON."""

from __future__ import annotations

from ecodemo.report.contents.finding_view import Complaints
from ecodemo.report.contents.report_view import Report


def render(report: Report | Complaints) -> str:
    """Indented, in the order of the fields, Chinese as it is."""
    return report.model_dump_json(indent=2) + "\n"
