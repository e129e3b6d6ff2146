"""A target in the words of a standard, read: `≥90`, `完成上级规定的任务，且持续改善`, `山区≥60；丘陵地区≥40`."""

from __future__ import annotations

import re
from decimal import Decimal

from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.quantities import how_many
from ecodemo.forms.standard.standard_words import FACTS, OTHERS, TERRAINS
from ecodemo.load.flow import YamlValue
from ecodemo.model.county import ARID
from ecodemo.model.indicator import Better, Measure
from ecodemo.model.message import message

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | str.maketrans("＞＜％．≧≦－−", "><%.≥≤--")
_SIGNS = {
    "≥": "at_least",
    ">=": "at_least",
    "≤": "at_most",
    "<=": "at_most",
    ">": "more_than",
    "<": "less_than",
}
_WORDS = (
    (r"不低于|不小于|不少于|大于等于|大于或等于|至少|达到", "at_least"),
    (r"不高于|不超过|不大于|不多于|小于等于|小于或等于", "at_most"),
    (r"高于|大于|超过", "more_than"),
    (r"低于|小于|少于", "less_than"),
)
_BEHIND = {
    "以上": "at_least",
    "及以上": "at_least",
    "以下": "at_most",
    "及以下": "at_most",
    "以内": "at_most",
}
_NUMBER = r"(?P<number>[+-]?\d+(?:\.\d+)?)"
_UNIT = r"(?P<unit>%|[^\d\s]{0,12}?(?:/[^\d\s]{1,4}[23]?)?)"
_LIMIT = re.compile(
    rf"(?P<sign>>=|<=|[≥≤><]|{'|'.join(words for words, _ in _WORDS)})?{_NUMBER}{_UNIT}(?P<behind>及?以[上下]|以内)?"
)
_UNITS = dict.fromkeys(("μg/m³", "ug/m³", "μg/m3", "ug/m3", "微克/立方米"), "微克/立方米")
_ASSIGNED = re.compile(
    r"完成.{0,20}(?:任务|目标|要求|指标|计划)|达到.{0,8}(?:规定|下达).{0,8}(?:任务|目标|要求)|完成上级任务"
)
_STEADY = re.compile(
    r"(?:保持)?稳定(?:或|且|并)?(?:持续|有所)?(?:改善|提高|提升|下降|好转|向好)?|不(?:低于|高于|差于)上(?:一)?年(?:度)?(?:水平)?"
    r"|不(?:降低|下降|减少|升高|增加|恶化|退化|反弹)"
)
_BASE = re.compile(r"不(?:低于|高于|差于)基准年(?:水平)?")
_BETTER = re.compile(
    r"(?:持续|逐年|稳步|有所|继续|明显)(?:改善|提高|提升|下降|降低|好转|向好|上升|增长|减少)|好于上(?:一)?年"
)
_ALL = re.compile(r"[；;，,。]+(?:且|并且?|同时)?|且|并且")


def read_target(text: str, measure: Measure) -> YamlValue:
    """The target that a sentence sets for a measure, as the data write it.

    Raises:
        CellError: it cannot be read without guessing.
    """
    plain = _own_part(re.sub(r"\s", "", text.translate(_WIDE)).strip("。；;，,"), measure)
    if plain in measure.states:
        return {"state": plain}
    if by_profile := _by_profile(plain, measure):
        return by_profile
    parts = [part for part in _ALL.split(plain) if part]
    read = [_any(part, measure, text) for part in parts]
    if not read:
        raise _unread(text, measure)
    return read[0] if len(read) == 1 else {"all_of": read}


def _own_part(text: str, measure: Measure) -> str:
    """What a sentence about several measures says of this one, without its name: `秸秆综合利用率≥90；农膜回收率≥80`."""
    parts = re.split(r"[；;]", text)
    levels = [re.fullmatch(r"([市县])[：:]?(.+)", part) for part in parts]
    if all(levels):
        return next((level[2] for level in levels if level and level[1] == "县"), text)
    bare = re.escape(measure.name.replace(" ", ""))
    named = re.compile(rf"{bare}[*＊]?[：:]?")
    own = [part for part in parts if named.match(part)]
    return "；".join(named.sub("", part, count=1) for part in own) if own else text


def _by_profile(text: str, measure: Measure) -> YamlValue | None:
    """Another target for each terrain, or for where a fact of the profile holds and elsewhere."""
    names = "|".join((*TERRAINS, *FACTS, OTHERS))
    parts = [re.fullmatch(rf"({names})[：:]?(.+)", part) for part in re.split(r"[；;，,]", text)]
    said = {part[1]: part[2] for part in parts if part}
    if len(said) != len(parts):
        return None
    cases = {case: _any(words, measure, words) for case, words in said.items()}
    if OTHERS not in cases:
        return {"by": "terrain", **cases} if cases.keys() <= {*TERRAINS, ARID} else None
    facts = [case for case in cases if case in FACTS]
    if len(facts) != 1 or len(cases) > len((*facts, OTHERS)):
        return None
    return {"by": FACTS[facts[0]], "true": cases[facts[0]], "false": cases[OTHERS]}


def _any(text: str, measure: Measure, whole: str) -> YamlValue:
    if (single := _one(text, measure)) is not None:
        return single
    parts = [part for part in text.split("或") if part]
    read = [_one(part, measure) for part in parts]
    if len(parts) < 2 or None in read:
        raise _unread(whole, measure)
    return {"any_of": [one for one in read if one is not None]}


def _one(text: str, measure: Measure) -> YamlValue | None:
    if text in measure.states:
        return {"state": text}
    if _ASSIGNED.fullmatch(text):
        return "assigned"
    if _BASE.fullmatch(text):
        return {"not_worse": "base"}
    if _STEADY.fullmatch(text):
        return "not_worse"
    if _BETTER.fullmatch(text):
        return "improving"
    return _limit(text, measure)


def _limit(text: str, measure: Measure) -> YamlValue | None:
    found = _LIMIT.fullmatch(text)
    if found is None or measure.states:
        return None
    unit, sign, behind = found["unit"], found["sign"], found["behind"]
    if unit and unit != measure.unit and how_many(_UNITS.get(unit, unit), measure.unit) != 1:
        return None
    if sign and behind:
        return None
    key = _SIGNS.get(sign or "") or next(
        (key for words, key in _WORDS if sign and re.fullmatch(words, sign)), ""
    )
    key = key or _BEHIND.get(behind or "", "")
    if not key:
        if measure.better is None and measure.unit != "%":
            return None
        key = "at_most" if measure.better is Better.LOWER else "at_least"
    return {key: Decimal(found["number"])}


def _unread(text: str, measure: Measure) -> CellError:
    if measure.states:
        words = message(
            "Cannot parse the target “{text}”. Enter one of the states of {measure}: {states}.",
            text=text,
            measure=measure.name,
            states="、".join(measure.states),
        )
    else:
        words = message(
            "Cannot parse the target “{text}”. Enter it as ≥90, ≤25, 完成上级任务, 不低于上年 or 持续改善; the unit is {unit}.",
            text=text,
            unit=measure.unit or "–",
        )
    return CellError(words)
