"""What is searched for in the text of a document: personal numbers in all of them, 文号 in the first."""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo.formats import limits
from ecodemo.model.official import official_numbers
from ecodemo.model.personal import personal_numbers


def personal_in(text: str) -> Mapping[str, int]:
    """How often each kind of personal number or secrecy mark occurs in a text."""
    return {kind.value: count for kind, count in personal_numbers(text).items()}


def official_in(first_page: str) -> tuple[str, ...]:
    """Every 文号 on a first page."""
    return official_numbers(first_page)[: limits.OFFICIAL_NUMBERS]
