"""Targets and conditions of a list in the words that the workbook shows and reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecodemo.model.indicator import Better, Measure
from ecodemo.model.number import plain
from ecodemo.model.standard import Applies, Row
from ecodemo.model.target import (
    AllOf,
    AnyOf,
    Assigned,
    AtLeast,
    AtMost,
    ByProfile,
    Improving,
    LessThan,
    MoreThan,
    NotWorse,
    ReachState,
    Target,
)

DROP, CHANGE = "降幅", "变化"
SINCE = {"previous": "上年", "base": "基准年"}
HAS, NOT, OTHERS = "有", "非", "其他地区"
FACTS = {
    "沿海": "coastal",
    "干旱半干旱地区": "arid",
    "国家重点生态功能区": "key_function_zone",
    "湖区": "lake_region",
}
TERRAINS = ("山区", "丘陵地区", "平原地区", "青藏高原地区")


def said_target(target: Target) -> str:
    """A target in words: `≥90`, `完成上级任务，且不低于上年`."""
    match target:
        case AtLeast():
            return f"≥{plain(target.at_least)}"
        case AtMost():
            return f"≤{plain(target.at_most)}"
        case MoreThan():
            return f">{plain(target.more_than)}"
        case LessThan():
            return f"<{plain(target.less_than)}"
        case ReachState():
            return target.state
        case Assigned():
            return "完成上级任务"
        case NotWorse():
            return "不差于上年" if target.not_worse == "previous" else "不差于基准年"
        case Improving():
            return "好于上年"
        case AllOf():
            return "，且".join(map(said_target, target.all_of))
        case AnyOf():
            return "或".join(map(said_target, target.any_of))
        case ByProfile():
            word = next((word for word, key in FACTS.items() if key == target.by), "")
            names = {"true": word, "false": OTHERS}
            return "；".join(
                f"{names.get(case, case)}：{said_target(of)}" for case, of in target.cases.items()
            )


def said_points(row: Row, measure: Measure | None) -> str | None:
    """The points of a row with its scale: `5；≥80得3分；≥70得1分`."""
    if row.points is None:
        return None
    sign = "≤" if measure is not None and measure.better is Better.LOWER else "≥"
    scale = (f"{sign}{plain(limit)}得{plain(points)}分" for limit, points in row.scale)
    return "；".join((plain(row.points), *scale))


def said_formula(measure: Measure, measures: Mapping[str, Measure]) -> str:
    """How a measure is computed: `(29.1+29.2)÷29.3`, `20.1比上年的降幅`."""

    def called(id_: str) -> str:
        known = measures.get(id_)
        return (known.no or known.name) if known else id_

    if measure.ratio is not None:
        sides = ["+".join(map(called, side)) for side in measure.ratio]
        return "÷".join(f"({side})" if "+" in side else side for side in sides)
    for compared, word in ((measure.drop, DROP), (measure.change, CHANGE)):
        if compared is not None:
            return f"{called(compared.of)}比{SINCE[compared.since]}的{word}"
    return ""


def said_applies(applies: Applies | None) -> str:
    """A condition in words: `沿海`, `有森林`."""
    return "、".join(_parts(applies)) if applies else ""


def _parts(applies: Applies) -> Iterator[str]:
    if applies.has:
        yield f"{HAS}{applies.has}"
    if applies.terrain:
        yield applies.terrain
    facts = {word: getattr(applies, key) for word, key in FACTS.items()} | dict(applies.profile)
    for word, wanted in facts.items():
        if wanted is not None:
            yield word if wanted is True else f"{NOT}{word}" if wanted is False else f"{word}：{wanted}"
