"""Tables of what the office keeps: the rectification ledger, vetoes, and exceptions that were granted."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.ledger_view import ExceptionRow, RectificationRow
from ecodemo.report.contents.verdict_view import VetoRow
from ecodemo.report.tables.marks import verdict_mark
from ecodemo.table import Column, Mark, ToRow


def rectification_columns(speaker: Speaker) -> tuple[Column[RectificationRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda entry: entry.no, 9, "centred"),
        Column("problem", text("Problem"), lambda entry: entry.problem, 36),
        Column("found", text("Found by"), lambda entry: f"{entry.found} {entry.by}", 18),
        Column("action", text("Action"), lambda entry: entry.action, 36),
        Column("unit", text("Responsible unit"), lambda entry: entry.unit, 18),
        Column("person", text("Person responsible"), lambda entry: entry.person, 16),
        Column("due", text("Due"), lambda entry: entry.due, 11, "centred"),
        Column("state", text("State"), lambda entry: entry.state, 10, "centred", _state),
        Column("closed", text("Closed on"), lambda entry: entry.closed, 11, "centred"),
        Column("closed_by", text("Closed by"), lambda entry: entry.closed_by, 14),
        Column("ask", text("Decision required from leaders"), lambda entry: entry.ask, 24),
    )


def _state(entry: RectificationRow) -> Mark:
    if entry.closed:
        return "open" if entry.late else "good"
    return "bad" if entry.late else "open"


def veto_columns(speaker: Speaker) -> tuple[Column[VetoRow], ...]:
    text = speaker.text
    unverified = text("not verified")
    space = "" if speaker.language is Language.ZH else " "
    return (
        Column("no", text("No."), lambda veto: veto.no, 7, "centred", leads_to=_answered_in),
        Column("condition", text("Condition"), lambda veto: veto.text, 58),
        Column("answer", text("Answer"), lambda veto: veto.verdict_label, 12, "centred", _answer),
        Column("period", text("Period"), lambda veto: veto.period, 24, "centred"),
        Column("document", text("Proof"), lambda veto: veto.document, 10, "centred"),
        Column("unit", text("Responsible unit"), lambda veto: veto.unit, 24),
        Column("remark", text("Remark"), lambda veto: f"{veto.reason}{space}{veto.note}".strip(), 44),
        Column(
            "unverified",
            text("Not verified"),
            lambda veto: unverified if veto.unverified else None,
            11,
            "centred",
        ),
    )


def _answered_in(veto: VetoRow) -> ToRow:
    """The document that is owed on it."""
    return ToRow("documents", veto.no)


def _answer(veto: VetoRow) -> Mark:
    """A clear answer is good only with its proof."""
    return "open" if veto.verdict == "met" and not veto.proven else verdict_mark(veto)


def exception_columns(speaker: Speaker) -> tuple[Column[ExceptionRow], ...]:
    text = speaker.text
    yes, no = text("yes"), text("no")
    return (
        Column("kind", text("Kind of exception"), lambda entry: entry.kind, 10),
        Column("what", text("Granted for"), lambda entry: entry.what, 26),
        Column("unit", text("Responsible unit"), lambda entry: entry.unit, 20),
        Column("reason", text("Reason"), lambda entry: entry.reason, 34),
        Column("granted", text("Granted on"), lambda entry: entry.granted),
        Column("by", text("Granted by"), lambda entry: entry.by, 20),
        Column("until", text("Until"), lambda entry: entry.until),
        Column("number", text("Official number"), lambda entry: entry.number, 20),
        Column(
            "state", text("In force"), lambda entry: entry.state_label or (yes if entry.counts else no), 10
        ),
    )
