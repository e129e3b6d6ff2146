"""Views whose every text is something that a careless writer would let run, or break on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any, TypeVar

from ecodemo.report.view_base import View

V = TypeVar("V", bound=View)
TEXTS = (
    "<script>hacked=1</script>",
    "</script><img src=x onerror=hacked=1>",
    "</style><style>*{display:none}</style>",
    '"><svg onload=hacked=1>',
    "' onmouseover='hacked=1",
    "=cmd|'/c calc'!A1",
    "| a | b |",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- -->]]>&lt;&#0;",
    "javascript:hacked=1",
    "\U0001f600 e\u0301 \u05e9\u05dc\u05d5\u05dd \u202egnp.exe \uffff\ufdd0",
    "a\nb\tc\u2028d",
)
LONG = "\u957f" * 40_000
KEPT = frozenset(
    (
        *("href", "address", "aliases", "keys", "kind", "key", "lines", "percent", "blocker_links", "unit"),
        *(
            "language",
            "place",
            "verdict",
            "light",
            "severity",
            "conclusion_verdict",
            "state",
            "row",
            "fingerprint",
        ),
        *("review_state", "near", "measure", "requirement", "indicator"),
    )
)
"""Addresses and words of the program; what data put there is limited by its model."""


def hostile(view: V, texts: Iterator[str] | None = None) -> V:
    """The view with other texts wherever it has one; the first is very long."""
    given = texts if texts is not None else chain([LONG], chain.from_iterable(repeat(TEXTS)))
    return type(view)(
        **{name: _changed(name, getattr(view, name), given) for name in type(view).model_fields}
    )


def _changed(name: str, value: Any, texts: Iterator[str]) -> Any:
    match value:
        case View():
            return hostile(value, texts)
        case tuple():
            return tuple(_changed(name, each, texts) for each in value)
        case str() if value and name not in KEPT:
            return next(texts)
        case _:
            return value
