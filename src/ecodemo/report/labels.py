"""The words for verdicts, weights and kinds, wherever they are printed."""

from __future__ import annotations

from ecodemo.model.finding import Severity
from ecodemo.model.message import message
from ecodemo.model.requirement import Form
from ecodemo.model.standard import Attribute
from ecodemo.model.verdict import Remedy, Verdict

VERDICT = {
    Verdict.MET: message("met"),
    Verdict.NOT_MET: message("not met"),
    Verdict.UNDECIDED: message("undecided"),
    Verdict.NOT_APPLICABLE: message("not applicable"),
}
VETO = {
    Verdict.MET: message("clear, proven"),
    Verdict.NOT_MET: message("stands against"),
    Verdict.UNDECIDED: message("not settled"),
    Verdict.NOT_APPLICABLE: message("not applicable"),
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
ATTRIBUTE = {
    Attribute.BINDING: message("binding"),
    Attribute.REFERENCE: message("reference"),
}
FORM = {
    Form.DOCUMENT: message("official document"),
    Form.REPORT: message("monitoring report"),
    Form.TABLE: message("table"),
    Form.PHOTO: message("photograph"),
    Form.SCREENSHOT: message("screenshot"),
    Form.CERTIFICATE: message("certificate"),
    Form.MINUTES: message("minutes or sign-in sheet"),
    Form.MAP: message("map"),
    Form.CONTRACT: message("contract or acceptance"),
    Form.SURVEY: message("survey"),
}
OUTCOME = {
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
