"""`ecodemo pack --layout archive`: the documents of a bid as the county's archive takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ecodemo.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecodemo.acceptance.build_package import Package
    from ecodemo.acceptance.number_gaps import NumberGap
    from ecodemo.check.session import CheckResult
    from ecodemo.cli.pack_output import PackOptions
    from ecodemo.cli.settings import Settings

ARCHIVE = "archive"


def pack_archive(settings: Settings, asked: PackOptions) -> None:
    from ecodemo.acceptance.build_archive import ArchiveBuilder
    from ecodemo.acceptance.package_refusals import archive_refusals, left_out
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.pack_output import end_if_refused, say_left_out, write

    root = run.root_of(settings)
    result = run.judge(settings, CheckOptions(bid=asked.bid))
    builder = ArchiveBuilder(result, is_draft=asked.is_draft)
    found = archive_refusals(result, builder.documents)
    end_if_refused(found, asked, settings)
    say_left_out(left_out(result, builder.documents), settings)
    _say_gaps(builder.gaps, settings)
    package = builder.package()
    out = asked.out or root / "reports" / f"{package.folder}.zip"
    (written,) = write([package], out, result, settings, asked.key)
    if not asked.is_draft:
        _record(package, result, settings)
    typer.echo(str(written))
    _say_summary(package, len(builder.documents), settings)
    run.end(result)


def _record(package: Package, result: CheckResult, settings: Settings) -> None:
    from ecodemo.acceptance.seal import seal_change
    from ecodemo.journal.changes import write_together

    with run.writing(settings, "pack") as root:
        change = seal_change(root, [package], ARCHIVE, result.today.isoformat(), result.assessment.bid.id)
        if change is not None:
            write_together(root, "pack", [change])


def _say_gaps(gaps: Iterable[NumberGap], settings: Settings) -> None:
    from ecodemo.model.message import message

    for gap in gaps if not settings.quiet else ():
        words = message("Nothing is filed under {number} ({reason}).", number=gap.label, reason=gap.reason)
        typer.echo(settings.speaker.say(words), err=True)


def _say_summary(package: Package, documents: int, settings: Settings) -> None:
    from ecodemo.acceptance.package_manifests import ARCHIVE_NOTICE
    from ecodemo.model.message import counted, message
    from ecodemo.model.size import size_words

    say = settings.speaker.say
    lines = (
        message(
            "Archive: {files}, {size}; {documents}.",
            files=counted(len(package.files), "{n} file", "{n} files"),
            size=size_words(sum(file.size for file in package.files)),
            documents=counted(documents, "{n} document of the evidence", "{n} documents of the evidence"),
        ),
        message("Complete {name} for the medium, such as its number and type.", name=ARCHIVE_NOTICE),
    )
    for line in lines:
        typer.echo(say(line), err=True)
