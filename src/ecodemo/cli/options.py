"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ecodemo.cli import complete
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from datetime import date

    from ecodemo.model.workspace import Workspace


Phase: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="PHASE",
        help=_(
            "Use this phase from county.yaml; “sound” includes only the basic checks of the data. Default: the current phase."
        ),
        autocompletion=complete.phases,
    ),
]
Bid: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="BID", help=_("Judge against this bid's standard."), autocompletion=complete.bids),
]
Indicators: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help=_("Limit to these indicators, by id, number or name. May be repeated or comma-separated."),
        autocompletion=complete.indicators,
    ),
]
Groups: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="ID",
        help=_("Limit to the indicators of these groups, by id or name. May be repeated or comma-separated."),
        autocompletion=complete.groups,
    ),
]
Units: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="ID",
        help=_("Limit to these units, by id or name. May be repeated or comma-separated."),
        autocompletion=complete.units,
    ),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES",
        help=_("Run only these rules, by code or prefix. May be repeated or comma-separated."),
        autocompletion=complete.codes,
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES",
        help=_("Skip these rules, by code or prefix. May be repeated or comma-separated."),
        autocompletion=complete.codes,
    ),
]
Within: TypeAlias = Annotated[
    str, typer.Option(metavar="DAYS", help=_("Look this many days ahead, such as 30 or 30d."))
]
NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help=_("Hash every file again, including unmodified ones."))
]

FromLock: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--from-lock",
        help=_("Judge by evidence.sha256 and evidence.facts.csv alone; no file of the evidence is needed."),
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        metavar="S",
        help=_("Set the seed of the draw: with the same files, the same seed draws the same documents."),
    ),
]
Drawn = Annotated[
    int, typer.Option("--n", metavar="N", min=1, help=_("Set the number of documents to draw."))
]


_WRITTEN = frozenset({".csv", ".docx", ".html", ".json", ".md", ".pdf", ".txt", ".xlsx", ".zip"})
"""How names of files end that commands write."""


def folder(context: typer.Context, value: Path | None) -> Path | None:
    """The folder that an option names: a new one called like a file is what nobody meant.

    Raises:
        EcodemoError: the name is that of a file.
    """
    if value is None or context.resilient_parsing or value.is_dir() or value.suffix.lower() not in _WRITTEN:
        return value
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    raise EcodemoError(message("“{path}” is a file name. Specify a folder to write to.", path=str(value)))


def listed(values: list[str] | None, *, upper: bool = False) -> tuple[str, ...]:
    """Repeated options and comma lists alike."""
    parts = (part.strip() for value in values or [] for part in value.replace("，", ",").split(","))
    return tuple(part.upper() if upper else part for part in parts if part)


def is_of(no: str, wanted: str) -> bool:
    """Whether a number is `07-1` itself, or of box `07` or `V`."""
    return no == wanted or no.startswith(f"{wanted}-") or (len(wanted) == 1 and no.startswith(wanted))


def day(written: str) -> date:
    """The day that an option names.

    Raises:
        EcodemoError: it is not a day.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.base import read_day
    from ecodemo.model.message import message

    try:
        return read_day(written)
    except ValueError:
        raise EcodemoError(
            message("“{written}” is not a date. Use the form 2021-09-20.", written=written)
        ) from None


def size(written: str) -> int:
    """The bytes that an option names.

    Raises:
        EcodemoError: it is not a size.
    """
    from pydantic_core import PydanticCustomError

    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message
    from ecodemo.model.size import read_size

    try:
        return read_size(written)
    except PydanticCustomError:
        raise EcodemoError(
            message("“{size}” is not a size. Write it with its unit, such as 3.9GB or 500MB.", size=written)
        ) from None


def units_called(workspace: Workspace, values: list[str] | None) -> tuple[str, ...]:
    """The ids of the units that an option names, by whatever people call them.

    Raises:
        EcodemoError: nothing is called so; a name in Chinese is compared with names, not with ids.
    """
    from ecodemo.model.message import message
    from ecodemo.unknown_word import refuse_unknown

    words = listed(values)
    names = list(dict.fromkeys(name for unit in workspace.units.values() for name in unit.names))
    for word in words:
        if workspace.lookup.unit(word) not in workspace.units:
            refuse_unknown(message("unit"), [word], list(workspace.units) if word.isascii() else names)
    return tuple(workspace.lookup.unit(word) for word in words)


def group_called(workspace: Workspace, word: str) -> str:
    """The id of the working group that an option names, by its id or name.

    Raises:
        EcodemoError: nothing is called so; the names are offered with the ids.
    """
    from ecodemo.model.message import message
    from ecodemo.unknown_word import refuse_unknown

    group, ids = workspace.lookup.group(word), [entry.id for entry in workspace.groups]
    if group not in ids:
        refuse_unknown(message("group"), [word], [*(entry.name for entry in workspace.groups), *ids])
    return group
