"""The state of the bid when the week began: the one place that says where an earlier state comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ecodemo.assess.bid import assess
from ecodemo.check.session import CheckResult, reviewed_hashes
from ecodemo.report.build_state import state_of
from ecodemo.report.state import State

WEEK = timedelta(days=7)


def begin_of_week(today: date) -> date:
    """The first of the seven days before the day of the report; a snapshot of it was taken before the week's work."""
    return today - WEEK


def state_by_dates(result: CheckResult) -> State:
    """The bid judged by the register's own dates, on the eve of the week; without findings.

    Files are those of today: of what is in no register nobody knows when it came.
    """
    workspace = result.loaded.workspace
    eve = begin_of_week(result.today) - timedelta(days=1)
    assessment = assess(
        workspace,
        result.assessment.bid,
        eve,
        result.survey.files,
        reviewed_hashes(workspace, result.survey),
    )
    return state_of(
        replace(
            result,
            today=eve,
            assessment=assessment,
            findings=(),
            waived=(),
            known=(),
            changed=(),
            filtered=True,
        )
    )
