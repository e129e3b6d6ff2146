"""What the colours of verdicts and lights mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from ecodemo.table import Mark

VERDICT_MARK: Mapping[str, Mark] = MappingProxyType(
    {"met": "good", "not met": "bad", "undecided": "open", "not applicable": "grey"}
)
_LIGHT_MARK: Mapping[str, Mark] = MappingProxyType(
    {"green": "good", "blue": "soon", "yellow": "open", "red": "bad"}
)


class Judged(Protocol):
    """A row with a verdict."""

    @property
    def verdict(self) -> str: ...


class Lit(Protocol):
    """A row with a light."""

    @property
    def light(self) -> str: ...


def verdict_mark(row: Judged) -> Mark:
    return VERDICT_MARK[row.verdict]


def light_mark(row: Lit) -> Mark:
    return _LIGHT_MARK[row.light]
