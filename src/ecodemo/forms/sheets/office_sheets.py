"""The rows of the two other workbooks: documents for a reviewer, and the office's rectification ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.ledger_standing import LedgerEntry
from ecodemo.assess.review import ReviewState, review_state, reviews_until
from ecodemo.assess.timeliness import ItemTiming, referred_documents
from ecodemo.forms import words
from ecodemo.forms.contract import ACCEPTED, LEDGER_SHEET, RETURNED, REVIEW_SHEET, Content
from ecodemo.forms.sheets.problem_answers import in_brief
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Finding
from ecodemo.model.indicator import Indicator
from ecodemo.model.progress import Document, ProblemAnswer
from ecodemo.model.workspace import Workspace

_BY_PATH = ""
_ORDER = (ReviewState.VOID, ReviewState.TO_REVIEW, ReviewState.RETURNED, ReviewState.ACCEPTED)


def review_table(
    assessment: Assessment,
    unit: str,
    findings: Iterable[Finding],
    files: Iterable[EvidenceFile],
    hashes: Mapping[str, str],
) -> SheetTable:
    """The documents that other units handed in and that a unit reviews, what waits first.

    A lead reviews what belongs to its indicators, the office what belongs to none. `hashes` are those of files and of
    folders of events, by path; what is not there cannot be reviewed.
    """
    workspace, today = assessment.workspace, assessment.today
    rows: list[tuple[tuple[object, ...], SheetRow]] = []
    faults = _faults(findings)
    listed: set[str] = set()
    for timing in assessment.timings:
        if timing.item.unit == unit or reviewer_of(workspace, timing.item.requirement.no) != unit:
            continue
        for owner, document in _documents(workspace, timing, today):
            state = review_state(document, today, hashes)
            is_settled = owner == unit or (
                document.requirement != timing.item.requirement.no and state is ReviewState.ACCEPTED
            )
            if document.file in listed or document.file not in hashes or is_settled:
                continue
            listed.add(document.file)
            order = (_ORDER.index(state) > 1, not timing.item.is_required, _ORDER.index(state))
            rows.append((order, _review_row(workspace, timing, document, state, faults, today)))
    return SheetTable(
        REVIEW_SHEET,
        tuple(row for _, row in sorted(rows, key=lambda entry: entry[0])),
        REVIEW_SHEET.title.format(unit=workspace.units[unit].name),
        REVIEW_SHEET.note,
    )


def reviewer_of(workspace: Workspace, requirement: str) -> str | None:
    """The unit that reviews what is handed in under a number; `None` where there is none yet."""
    holder = workspace.holders[requirement]
    return holder.lead if isinstance(holder, Indicator) else workspace.office


def reviewers_of(workspace: Workspace, document: Document) -> frozenset[str]:
    """Who reviews a document: for its own number, and for those that refer to it (互见)."""
    numbers = {document.requirement}
    for user, _, entry in workspace.documents():
        if entry.see and any(document is other for other in referred_documents(workspace, user, entry.see)):
            numbers.add(entry.requirement)
    return frozenset(filter(None, (reviewer_of(workspace, number) for number in numbers)))


def _documents(workspace: Workspace, timing: ItemTiming, today: date) -> list[tuple[str, Document]]:
    """The files of an item that the register has, each once, with the units that handed them in."""
    unit = timing.item.unit
    entries = [entry for slot in timing.item.slots for entry in slot.documents]
    found = {entry.file: (unit, entry) for entry in entries if entry.file}
    for entry in entries:
        for document in referred_documents(workspace, unit, entry.see) if entry.see else ():
            if document.file and document.had_come(today):
                found.setdefault(document.file, (entry.see.unit or unit if entry.see else unit, document))
    return list(found.values())


_Faults = Mapping[tuple[str, str], list[tuple[tuple[int, ...], str]]]


def _faults(findings: Iterable[Finding]) -> _Faults:
    """What was found about the documents of each unit, by unit and requirement: the years, and the sentence.

    What was found about figures that a file proves has the file's path instead of a unit.
    """
    found: dict[tuple[str, str], list[tuple[tuple[int, ...], str]]] = {}
    for finding in findings:
        about = finding.about
        if about.unit and about.requirement and finding.code in words.HOW_TO_MEND:
            text = words.CHINESE.say(finding.message).rstrip("。")
            found.setdefault((about.unit, about.requirement), []).append((about.years, text))
        elif about.measure and finding.code in words.HOW_TO_MEND:
            text = words.CHINESE.say(finding.message).rstrip("。")
            for ref in (ref for problem in finding.problems for ref in problem.related):
                if ref.kind == "evidence":
                    found.setdefault((_BY_PATH, ref.id), []).append((about.years, text))
    return found


def _said_of(faults: _Faults, item: tuple[str, str], document: Document) -> Mapping[str, None]:
    """The sentences about a document: by the unit and number of its item and years, and by the files that it consists of."""
    about = faults.get(item, [])
    own = dict.fromkeys(text for years, text in about if not years or set(years) & set(document.years))
    for (kind, path), entries in faults.items():
        if kind == _BY_PATH and document.file and f"{path}/".startswith(f"{document.file}/"):
            own |= dict.fromkeys(text for _, text in entries)
    return own


def _review_row(
    workspace: Workspace,
    timing: ItemTiming,
    document: Document,
    state: ReviewState,
    faults: _Faults,
    today: date,
) -> SheetRow:
    item = timing.item
    said = _said_of(faults, (item.unit, item.requirement.no), document)
    contents: dict[str, Content] = {
        "unit": workspace.label(item.unit).zh,
        "no": item.requirement.no,
        "name": item.requirement.name,
        "years": words.years_words(document.years) or words.ONCE,
        "file": document.file,
        "received": document.received,
        "faults": "；".join(said) or None,
    }
    reviews = reviews_until(document, today)
    if reviews and state in (ReviewState.ACCEPTED, ReviewState.RETURNED):
        last = reviews[-1]
        if state is ReviewState.RETURNED:
            answers = _answers_to_return(workspace, item.unit, item.requirement.no, last.reason, today)
            contents["faults"] = "；".join((*said, *answers)) or None
        contents["result"] = ACCEPTED if last.result == "accepted" else RETURNED
        contents["reason"] = last.reason or None
        contents["due"] = last.due
    return SheetRow(document.file, contents, wrong=frozenset({"faults"} if said else ()))


def _answers_to_return(workspace: Workspace, unit: str, no: str, reason: str, today: date) -> Iterator[str]:
    """What the unit has answered to a document's return."""
    progress = workspace.progress.get(unit)
    for answer in progress.answers if progress else ():
        if answer.to == no and (not answer.problem or reason in answer.problem) and answer.on <= today:
            yield _answered(workspace, unit, answer, today)


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
