"""`ecodemo pack --layout upload`: a folder an item, for uploading by hand into the system of the higher authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ecodemo.cli import run
from ecodemo.cli.pack_output import PackOptions, end_if_refused, say_left_out
from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ecodemo.check.session import CheckResult
    from ecodemo.upload_kit.build_kit import KitBuilder, UploadKit
    from ecodemo.upload_kit.kit_item import NotPacked

UPLOAD = "upload"
_MOST_NAMED = 3
"""Documents of an item that are named of those with the same reason; the checklist names all."""


def pack_upload(settings: Settings, asked: PackOptions) -> None:
    """Write the kit; exit 1 where something of it is to be put right."""
    from ecodemo.acceptance.package_refusals import left_out, refusals
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import ExitCode
    from ecodemo.report.build_state import state_of
    from ecodemo.upload_kit.build_kit import KitBuilder

    root = run.root_of(settings)
    result = run.judge(settings, CheckOptions(bid=asked.bid))
    builder = KitBuilder(result, is_draft=asked.is_draft)
    found = refusals(result, state_of(result).gate, builder.documents)
    end_if_refused(found, asked, settings)
    say_left_out(left_out(result, builder.material), settings)
    out = asked.out or root / "reports" / f"{builder.name}.zip"
    kit = _write(builder, out, result, settings)
    typer.echo(str(out))
    _say_not_packed(kit, settings)
    _say_summary(builder, kit, settings)
    run.end(result)
    if kit.not_packed:
        raise typer.Exit(ExitCode.CLOSED)


def _write(builder: KitBuilder, out: Path, result: CheckResult, settings: Settings) -> UploadKit:
    from ecodemo.acceptance.write_package import write_package
    from ecodemo.cli.progress_bar import watched
    from ecodemo.evidence.stages import Stage
    from ecodemo.upload_kit.spool import spool_folder

    with spool_folder(out, result.root) as spool:
        with watched(settings) as progress:
            documents_done = (
                None if progress is None else lambda done, of, tell=progress: tell(Stage.FITTING, done, of)
            )
            kit = builder.kit(spool, documents_done)
        write_package(out, kit.folder, kit.files, result.root, result.today)
    return kit


def _say_not_packed(kit: UploadKit, settings: Settings) -> None:
    from ecodemo.language import without_controls
    from ecodemo.model.message import listing, message

    say = settings.speaker.say
    alike: dict[tuple[str, str, str], list[NotPacked]] = {}
    for one in kit.not_packed:
        alike.setdefault((one.no, say(one.reason), say(one.action)), []).append(one)
    for (_, reason, action), named in alike.items():
        words = message(
            "{no} {title}: {documents}: {reason} {action}",
            no=named[0].no,
            title=named[0].title,
            documents=listing(*(without_controls(one.what) for one in named), most=_MOST_NAMED),
            reason=reason,
            action=action,
        )
        typer.echo(say(words), err=True)


def _say_summary(builder: KitBuilder, kit: UploadKit, settings: Settings) -> None:
    from ecodemo.model.message import counted, message
    from ecodemo.model.size import size_words

    documents = len(kit.files) - 1
    words = [
        message(
            "{items}: {files} to upload, {size}; {fitted} of them compressed or converted.",
            items=counted(kit.items, "{n} item", "{n} items"),
            files=counted(documents, "{n} file", "{n} files"),
            size=size_words(sum(file.size for file in kit.files[1:])),
            fitted=kit.fitted,
        )
    ]
    if kit.incomplete:
        incomplete = counted(kit.incomplete, "{n} item", "{n} items")
        words.append(message("Incomplete: {items}; the checklist names what is missing.", items=incomplete))
    if builder.without_item:
        others = counted(builder.without_item, "{n} document", "{n} documents")
        words.append(
            message("Of the material for acceptance, {documents} belong to no item.", documents=others)
        )
    for each in words:
        typer.echo(settings.speaker.say(each), err=True)
