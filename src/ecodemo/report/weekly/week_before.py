"""How the bid stood when the week began: the one place that says where an earlier state comes from."""

from __future__ import annotations

from datetime import timedelta

from ecodemo.assess.bid import Assessment, assess
from ecodemo.check.session import CheckResult, reviewed_hashes

WEEK = timedelta(days=7)


def assessment_before_week(result: CheckResult) -> Assessment:
    """The bid judged by the register's own dates, on the eve of the seven days before the day of the report.

    Files are those of today: of what is in no register nobody knows when it came.
    """
    workspace = result.loaded.workspace
    eve = result.today - WEEK - timedelta(days=1)
    return assess(
        workspace,
        result.assessment.bid,
        eve,
        result.survey.files,
        reviewed_hashes(workspace, result.survey),
    )
