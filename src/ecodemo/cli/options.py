"""The options that several commands take."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from ecodemo.cli import complete
from ecodemo.cli.settings import SPEAKER

_ = SPEAKER.text

Phase: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="PHASE",
        help=_("A phase of county.yaml, or sound; else that of today."),
        autocompletion=complete.phases,
    ),
]
Bid: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="BID", help=_("Judge under the standard of this bid."), autocompletion=complete.bids
    ),
]
Indicators: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help=_("Only what is about this indicator."),
        autocompletion=complete.indicators,
    ),
]
Groups: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="ID",
        help=_("Only what is about this group's indicators."),
        autocompletion=complete.groups,
    ),
]
Units: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--unit", metavar="ID", help=_("Only what this unit has to do."), autocompletion=complete.units
    ),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES", help=_("Only these rules, by code or its beginning."), autocompletion=complete.codes
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help=_("Without these rules."), autocompletion=complete.codes),
]
NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help=_("Hash every file again, also those that look untouched."))
]


def listed(values: list[str] | None, *, upper: bool = False) -> tuple[str, ...]:
    """Repeated options and comma lists alike."""
    parts = (part.strip() for value in values or [] for part in value.replace("，", ",").split(","))
    return tuple(part.upper() if upper else part for part in parts if part)
