"""`--jobs` and ECODEMO_JOBS: how many processes a command may use that hashes or reads evidence; one option for all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from typer.core import TyperOption

from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

VARIABLE = "ECODEMO_JOBS"
_POSSIBLE = re.compile(r"0*[1-9][0-9]{0,5}", re.ASCII)
_HELP = _("Use at most this many processes, also set by ECODEMO_JOBS. Default: the available cores.")
_OTHER_HELP = {
    "evidence read": _("Recognise this many pages at a time; each uses up to 1 GB of memory."),
}
COMMANDS = frozenset(
    (
        *("check", "status", "report", "fill", "snapshot", "diff", "pack", "bid open", "bid close"),
        *("supervise", "supervise slips", "supervise circular", "supervise meeting", "supervise ledger"),
        *("supervise duties", "supervise messages", "supervise send"),
        *("form export", "form import", "form status"),
        *("evidence list", "evidence register", "evidence lock", "evidence verify", "evidence catalogue"),
        *("evidence sample", "evidence read", "evidence find"),
    )
)
"""The commands that hash or read evidence."""


def add_jobs(command: Any, name: str = "") -> None:  # noqa: ANN401 - of the library below typer
    """Give the option to a command, and to all below it that may use several processes."""
    if name in COMMANDS:
        command.params.append(
            TyperOption(
                param_decls=["--jobs"],
                metavar="N",
                help=_OTHER_HELP.get(name, _HELP),
                expose_value=False,
                callback=_take,
            )
        )
    for below, child in getattr(command, "commands", {}).items():
        add_jobs(child, f"{name} {below}".strip())


def jobs_of(written: str | None, environment: Mapping[str, str]) -> int | None:
    """How many processes are asked for; `None` where that is left open.

    Raises:
        EcodemoError: it is not a number, or less than one.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    name, text = ("--jobs", written) if written is not None else (VARIABLE, environment.get(VARIABLE))
    if text is None or (written is None and not text):
        return None
    if not _POSSIBLE.fullmatch(text):
        raise EcodemoError(
            message(
                "{name}: “{written}” is not a number of processes; use 1 or more.", name=name, written=text
            )
        )
    return int(text)


def _take(context: Any, _option: object, written: str | None) -> None:  # noqa: ANN401 - as above
    if isinstance(context.obj, Settings) and (written is not None or context.obj.jobs is None):
        context.obj = replace(context.obj, jobs=jobs_of(written, os.environ))
