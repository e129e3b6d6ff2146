"""What an entry of the data is for, so that what it does hangs on no name or id."""

from __future__ import annotations

from ecodemo.model.base import Choice


class RequirementRole(Choice):
    """The purpose of a requirement; each role but `explanation` is given once."""

    MOBILISATION = "mobilisation", "the mobilisation meeting"
    WORK_PLAN = "work-plan", "the county's work plan"
    LEADING_GROUP = "leading-group", "the document that establishes the leading group"
    RECEIPT = "receipt", "the receipt for the task table"
    UNIT_PLAN = "unit-plan", "the work plan of a unit"
    UNIT_REPORT = "unit-report", "the self-inspection report of a unit; its pack contains a draft"
    CONFIRMATION = "confirmation", "the printout of a unit's sheet of figures, signed and stamped"
    APPLICATION = "application", "the application letter"
    WORK_REPORT = "work-report", "the work report"
    TECHNICAL_REPORT = "technical-report", "the technical report"
    PRE_CHECK = "pre-check", "the opinion of the city's pre-check"
    PLAN = "plan", "the ecological plan and its adoption"
    EXPLANATION = "explanation", "a report that explains a figure; may be given several times"


class DepartmentRole(Choice):
    """The role of a department, in addition to its own tasks."""

    OFFICE = "office", "the bid office: maintains the ledger, reviews documents outside the indicators"


class GroupRole(Choice):
    """The purpose of a working group."""

    SUPERVISION = "supervision", "the supervision group"


FORMER_OFFICE = "office"
"""The id by which the bid office is known where no department is given its role."""


def role_by_name(name: str) -> RequirementRole | None:
    """The role that a name alone gives to a kind of document, where none is given that role."""
    if name.endswith("自查报告"):
        return RequirementRole.UNIT_REPORT
    return RequirementRole.CONFIRMATION if name.startswith("数据确认表") else None
