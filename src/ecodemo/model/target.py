"""What a Row asks of a Measure.

A target is one mapping with exactly one kind, beside an optional `name` and `text`; kinds without a
parameter may be written as a bare word.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, GetJsonSchemaHandler, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from typing_extensions import TypeAliasType

from ecodemo.model.base import Quantity, Record


class _Target(Record):
    name: Annotated[str, Field(description="标准里给这一分项的名称，和数据项名称不同时写")] = ""
    text: Annotated[str, Field(description="标准原文")] = ""


class AtLeast(_Target):
    """≥"""

    at_least: Annotated[Quantity, Field(description="不低于")]


class AtMost(_Target):
    """≤"""

    at_most: Annotated[Quantity, Field(description="不高于")]


class MoreThan(_Target):
    """>"""

    more_than: Annotated[Quantity, Field(description="大于，不含相等")]


class LessThan(_Target):
    """<"""

    less_than: Annotated[Quantity, Field(description="小于，不含相等")]


class ReachState(_Target):
    """A state, or a better one, in the order of the measure's states."""

    state: Annotated[str, Field(description="要达到的状态；顺序由数据项的 states 定")]


class Assigned(_Target):
    """What the upper level assigned, by a number or by its conclusion."""

    assigned: Annotated[Literal[True], Field(description="完成上级下达的任务")]


class NotWorse(_Target):
    """Equal to or better than the previous year, or the bid's base year."""

    not_worse: Annotated[
        Literal["previous", "base"], Field(description="不比上年（previous）或基准年（base）差")
    ]


class Improving(_Target):
    """Better than the previous year."""

    improving: Annotated[Literal[True], Field(description="比上年好")]


class AllOf(_Target):
    """Every part."""

    all_of: Annotated[tuple[Target, ...], Field(min_length=1, description="全部满足")]


class AnyOf(_Target):
    """At least one part."""

    any_of: Annotated[tuple[Target, ...], Field(min_length=1, description="满足其一")]


ProfileKey: TypeAlias = Literal["terrain", "arid", "coastal", "key_function_zone", "lake_region"]


class ByProfile(_Target):
    """Another target for each answer of the county's profile; the cases stand beside `by`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Target]

    by: Annotated[ProfileKey, Field(description="按县情的哪一项分档")]

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
    """A bare word written out; a mapping with no kind, or with two, refused where it stands."""
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


class _BareWords:
    """In the JSON Schema, the kinds that may be written as a bare word."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(_BARE)}, handler(schema)]}


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
        _BareWords(),
    ],
)
for _model in (AllOf, AnyOf, ByProfile):
    _model.model_rebuild()
