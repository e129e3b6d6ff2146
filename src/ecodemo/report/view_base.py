"""What every view has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_validator

from ecodemo.language import without_controls

_NONE: set[str] = set()


class View(BaseModel):
    """Finished data; no text in it steers a terminal or a file format."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _: object, /) -> None:
        """Forget which fields were given: nobody asks, and a set for each view is half of a large report."""
        object.__setattr__(self, "__pydantic_fields_set__", _NONE)

    @field_validator("*", mode="before")
    @classmethod
    def _without_controls(cls, value: object) -> object:
        match value:
            case str():
                return without_controls(value)
            case tuple() | list():
                return tuple(without_controls(item) if isinstance(item, str) else item for item in value)
            case dict():
                return {key: without_controls(v) if isinstance(v, str) else v for key, v in value.items()}
        return value
