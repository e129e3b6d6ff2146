"""What every view has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator

from ecodemo.language import without_controls

_NONE: set[str] = set()


class View(BaseModel):
    """Finished data; no text in it steers a terminal or a file format."""

    # A command shows some of the views: what pydantic needs of one is made when the first is built.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, _: object, /) -> None:
        """Forget which fields were given: nobody asks, and a set for each view is half of a large report."""
        object.__setattr__(self, "__pydantic_fields_set__", _NONE)

    @model_validator(mode="before")
    @classmethod
    def _all_without_controls(cls, values: object) -> object:
        """One look at all fields: a validator of each would be made for every field of every view."""
        if not isinstance(values, dict):
            return values
        return {key: _without_controls(value) for key, value in values.items()}


def _without_controls(value: object) -> object:
    match value:
        case str():
            return without_controls(value)
        case tuple() | list():
            return tuple(without_controls(item) if isinstance(item, str) else item for item in value)
        case dict():
            return {key: without_controls(v) if isinstance(v, str) else v for key, v in value.items()}
    return value
