"""What every layout of `ecodemo pack` has in common: what was asked for, writing, and its messages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ecodemo.cli import run

if TYPE_CHECKING:
    from ecodemo.acceptance.build_package import Package
    from ecodemo.acceptance.package_refusals import LeftOut, Refusal
    from ecodemo.acceptance.sign_package import SigningKey
    from ecodemo.check.session import CheckResult
    from ecodemo.cli.settings import Settings


@dataclass(frozen=True, slots=True)
class PackOptions:
    """What was asked for on the command line."""

    bid: str | None
    is_draft: bool
    largest: int | None
    since: Path | None
    out: Path | None
    key: SigningKey | None = None
    """What the packages are signed with."""


def refuse_target(asked: PackOptions, root: Path) -> None:
    """Before anything is judged: what is to be written cannot be.

    Raises:
        EcodemoError: it is in evidence/, a folder that is there already, or a package that would be lost.
    """
    from ecodemo.acceptance.outdated_parts import part_path
    from ecodemo.acceptance.replaced_package import refuse_to_replace
    from ecodemo.acceptance.write_package import is_zip, refuse_existing

    if asked.out is not None:
        first = asked.out if asked.largest is None else part_path(asked.out, 1)
        refuse_to_replace(first, asked.since, is_draft=asked.is_draft)
        run.refuse_in_evidence(asked.out, root)
        if not is_zip(asked.out) and asked.largest is None:  # of several packages each has a name of its own
            refuse_existing(asked.out)


def key_of(sign: str | None, settings: Settings) -> SigningKey | None:
    """The key that `--sign` names; its passphrase is asked for on the terminal, and is never among arguments.

    Raises:
        EcodemoError: there is none, its program is not installed, or there is no terminal to ask on.
    """
    from ecodemo.acceptance.sign_package import signing_key
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    def ask(path: Path) -> str:
        if not sys.stdin.isatty():
            raise EcodemoError(
                message("{path} has a passphrase, which can only be entered on a terminal.", path=str(path))
            )
        words = settings.speaker.say(message("Passphrase of {path}", path=str(path)))
        return str(typer.prompt(words, hide_input=True, err=True))

    return None if sign is None else signing_key(sign, ask)


def write(
    packages: Sequence[Package],
    out: Path,
    result: CheckResult,
    settings: Settings,
    key: SigningKey | None = None,
) -> list[Path]:
    from ecodemo.acceptance.file_limit import refuse_too_large
    from ecodemo.acceptance.outdated_parts import part_path
    from ecodemo.acceptance.sign_package import signed
    from ecodemo.acceptance.write_package import is_zip, refuse_existing, write_package
    from ecodemo.cli.progress_bar import watched
    from ecodemo.evidence.stages import Stage

    written = []
    ready = packages if key is None else [signed(package, key) for package in packages]
    paths = [out] if len(ready) == 1 else [part_path(out, number) for number, _ in enumerate(ready, 1)]
    for path, package in zip(paths, ready, strict=True):
        if not is_zip(path):
            refuse_existing(path)
        refuse_too_large(path, package.folder, package.files)
    for path, package in zip(paths, ready, strict=True):
        with watched(settings) as progress:
            files_done = (
                None if progress is None else lambda done, of, tell=progress: tell(Stage.PACKING, done, of)
            )
            write_package(
                path,
                package.folder,
                package.files,
                result.root,
                result.today,
                files_done,
            )
        written.append(path)
    return written


def remove_outdated(paths: Sequence[Path], settings: Settings) -> None:
    """Remove the parts of an earlier package once the new ones are whole; where that fails, say what to do."""
    from ecodemo.model.message import message

    for path in paths:
        try:
            path.unlink()
            words = message("Removed {path}: a part of the earlier package.", path=str(path))
        except OSError:
            words = message(
                "{path} is a part of an earlier package. Delete it before you submit these.", path=str(path)
            )
        typer.echo(settings.speaker.say(words), err=True)


def end_if_refused(found: Sequence[Refusal], asked: PackOptions, settings: Settings) -> None:
    """Say everything that keeps the package from being handed in, and what follows from it.

    Raises:
        typer.Exit: nothing is packed.
    """
    from ecodemo.errors import ExitCode
    from ecodemo.model.message import counted, message

    refused = [each for each in found if not (asked.is_draft and each.allows_draft)]
    named = refused or found
    if not named:
        return
    say = settings.speaker.say
    if refused or not settings.quiet:
        for each in named:
            typer.echo(f"{each.about}: {say(each.reason)}" if each.about else say(each.reason), err=True)
    problems = counted(len(named), "{n} problem", "{n} problems")
    if not refused:
        words = message("Packing a draft: {problems} must be solved before submission.", problems=problems)
    elif all(each.allows_draft for each in refused):
        words = message("Nothing was packed: {problems}. To pack a draft, use --draft.", problems=problems)
    else:
        words = message("Nothing was packed: {problems}.", problems=problems)
    typer.echo(say(words), err=True)
    if refused:
        raise typer.Exit(ExitCode.CLOSED)


def say_left_out(left: Sequence[LeftOut], settings: Settings) -> None:
    """Say what of the evidence is not packed."""
    from ecodemo.language import without_controls
    from ecodemo.model.message import message

    for each in left if not settings.quiet else ():
        words = message(
            "Not packed: {path} ({reason}).", path=without_controls(each.path), reason=each.reason
        )
        typer.echo(settings.speaker.say(words), err=True)
