"""`ecodemo unpack`: a package that was handed over, unpacked and verified; no workspace is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecodemo.acceptance.check_signature import PackageSigner, SignatureVerdict
    from ecodemo.acceptance.package_parts import ReadPart
    from ecodemo.acceptance.verify_package import PackageVerdict
    from ecodemo.errors import ExitCode


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
            callback=options.folder,
            help=_("Unpack to this new folder. Default: the package's own name, in the current folder."),
        ),
    ] = None,
) -> None:
    from ecodemo.acceptance.check_signature import package_signer
    from ecodemo.acceptance.package_parts import is_package_folder, package_around
    from ecodemo.errors import EcodemoError, ExitCode
    from ecodemo.model.message import message

    settings: Settings = context.obj
    is_only_verified = verify and out is None
    if around := package_around(package):
        raise EcodemoError(
            message(
                "{path} is inside a package. Specify the package: {folder}",
                path=str(package),
                folder=str(around),
            )
        )
    if package.is_dir() and not is_only_verified:
        raise EcodemoError(
            message(
                "{path} is unpacked already. To verify it, use --verify.",
                path=str(package),
            )
            if is_package_folder(package)
            else message(
                "{path} is a folder. Unpack the packages in it one at a time; to verify all of them, use --verify.",
                path=str(package),
            )
        )
    expected = None if signer is None else package_signer(signer)
    if package.is_dir() and not is_package_folder(package):
        exit_code = _verify_folder(package, expected, settings)
    else:
        is_good = _take(package, expected, settings, out, is_unpacked=not is_only_verified)[1]
        exit_code = ExitCode.OPEN if is_good else ExitCode.CLOSED
    if exit_code:
        raise typer.Exit(exit_code)


def _take(
    path: Path,
    expected: PackageSigner | None,
    settings: Settings,
    out: Path | None = None,
    *,
    is_unpacked: bool = False,
) -> tuple[ReadPart | None, bool]:
    """Verify a package, or unpack it; return which part it is and whether it is whole and signed as expected."""
    from ecodemo.acceptance.check_signature import check_signature, signatures_in
    from ecodemo.acceptance.open_package import opened_package
    from ecodemo.acceptance.package_parts import read_part
    from ecodemo.acceptance.unpack_package import unpack_package
    from ecodemo.acceptance.verify_package import verify_package
    from ecodemo.cli.progress_bar import watched
    from ecodemo.evidence.stages import Stage
    from ecodemo.forms.safe_names import safe_name
    from ecodemo.model.message import message

    say = settings.speaker.say
    with opened_package(path) as opened, watched(settings) as progress:
        part, signatures = read_part(opened), signatures_in(opened)
        signature = None if expected is None else check_signature(opened, expected)
        is_accepted = signature is None or signature.is_good
        files_done = None if progress is None else lambda done, of: progress(Stage.HASHING, done, of)
        folder = out or Path(safe_name(opened.folder))
        if is_unpacked and is_accepted:
            verdict = unpack_package(opened, folder, files_done)
        else:
            verdict = verify_package(opened, files_done)
    _say_verdict(verdict, settings)
    if part is not None:
        typer.echo(say(message("This is part {number} of {of}.", number=part.number, of=part.of)))
    _say_signature(signature, signatures, settings)
    is_good = verdict.is_whole and is_accepted
    if is_unpacked and is_good:
        typer.echo(str(folder))
    elif is_unpacked:
        typer.echo(say(message("Nothing was unpacked.")), err=True)
    return part, is_good


def _verify_folder(folder: Path, expected: PackageSigner | None, settings: Settings) -> ExitCode:
    """Verify each package in a folder, and whether all parts of those that were split are there; a zip that is none stops nothing."""
    from ecodemo.acceptance.bag import DECLARATION
    from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY
    from ecodemo.acceptance.package_parts import compare_parts, packages_in
    from ecodemo.errors import EcodemoError, ExitCode
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
    parts, worst = [], ExitCode.OPEN
    for path in paths:
        typer.echo(str(path))
        try:
            part, is_good = _take(path, expected, settings)
        except EcodemoError as error:
            typer.echo(settings.speaker.say(error.message), err=True)
            worst = ExitCode.UNUSABLE
            continue
        parts += [part] if part is not None else []
        worst = max(worst, ExitCode.OPEN if is_good else ExitCode.CLOSED)
    for compared in compare_parts(parts):
        typer.echo(settings.speaker.say(compared.words))
        worst = max(worst, ExitCode.OPEN if compared.is_complete else ExitCode.CLOSED)
    return worst


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
    if verdict.is_whole:
        lines.append(message("The package is whole: {files}, all as the manifests say.", files=files))
    elif verdict.is_unharmed:
        lines.append(
            message(
                "All files of the package are unchanged; {files} added. Delete what was added, then verify again.",
                files=counted(len(verdict.added), "{n} file", "{n} files"),
            )
        )
    else:
        lines.append(message("The package is not whole ({files}). Ask the sender for it again.", files=files))
    for line in lines:
        typer.echo(settings.speaker.say(line))
