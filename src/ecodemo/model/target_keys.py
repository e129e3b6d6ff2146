"""A target in the keys of the data, whatever the county: `at_least 95.0 and not_worse previous`."""

from __future__ import annotations

from typing import assert_never

from ecodemo.model.number import plain
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


def target_in_keys(target: Target) -> str:
    """What it asks for, without the standard's wording: two targets that ask the same read the same."""
    match target:
        case AtLeast():
            return f"at_least {plain(target.at_least)}"
        case AtMost():
            return f"at_most {plain(target.at_most)}"
        case MoreThan():
            return f"more_than {plain(target.more_than)}"
        case LessThan():
            return f"less_than {plain(target.less_than)}"
        case ReachState():
            return f"state {target.state}"
        case Assigned():
            return "assigned"
        case NotWorse():
            return f"not_worse {target.not_worse}"
        case Improving():
            return "improving"
        case AllOf():
            return " and ".join(map(_nested, target.all_of))
        case AnyOf():
            return " or ".join(map(_nested, target.any_of))
        case ByProfile():
            cases = (f"{value}: {target_in_keys(case)}" for value, case in target.cases.items())
            return f"by {target.by} ({', '.join(cases)})"
    assert_never(target)


def _nested(target: Target) -> str:
    words = target_in_keys(target)
    return f"({words})" if isinstance(target, AllOf | AnyOf) else words
