"""The applicant: its profile, its bids, and the phases of the plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ecodemo.model.base import Choice, Day, Id, Named, Note, Record, Text, Unverified, Year, meanings
from ecodemo.model.finding import Grade
from ecodemo.model.reference import DocumentReference
from ecodemo.model.requirement import DueDay, Span
from ecodemo.model.size import Size
from ecodemo.model.standard import Applies, ProfileValue


class ProfileSource(Record):
    """The source of a fact in the profile."""

    about: Annotated[Text, Field(description="The profile key that this entry documents.")]
    source: Annotated[Text, Field(description="The place in the source.")]


ARID = "干旱半干旱地区"
"""The terrain of an arid or semi-arid county, as the standards call it."""


_NAMED_FACTS = tuple(Applies.model_fields.keys() - {"has", "profile"})


class County(Named):
    """The profile that targets and applicability depend on."""

    code: Annotated[
        str,
        Field(
            pattern=r"^\d{6}$",
            description="The code of the administrative division, six digits in quotation marks.",
        ),
    ]
    city: Annotated[str, Field(description="The city that the county belongs to.")] = ""
    province: Annotated[str, Field(description="The province.")] = ""
    terrain: Annotated[
        str | None,
        Field(
            description="The terrain, as named by the standard: 山区 (mountains), 丘陵地区 (hills), 平原地区 (plains)…"
        ),
    ] = None
    arid: Annotated[
        bool | None,
        Field(
            description="Whether it is in an arid or semi-arid region; the same as the terrain 干旱半干旱地区, so one of the two is enough."
        ),
    ] = None
    coastal: Annotated[bool | None, Field(description="Whether it is coastal.")] = None
    key_function_zone: Annotated[
        bool | None, Field(description="Whether it is a national key ecological function zone.")
    ] = None
    lake_region: Annotated[bool | None, Field(description="Whether it is in a lake region.")] = None
    has: Annotated[
        tuple[str, ...],
        Field(
            description="Features within the county: 水源地 (water sources), 自然保护地 (nature reserves)…"
        ),
    ] = ()
    profile: Annotated[
        dict[str, ProfileValue],
        Field(description="Other facts required by a provincial standard, in its own words: {高原: true}."),
    ] = Field(default_factory=dict)
    goals: Annotated[tuple[Text, ...], Field(description="The goals of the plan, as worded there.")] = ()
    sources: Annotated[tuple[ProfileSource, ...], Field(description="The sources of the profile.")] = ()

    @model_validator(mode="before")
    @classmethod
    def _arid_is_a_terrain(cls, data: object) -> object:
        """Being arid and having the terrain of that name are one fact: either says the other."""
        if not isinstance(data, dict):
            return data
        terrain = ARID if data.get("terrain") == ARID.removesuffix("地区") else data.get("terrain")
        arid = data.get("arid")
        if terrain == ARID and arid is None:
            arid = True
        if terrain is None and str(arid).lower() == "true":
            terrain = ARID
        return {**data, "terrain": terrain, "arid": arid}

    @property
    def contradicts_itself(self) -> bool:
        """Whether aridity and terrain contradict each other."""
        return None not in (self.terrain, self.arid) and (self.terrain == ARID) != self.arid

    def fits(self, applies: Applies | None) -> bool | None:
        """Whether the condition holds here; `None` when the profile does not say."""
        if applies is None:
            return True
        answers: list[bool | None] = []
        if applies.has is not None:
            answers.append(applies.has in self.has)
        asked = {key: (getattr(applies, key), getattr(self, key)) for key in _NAMED_FACTS}
        asked |= {key: (wanted, self.profile.get(key)) for key, wanted in applies.profile.items()}
        for wanted, own in asked.values():
            if wanted is not None:
                answers.append(None if own is None else own == wanted)
        if False in answers:
            return False
        return None if None in answers else True


class BidResult(Choice):
    """The result of a bid."""

    NAMED = "named", "named: the title is conferred, or kept after a re-assessment"
    REFUSED = "refused", "refused, or the title revoked"
    WITHDRAWN = "withdrawn", "withdrawn by the county"


class BidOutcome(Record):
    """How a bid ended."""

    result: Annotated[BidResult, Field(description="The result.")]
    on: Annotated[Day, Field(description="The date of the result.")]
    document: Annotated[
        DocumentReference, Field(description="The document that states it: number/year, such as 00-13/2021.")
    ]


class Bid(Named):
    """An application under one Standard."""

    id: Annotated[Id, Field(description="The id of the bid, as used by --bid; it never changes.")]
    level: Annotated[
        Literal["county", "city"],
        Field(
            description="The kind of applicant.",
            json_schema_extra=meanings("a county or district", "a prefecture-level city"),
        ),
    ] = "county"
    standard: Annotated[Id, Field(description="The id of the standard under which the bid is judged.")]
    assessed: Annotated[Year, Field(description="The assessed year.")]
    years: Annotated[
        int, Field(ge=1, le=10, description="The number of years assessed, up to the assessed year.")
    ] = 3
    base: Annotated[Year | None, Field(description="The base year for comparisons.")] = None
    apply: Annotated[
        Day | None, Field(description="The application date; the years of a veto end on it.")
    ] = None
    due: Annotated[Day | None, Field(description="The date by which the bid should succeed.")] = None
    recheck: Annotated[
        bool,
        Field(
            description="Whether it is a re-assessment of a title: documents that belong to a bid are required only where a gate of its own phases names them."
        ),
    ] = False
    opened: Annotated[
        Day | None, Field(description="The date on which it was opened; written by “ecodemo bid open”.")
    ] = None
    follows: Annotated[
        Id | None,
        Field(description="The id of the bid that it carries over from; written by “ecodemo bid open”."),
    ] = None
    outcome: Annotated[
        BidOutcome | None, Field(description="How it ended; written by “ecodemo bid close”.")
    ] = None
    unverified: Unverified = ()
    note: Note = ""

    @property
    def ends(self) -> date:
        """The last day on which something without a bid of its own belongs to it: the application date."""
        return self.apply or self.due or date(self.assessed + 1, 12, 31)

    @property
    def span(self) -> tuple[int, ...]:
        """The years under assessment, oldest first."""
        return tuple(range(self.assessed - self.years + 1, self.assessed + 1))

    def years_in(self, span: Span) -> tuple[int | None, ...]:
        """The years that a span means here, oldest first; `(None,)` where years do not matter."""
        match span:
            case "once":
                return (None,)
            case "each":
                return self.span
            case "latest":
                return (self.assessed,)
            case "base":
                return (self.base,) if self.base else ()
            case listed:
                named = {"base": self.base, "latest": self.assessed}
                resolved = {named.get(year) if isinstance(year, str) else year for year in listed}
                return tuple(sorted(year for year in resolved if year is not None))


class Phase(Named):
    """A stage of the plan, what its gate requires, and which rules count."""

    id: Annotated[Id, Field(description="The id of the phase, as used by --phase; it never changes.")]
    bid: Annotated[Id, Field(description="The id of the bid of the phase.")]
    start: Annotated[Day, Field(alias="from", description="The first day.")]
    end: Annotated[Day, Field(alias="to", description="The last day.")]
    extends: Annotated[
        Id | None, Field(description="The id of the phase whose gate and rules apply here too.")
    ] = None
    due: Annotated[
        DueDay, Field(description="The due date of figures and documents without one of their own.")
    ] = None
    gate: Annotated[
        tuple[str, ...],
        Field(
            description="The numbers of the requirements or boxes that must be present before the next phase."
        ),
    ] = ()
    rules: Annotated[
        dict[str, Grade],
        Field(
            description="The severity of rules: for a family (TG) the maximum, for a code (TG106) the exact severity."
        ),
    ] = Field(default_factory=dict)
    note: Note = ""

    def days_left(self, today: date) -> int:
        return (self.end - today).days


class ReviewSettings(Record):
    """Settings for sending documents to the reviewing units."""

    pack_limit: Annotated[
        Size,
        Field(
            description="The maximum total size of the documents in one review pack, such as 200MB or 1.5GB.",
            json_schema_extra={"default": "200MB"},
        ),
    ] = 200_000_000


class CountyFile(Record):
    """county.yaml: the profile, the bids, and the phases with their gates."""

    language: Annotated[
        Literal["zh", "en"],
        Field(description="The language of the output.", json_schema_extra=meanings("Chinese", "English")),
    ] = "zh"
    today: Annotated[Day | None, Field(description="A fixed “today”, allowed only with example: true.")] = (
        None
    )
    example: Annotated[
        bool, Field(description="Whether all values are made up; every report then says so.")
    ] = False
    county: Annotated[County, Field(description="The profile of the county.")]
    review: Annotated[
        ReviewSettings,
        Field(
            default_factory=ReviewSettings,
            description="Settings for documents sent to reviewers.",
        ),
    ]
    bids: Annotated[tuple[Bid, ...], Field(min_length=1, description="The county's bids.")]
    phases: Annotated[
        tuple[Phase, ...], Field(min_length=1, description="The phases of the plan, in chronological order.")
    ]
