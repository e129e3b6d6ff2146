"""Targets and conditions of a list in the words that the workbook shows and reads."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.model.number import plain
from ecodemo.model.standard import Applies
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
