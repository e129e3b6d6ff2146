"""A published indicator list: compared with its source line by line, never edited for a county."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecodemo.model.base import (
    Choice,
    Day,
    Id,
    Named,
    Note,
    Quantity,
    Record,
    RowNumber,
    Text,
    Unverified,
)
from ecodemo.model.message import Name
from ecodemo.model.number import plain
from ecodemo.model.target import Target


class Attribute(Choice):
    """Whether a row is binding (约束性) or reference (参考性)."""

    BINDING = "binding", "binding"
    REFERENCE = "reference", "reference"


ProfileValue = Annotated[bool | str, Field(union_mode="left_to_right")]


class Applies(Record):
    """The values of the county's profile for which something applies; all must match."""

    terrain: Annotated[str | None, Field(description="The terrain.")] = None
    arid: Annotated[
        bool | None, Field(description="Whether the county is in an arid or semi-arid region.")
    ] = None
    coastal: Annotated[bool | None, Field(description="Whether it is coastal.")] = None
    key_function_zone: Annotated[
        bool | None, Field(description="Whether it is a national key ecological function zone.")
    ] = None
    lake_region: Annotated[bool | None, Field(description="Whether it is in a lake region.")] = None
    has: Annotated[str | None, Field(description="A feature listed under `has` in the profile.")] = None
    profile: Annotated[
        dict[str, ProfileValue],
        Field(description="Other facts listed under `profile` in the county's profile."),
    ] = Field(default_factory=dict)


class Source(Record):
    """The source of a text, and the parts found in it."""

    id: Annotated[Text, Field(description="A short id of the source, such as T1.")]
    title: Annotated[Text, Field(description="The title of the source.")]
    url: Annotated[str | None, Field(description="The address of the source.")] = None
    retrieved: Annotated[str, Field(description="The content found in it.")] = ""


Share = Annotated[
    str, Field(pattern=r"^(all|\d{1,3}%)$", description="all, or a quoted share such as '80%'.")
]


class PassRule(Record):
    """The conditions under which a bid passes, as far as known."""

    binding: Annotated[Share, Field(description="The share of binding rows that must be met.")] = "all"
    reference: Annotated[Share, Field(description="The share of reference rows that must be met.")] = "all"
    every_row: Annotated[bool, Field(description="Whether every row must be met, binding or not.")] = False
    points: Annotated[
        Quantity | None, Field(description="The points required, in addition to the binding rows.")
    ] = None
    of: Annotated[Quantity | None, Field(description="The maximum number of points.")] = None
    show_also: Annotated[
        tuple[Share, ...],
        Field(description="Shares shown in reports for comparison, not as the rule."),
    ] = ()
    source: Annotated[str, Field(description="The source of the rule.")] = ""
    source_en: Annotated[str, Field(description="The same text in English.")] = ""
    unverified: Unverified = ()

    @property
    def score(self) -> str:
        """The points that must be reached, and of how many."""
        return "/".join(plain(points) for points in (self.points, self.of) if points is not None)


class Veto(Record):
    """A yes/no precondition of the application (一票否决)."""

    no: Annotated[str, Field(description="Its number, which is also the number of its proof.")]
    id: Annotated[Id, Field(description="An id in lower-case letters; it never changes.")]
    text: Annotated[Text, Field(description="The text of the standard.")]
    text_en: Annotated[str, Field(description="The same text in English.")] = ""
    years: Annotated[int, Field(ge=1, description="The number of years before the application date.")] = 3
    applies_if: Annotated[Applies | None, Field(description="The counties to which it applies.")] = None
    proof: Annotated[str, Field(description="The documents that prove it.")] = ""
    counts: Annotated[
        bool, Field(description="Whether it is judged; false until its text is found in the standard itself.")
    ] = True
    unverified: Unverified = ()
    note: Note = ""
    note_en: Annotated[str, Field(description="The remark in English.")] = ""

    @property
    def label(self) -> Name:
        return Name(self.text, self.text_en)


class Row(Named):
    """A line of a Standard: its targets on measures."""

    no: Annotated[RowNumber, Field(description="Its number in the standard.")]
    domain: Annotated[str, Field(description="The domain it belongs to.")] = ""
    task: Annotated[str, Field(description="The task it belongs to.")] = ""
    attribute: Annotated[Attribute | None, Field(description="Whether it is binding.")] = None
    points: Annotated[Quantity | None, Field(description="Its points, in a standard with points.")] = None
    scale: Annotated[
        tuple[tuple[Quantity, Quantity], ...],
        Field(
            description="Points for a value below the full score, best first: [[90, 4], [80, 2]] gives 2 points from 80."
        ),
    ] = ()
    text: Annotated[str, Field(description="The target as worded in the standard.")] = ""
    applies_if: Annotated[Applies | None, Field(description="The counties to which it applies.")] = None
    targets: Annotated[
        dict[Id, Target],
        Field(min_length=1, description="Its targets: the id of each measure and the target on it."),
    ]
    definition: Annotated[str, Field(description="The meaning of the indicator.")] = ""
    formula: Annotated[str, Field(description="The formula.")] = ""
    source: Annotated[str, Field(description="The source of the figure.")] = ""
    seen_in: Annotated[
        tuple[str, ...], Field(description="The ids of the sources in which it was found.")
    ] = ()
    unverified: Unverified = ()
    note: Note = ""
    note_en: Annotated[str, Field(description="The remark in English.")] = ""

    @model_validator(mode="after")
    def _scale_gives_fewer_points(self) -> Self:
        """A scale belongs to one measure of a row with points, and gives fewer the further it goes."""
        points = [given for _, given in self.scale]
        falls = all(more > less for more, less in pairwise((*points, Decimal(0)) if points else ()))
        if self.scale and (
            self.points is None or len(self.targets) != 1 or not falls or points[0] > self.points
        ):
            raise PydanticCustomError("scale", "not a scale of the row's points")
        return self


class Standard(Record):
    """standards/*.yaml: rows, pass rule and vetoes; or `rows_of` another standard, then all unverified."""

    id: Annotated[Id, Field(description="An id, the same as the file name; bids refer to it.")]
    title: Annotated[Text, Field(description="The title of the standard.")]
    title_en: Annotated[str, Field(description="The title in English.")] = ""
    document: Annotated[str, Field(description="Its official number (文号).")] = ""
    issued: Annotated[Day | None, Field(description="The date of issue.")] = None
    issuer: Annotated[str, Field(description="The issuer.")] = ""
    rows_of: Annotated[
        Id | None,
        Field(
            description="The id of another standard whose rows, pass rule and vetoes are used instead; all are unverified."
        ),
    ] = None
    partial: Annotated[
        bool, Field(description="Whether rows are missing; a bid is then at best undecided.")
    ] = False
    pass_rule: Annotated[PassRule | None, Field(alias="pass", description="The pass rule.")] = None
    vetoes: Annotated[tuple[Veto, ...], Field(description="The vetoes.")] = ()
    rows: Annotated[tuple[Row, ...], Field(description="The rows of the standard.")] = ()
    sources: Annotated[tuple[Source, ...], Field(description="The sources of the standard.")] = ()
    unverified: Unverified = ()
    note: Note = ""
    note_en: Annotated[str, Field(description="The remark in English.")] = ""

    @property
    def is_verified(self) -> bool:
        """Whether every part was compared with its source."""
        rule = (self.pass_rule,) if self.pass_rule else ()
        return not self.rows_of and not any(
            part.unverified for part in (self, *rule, *self.rows, *self.vetoes)
        )

    @property
    def label(self) -> Name:
        if not self.document:
            return Name(self.title, self.title_en)
        return Name(
            f"{self.title}（{self.document}）", f"{self.title_en} ({self.document})" if self.title_en else ""
        )
