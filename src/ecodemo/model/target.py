"""What a Row asks of a Measure.

A target is one mapping with exactly one kind, beside an optional `name` and `text`; kinds without a
parameter may be written as a bare word.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from ecodemo.model.base import OrBare, Quantity, Record, meanings


class _Target(Record):
    name: Annotated[
        str, Field(description="The standard's own name for this part, if it differs from the measure's.")
    ] = ""
    text: Annotated[str, Field(description="The text of the standard.")] = ""


class AtLeast(_Target):
    """At least a number (≥)."""

    at_least: Annotated[Quantity, Field(description="No less than this.")]


class AtMost(_Target):
    """At most a number (≤)."""

    at_most: Annotated[Quantity, Field(description="No more than this.")]


class MoreThan(_Target):
    """More than a number (>)."""

    more_than: Annotated[Quantity, Field(description="More than this, not equal.")]


class LessThan(_Target):
    """Less than a number (<)."""

    less_than: Annotated[Quantity, Field(description="Less than this, not equal.")]


class ReachState(_Target):
    """A state, or a better one, in the order of the measure's states."""

    state: Annotated[
        str,
        Field(description="The state to reach, or a better one, in the order of the measure's states."),
    ]


class Assigned(_Target):
    """The assignment of the higher authority, by its number or its conclusion."""

    assigned: Annotated[Literal[True], Field(description="Fulfil the assignment of the higher authority.")]


class NotWorse(_Target):
    """Equal to or better than the previous year, or the bid's base year."""

    not_worse: Annotated[
        Literal["previous", "base"],
        Field(
            description="No worse than in another year.",
            json_schema_extra=meanings("the year before", "the base year of the bid"),
        ),
    ]


class Improving(_Target):
    """Better than the previous year."""

    improving: Annotated[Literal[True], Field(description="Better than in the year before.")]


class AllOf(_Target):
    """Several targets, all of which must be met."""

    all_of: Annotated[tuple[Target, ...], Field(min_length=1, description="All of these targets.")]


class AnyOf(_Target):
    """Several targets, one of which must be met."""

    any_of: Annotated[tuple[Target, ...], Field(min_length=1, description="One of these targets.")]


ProfileKey: TypeAlias = Literal["terrain", "arid", "coastal", "key_function_zone", "lake_region"]


class ByProfile(_Target):
    """A different target for each value of a key of the county's profile."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Target]

    by: Annotated[
        ProfileKey,
        Field(
            description="The key of the profile that decides; each of its values is a key with a target.",
            json_schema_extra=meanings(
                "the terrain",
                "whether it is arid or semi-arid",
                "whether it is coastal",
                "whether it is a national key ecological function zone",
                "whether it is in a lake region",
            ),
        ),
    ]

    @property
    def cases(self) -> dict[str, Target]:
        return self.__pydantic_extra__


_KIND: dict[str, type[_Target]] = {
    "at_least": AtLeast,
    "at_most": AtMost,
    "more_than": MoreThan,
    "less_than": LessThan,
    "state": ReachState,
    "assigned": Assigned,
    "not_worse": NotWorse,
    "improving": Improving,
    "all_of": AllOf,
    "any_of": AnyOf,
    "by": ByProfile,
}
KINDS = tuple(_KIND)
TAGS = frozenset(kind.__name__ for kind in _KIND.values())
"""What validation errors carry between the keys; no key of the data is called so."""
_BARE = {"assigned": True, "not_worse": "previous", "improving": True}


def _one_kind(value: object) -> object:
    """A bare word written out; a mapping with no kind, or with two, refused at its place."""
    if isinstance(value, str):
        if value in _BARE:
            return {value: _BARE[value]}
        raise PydanticCustomError("target_kind", "unknown target", {"written": value})
    if not isinstance(value, dict):
        return value
    kinds = [key for key in value if key in _KIND] if "by" not in value else ["by"]
    if len(kinds) != 1:
        odd = [key for key in value if key not in ("name", "text")]
        raise PydanticCustomError("target_kind", "exactly one kind", {"written": ", ".join(map(str, odd))})
    return {k: _BARE[k] if k in _BARE and v in (None, "true") else v for k, v in value.items()}


def _tag(value: object) -> str | None:
    if isinstance(value, _Target):
        return type(value).__name__
    if isinstance(value, dict):
        return (
            next((kind.__name__ for key, kind in _KIND.items() if key in value), None)
            if "by" not in value
            else "ByProfile"
        )
    return None


Target = TypeAliasType(
    "Target",
    Annotated[
        Annotated[AtLeast, Tag("AtLeast")]
        | Annotated[AtMost, Tag("AtMost")]
        | Annotated[MoreThan, Tag("MoreThan")]
        | Annotated[LessThan, Tag("LessThan")]
        | Annotated[ReachState, Tag("ReachState")]
        | Annotated[Assigned, Tag("Assigned")]
        | Annotated[NotWorse, Tag("NotWorse")]
        | Annotated[Improving, Tag("Improving")]
        | Annotated[AllOf, Tag("AllOf")]
        | Annotated[AnyOf, Tag("AnyOf")]
        | Annotated[ByProfile, Tag("ByProfile")],
        Discriminator(_tag, custom_error_type="target_kind", custom_error_message="exactly one kind"),
        BeforeValidator(_one_kind),
        OrBare(
            {
                "enum": list(_BARE),
                "enumDescriptions": [
                    "the assignment of the higher authority",
                    "no worse than in the year before",
                    "better than in the year before",
                ],
            }
        ),
    ],
)
for _model in (AllOf, AnyOf, ByProfile):
    _model.model_rebuild()
