"""What a cell of the sheet of measures says, as the data write it. All raise `CellError` for what they cannot read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.standard.list_values import named
from ecodemo.forms.plan.plan_sheets import OWING
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import DASHES, padded, within
from ecodemo.forms.standard.standard_words import CHANGE, DROP, SINCE
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message
from ecodemo.model.requirement import Form
from ecodemo.model.workspace import Workspace

_BETWEEN = re.compile(r"[、，,；;/\n]+")
_LONGEST = 60
_LONGEST_UNIT = 12
_RATIO = re.compile(r"[(（]?(?P<above>[^÷()（）]+)[)）]?÷[(（]?(?P<below>[^÷()（）]+)[)）]?")
_COMPARED = re.compile(rf"(?P<of>.+)比(?P<since>{'|'.join(SINCE.values())})的?(?P<kind>{DROP}|{CHANGE})")
_FORMS = {
    "台账": Form.TABLE,
    "报表": Form.TABLE,
    "报告": Form.REPORT,
    "证明": Form.CERTIFICATE,
    "照片": Form.PHOTO,
    "合同": Form.CONTRACT,
    "纪要": Form.MINUTES,
}
"""What the name of a document says of its form; else it is an official document."""


def a_measure_number(cell: Written) -> str:
    """The number of a figure: `41.1`."""
    text = padded(normalize("NFKC", read_text(cell)).translate(DASHES).strip("'"))
    if not re.fullmatch(r"\d{2,3}\.\d{1,2}", text):
        raise CellError(message("Enter a number such as 41.1, or leave the cell empty."))
    return text


def a_unit(cell: Written) -> str:
    """A unit of measurement."""
    return within(read_text(cell).replace("％", "%"), _LONGEST_UNIT)


def some_states(cell: Written) -> list[str]:
    """States from worst to best, two at least."""
    states = names_between(cell)
    if len(states) < 2:
        raise CellError(message("Enter the states from worst to best, such as 未开展、已开展."))
    return states


def names_between(cell: Written) -> list[str]:
    """Names with 、 between them."""
    names = dict.fromkeys(name.strip() for name in _BETWEEN.split(read_text(cell)))
    return [within(name, _LONGEST) for name in names if name]


def some_decimals(cell: Written) -> int:
    """How many decimals."""
    text = re.sub(r"[位\s]", "", normalize("NFKC", read_text(cell)))
    if not re.fullmatch(r"[0-6]", text):
        raise CellError(message("Enter an integer from {least} to {most}.", least=0, most=6))
    return int(text)


def reporters(workspace: Workspace, cell: Written) -> str | list[str]:
    """Who reports: the lead, the townships, or units by name."""
    known = {**workspace.lookup.units_by_any_name, **OWING}
    found = [named(name, known) for name in names_between(cell)]
    return found[0] if len(found) == 1 else found


def a_formula(workspace: Workspace, cell: Written) -> Mapping[str, YamlValue]:
    """How a measure is computed: `41.1÷41.2`, `(29.1+29.2)÷29.3`, `20.1比上年的降幅`."""
    text = re.sub(
        r"\s|[×*]100%?$", "", read_text(cell).replace("／", "÷").replace("/", "÷").replace("＋", "+")
    )
    measures = workspace.measures.values()
    known = {name: one.id for one in measures for name in (one.id, one.name, one.no or one.id)}
    if found := _RATIO.fullmatch(text):
        sides = [[named(one, known) for one in found[side].split("+")] for side in ("above", "below")]
        return {"ratio": [side[0] if len(side) == 1 else side for side in sides]}
    if found := _COMPARED.fullmatch(text):
        since = next(key for key, word in SINCE.items() if word == found["since"])
        kind = "drop" if found["kind"] == DROP else "change"
        return {kind: {"of": named(found["of"], known), "from": since}}
    raise CellError(message("Enter a formula such as 41.1÷41.2 or 41.1比上年的降幅, with numbers or names."))


def form_of(name: str) -> str:
    """The form of a document, as far as its name shows it."""
    return next((form for word, form in _FORMS.items() if word in name), Form.DOCUMENT).value
