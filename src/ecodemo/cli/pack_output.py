"""What all layouts of `ecodemo pack` are given, and what they say of refusals and of what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecodemo.acceptance.package_refusals import LeftOut, Refusal


@dataclass(frozen=True, slots=True)
class PackOptions:
    """What was asked for on the command line."""

    bid: str | None
    is_draft: bool
    largest: int | None
    since: Path | None
    out: Path | None


def say_refusals(found: Sequence[Refusal], settings: Settings, *, is_refused: bool) -> None:
    """Say everything that keeps the package from being handed in, and what follows from it."""
    from ecodemo.model.message import counted, message

    if not found:
        return
    say = settings.speaker.say
    if is_refused or not settings.quiet:
        for each in found:
            typer.echo(f"{each.about}: {say(each.reason)}" if each.about else say(each.reason), err=True)
    problems = counted(len(found), "{n} problem", "{n} problems")
    if is_refused:
        words = (
            message("Nothing was packed: {problems}. To pack a draft, use --draft.", problems=problems)
            if all(each.allows_draft for each in found)
            else message("Nothing was packed: {problems}.", problems=problems)
        )
    else:
        words = message("Packed as a draft: {problems} must be solved before submission.", problems=problems)
    typer.echo(say(words), err=True)


def say_left_out(left: Sequence[LeftOut], settings: Settings) -> None:
    """Say what of the evidence is not packed."""
    from ecodemo.language import without_controls
    from ecodemo.model.message import message

    for each in left if not settings.quiet else ():
        words = message(
            "Not packed: {path} ({reason}).", path=without_controls(each.path), reason=each.reason
        )
        typer.echo(settings.speaker.say(words), err=True)
