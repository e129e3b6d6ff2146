"""What every page of a package says of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackageHead:
    """Whose package it is, of which bid and of which day; all texts in Chinese."""

    county: str
    office: str
    """In whose name the archive is kept."""
    bid: str
    standard: str
    day: str
    """ISO."""
    day_words: str
    year: int
    """The one in which the material is filed."""
    note: str
    """The notes on every page that was made: that it is a draft, that its values are made up; else nothing."""
    data_version: str
    tool: str
    is_draft: bool
