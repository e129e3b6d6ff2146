"""What every layout of `ecodemo pack` has in common: what was asked for, writing, and its messages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

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


def refuse_in_evidence(out: Path, root: Path) -> None:
    """A package among the evidence would be listed, hashed and packed as a document.

    Raises:
        EcodemoError: it is to be written there.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.files import real_path
    from ecodemo.model.message import message

    if real_path(out).is_relative_to(real_path(root / "evidence")):
        raise EcodemoError(
            message("“{path}” is inside evidence/. Choose a folder outside evidence/.", path=str(out))
        )


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
                "{path} is a part of an earlier package. Delete it before you hand in these.", path=str(path)
            )
        typer.echo(settings.speaker.say(words), err=True)


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
