"""The sheets that only departments have, into assignments and statements."""

from __future__ import annotations

import re
from decimal import Decimal

from ecodemo.formats.xlsx.written import trimmed
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.entry_text import normal, number_in, too_long
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets_for_units import LONGEST_STATEMENT
from ecodemo.load.data_file import Change, given
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import read_quantity, read_year
from ecodemo.model.indicator import Measure
from ecodemo.model.message import message
from ecodemo.model.number import plain
from ecodemo.model.progress import Assignment

_CONCLUSIONS = {
    "完成": True,
    "已完成": True,
    "达标": True,
    "合格": True,
    "未完成": False,
    "没有完成": False,
    "不达标": False,
    "不合格": False,
}
_LIMIT = re.compile(r"(≥|>=|≤|<=|>|<|不低于|不高于|高于|低于)?\s*([0-9.,]+)\s*(%|％)?")
_SIGNS = {
    "≥": "at_least",
    ">=": "at_least",
    "不低于": "at_least",
    "≤": "at_most",
    "<=": "at_most",
    "不高于": "at_most",
    ">": "more_than",
    "高于": "more_than",
    "<": "less_than",
    "低于": "less_than",
}


def take_assignments(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge the sheet of what the upper level assigned; what is not taken is reported."""
    entries = merge.file.progress.assigned
    at = {(entry.measure, entry.year): index for index, entry in enumerate(entries)}
    changed: dict[int, Change] = {}
    added: dict[tuple[str, int], dict[str, YamlValue]] = {}
    for row in found.row_numbers:
        fields = {key: found.cell(row, key) for key in ("target", "by", "number", "document", "conclusion")}
        if all(cell.is_empty for cell in fields.values()):
            continue
        name = normal(found.cell(row, "name").text)
        no, year = number_in(found.cell(row, "no")), _year(found.cell(row, "year").text)
        about = f"{no or ''} {name} {year or ''}".strip()
        measure = _measure(merge, no, name)
        if measure is None or year is None:
            words = message(
                "Cannot determine which target of this unit the row refers to; check 编号, 项目 and 年度."
            )
            merge.say(Effect.REFUSED, found.cell(row, "no").place, about, words=words)
            continue
        index = at.get((measure.id, year))
        own = entries[index] if index is not None else None
        values = _merged(merge, found, row, contract.row_key((no, name, year)), about, own, year)
        if not values:
            continue
        if index is not None:
            changed[index] = values
        elif any(key in values for key in (*contract.LIMITS, "fulfilled")):
            item: dict[str, YamlValue] = {"measure": measure.id, "year": year}
            added.setdefault((measure.id, year), item | given(values) | {"reported": merge.day})
        else:
            words = message("Enter a target or a conclusion.")
            merge.say(Effect.REFUSED, found.cell(row, "target").place, about, words=words)
    merge.file.change("assigned", changed, list(added.values()))


def _year(text: str) -> int | None:
    try:
        return read_year(text.strip())
    except ValueError:
        return None


def _measure(merge: WorkbookMerge, no: str | None, name: str) -> Measure | None:
    """By number and name: a computed measure bears the number of what it comes from."""
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", name)
    measures = merge.workspace.measures.values()
    led = [m for m in measures if merge.workspace.lead_of(m.id) == merge.file.unit]
    named = [m for m in led if m.name in (name, bare)]
    numbered = [m for m in led if m.no == no] if no else []
    if len(named) == 1:
        return named[0]
    both = [m for m in named if m in numbered]
    return both[0] if both else (numbered[0] if len(numbered) == 1 and not name else None)


def _merged(
    merge: WorkbookMerge,
    found: SheetMatch,
    row: int,
    key: str,
    about: str,
    own: Assignment | None,
    year: int,
) -> dict[str, YamlValue | None]:
    values: dict[str, YamlValue | None] = {}
    for column in ("target", "by", "document", "conclusion"):
        exported = merge.base(contract.ASSIGNED, key, column)
        text = merge.text(found, row, column, about, exported)
        cell = found.cell(row, column)
        if not text:
            continue
        wanted = _wanted(merge, column, text, year)
        if wanted is None and merge.has_base and text == exported:
            continue
        if wanted is None:
            words = _HOW[column]
            merge.say(Effect.REFUSED, cell.place, about, after=text, words=words)
            continue
        base = _wanted(merge, column, exported, year) if exported else None
        base_said = _said(column, base) if base else None
        form_field = FormField(cell.place, about, (contract.ASSIGNED, key, column), exported=exported)
        if merge.take(form_field, base_said, _said(column, wanted), _held(own, column)):
            if column == "target" and own is not None:
                values.update(dict.fromkeys(contract.LIMITS))
            values.update(wanted)
    named = values.get("document") or (own.document if own else None)
    _take_number(merge, found, row, key, about, str(named or ""))
    return values


def _take_number(merge: WorkbookMerge, found: SheetMatch, row: int, key: str, about: str, named: str) -> None:
    """The 文号 belongs to the document in the register, which is `named` as 25-1/2020."""
    place = found.cell(row, "number").place
    exported = merge.base(contract.ASSIGNED, key, "number")
    number = merge.text(found, row, "number", about, exported)
    if not number:
        return
    requirement, _, year = named.partition("@")[0].partition("/")
    for index, document in enumerate(merge.file.progress.documents):
        if document.requirement == requirement and (not year or int(year) in document.years):
            form_field = FormField(place, about, (contract.ASSIGNED, key, "number"))
            if merge.take(form_field, exported, number, document.number):
                merge.file.change("documents", {index: {"number": number}})
            return
    if number == exported:
        return
    words = message(
        "The document is not registered yet; once it is received, submit its number (文号) again."
    )
    merge.say(Effect.REFUSED, place, about, after=number, words=words)


_HOW = {
    "target": message("Enter the target with its sign, such as ≥95.0."),
    "by": message("The text is too long."),
    "document": message("Unknown document number. Choose one from the list."),
    "conclusion": message("Choose 完成 or 未完成."),
}
_LONGEST = 200


def _wanted(merge: WorkbookMerge, column: str, text: str, year: int) -> dict[str, YamlValue | None] | None:
    match column:
        case "target":
            return _limits(text)
        case "by":
            return {"by": text} if len(text) <= _LONGEST else None
        case "document":
            reference = merge.reference(text, year)
            return {"document": str(reference)} if reference else None
        case _:
            bare = text.strip("。. ")
            return {"fulfilled": _CONCLUSIONS[bare]} if bare in _CONCLUSIONS else None


def _limits(text: str) -> dict[str, YamlValue | None] | None:
    limits: dict[str, YamlValue | None] = {}
    for part in re.split(r"[、；;，]|,\s+", text):
        found = _LIMIT.fullmatch(part.strip())
        if found is None or found[1] is None:
            return None
        try:
            limits[_SIGNS[found[1]]] = read_quantity(found[2])
        except ValueError:
            return None
    return limits or None


def _held(own: Assignment | None, column: str) -> str | None:
    if own is None:
        return None
    match column:
        case "target":
            limits = {key: value for key in contract.LIMITS if (value := getattr(own, key)) is not None}
            return _said("target", limits) if limits else None
        case "by":
            return normal(own.by) or None
        case "document":
            return str(own.document) if own.document else None
        case _:
            return None if own.fulfilled is None else contract.FULFILLED[own.fulfilled]


def _said(column: str, values: Change) -> str:
    match column:
        case "target":
            shown = {key: plain(trimmed(v)) for key, v in values.items() if isinstance(v, Decimal)}
            return "、".join(f"{sign}{shown[key]}" for key, sign in contract.LIMITS.items() if key in shown)
        case "conclusion":
            return contract.FULFILLED[bool(values["fulfilled"])]
        case _:
            return str(values[column])


def take_statements(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge the sheet of texts for the report; what is not taken is reported."""
    led = {i.no: i for i in merge.workspace.indicators if i.lead == merge.file.unit}
    entries = merge.file.progress.statements
    at = {entry.indicator: index for index, entry in enumerate(entries)}
    changed: dict[int, Change] = {}
    added: dict[str, dict[str, YamlValue]] = {}
    for row in found.row_numbers:
        no = _indicator_number(found.cell(row, "no").text)
        if all(found.cell(row, key).is_empty for key in ("done", "problems", "next")):
            continue
        indicator = led.get(no)
        if indicator is None:
            words = message("This unit leads no indicator with the number {no}.", no=no)
            merge.say(Effect.REFUSED, found.cell(row, "no").place, no, words=words)
            continue
        index = at.get(indicator.id)
        own = entries[index] if index is not None else None
        values: dict[str, YamlValue] = {}
        for key in ("done", "problems", "next"):
            exported = merge.base(contract.STATEMENTS, indicator.no, key)
            about = f"{indicator.no} {indicator.name} {found.sheet.column(key).head}"
            text = merge.text(found, row, key, about, exported)
            cell = found.cell(row, key)
            held = normal(getattr(own, key)) if own else ""
            form_field = FormField(cell.place, about, (contract.STATEMENTS, indicator.no, key))
            if text != exported and (excess := too_long(text, LONGEST_STATEMENT)):
                merge.say(Effect.REFUSED, cell.place, about, after=cell.text, words=excess)
            elif merge.take(form_field, exported, text, held):
                values[key] = text
        if values and index is not None:
            changed[index] = values
        elif values:
            added.setdefault(indicator.id, {"indicator": indicator.id, **values})
    merge.file.change("statements", changed, list(added.values()))


def _indicator_number(text: str) -> str:
    bare = re.sub(r"\.0$", "", text.strip().strip("'"))
    return f"0{bare}" if len(bare) == 1 and bare.isdigit() else bare
