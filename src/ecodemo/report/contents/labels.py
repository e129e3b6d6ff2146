"""The words for verdicts, weights and kinds, wherever they are printed."""

from __future__ import annotations

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

VERDICT = {
    Verdict.MET: message("met"),
    Verdict.NOT_MET: message("not met"),
    Verdict.UNDECIDED: message("undecided"),
    Verdict.NOT_APPLICABLE: message("not applicable"),
}
VETO = {
    VetoStanding.CLEAR: message("clear, proven"),
    VetoStanding.HIT: message("stands against"),
    VetoStanding.UNPROVEN: message("answered, proof not there"),
    VetoStanding.UNANSWERED: message("not answered"),
    VetoStanding.OPEN: message("not settled"),
    VetoStanding.NOT_APPLICABLE: message("not applicable"),
}
REMEDY = {
    Remedy.ADD_PROOF: message("what is missing can still be handed in"),
    Remedy.WORK_ON: message("work can go on"),
    Remedy.CORRECT_ONLY: message("the year is over: only check the basis or correct errors"),
    Remedy.AWAIT_UPPER_LEVEL: message("waits for the upper level"),
}
SEVERITY = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.INFO: message("note"),
}
ATTRIBUTE = {attribute: Message(attribute.meaning) for attribute in Attribute}
FORM = {form: Message(form.meaning) for form in Form}
CONCLUSION = {
    Verdict.MET: message("Applying today, the bid would pass."),
    Verdict.NOT_MET: message("Applying today, the bid would not pass."),
    Verdict.UNDECIDED: message("Applying today, it cannot be said that the bid passes."),
    Verdict.NOT_APPLICABLE: message("Nothing of the standard applies to this county."),
}
EXAMPLE = message("Example: all values are made up")
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
    Standing.HANDED_IN: message("handed in"),
    Standing.NOT_DUE: message("not yet due"),
    Standing.DUE_SOON: message("due soon"),
    Standing.LATE_DONE: message("late but done"),
    Standing.RETURNED: message("sent back"),
    Standing.RETURNED_OVERDUE: message("sent back, overdue"),
    Standing.OVERDUE: message("not there, overdue"),
}
REVIEW = {
    ReviewState.ACCEPTED: message("accepted"),
    ReviewState.RETURNED: message("sent back"),
    ReviewState.TO_REVIEW: message("to review"),
    ReviewState.VOID: message("to review again"),
}
NEED = {need: Message(need.meaning) for need in Need}
KIND = {UnitKind.DEPARTMENT: message("department"), UnitKind.TOWNSHIP: message("township")}
CONDITION = {
    Condition.SOUND: message("opens"),
    Condition.TRUNCATED: message("cut off"),
    Condition.DAMAGED: message("damaged"),
    Condition.ENCRYPTED: message("encrypted"),
    Condition.TOO_LARGE: message("too large to open"),
}
LATENESS = message(
    "Due: due on or before today, after extensions, without what is recognised as not involved, what is waived, and what is "
    "only support. One item is one number of one unit, with all its years; it is late if any year is. On time: first received by the due date and not sent back, or, when sent back, handed in again by the "
    "return's own due date. Late but done stays yellow. Share on time: on time ÷ due. Order: share on time, "
    "then the longest delay of what is still overdue; equal values share a place. Departments and townships are ranked apart; with fewer than five "
    "due a unit is listed, not ranked. Received: the day on which the office got it; where no register says it, no mark is made."
)
