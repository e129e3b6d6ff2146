"""Sentences for people, kept apart from the language they are read in.

A `Message` is an English sentence with named gaps and what fills them. Whoever prints it chooses the
language, which its maker does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called: in Chinese as in official papers, in English as a gloss."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number and how many decimals it is shown with (`None`: as it is)."""

    value: Decimal | Fraction
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Things in a row; beyond `most` only their number is given. `sentences` says that they are whole sentences,
    `units` that they are names of units.
    """

    items: tuple[Value, ...]
    most: int = 8
    sentences: bool = False
    units: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of something, in the form that the number asks for: 1 file, 2 files. `{n}` is the number."""

    number: int
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: the English text that the catalogues translate, and the values for its gaps."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.values.items())))


Value: TypeAlias = "str | int | date | Decimal | Name | Number | Counted | Listing | Message"


def message(text: str, /, **values: Value) -> Message:
    """A sentence to be translated; the catalogues are extracted from the calls of this function."""
    return Message(text, values) if values else _constant(text)


@cache
def _constant(text: str) -> Message:
    """A sentence without gaps, kept once: a rule may say it of each of tens of thousands of files."""
    return Message(text)


def counted(number: int, one: str, many: str, /) -> Counted:
    """So many of something; the catalogues are extracted from the calls of this function too.

    Chinese says the number and its measure word, and the sentence around it has the noun.
    """
    return Counted(number, one, many)


def listing(*items: Value, most: int = 8) -> Listing:
    """Names or words in a row."""
    return Listing(items, most)


def unit_listing(*items: Value, most: int = 8) -> Listing:
    """Names of units in a row."""
    return Listing(items, most, units=True)


def sentences(*items: Value) -> Listing:
    """Whole sentences, one after another, none left out."""
    return Listing(items, len(items), sentences=True)
