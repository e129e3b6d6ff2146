"""What a cell of the plan workbook says, as the data write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import DASHES, padded, within
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import read_year
from ecodemo.model.message import Message, message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.workspace import Workspace
from ecodemo.unknown_word import did_you_mean

_BETWEEN = re.compile(r"[、，,；;\n]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BY_KIND = re.compile(r"(乡镇|部门)[：:]?(.+)")
_TO = re.compile(r"(\d{4})年?[-—–~至到](\d{4})年?")
_LONGEST = 60
_LONGEST_DUTIES = 2000


@dataclass(frozen=True)
class PlanNames:
    """What the cells may name: units and standards by what people call them, requirements and boxes by number."""

    units: Mapping[str, str]
    standards: Mapping[str, str]
    numbers: frozenset[str]
    today: date
    """By which the year of a day written without one is decided."""


def names_of(
    workspace: Workspace, new_units: Mapping[str, str], new_numbers: Iterable[str], today: date
) -> PlanNames:
    """The names of a workspace, and those that the workbook itself adds."""
    standards = {
        name: id_
        for id_, standard in workspace.standards.items()
        for name in (id_, standard.title, standard.label.zh)
    }
    numbers = {*workspace.requirements, *(box.no for box in workspace.boxes), *new_numbers}
    return PlanNames(
        {**workspace.lookup.units_by_any_name, **new_units}, standards, frozenset(numbers), today
    )


Reader = Callable[[Written, PlanNames], YamlValue]


def reader_of(sheet: str, column: str, item: str = "", *, is_yes_or_no: bool = False) -> Reader:
    """What reads the cells of a column; `item` is the row of the first sheet, and a fact of a list's own is yes or no.

    The readers raise `CellError` for what they cannot read.
    """
    fact = _yes if is_yes_or_no else _text
    return _ITEMS.get(item, fact) if sheet == sheets.PROFILE else _COLUMNS[sheet, column]


def _text(cell: Written, _: PlanNames) -> str:
    return within(read_text(cell), _LONGEST)


def _duties(cell: Written, _: PlanNames) -> str:
    return within(read_text(cell), _LONGEST_DUTIES)


def _digits(*lengths: int) -> Reader:
    def read(cell: Written, _: PlanNames) -> str:
        text = re.sub(r"\s", "", read_text(cell).translate(_FULL_WIDTH)).strip("'")
        if not (text.isascii() and text.isdigit() and len(text) in lengths):
            raise CellError(message("Enter a code of {count} digits.", count=lengths[0]))
        return text

    return read


def _yes(cell: Written, _: PlanNames) -> bool:
    text = read_text(cell)
    if text not in (sheets.YES, sheets.NO):
        raise CellError(message("Enter 是 or 否."))
    return text == sheets.YES


def _list(cell: Written, _: PlanNames) -> list[str]:
    return [within(word, _LONGEST) for word in _words(cell)]


def _words(cell: Written) -> list[str]:
    words = dict.fromkeys(word.strip() for word in _BETWEEN.split(read_text(cell)))
    return [word for word in words if word]


def _standard(cell: Written, names: PlanNames) -> str:
    return _named(read_text(cell), names.standards)


def _year(cell: Written, _: PlanNames) -> int:
    try:
        return read_year(read_text(cell))
    except ValueError:
        raise CellError(message("Enter a four-digit year, such as 2020.")) from None


def _whole(least: int, most: int) -> Reader:
    def read(cell: Written, _: PlanNames) -> int:
        text = re.sub(r"[年个\s]", "", read_text(cell).translate(_FULL_WIDTH))
        if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise CellError(message("Enter an integer from {least} to {most}.", least=least, most=most))
        return int(text)

    return read


def _day(cell: Written, names: PlanNames) -> date:
    found = read_date(cell, names.today)
    if found is None:
        raise CellError(message("Not a date. Use the form 2021-05-20."))
    return found.day


def _unit(cell: Written, names: PlanNames) -> str:
    return _named(read_text(cell), names.units)


def _units(cell: Written, names: PlanNames) -> list[str]:
    return list(dict.fromkeys(_named(word, names.units) for word in _words(cell)))


def _owing(cell: Written, names: PlanNames) -> str | list[str]:
    known = {**names.units, **sheets.OWING}
    found = list(dict.fromkeys(_named(word, known) for word in _words(cell)))
    if len(found) > 1 and set(found) & {"everyone"}:
        raise CellError(message("各单位 means all units. Remove the other names."))
    return found[0] if len(found) == 1 else found


def _numbers(cell: Written, names: PlanNames) -> list[str]:
    if isinstance(cell.value, date):
        raise CellError(A_DAY)
    found = [_number(word) for word in _words(cell)]
    for number in found:
        if number not in names.numbers:
            raise CellError(message("No document or box has the number {no}.", no=number))
    return found


def _number(word: str) -> str:
    plain = re.sub(r"\s", "", word.translate(_FULL_WIDTH).translate(DASHES)).strip("'").upper()
    return padded(plain) if "-" in plain else plain


def _form(cell: Written, _: PlanNames) -> str:
    return _named(read_text(cell), sheets.FORMS)


def _years(cell: Written, _: PlanNames) -> YamlValue:
    if isinstance(cell.value, date):
        raise CellError(A_DAY)
    text = re.sub(r"\s", "", read_text(cell).translate(_FULL_WIDTH))
    if text in sheets.YEARS:
        return sheets.YEARS[text]
    if (found := _TO.fullmatch(text)) and int(found[1]) < int(found[2]) <= int(found[1]) + 20:
        return list(range(int(found[1]), int(found[2]) + 1))
    years: list[str | int] = []
    for word in _BETWEEN.split(text):
        try:
            meant = sheets.YEARS.get(word)
            years.append(meant if meant in ("latest", "base") else read_year(word))
        except ValueError:
            words = message(
                "Enter one of {words}, or years such as 2018、2020.", words="、".join(sheets.YEARS)
            )
            raise CellError(words) from None
    return list(dict.fromkeys(years))


def _need(cell: Written, _: PlanNames) -> YamlValue:
    text = read_text(cell)
    if text in sheets.NEEDS:
        return sheets.NEEDS[text]
    return {kind: _named(word, sheets.NEEDS) for kind, word in _by_kind(text).items()}


def _due(cell: Written, names: PlanNames) -> YamlValue:
    text = re.sub(r"\s", "", read_text(cell))
    if not text.startswith(tuple(sheets.KINDS.values())):
        return _day(cell, names)
    return {kind: _day(Written(cell.place, word), names) for kind, word in _by_kind(text).items()}


def _by_kind(text: str) -> Mapping[str, str]:
    """The need for each kind of unit: `乡镇补充、部门必交`."""
    kinds = {word: kind.value for kind, word in sheets.KINDS.items()}
    found: dict[str, str] = {}
    for part in filter(None, _BETWEEN.split(text)):
        match = _BY_KIND.fullmatch(part.strip())
        if match is None or kinds[match[1]] in found:
            raise CellError(message("Enter one value for all units, or one for each kind: 乡镇…、部门…."))
        found[kinds[match[1]]] = match[2].strip()
    return {kind.value: found[kind.value] for kind in reversed(UnitKind) if kind.value in found}


def _kind(cell: Written, _: PlanNames) -> str:
    return _named(read_text(cell), {word: kind.value for kind, word in sheets.KINDS.items()})


def _role(word: str, role: str) -> Reader:
    return lambda cell, _: _named(read_text(cell), {word: role})


def _named(text: str, known: Mapping[str, str]) -> str:
    if text in known:
        return known[text]
    if _BETWEEN.search(text):
        raise CellError(message("Expected one entry; “{text}” contains several.", text=text))
    hint = did_you_mean(text, list(known))
    raise CellError(_no_such(text, hint))


def _no_such(text: str, hint: Message | None) -> Message:
    if hint is not None:
        return message("Unknown name “{text}”. {hint}", text=text, hint=hint)
    return message("Unknown name “{text}”. Use the name from the data.", text=text)


A_DAY = message(
    "The spreadsheet converted this into a date. Set the cell format to “Text” (文本) and enter it again."
)
_MOST_VILLAGES = 9999
_ITEMS: Mapping[str, Reader] = {
    "县名": _text,
    "代码": _digits(6),
    "所属市": _text,
    "所属省": _text,
    "地形": _text,
    "干旱半干旱地区": _yes,
    "沿海": _yes,
    "国家重点生态功能区": _yes,
    "湖区": _yes,
    "县里有什么": _list,
    "申报名称": _text,
    "适用清单": _standard,
    "评估年": _year,
    "看几年": _whole(1, 10),
    "基准年": _year,
    "申报日": _day,
    "创建期限": _day,
}
_COLUMNS: Mapping[tuple[str, str], Reader] = {
    (sheets.GROUPS, "name"): _text,
    (sheets.GROUPS, "lead"): _unit,
    (sheets.GROUPS, "duties"): _duties,
    (sheets.GROUPS, "role"): _role(sheets.SUPERVISION, "supervision"),
    (sheets.UNITS, "name"): _text,
    (sheets.UNITS, "kind"): _kind,
    (sheets.UNITS, "short"): _text,
    (sheets.UNITS, "code"): _digits(9, 12),
    (sheets.UNITS, "villages"): _whole(0, _MOST_VILLAGES),
    (sheets.UNITS, "role"): _role(sheets.OFFICE, "office"),
    (sheets.PHASES, "name"): _text,
    (sheets.PHASES, "start"): _day,
    (sheets.PHASES, "end"): _day,
    (sheets.PHASES, "townships"): _day,
    (sheets.PHASES, "departments"): _day,
    (sheets.PHASES, "gate"): _numbers,
    (sheets.TASKS, "lead"): _unit,
    (sheets.TASKS, "support"): _units,
    (sheets.MATERIALS, "name"): _text,
    (sheets.MATERIALS, "from"): _owing,
    (sheets.MATERIALS, "form"): _form,
    (sheets.MATERIALS, "years"): _years,
    (sheets.MATERIALS, "need"): _need,
    (sheets.MATERIALS, "due"): _due,
}
