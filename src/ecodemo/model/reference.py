"""How data name a document: `07-1/2020`, `25-1/2020@meicheng`, `V3`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_SHAPE = re.compile(
    r"(?P<requirement>\d{2,3}-\d{1,2}|[A-Z]\d{1,2})(?:/(?P<year>\d{4}))?(?:@(?P<unit>[a-z][a-z0-9-]*))?"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document by its requirement, year and unit; without a unit, one of the unit that names it."""

    requirement: str
    year: int | None = None
    unit: str | None = None

    def __str__(self) -> str:
        year = f"/{self.year}" if self.year else ""
        unit = f"@{self.unit}" if self.unit else ""
        return f"{self.requirement}{year}{unit}"


def read_reference(value: object) -> Reference:
    """The reference that `value` writes."""
    if isinstance(value, Reference):
        return value
    found = _SHAPE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("reference", "not a reference to a document")
    return Reference(found["requirement"], int(found["year"]) if found["year"] else None, found["unit"])


DocumentReference = Annotated[
    Reference,
    BeforeValidator(read_reference),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{re.sub(r'[?]P<[a-z]+>', '', _SHAPE.pattern)}\s*$",
            "patternErrorMessage": "Use number/year, such as 25-1/2020; for another unit: 25-1/2020@meicheng.",
            "examples": ["25-1/2020"],
        }
    ),
]
