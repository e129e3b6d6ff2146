"""The sheet of problems into a unit's answers; an answer closes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal, plain_text, within
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.problem_answers import STATE, answer_to
from ecodemo.load.data_file import Change, given
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Handling, ProblemAnswer

_COLUMNS = ("progress", "done", "note")
_KEYS = {"progress": "state", "done": "done", "note": "note"}
_WORDS: Mapping[str, Handling] = {
    **{word: state for state, word in STATE.items()},
    "已整改": Handling.FIXED,
    "改好了": Handling.FIXED,
    "已完成": Handling.FIXED,
    "完成": Handling.FIXED,
    "整改中": Handling.WORKING,
    "正在整改": Handling.WORKING,
    "在改": Handling.WORKING,
    "无法整改": Handling.IMPOSSIBLE,
    "不能改": Handling.IMPOSSIBLE,
}
_LONGEST = 300


def take_answers(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge what the unit answers to its problems; what is not taken is reported."""
    answers = merge.file.progress.answers
    changed: dict[int, Change] = {}
    added: dict[tuple[str, str], Mapping[str, YamlValue]] = {}
    for row in found.row_numbers:
        if all(found.spread_cell(row, column).is_empty for column in _COLUMNS):
            continue
        no, problem = plain_text(found.cell(row, "no")), plain_text(found.cell(row, "problem"))
        if not _is_theirs(merge, no, problem):
            words = message("No such problem was sent to this unit; the row was not imported.")
            merge.say(Effect.REFUSED, found.cell(row, "no").place, f"{no} {problem[:30]}", words=words)
            continue
        index = answer_to(answers, no, problem)
        values = _merged(merge, found, row, no, problem, answers[index] if index is not None else None)
        if values and index is not None:
            changed[index] = {**values, "on": merge.day}
        elif values:
            added[no, problem] = _item(merge, no, problem, values)
    merge.file.change("answers", changed, list(added.values()))


def _is_theirs(merge: WorkbookMerge, no: str, problem: str) -> bool:
    """Whether the problem was sent out; where nobody knows that, whether its number means something."""
    if merge.has_base:
        return merge.was_exported(contract.PROBLEMS, contract.row_key((no, problem)))
    workspace, unit = merge.workspace, merge.file.unit
    entry = next((entry for entry in workspace.rectification if entry.no == no), None)
    if entry is not None:
        return unit in (entry.unit, *entry.support)
    numbers = {measure.no for measure in workspace.measures.values() if measure.no}
    numbers |= {indicator.no for indicator in workspace.indicators}
    return bool(problem) and (no in numbers or no in workspace.requirements)


def _merged(
    merge: WorkbookMerge, found: SheetMatch, row: int, no: str, problem: str, own: ProblemAnswer | None
) -> dict[str, YamlValue | None]:
    """The keys of the answer that change; `None` takes one away."""
    values: dict[str, YamlValue | None] = {}
    ours = _held(own)
    for column in _COLUMNS:
        cell = found.spread_cell(row, column)
        exported = merge.base(contract.PROBLEMS, contract.row_key((no, problem)), column)
        about = f"{no} {problem[:30]} {found.sheet.column(column).head}".strip()
        try:
            theirs, remark = _read(merge, cell, column)
        except CellError as error:
            merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
            continue
        if remark is not None and theirs != exported:
            merge.say(Effect.REMARK, cell.place, about, after=cell.text, words=remark)
        key = (contract.PROBLEMS, contract.row_key((no, problem)), column)
        if merge.take(FormField(cell.place, about, key, is_clearable=True), exported, theirs, ours[column]):
            values[_KEYS[column]] = None if theirs in contract.CLEARED else _kept(column, theirs)
    return values


def _held(own: ProblemAnswer | None) -> Mapping[str, str]:
    if own is None:
        return dict.fromkeys(_COLUMNS, "")
    return {
        "progress": STATE[own.state] if own.state else "",
        "done": own.done.isoformat() if own.done else "",
        "note": normal(own.note),
    }


def _read(merge: WorkbookMerge, cell: Written, column: str) -> tuple[str, Message | None]:
    """What a cell says, a state in the words of the list, a day as 2021-08-20; and how it was understood.

    Raises:
        CellError: it cannot be understood.
    """
    text = read_text(cell)
    if not text or text in contract.CLEARED:
        return (contract.CLEARED[0] if text else ""), None
    match column:
        case "progress":
            state = _WORDS.get(text.strip("。.√ "))
            if state is None:
                raise CellError(message("Choose one of: {states}.", states="、".join(contract.PROGRESS)))
            return STATE[state], None
        case "done":
            day = read_date(cell, merge.day)
            return (day.day.isoformat(), day.remark) if day else ("", None)
        case _:
            return within(text, _LONGEST), None


def _kept(column: str, text: str) -> YamlValue:
    match column:
        case "progress":
            return _WORDS[text].value
        case "done":
            return date.fromisoformat(text)
        case _:
            return text


def _item(merge: WorkbookMerge, no: str, problem: str, values: Change) -> Mapping[str, YamlValue]:
    """A new answer; the number of the ledger identifies its problem, whatever its wording."""
    item: dict[str, YamlValue] = {"to": no} if no else {}
    if not any(entry.no == no for entry in merge.workspace.rectification):
        item["problem"] = problem
    rest = given(values)
    state = {"state": rest.pop("state")} if "state" in rest else {}
    return {**item, **state, "on": merge.day, **rest}
