"""`ecodemo pack`: what is handed over, as one file or folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.pack_archive import ARCHIVE, pack_archive
from ecodemo.cli.pack_output import (
    PackOptions,
    end_if_refused,
    key_of,
    refuse_target,
    remove_outdated,
    say_left_out,
    write,
)
from ecodemo.cli.pack_report import REPORT, pack_report
from ecodemo.cli.pack_upload import UPLOAD, pack_upload
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.acceptance.build_package import Package
    from ecodemo.acceptance.earlier_package import PackageComparison
    from ecodemo.check.session import CheckResult
    from ecodemo.model.message import Message

ACCEPTANCE = "acceptance"


def pack(
    context: typer.Context,
    bid: options.Bid = None,
    layout: Annotated[
        str,
        typer.Option(
            metavar="LAYOUT",
            help=_("What to pack: acceptance, upload, archive or report."),
            autocompletion=lambda incomplete: [name for name in _LAYOUTS if name.startswith(incomplete)],
        ),
    ] = ACCEPTANCE,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft", help=_("Pack although the gate is not open; every page made for the package says so.")
        ),
    ] = False,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE", help=_("Write several packages, each a zip of at most this size, such as 3.9GB.")
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_(
                "Pack only the documents that changed since this earlier package (a folder of all its parts, if it was split), or its manifest."
            ),
        ),
    ] = None,
    sign: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help=_("Sign the manifest with a private key: a PEM file (by openssl) or gpg:KEY (by GnuPG)."),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help=_(
                "Write to this file, if the name ends in .zip, else to this new folder. Default: a zip in reports/ in the workspace."
            ),
        ),
    ] = None,
) -> None:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message
    from ecodemo.unknown_word import refuse_unknown

    refuse_unknown(message("layout"), [layout], list(_LAYOUTS))
    given = {"--draft": draft, "--split": split, "--since": since, "--sign": sign}
    for option in _WITHOUT[layout]:
        if given[option]:
            raise EcodemoError(
                message("{option} cannot be used with --layout {layout}.", option=option, layout=layout)
            )
    asked = PackOptions(bid, draft, _bytes_of(split), since, out, key_of(sign, context.obj))
    refuse_target(asked, run.root_of(context.obj))
    _LAYOUTS[layout](context.obj, asked)


def _acceptance(settings: Settings, asked: PackOptions) -> None:
    from ecodemo.acceptance.build_package import PackageBuilder
    from ecodemo.acceptance.earlier_package import compare, earlier_manifest
    from ecodemo.acceptance.outdated_parts import outdated_parts
    from ecodemo.acceptance.package_refusals import left_out, refusals
    from ecodemo.check.session import CheckOptions
    from ecodemo.history.snapshots import course
    from ecodemo.report.build_state import state_of

    root = run.root_of(settings)
    earlier_hashes = None if asked.since is None else earlier_manifest(asked.since)
    # Hashes are checked once more while documents are copied, so that those of the cache do for planning.
    result = run.judge(settings, CheckOptions(bid=asked.bid))
    earlier = course(root, result.assessment.bid.id, result.today)
    builder = PackageBuilder(result, is_draft=asked.is_draft, earlier=earlier)
    found = refusals(result, state_of(result).gate, builder.documents)
    end_if_refused(found, asked, settings)
    say_left_out(left_out(result, builder.documents), settings)
    comparison = None if earlier_hashes is None else compare(builder.volumes, earlier_hashes)
    packages = builder.packages(asked.largest, comparison)
    del builder  # what it was made from is as large as what the writing needs
    out = asked.out or root / "reports" / f"{packages[0].folder}.zip"
    outdated = outdated_parts(out, len(packages))
    written = write(packages, out, result, settings, asked.key)
    if not asked.is_draft:
        _seal(packages, result, settings)
    remove_outdated(outdated, settings)
    for path in written:
        typer.echo(str(path))
    _say_summary(packages, comparison, written, settings)
    run.end(result)


_LAYOUTS: Mapping[str, Callable[[Settings, PackOptions], None]] = {
    ACCEPTANCE: _acceptance,
    UPLOAD: pack_upload,
    ARCHIVE: pack_archive,
    REPORT: pack_report,
}
"""What can be packed, by the word of `--layout`."""
_WITHOUT: Mapping[str, Sequence[str]] = {
    ACCEPTANCE: (),
    UPLOAD: ("--split", "--since", "--sign"),
    ARCHIVE: ("--split", "--since"),
    REPORT: ("--draft", "--split", "--since", "--sign"),
}
"""The options that a layout does not have: what is uploaded is no package, and a report is one small file as it is."""


def _bytes_of(split: str | None) -> int | None:
    """The size that `--split` means.

    Raises:
        EcodemoError: it is none.
    """
    from ecodemo.acceptance.file_limit import FAT32

    return None if split is None else min(options.size(split), FAT32)


def _seal(packages: Sequence[Package], result: CheckResult, settings: Settings) -> None:
    from ecodemo.acceptance.seal import seal_change
    from ecodemo.journal.changes import write_together
    from ecodemo.model.message import message

    day = result.today
    with run.writing(settings, "pack") as root:
        change = seal_change(root, packages, ACCEPTANCE, day.isoformat(), result.assessment.bid.id)
        if change is not None:
            write_together(root, "pack", [change])
    words = message(
        "Sealed on {day}: from now on, changing or removing its locked files requires a waiver.", day=day
    )
    typer.echo(settings.speaker.say(words), err=True)


def _say_summary(
    packages: Sequence[Package],
    comparison: PackageComparison | None,
    written: Sequence[Path],
    settings: Settings,
) -> None:
    from ecodemo.acceptance.file_limit import FAT32
    from ecodemo.acceptance.write_package import is_zip
    from ecodemo.model.message import counted, message
    from ecodemo.model.size import size_words

    files = sum(len(package.files) for package in packages)
    size = sum(file.size for package in packages for file in package.files)
    documents = sum(bool(file.source) for package in packages for file in package.files)
    lines: list[Message] = []
    if comparison is not None:
        lines.append(
            message(
                "Since the earlier package: {new} new, {replaced} replaced, {withdrawn} withdrawn, {same} unchanged and not packed.",
                new=len(comparison.new),
                replaced=len(comparison.replaced),
                withdrawn=len(comparison.withdrawn),
                same=comparison.same,
            )
        )
    lines.append(
        message(
            "{packages}: {files}, {size}; {documents}.",
            packages=counted(len(packages), "{n} package", "{n} packages"),
            files=counted(files, "{n} file", "{n} files"),
            size=size_words(size),
            documents=counted(documents, "{n} document of the evidence", "{n} documents of the evidence"),
        )
    )
    if any(is_zip(path) and path.stat().st_size > FAT32 for path in written):
        lines.append(
            message("A file of this size does not fit on a memory stick with FAT32; use --split 3.9GB.")
        )
    for line in lines:
        typer.echo(settings.speaker.say(line), err=True)
