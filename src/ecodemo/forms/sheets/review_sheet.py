"""The rows of a reviewer's workbook: the documents of other units that wait for review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.review import ReviewState, open_returns, returns_of, review_state, reviews_until
from ecodemo.assess.timeliness import ItemTiming, referred_documents
from ecodemo.forms import words
from ecodemo.forms.contract import RETURNED, Content, kinds_words
from ecodemo.forms.sheets.enclosures import Enclosures, Wanted
from ecodemo.forms.sheets.problem_answers import in_brief
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import REVIEW_SHEET
from ecodemo.model.finding import Finding
from ecodemo.model.indicator import Indicator
from ecodemo.model.progress import Document, ProblemAnswer, Review
from ecodemo.model.workspace import Workspace

_NAMED = 8
"""Documents that are left out, as far as the sheet names them at its top."""


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that waits for its reviewer, under the item that it is to prove."""

    timing: ItemTiming
    owner: str
    """The unit that handed it in."""
    document: Document
    change: str
    """What has changed since it was reviewed; empty where it never was."""
    counts: Review | None
    """The return that still counts, which the unit has only answered."""

    @property
    def unit(self) -> str:
        """The unit whose item it is to prove."""
        return self.timing.item.unit

    @property
    def no(self) -> str:
        return self.timing.item.requirement.no


class Faults:
    """What rules found about documents, in sentences without codes."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._of_item: dict[tuple[str, str], list[tuple[tuple[int, ...], str]]] = {}
        self._of_file: dict[str, dict[str, None]] = {}
        for finding in findings:
            if finding.code in words.SAID_TO_REVIEWERS:
                self._add(finding, words.CHINESE.say(finding.message).rstrip("。"))

    def _add(self, finding: Finding, text: str) -> None:
        about = finding.about
        places = [problem.at for problem in finding.problems]
        if about.measure:  # what was found about a figure is about the file that proves it
            places += [place for problem in finding.problems for place in problem.related]
        paths = [place.id for place in places if place.kind == "evidence"]
        for path in paths:
            self._of_file.setdefault(path, {})[text] = None
        if not paths and about.unit and about.requirement:
            self._of_item.setdefault((about.unit, about.requirement), []).append((about.years, text))

    def of(self, waiting: WaitingDocument) -> tuple[str, ...]:
        """The sentences about a document: about the files that it consists of, and about its item and years."""
        document = waiting.document
        about = self._of_item.get((waiting.unit, waiting.no), [])
        own = dict.fromkeys(text for years, text in about if not years or set(years) & set(document.years))
        for path, texts in self._of_file.items():
            if f"{path}/".startswith(f"{document.file}/"):
                own |= texts
        return tuple(own)


def waiting_for(
    assessment: Assessment, reviewer: str, hashes: Mapping[str, str]
) -> tuple[WaitingDocument, ...]:
    """The documents that a unit has yet to review, what came again first.

    A lead reviews what belongs to its indicators, the office what belongs to none. `hashes` are those of files and of
    folders of events, by path; what is not there cannot be reviewed.
    """
    workspace, today = assessment.workspace, assessment.today
    found: dict[str, WaitingDocument] = {}
    for timing in assessment.timings:
        if timing.item.unit == reviewer or reviewer_of(workspace, timing.item.requirement.no) != reviewer:
            continue
        for owner, document in _documents(workspace, timing, today):
            if owner == reviewer or document.file in found or document.file not in hashes:
                continue
            if _waits(workspace, owner, document, today, hashes):
                now = hashes[document.file]
                found[document.file] = _waiting(timing, owner, document, now, today)
    return tuple(
        sorted(found.values(), key=lambda waiting: (not waiting.change, not waiting.timing.item.is_required))
    )


def _waits(
    workspace: Workspace, owner: str, document: Document, today: date, hashes: Mapping[str, str]
) -> bool:
    """Whether the reviewer's turn has come; after a return also when the unit has answered."""
    state = review_state(document, today, hashes)
    if state is not ReviewState.RETURNED:
        return state is not ReviewState.ACCEPTED
    last = reviews_until(document, today)[-1]
    is_replaced = not hashes[document.file].startswith(last.hash)
    answers = _answers(workspace, owner, today)
    return is_replaced or any(
        answer.on >= last.on and _is_to_return(answer, document, last) for answer in answers
    )


def _waiting(timing: ItemTiming, owner: str, document: Document, now: str, today: date) -> WaitingDocument:
    reviews = reviews_until(document, today)
    last = reviews[-1] if reviews else None
    if last is None:
        return WaitingDocument(timing, owner, document, "", None)
    if open_returns(document, today) and now.startswith(last.hash):
        return WaitingDocument(timing, owner, document, words.NOT_REDELIVERED, last)
    return WaitingDocument(timing, owner, document, _change(document, last, today), None)


def _change(document: Document, last: Review, today: date) -> str:
    """What has changed since the last review: `6月10日重交；原退回：缺村级签字`."""
    came = [
        again.on
        for again in document.redelivered
        if again.on <= today and not again.hash.startswith(last.hash[: len(again.hash)])
    ]
    if came and max(came) >= last.on:
        what = words.REDELIVERED.format(day=words.day_words(max(came), today))
    else:
        what = words.REPLACED
    if last.result == "returned":
        return f"{what}；{words.FORMERLY.format(returned=words.returned(last.why))}"
    return f"{what}；{words.FORMERLY_ACCEPTED.format(day=words.day_words(last.on, today))}"


def wanted_of(waiting: WaitingDocument, names: Mapping[str, str]) -> Wanted:
    """The document as it goes out with the workbook; `names` are those of units in files."""
    return Wanted(waiting.document.file, names[waiting.unit], waiting.no, waiting.document.years)


def review_table(
    assessment: Assessment,
    reviewer: str,
    waiting: Sequence[WaitingDocument],
    faults: Faults,
    enclosed: Enclosures,
) -> SheetTable:
    """The sheet of a reviewer."""
    workspace = assessment.workspace
    rows = tuple(
        _row(workspace, document, faults.of(document), enclosed, assessment.today) for document in waiting
    )
    without = [document for document in waiting if document.document.file in enclosed.left_out]
    names = [
        f"{workspace.label(document.unit).zh}{document.no}{words.of_years(document.document.years)}"
        for document in without
    ]
    listed = "、".join(names[:_NAMED]) + (words.NOT_ENCLOSED_MORE if len(names) > _NAMED else "")
    left_out = words.NOT_ENCLOSED.format(count=len(without), names=listed) if without else ""
    return SheetTable(
        REVIEW_SHEET,
        rows,
        REVIEW_SHEET.title.format(unit=workspace.units[reviewer].name),
        f"{REVIEW_SHEET.note}{left_out}",
    )


def _row(
    workspace: Workspace,
    waiting: WaitingDocument,
    found: Sequence[str],
    enclosed: Enclosures,
    today: date,
) -> SheetRow:
    document, item = waiting.document, waiting.timing.item
    left_out = enclosed.left_out.get(document.file, "")
    said = (*filter(None, (waiting.change, *_lateness(waiting, today))), *found)
    contents: dict[str, Content] = {
        "unit": workspace.label(item.unit).zh,
        "no": item.requirement.no,
        "name": item.requirement.name,
        "years": words.years_words(document.years) or words.ONCE,
        "file": document.file,
        "received": document.received,
        "faults": "；".join((*said, *([left_out] if left_out else ()))) or None,
        "answer": "；".join(_answered(workspace, waiting, found, today)) or None,
    }
    if waiting.counts:
        contents |= {
            "result": RETURNED,
            "kind": kinds_words(waiting.counts.kind) or None,
            "reason": waiting.counts.reason or None,
            "due": waiting.counts.due,
        }
    link = enclosed.links.get(document.file)
    return SheetRow(
        document.file,
        contents,
        wrong=frozenset({"faults"} if found else ()),
        links={"file": link} if link else {},
    )


def _lateness(waiting: WaitingDocument, today: date) -> Iterator[str]:
    """How late a required document came, and came again."""
    item, received = waiting.timing.item, waiting.document.received
    if item.is_required and received and item.due and received > item.due:
        days = (received - item.due).days
        yield words.HANDED_IN_LATE.format(days=days, due=words.day_words(item.due, today))
    extended = item.extension.until if item.extension else None
    returns = returns_of(waiting.document, today, extended)
    late = returns[-1].days_late(today) if returns and returns[-1].redelivered else 0
    if late:
        yield words.REDELIVERED_LATE.format(days=late)


def _answered(
    workspace: Workspace, waiting: WaitingDocument, found: Sequence[str], today: date
) -> Iterator[str]:
    """What the unit has written of a document: in its register, and to its problems."""
    document = waiting.document
    if document.note:
        yield document.note
    reviews = reviews_until(document, today)
    last = reviews[-1] if reviews and reviews[-1].result == "returned" else None
    for answer in _answers(workspace, waiting.owner, today):
        is_to_return = last is not None and _is_to_return(answer, document, last)
        if is_to_return or any(text in answer.problem for text in found):
            yield in_brief(answer, today)


def _is_to_return(answer: ProblemAnswer, document: Document, returned: Review) -> bool:
    """Whether an answer is to a document's return."""
    if answer.to != document.requirement:
        return False
    said = (words.CHINESE.say(returned.why), words.of_years(document.years))
    return not answer.problem or all(text in answer.problem for text in said)


def _answers(workspace: Workspace, unit: str, today: date) -> Iterator[ProblemAnswer]:
    progress = workspace.progress.get(unit)
    return (answer for answer in (progress.answers if progress else ()) if answer.on <= today)


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
