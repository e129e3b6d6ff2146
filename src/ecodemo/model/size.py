"""Sizes of files as people write them: `200MB`, `1.5GB`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_PATTERN = r"^\s*\d{1,6}(\.\d{1,3})?\s*[kKmMgGtT][bB]?\s*$"
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([KMGT])B?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def read_size(value: object) -> int:
    """The bytes that a text means; a number that was read before stays as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = value.translate(_FULL_WIDTH).strip().upper() if isinstance(value, str) else ""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise PydanticCustomError("size", "not a size")
    return int(Decimal(found[1]) * _UNITS[found[2]])


def size_words(size: int) -> str:
    """Bytes as people write them, in the largest unit that needs no more than three decimals."""
    for unit, worth in reversed(_UNITS.items()):
        if size >= worth:
            number = f"{Decimal(size) / worth:.3f}".rstrip("0").rstrip(".")
            return f"{number}{unit}B"
    return f"{size}B"


Size = Annotated[
    int,
    BeforeValidator(read_size),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _PATTERN,
            "patternErrorMessage": "Write a size with its unit, such as 200MB or 1.5GB.",
            "examples": ["200MB"],
        }
    ),
]
