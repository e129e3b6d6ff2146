"""The workbook that goes back: the form as it would be sent out today, with what the unit wrote and nobody took put
in again, and everything that is to be put right in red, with its reason beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract, words
from ecodemo.forms.contract import Content, SheetColumn
from ecodemo.forms.intake.import_line import NOT_TAKEN, Effect
from ecodemo.forms.reply.delivery import Delivery, WrittenRow, number_of_folder, reason_of, text_in
from ecodemo.forms.sheets.problem_sheet import problem_table
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem

_ANSWERED_IN = {
    contract.DATA: "remark",
    contract.DOCUMENTS: "review",
    contract.VETOES: "remark",
    contract.PROJECTS: "remark",
    contract.REVIEWS: "faults",
    contract.OBJECTIONS: "decision",
}
"""The grey column of a sheet in which the unit is answered."""
_EXPLAINED = ("remark", "received", "review")
"""The columns beside the years that are red because of what the data say."""

_MOST_STRANGERS = 500
"""Rows of a sheet that the unit added; all of them are in the workbook that the inbox keeps."""


def marked(
    book: FormBook, delivery: Delivery, problems: Sequence[UnitProblem], received: date | None
) -> FormBook:
    """A workbook with what its unit has to put right.

    Args:
        book: as it would be sent out.
        delivery: what the unit sent.
        problems: all that it has to put right, the most serious first.
        received: when something last came from it, where that is known.
    """
    tables = tuple(_table(table, delivery, problems, book.exported) for table in book.tables)
    front = book.front and replace(
        book.front,
        problems=words.PROBLEM_COUNT.format(count=len(problems)),
        has_problems=bool(problems),
        last_received=words.full_day(received) if received else book.front.last_received,
        typed=delivery.front,
    )
    has_problem_sheet = any(table.sheet.name == contract.PROBLEMS for table in tables)
    return replace(
        book,
        tables=tables,
        front=front,
        hashes=_hashes_seen(book, delivery),
        opens_with=contract.PROBLEMS if has_problem_sheet else "",
    )


def _hashes_seen(book: FormBook, delivery: Delivery) -> Mapping[str, str]:
    """The bytes that the reviewer looked at, where what he said of them is still in the workbook; else those of now."""
    hashes = dict(book.hashes)
    for row in delivery.rows:
        if row.sheet == contract.REVIEWS and row.is_faulty:
            hashes[row.key] = row.exported[contract.HASH_COLUMN]
    return hashes


def _table(table: SheetTable, delivery: Delivery, problems: Sequence[UnitProblem], today: date) -> SheetTable:
    name = table.sheet.name
    if name == contract.PROBLEMS:
        table = _with_faults(table, delivery.faults, today)
    written, strangers = _told_apart(table, [row for row in delivery.rows if row.sheet == name])
    rows = []
    for row in table.rows:
        sent = written.get(table.key_of(row))
        if sent is not None:
            row = _with_typed(row, sent, table.sheet.columns)  # noqa: PLW2901 - one row, step by step
        if name in (contract.DATA, contract.DOCUMENTS):
            row = _with_problems(row, name, problems)  # noqa: PLW2901
        if name == contract.DOCUMENTS:
            row = _with_files(row, delivery)  # noqa: PLW2901
        rows.append(replace(row, links={}))  # the documents do not go back with it
    return replace(
        table, rows=(*rows, *(_stranger(row, table.sheet.columns) for row in strangers[:_MOST_STRANGERS]))
    )


def _with_faults(table: SheetTable, faults: Sequence[UnitProblem], today: date) -> SheetTable:
    """The sheet of problems with what was not taken at its top."""
    rows = (*problem_table(faults, "", today).rows, *table.rows)
    numbered = (
        replace(row, contents={**row.contents, "index": number}) for number, row in enumerate(rows, 1)
    )
    return replace(table, rows=tuple(numbered), note="" if rows else table.note)


def _told_apart(
    table: SheetTable, written: Iterable[WrittenRow]
) -> tuple[Mapping[str, WrittenRow], list[WrittenRow]]:
    """What was written into the rows of a table, and the rows that are not of it and must not get lost."""
    known = {table.key_of(row) for row in table.rows}
    names = {row.contents.get("name") for row in table.rows}
    own: dict[str, WrittenRow] = {}
    strangers: list[WrittenRow] = []
    for row in written:
        has_fault = row.is_faulty
        if row.key and row.key in known:
            former = own.get(row.key)
            if former is not None and former.is_faulty:
                strangers.append(row)
            else:
                own[row.key] = row
        elif has_fault or (_is_added(row) and not row.was_taken and text_in(row, "name") not in names):
            strangers.append(row)
    return own, strangers


def _is_added(row: WrittenRow) -> bool:
    """Whether somebody wrote a row of his own; one of a problem that is settled is none."""
    if row.was_exported or (row.was_exported is None and row.sheet == contract.PROBLEMS):
        return False
    return not any(text_in(row, key).startswith(words.SIGNATURES) for key in row.cells)


def _with_typed(row: SheetRow, sent: WrittenRow, columns: Iterable[SheetColumn]) -> SheetRow:
    """What was written and not taken, with the reasons."""
    typed: dict[str, Content] = {}
    for column in columns:
        cell = sent.cells.get(column.key)
        if cell is None or not column.is_units or cell.is_empty:
            continue
        nobody_has_it = row.contents.get(column.key) is None and cell.text not in contract.CLEARED
        if sent.has_fault(column.key) or nobody_has_it or (sent.is_faulty and sent.is_left(column.key)):
            typed[column.key] = _content(cell, column)
    return _answered(replace(row, typed=typed), sent)


def _answered(row: SheetRow, sent: WrittenRow) -> SheetRow:
    """Notes beside the cells, red where something was not taken, and the answer in the grey column."""
    notes, wrong = dict(row.notes), set(row.wrong)
    answers: list[str] = []
    for column, lines in sent.lines.items():
        said = []
        for line in lines:
            if line.effect in NOT_TAKEN:
                reason, action = reason_of(line, column)
                said.append(words.note(reason, action))
                wrong.add(column)
                is_year = column.isdigit()
                answers.append(words.ANSWER_OF_YEAR.format(year=column, reason=reason) if is_year else reason)
            elif line.effect is Effect.REMARK and line.words is not None:
                said.append(words.CHINESE.say(line.words))
        if said:
            notes[column] = "\n".join(dict.fromkeys(said))
    return _saying(replace(row, notes=notes, wrong=frozenset(wrong)), sent.sheet, answers)


def _saying(row: SheetRow, sheet: str, answers: Iterable[str]) -> SheetRow:
    """The row with sentences added to the grey column that answers the unit."""
    column = _ANSWERED_IN.get(sheet)
    new = list(dict.fromkeys(answers))
    if column is None or not new:
        return row
    former = row.contents.get(column)
    text = "；".join([*([str(former)] if former else []), *new])
    return replace(row, contents={**row.contents, column: text}, wrong=row.wrong | {column})


def _with_problems(row: SheetRow, sheet: str, problems: Iterable[UnitProblem]) -> SheetRow:
    """Notes in the cells that are red already, and what a rule found about the documents of a row."""
    own = [
        problem
        for problem in problems
        if problem.no == row.contents.get("no") and problem.grounds in (Grounds.RETURNED, Grounds.FOUND)
    ]
    if sheet == contract.DOCUMENTS:
        found = [f"{p.by}：{p.reason}" for p in own if p.grounds is Grounds.FOUND]
        row = _saying(row, sheet, found)
    notes = dict(row.notes)
    for column in sorted(row.wrong):
        if not column.isdigit() and column not in _EXPLAINED:
            continue
        said = [
            words.note(problem.problem, problem.action)
            for problem in own
            if not column.isdigit() or not problem.years or int(column) in problem.years
        ]
        if column == "received" and not said:
            folder = f"{row.contents['no']} {row.contents['name']}"
            said = [words.PUT_INTO.format(said=row.contents.get(column) or words.NOT_THERE, folder=folder)]
        if said:
            notes[column] = "\n".join(dict.fromkeys([*notes.get(column, "").splitlines(), *said]))
    return replace(row, notes=notes)


def _with_files(row: SheetRow, delivery: Delivery) -> SheetRow:
    """Files that were in the folder of a document and are not filed."""
    answers, notes = [], []
    for line in delivery.files:
        if number_of_folder(line) != row.contents.get("no"):
            continue
        reason, action = reason_of(line)
        name = line.place.rsplit("/", 1)[-1]
        answers.append(words.FILE_UNKNOWN.format(name=name, reason=reason))
        notes.append(words.note(answers[-1], action))
    if not notes:
        return row
    row = _saying(row, contract.DOCUMENTS, answers)
    former = row.notes.get("review", "").splitlines()
    return replace(row, notes={**row.notes, "review": "\n".join(dict.fromkeys([*former, *notes]))})


def _stranger(sent: WrittenRow, columns: Iterable[SheetColumn]) -> SheetRow:
    """A row that is none of the form's, whole as it came, at the foot of the sheet."""
    typed = {
        column.key: _content(cell, column)
        for column in columns
        if (cell := sent.cells.get(column.key)) is not None and not cell.is_empty
    }
    row = _answered(SheetRow("", {}, typed=typed, is_owed=False), sent)
    answer = _ANSWERED_IN.get(sent.sheet, "")
    return replace(row, typed={**row.typed, answer: row.contents[answer]}) if answer in row.contents else row


def _content(cell: Written, column: SheetColumn) -> Content:
    value = cell.value
    match value:
        case bool():
            return cell.text
        case int() | float():
            return Decimal(cell.text) if column.holds == "number" else cell.text
        case datetime() if column.holds == "day":
            return value.date()
        case str():
            return value
        case _:
            return cell.text or None
