"""What a cell of the workbook of a list says, as the data write it. All raise `CellError` for what they cannot read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from ecodemo.formats.xlsx.written import Written, exact
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import within
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import CHECKED
from ecodemo.forms.standard.standard_words import FACTS, HAS, NOT, TERRAINS
from ecodemo.load.flow import YamlValue
from ecodemo.model.base import read_quantity
from ecodemo.model.county import ARID
from ecodemo.model.message import message
from ecodemo.unknown_word import did_you_mean

_BETWEEN = re.compile(r"[、，,；;]+")
_LONGEST = 600
_STEP = re.compile(r"[≥≤><=]*(?P<limit>-?\d+(?:\.\d+)?)[^\d得]{0,6}得(?P<points>\d+(?:\.\d+)?)分?")


def one_text(cell: Written, near: date | None = None) -> str:
    """A line of text, not too long."""
    return within(read_text(cell), _LONGEST)


def one_day(cell: Written, near: date) -> date:
    """A day."""
    found = read_date(cell, near)
    if found is None:
        raise CellError(message("Not a date. Use the form 2021-05-20."))
    return found.day


def a_share(cell: Written, near: date | None = None) -> str:
    """A share of rows, as the pass rule writes it."""
    text = re.sub(r"\s", "", normalize("NFKC", read_text(cell)))
    if text == sheets.ALL:
        return "all"
    if "%" in cell.format and isinstance(cell.value, int | float):
        text = f"{(exact(cell.value) * 100).normalize():f}%"
    if not re.fullmatch(r"100%|[1-9]?[0-9]%", text):
        raise CellError(message("Enter 全部 or a share, such as 80%."))
    return text


def some_points(cell: Written, near: date | None = None) -> Decimal:
    """Points."""
    try:
        return read_quantity(re.sub(r"分$", "", read_text(cell)))
    except ValueError:
        raise CellError(message("Enter a number, digits only.")) from None


def points_and_scale(cell: Written) -> Mapping[str, YamlValue]:
    """The points of a row, with those of values that miss its target: `5；≥80得3分；≥70得1分`."""
    first, *steps = (part for part in re.split(r"[；;，,\n]+", read_text(cell)) if part.strip())
    points = some_points(Written(cell.place, first))
    scale: list[YamlValue] = []
    for step in steps:
        found = _STEP.fullmatch(normalize("NFKC", re.sub(r"\s", "", step)))
        if found is None:
            raise CellError(message("Enter points such as 5, or a scale such as 5；≥80得3分；≥70得1分."))
        scale.append([Decimal(found["limit"]), Decimal(found["points"])])
    return {"points": points, **({"scale": scale} if scale else {})}


def scale_is_upwards(text: str) -> bool | None:
    """Whether the steps of a scale are written with ≥; `None` where there is no sign."""
    signs = {sign in "≥>" for sign in re.findall("[≥≤><]", text)}
    return signs.pop() if len(signs) == 1 else None


def years_of(cell: Written) -> int:
    """How many years."""
    text = re.sub(r"[年\s]", "", read_text(cell))
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise CellError(message("Enter an integer from {least} to {most}.", least=1, most=99))
    return int(text)


def is_unchecked(cell: Written, near: date | None = None) -> bool:
    """Whether it is not compared with its source yet."""
    return read_text(cell) != CHECKED


def condition(cell: Written) -> YamlValue:
    """Where a row or a veto applies: `沿海、非干旱半干旱地区、有森林`."""
    found: dict[str, YamlValue] = {}
    profile: dict[str, YamlValue] = {}
    for word in filter(None, _BETWEEN.split(read_text(cell))):
        bare = word.strip()
        holds = not bare.startswith(NOT)
        fact = bare.removeprefix(NOT)
        if fact in FACTS:
            found[FACTS[fact]] = holds
        elif bare in (*TERRAINS, ARID):
            found["terrain"] = bare
        elif bare.startswith(HAS):
            if "has" in found:
                raise CellError(message("Expected one entry; “{text}” contains several.", text=word))
            found["has"] = bare.removeprefix(HAS)
        elif "：" in bare:
            key, _, value = bare.partition("：")
            profile[key] = value
        else:
            profile[fact] = holds
    return {**found, **({"profile": profile} if profile else {})}


def named(text: str, known: Mapping[str, str]) -> str:
    """What a name means."""
    if text in known:
        return known[text]
    hint = None if _BETWEEN.search(text) else did_you_mean(text, list(known))
    if hint is not None:
        raise CellError(message("Unknown name “{text}”. {hint}", text=text, hint=hint))
    raise CellError(message("Unknown name “{text}”. Use the name from the data.", text=text))


BASIC_READERS: Mapping[str, Callable[..., YamlValue]] = {
    "title": one_text,
    "document": one_text,
    "issued": one_day,
    "issuer": one_text,
    "pass.binding": a_share,
    "pass.reference": a_share,
    "pass.points": some_points,
    "pass.of": some_points,
    "pass.source": one_text,
    "unverified": is_unchecked,
}
