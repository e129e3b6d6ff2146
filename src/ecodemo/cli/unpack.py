"""`ecodemo unpack`: a package that was handed over, unpacked and verified; no workspace is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecodemo.acceptance.check_signature import SignatureVerdict
    from ecodemo.acceptance.verify_package import PackageVerdict


def unpack(
    context: typer.Context,
    package: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=_(
                "The package: a zip, or the folder it was unpacked to; with --verify also a folder of packages."
            ),
        ),
    ],
    verify: Annotated[
        bool, typer.Option("--verify", help=_("Only verify it; write nothing unless --out is given."))
    ] = False,
    signer: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help=_(
                "Check that it was signed with this key: a certificate or public key (a file), or gpg:KEY (by GnuPG)."
            ),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=_("Unpack to this new folder. Default: the package's own name, in the current folder."),
        ),
    ] = None,
) -> None:
    from ecodemo.acceptance.check_signature import check_signature, package_signer, signatures_in
    from ecodemo.acceptance.open_package import opened_package
    from ecodemo.acceptance.package_parts import is_package_folder, read_part
    from ecodemo.acceptance.unpack_package import unpack_package
    from ecodemo.acceptance.verify_package import verify_package
    from ecodemo.cli.progress_bar import watched
    from ecodemo.errors import EcodemoError, ExitCode
    from ecodemo.evidence.stages import Stage
    from ecodemo.forms.safe_names import safe_name
    from ecodemo.model.message import message

    settings: Settings = context.obj
    is_only_verified = verify and out is None
    if is_only_verified and package.is_dir() and not is_package_folder(package):
        _verify_folder(package, signer, settings)
        return
    if package.is_dir() and not is_only_verified:
        raise EcodemoError(
            message(
                "{path} is a folder, so there is nothing to unpack. To verify it, use --verify.",
                path=str(package),
            )
        )
    expected = None if signer is None else package_signer(signer)
    with opened_package(package) as opened, watched(settings) as progress:
        part = read_part(opened)
        signatures = signatures_in(opened)
        signature = None if expected is None else check_signature(opened, expected)
        told = None if progress is None else lambda done, of: progress(Stage.HASHING, done, of)
        if is_only_verified or (signature is not None and not signature.is_good):
            verdict = verify_package(opened, told)
        else:
            folder = out or Path(safe_name(opened.folder))
            verdict = unpack_package(opened, folder, told)
    _say_verdict(verdict, settings)
    if part is not None:
        words = message("This is part {number} of {of}.", number=part.number, of=part.of)
        typer.echo(settings.speaker.say(words))
    _say_signature(signature, signatures, settings)
    if not verdict.is_whole or (signature is not None and not signature.is_good):
        if not is_only_verified:
            typer.echo(settings.speaker.say(message("Nothing was unpacked.")), err=True)
        raise typer.Exit(ExitCode.CLOSED)
    if not is_only_verified:
        typer.echo(str(folder))


def _verify_folder(folder: Path, signer: str | None, settings: Settings) -> None:
    """Each package in a folder, and whether those that were split are all there."""
    from ecodemo.acceptance.bag import DECLARATION
    from ecodemo.acceptance.check_signature import check_signature, package_signer, signatures_in
    from ecodemo.acceptance.open_package import opened_package
    from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY
    from ecodemo.acceptance.package_parts import compare_parts, packages_in, read_part
    from ecodemo.acceptance.verify_package import verify_package
    from ecodemo.cli.progress_bar import watched
    from ecodemo.errors import EcodemoError, ExitCode
    from ecodemo.evidence.stages import Stage
    from ecodemo.model.message import message

    paths = packages_in(folder)
    if not paths:
        raise EcodemoError(
            message(
                "{path} is not a package, and there is none in it: a package has “{bag}” or “{archive}” in it.",
                path=str(folder),
                bag=DECLARATION,
                archive=ARCHIVE_DIRECTORY,
            )
        )
    expected = None if signer is None else package_signer(signer)
    parts, is_good = [], True
    for path in paths:
        typer.echo(str(path))
        with opened_package(path) as opened, watched(settings) as progress:
            parts.append(read_part(opened))
            signatures = signatures_in(opened)
            signature = None if expected is None else check_signature(opened, expected)
            told = None if progress is None else lambda done, of, tell=progress: tell(Stage.HASHING, done, of)
            verdict = verify_package(opened, told)
        _say_verdict(verdict, settings)
        _say_signature(signature, signatures, settings)
        is_good = is_good and verdict.is_whole and (signature is None or signature.is_good)
    for compared in compare_parts(part for part in parts if part is not None):
        typer.echo(settings.speaker.say(compared.words))
        is_good = is_good and compared.is_complete
    if not is_good:
        raise typer.Exit(ExitCode.CLOSED)


def _say_signature(signature: SignatureVerdict | None, there: Sequence[str], settings: Settings) -> None:
    from ecodemo.model.message import listing, message

    if signature is not None:
        typer.echo(settings.speaker.say(signature.words))
    elif there and not settings.quiet:
        words = message(
            "Signed ({signatures}), not checked: name the expected key with --signer.",
            signatures=listing(*there),
        )
        typer.echo(settings.speaker.say(words), err=True)


def _say_verdict(verdict: PackageVerdict, settings: Settings) -> None:
    from ecodemo.language import without_controls
    from ecodemo.model.message import counted, message

    lines = [message("changed: {path}", path=without_controls(path)) for path in verdict.changed]
    lines += [message("lost: {path}", path=without_controls(path)) for path in verdict.lost]
    lines += [message("added: {path}", path=without_controls(path)) for path in verdict.added]
    lines += [
        message(
            "refused (a link, a name twice, or one outside the package): {path}", path=without_controls(path)
        )
        for path in verdict.refused
    ]
    lines += [
        message("renamed: {was} is now {now}", was=without_controls(was), now=without_controls(now))
        for was, now in verdict.renamed
    ]
    lines += [
        message("{file}:{line}: cannot parse this line.", file=file, line=line)
        if line
        else message("{file}: missing, damaged, or with lines that belong elsewhere.", file=file)
        for file, line in verdict.bad_lines
    ]
    files = counted(verdict.files, "{n} file", "{n} files")
    lines.append(
        message("The package is whole: {files}, all as the manifests say.", files=files)
        if verdict.is_whole
        else message(
            "The package is not whole ({files}). Ask the sender for it again.",
            files=files,
        )
    )
    for line in lines:
        typer.echo(settings.speaker.say(line))
