"""The sheet of vetoes into a unit's answers, a period an entry: a later one is added, so that the former stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from ecodemo.assess.veto import period_of
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal, number_in, within
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.veto_sheet import ANSWER, answer_to_veto, vetoes_asked
from ecodemo.load.data_file import Change, given
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import Message, message
from ecodemo.model.progress import Answer, VetoAnswer
from ecodemo.model.reference import Reference
from ecodemo.model.standard import Veto

_COLUMNS = ("answer", "through", "document", "note")
_NEEDED = ("answer", "through")
_CLEARABLE = ("document", "note")
_SIGNS = re.compile(r"[\s，,、；;。．.√]+")
_WORDS: Mapping[str, Answer] = {
    **{_SIGNS.sub("", word): answer for answer, word in ANSWER.items()},
    "没有": Answer.CLEAR,
    "未发生": Answer.CLEAR,
    "无此情形": Answer.CLEAR,
    "无此类情形": Answer.CLEAR,
    "已按期整改": Answer.RECTIFIED,
    "有已按期整改到位": Answer.RECTIFIED,
}
_LONGEST = 300


def take_vetoes(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge what the unit answers to the vetoes; what is not taken is reported."""
    asked = vetoes_asked(merge.workspace, merge.bid, merge.file.unit)
    answers = merge.file.progress.vetoes
    changed: dict[int, Change] = {}
    added: dict[str, Mapping[str, YamlValue]] = {}
    for row in found.row_numbers:
        if all(found.spread_cell(row, column).is_empty for column in _COLUMNS):
            continue
        no = number_in(found.cell(row, "no")) or ""
        veto = asked.get(no)
        if veto is None:
            place = found.cell(row, "no").place
            merge.say(Effect.REFUSED, place, no, words=message("This veto is not answered by this unit."))
            continue
        index = answer_to_veto(answers, veto, merge.bid)
        own = answers[index] if index is not None else None
        values = _merged(merge, found, row, no, veto, own)
        through = values.get("through")
        if own is None or index is None:
            if values:
                added.setdefault(veto.id, {"id": veto.id, **given(values), "reported": merge.day})
        elif isinstance(through, date) and through > own.through:
            whole = {"id": veto.id, **_as_written(own), **values, "reported": merge.day}
            added.setdefault(veto.id, given(whole))
        elif values:
            changed.setdefault(index, values)
    merge.file.change("vetoes", changed, list(added.values()))


def _merged(
    merge: WorkbookMerge, found: SheetMatch, row: int, no: str, veto: Veto, own: VetoAnswer | None
) -> dict[str, YamlValue | None]:
    """The keys of the answer that change; `None` takes one away."""
    said: dict[str, str] = {}
    for column in _COLUMNS:
        cell, about = found.spread_cell(row, column), _about(found, no, column)
        known = (merge.base(contract.VETOES, no, column), _held(own, column))
        try:
            said[column], remark = _read(merge, cell, column, veto, known)
        except CellError as error:
            merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=error.words)
            continue
        if remark is not None and said[column] != known[0]:
            merge.say(Effect.REMARK, cell.place, about, after=cell.text, words=remark)
    if own is None and not all(said.get(column) for column in _NEEDED):
        for column in _NEEDED:
            if said.get(column) == "":
                words = message(
                    "An answer to a veto requires both 结论 and 证明到哪天; the row was not imported."
                )
                merge.say(
                    Effect.REFUSED, found.cell(row, column).place, _about(found, no, column), words=words
                )
        return {}
    values: dict[str, YamlValue | None] = {}
    for column, theirs in said.items():
        form_field = FormField(
            found.spread_cell(row, column).place,
            _about(found, no, column),
            (contract.VETOES, no, column),
            is_clearable=column in _CLEARABLE,
        )
        exported = merge.base(contract.VETOES, no, column)
        if merge.take(form_field, exported, theirs, _held(own, column)):
            values[column] = _kept(column, theirs)
    return values


def _about(found: SheetMatch, no: str, column: str) -> str:
    return f"{no} {found.sheet.column(column).head}"


def _read(
    merge: WorkbookMerge, cell: Written, column: str, veto: Veto, known: Collection[str]
) -> tuple[str, Message | None]:
    """What a cell says, an answer in the words of the list, a day as 2021-10-15; and how it was understood.

    What was sent out, or the data say, holds as it is, no matter who wrote it.

    Raises:
        CellError: it cannot be understood.
    """
    if cell.is_empty:
        return "", None
    text = read_text(cell)
    if normal(text) in known:
        return normal(text), None
    if column in _CLEARABLE and text in contract.CLEARED:
        return contract.CLEARED[0], None
    match column:
        case "answer":
            answer = _WORDS.get(_SIGNS.sub("", text))
            if answer is None:
                raise CellError(message("Choose one of: {states}.", states="、".join(contract.VETO_ANSWERS)))
            return ANSWER[answer], None
        case "through":
            return _through(merge, cell, veto)
        case "document":
            return str(_document(merge, text)), None
        case _:
            return within(text, _LONGEST), None


def _through(merge: WorkbookMerge, cell: Written, veto: Veto) -> tuple[str, Message | None]:
    found, period = read_date(cell, merge.day), period_of(veto, merge.bid)
    if found is None:
        return "", None
    if period is not None and found.day < period[0]:
        words = message("The required period is {start} to {end}.", start=period[0], end=period[1])
        raise CellError(words)
    return found.day.isoformat(), found.remark


def _document(merge: WorkbookMerge, text: str) -> Reference:
    """One of the certificates on vetoes that the unit owes."""
    unit, workspace = merge.file.unit, merge.workspace
    reference = merge.reference(text.upper(), merge.bid.assessed)
    own = workspace.requirements.get(reference.requirement) if reference else None
    if (
        reference is None
        or own is None
        or own.veto is None
        or unit not in workspace.owing(own)
        or reference.unit not in (None, unit)
    ):
        numbers = "、".join(vetoes_asked(workspace, merge.bid, unit))
        raise CellError(message("Enter the number of your own certificate: {numbers}.", numbers=numbers))
    return Reference(reference.requirement, None if own.years == "once" else reference.year)


def _held(own: VetoAnswer | None, column: str) -> str:
    if own is None:
        return ""
    match column:
        case "answer":
            return ANSWER[own.answer]
        case "through":
            return own.through.isoformat()
        case "document":
            return str(own.document) if own.document else ""
        case _:
            return normal(own.note)


def _kept(column: str, text: str) -> YamlValue | None:
    match column:
        case "answer":
            return next(answer.value for answer, word in ANSWER.items() if word == text)
        case "through":
            return date.fromisoformat(text)
        case _:
            return None if text in contract.CLEARED else text


def _as_written(own: VetoAnswer) -> dict[str, YamlValue | None]:
    held = {column: _held(own, column) for column in _COLUMNS}
    return {column: _kept(column, text) if text else None for column, text in held.items()}
