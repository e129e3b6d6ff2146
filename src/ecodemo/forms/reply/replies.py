"""What goes back to a unit after an import: its workbook with everything marked that is to be put right, and a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Presence, figures_due
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.check.session import CheckResult
from ecodemo.forms import contract, words
from ecodemo.forms.contract import FormKind
from ecodemo.forms.export.letterhead import letterhead_of
from ecodemo.forms.export.unit_tasks import UnitTasks
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.export.write_packs import FileChange, file_change
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.import_plan import Receipt
from ecodemo.forms.intake.merge.filed_figure import FROM_LEDGER
from ecodemo.forms.reply.delivery import Delivery, WrittenRow, delivery_of
from ecodemo.forms.reply.marking import marked
from ecodemo.forms.reply.objection_copy import objection_copy
from ecodemo.forms.reply.reply_text import OwedDocument, ReplyFacts, is_return, reply_text
from ecodemo.forms.safe_names import names_of_units, safe_name
from ecodemo.forms.sheets.sheet_table import FormBook
from ecodemo.forms.sheets.unit_problems import UnitProblem
from ecodemo.journal.changes import Change
from ecodemo.model.workspace import Workspace

RETURNED_NAME, REMINDER_NAME = "{book}_退回_{day}.xlsx", "{book}_待办_{day}.xlsx"
TEXT_NAME = "{unit}_回复.txt"
_BOM = "\ufeff"
"""Notepad of Windows 7 reads UTF-8 only with it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to a unit."""

    unit: str
    text: str
    is_return: bool
    """Something goes back to be done again; else it thanks, or only says what is still to come."""
    papers: tuple[tuple[Path, FileChange], ...]
    """The text's file, and the workbooks before it."""
    changes: tuple[Change, ...] = field(repr=False)
    """What is to be written for that."""


def replies(
    result: CheckResult, assessment: Assessment, receipts: Iterable[Receipt], folder: Path
) -> Iterator[Reply]:
    """What goes back to each unit that something came from, or had something sent back, in the order of the data.

    Args:
        result: the workspace as it is after the import.
        assessment: that of the result.
        receipts: what was imported; parcels of nobody knows whom are passed over.
        folder: where to.

    Raises:
        EcodemoError: the letterhead cannot be used.
    """
    workspace = assessment.workspace
    letterhead = letterhead_of(result.root / "templates")
    tasks = UnitTasks(result, assessment)
    names = names_of_units(workspace)
    receipts = tuple(receipts)
    received = _by_unit(receipts)
    sent_back = _sent_back(workspace, receipts)
    day = assessment.today.strftime("%Y%m%d")
    for unit in workspace.units:
        if unit not in received and unit not in sent_back:
            continue
        delivery = delivery_of(received.get(unit, ()))
        problems = (
            *delivery.faults,
            *sorted(tasks.problems(unit), key=lambda problem: problem.grounds),
        )
        papers: list[tuple[Path, bytes]] = []
        book_name = RETURNED_NAME if is_return(problems) else REMINDER_NAME
        for book in _books(assessment, tasks, unit, delivery, problems):
            path = folder / safe_name(book_name.format(book=_book_name(book, names[unit]), day=day))
            papers.append((path, workbook_content(book, letterhead)))
        text = reply_text(_facts(assessment, unit, delivery, problems, tasks, has_workbook=bool(papers)))
        path = folder / safe_name(TEXT_NAME.format(unit=names[unit]))
        papers.append((path, text_file(text)))
        done = tuple((path, file_change(path, content)) for path, content in papers)
        new = (
            Change(*paper)
            for paper, (_, change) in zip(papers, done, strict=True)
            if change is not FileChange.SAME
        )
        yield Reply(unit, text, is_return(problems), done, tuple(new))


def text_file(text: str) -> bytes:
    """A text as a file that every editor of Windows opens."""
    return f"{_BOM}{text}\r\n".encode()


def by_bid(receipts: Iterable[Receipt], usual: str) -> Mapping[str, list[Receipt]]:
    """What was imported, by the bid whose form each unit used last; `usual` where it used none."""
    receipts = tuple(receipts)
    bids = {receipt.unit: merge.bid.id for receipt in receipts for merge in receipt.merges}
    found: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        found.setdefault(bids.get(receipt.unit, usual), []).append(receipt)
    return found


def _by_unit(receipts: Iterable[Receipt]) -> Mapping[str, list[Receipt]]:
    found: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.unit:
            found.setdefault(receipt.unit, []).append(receipt)
    return found


def _sent_back(workspace: Workspace, receipts: Iterable[Receipt]) -> frozenset[str]:
    """The units of whose documents the reviews that were imported sent one back."""
    reviewed = {
        (receipt.unit, receipt.day)
        for receipt in receipts
        for merge in receipt.merges
        if any(found.sheet.name == contract.REVIEWS for found in merge.book.found)
    }
    return frozenset(
        unit
        for unit, _, document in workspace.documents()
        for last in document.reviews[-1:]
        if last.result == "returned" and (last.by, last.on) in reviewed
    )


def _books(
    assessment: Assessment,
    tasks: UnitTasks,
    unit: str,
    delivery: Delivery,
    problems: tuple[UnitProblem, ...],
) -> Iterator[FormBook]:
    """The unit's own workbook where it has something to put right, and others of which something was not taken."""
    if not problems:
        return
    days = {tasks.last_received(unit), *(receipt.day for receipt in delivery.receipts)}
    received = max((day for day in days if day), default=None)
    for book in tasks.of(unit).books:
        sheets = {table.sheet.name for table in book.tables}
        has_fault = any(row.sheet in sheets and row.is_faulty for row in delivery.rows)
        if book.kind is FormKind.UNIT or has_fault:
            yield marked(book, delivery, problems, received)
    objections = objection_copy(assessment, unit, delivery.receipts)
    if objections and any(row.sheet == contract.OBJECTIONS and row.is_faulty for row in delivery.rows):
        yield marked(objections, delivery, problems, received)


def _book_name(book: FormBook, unit_name: str) -> str:
    """As the data call it; units that are called alike have their id in it."""
    return (
        book.name
        if book.name.startswith(unit_name) or book.kind is FormKind.LEDGER
        else f"{unit_name}{book.name}"
    )


def _facts(
    assessment: Assessment,
    unit: str,
    delivery: Delivery,
    problems: tuple[UnitProblem, ...],
    tasks: UnitTasks,
    *,
    has_workbook: bool,
) -> ReplyFacts:
    owing, last = tasks.owing(unit), tasks.last_received(unit)
    return ReplyFacts(
        unit=assessment.workspace.label(unit).zh,
        days=tuple(sorted({receipt.day for receipt in delivery.receipts})) or ((last,) if last else ()),
        today=assessment.today,
        figures_owed=owing.figures,
        figures_due=figures_due(assessment.workspace, assessment.bid, unit),
        documents=tuple(document for timing in owing.documents for document in owed_documents(timing)),
        problems=problems,
        left_over=sum(line.is_left for receipt in delivery.receipts for line in receipt.lines),
        answers=sum(map(_is_answered, delivery.rows)),
        has_workbook=has_workbook,
        from_ledgers=sum(
            line.words is FROM_LEDGER for receipt in delivery.receipts for line in receipt.lines
        ),
    )


def owed_documents(timing: ItemTiming) -> Iterator[OwedDocument]:
    """What is owed of a document: the years that are missing are named where others are there.

    What was received is not overdue; where its file is gone or cannot be used, it is asked for once more.
    """
    item, requirement, lost = timing.item, timing.item.requirement, timing.lost
    if owed := [slot for slot in item.lacking if slot not in lost]:
        missing = tuple(s.year for s in owed if s.presence is Presence.MISSING and s.year is not None)
        has_come = bool(lost) or any(slot.presence is not Presence.MISSING for slot in item.slots)
        yield OwedDocument(requirement.no, requirement.name, missing if has_come else (), has_come, item.due)
    for is_missing, fault in ((True, words.SAID_LOST), (False, words.SAID_LOST_UNUSABLE)):
        if alike := [slot for slot in lost if (slot.presence is Presence.MISSING) is is_missing]:
            years = tuple(slot.year for slot in alike if slot.year is not None)
            yield OwedDocument(requirement.no, requirement.name, years, has_come=True, due=None, fault=fault)


def _is_answered(row: WrittenRow) -> bool:
    """Whether it is a problem that the unit answered, and something of the answer was taken."""
    taken = {line.effect for lines in row.lines.values() for line in lines} & {Effect.NEW, Effect.CHANGED}
    return row.sheet == contract.PROBLEMS and bool(taken)
