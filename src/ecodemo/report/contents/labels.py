"""The words for verdicts, weights and kinds, wherever they are printed."""

from __future__ import annotations

from ecodemo.assess.margin import Near
from ecodemo.assess.review import ReviewState
from ecodemo.assess.timeliness import Light, Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.model.evidence import Condition
from ecodemo.model.finding import Severity
from ecodemo.model.message import Message, message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.requirement import Form, Need
from ecodemo.model.standard import Attribute
from ecodemo.model.verdict import Remedy, Verdict
from ecodemo.model.workspace import Workspace
from ecodemo.rule_pages import SEVERITIES

VERDICT = {
    Verdict.MET: message("met"),
    Verdict.NOT_MET: message("not met"),
    Verdict.UNDECIDED: message("undecided"),
    Verdict.NOT_APPLICABLE: message("not applicable"),
}
VETO = {
    VetoStanding.CLEAR: message("clear, proven"),
    VetoStanding.HIT: message("triggered"),
    VetoStanding.UNPROVEN: message("answered, proof missing"),
    VetoStanding.UNANSWERED: message("not answered"),
    VetoStanding.OPEN: message("unresolved"),
    VetoStanding.NOT_APPLICABLE: message("not applicable"),
}
NEAR = {
    Near.CLOSE: message("close to target"),
    Near.FALLING: message("worsening"),
}
REMEDY = {
    Remedy.ADD_PROOF: message("missing documents can still be submitted"),
    Remedy.WORK_ON: message("work can continue"),
    Remedy.CORRECT_ONLY: message("the year has ended: only the basis can be checked or errors corrected"),
    Remedy.AWAIT_UPPER_LEVEL: message("waiting for the higher authority"),
}
SEVERITY = {severity: SEVERITIES[severity] for severity in Severity}
ATTRIBUTE = {attribute: Message(attribute.meaning) for attribute in Attribute}
FORM = {form: Message(form.meaning) for form in Form}
CONCLUSION = {
    Verdict.MET: message("The bid would pass today."),
    Verdict.NOT_MET: message("The bid would not pass today."),
    Verdict.UNDECIDED: message("Cannot determine whether the bid would pass today."),
    Verdict.NOT_APPLICABLE: message("No row of the standard applies to this county."),
}
EXAMPLE = message("Example: all values are made up")
FROM_LOCK = message("Judged by the lock alone: the evidence was not opened")
UNVERIFIED = message("not verified")
DOMAIN_EN = {
    "生态制度": "Institutions",
    "生态安全": "Ecological security",
    "生态空间": "Ecological space",
    "生态经济": "Ecological economy",
    "生态生活": "Ecological living",
    "生态文化": "Ecological culture",
}
LIGHT = {
    Light.GREEN: message("green"),
    Light.BLUE: message("blue"),
    Light.YELLOW: message("yellow"),
    Light.RED: message("red"),
}
STANDING = {
    Standing.ON_TIME: message("on time"),
    Standing.HANDED_IN: message("submitted"),
    Standing.NOT_DUE: message("not yet due"),
    Standing.DUE_SOON: message("due soon"),
    Standing.LATE_DONE: message("submitted late"),
    Standing.RETURNED: message("returned"),
    Standing.RETURNED_OVERDUE: message("returned, overdue"),
    Standing.OVERDUE: message("missing, overdue"),
}
REVIEW = {
    ReviewState.ACCEPTED: message("accepted"),
    ReviewState.RETURNED: message("returned"),
    ReviewState.TO_REVIEW: message("to review"),
    ReviewState.VOID: message("to re-review"),
}
NEED = {need: Message(need.meaning) for need in Need}
KIND = {UnitKind.DEPARTMENT: message("department"), UnitKind.TOWNSHIP: message("township")}
CONDITION = {
    Condition.SOUND: message("opens"),
    Condition.TRUNCATED: message("truncated"),
    Condition.DAMAGED: message("damaged"),
    Condition.ENCRYPTED: message("encrypted"),
    Condition.TOO_LARGE: message("too large to open"),
}
LATENESS = message(
    "Due: the due date, including any extension, is today or earlier. Items recognised as not involved, waived items and supporting documents are excluded. An item is one document number of one unit with all its years; it is late if any year is late. On time: first received by the due date and not returned, or, if returned, resubmitted by the due date of the return. Items submitted late stay yellow. Share on time: items on time ÷ items due. Rank: by share on time, then by the longest delay of overdue items; equal values share a rank. Departments and townships are ranked separately; units with fewer than five items due are listed but not ranked. Received: the date on which the bid office received the item; no delay is counted if no date is registered."
)


def undated(workspace: Workspace) -> Message | None:
    """The note for a look back: that what has no day counts as known; `None` where everything has one."""
    if not workspace.undated:
        return None
    return message(
        "Figures, assigned values and veto answers without a date received: {count}. They count as known on every date.",
        count=workspace.undated,
    )
