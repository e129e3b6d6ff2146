"""The rows of the office's rectification ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.forms import words
from ecodemo.forms.contract import Content
from ecodemo.forms.sheets.problem_answers import in_brief
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_office import LEDGER_SHEET
from ecodemo.model.progress import ProblemAnswer
from ecodemo.model.workspace import Workspace


def ledger_table(assessment: Assessment) -> SheetTable:
    """The rectification ledger, what was found until the day of judging."""
    return SheetTable(
        LEDGER_SHEET,
        tuple(_ledger_row(assessment.workspace, ledger, assessment.today) for ledger in assessment.ledger),
        LEDGER_SHEET.title,
        LEDGER_SHEET.note,
    )


def _ledger_row(workspace: Workspace, ledger: LedgerEntry, today: date) -> SheetRow:
    entry, late = ledger.entry, ledger.days_late
    indicator = workspace.indicators_by_id.get(entry.indicator or "")
    measure = workspace.measures.get(entry.measure or "")
    state = ("closed" if ledger.closed else "") + (" late" if late else "")
    said = (words.LEDGER_STATE[state.strip() or "open"], *(words.CLOSING_FLAW[flaw] for flaw in ledger.flaws))
    contents: dict[str, Content] = {
        "no": entry.no,
        "indicator": indicator.no if indicator else None,
        "measure": measure.name if measure else None,
        "problem": entry.problem,
        "by": entry.by,
        "found": entry.found,
        "action": entry.action or None,
        "unit": workspace.label(entry.unit).zh,
        "support": "、".join(workspace.label(unit).zh for unit in entry.support) or None,
        "person": entry.person or None,
        "due": entry.due,
        "ask": entry.ask or None,
        "state": "；".join((*said, *_answers(workspace, ledger, today))),
        "late": words.DAYS_LATE.format(days=late) if late else None,
    }
    if written := ledger.written:
        proof = written.proof
        contents["closed_on"] = written.on
        contents["closed_by"] = _called(workspace, written.by)
        year = f"/{proof.year}" if proof.year else ""
        contents["proof"] = f"{proof.requirement}{year}@{workspace.label(proof.unit or entry.unit).zh}"
    return SheetRow(
        entry.no, contents, wrong=frozenset({"state", "late"} if late and not ledger.closed else ())
    )


def _answers(workspace: Workspace, ledger: LedgerEntry, today: date) -> Iterator[str]:
    """What the units of an open entry have answered."""
    entry = ledger.entry
    for unit in (entry.unit, *entry.support) if ledger.closed is None else ():
        progress = workspace.progress.get(unit)
        for answer in progress.answers if progress else ():
            if answer.to == entry.no and answer.on <= today:
                yield _answered(workspace, unit, answer, today)


def _answered(workspace: Workspace, unit: str, answer: ProblemAnswer, today: date) -> str:
    return words.ANSWERED.format(unit=workspace.label(unit).zh, answer=in_brief(answer, today))


def _called(workspace: Workspace, unit_or_group: str) -> str:
    groups = (group.name for group in workspace.groups if group.id == unit_or_group)
    return next(groups, workspace.label(unit_or_group).zh)
