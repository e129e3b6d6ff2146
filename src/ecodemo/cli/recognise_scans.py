"""`ecodemo evidence read`: the words of scanned pages and pictures."""

from __future__ import annotations

import os
import time
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ecodemo.model.evidence import EvidenceFile, Survey
    from ecodemo.model.message import Message
    from ecodemo.model.recognised import RecognisedFacts
    from ecodemo.recognition.scan_pages import ReadCount, Scan
    from ecodemo.recognition.word_store import WordStore

SWITCH = "ECODEMO_READ"
"""The variable of the environment by which imports read no scans: `no`."""
_PAGES_AT_ONCE, _SECONDS_AT_ONCE = 30, 60.0
"""How much an import reads at once."""
_MOST_PROCESSES = 4
"""Unless more are asked for: each takes up to a gigabyte."""


def read(
    context: typer.Context,
    unit: options.Units = None,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NO",
            help=_(
                "Limit to these required documents (such as 25-1), or to all those of an indicator or box (25, V). May be repeated or comma-separated."
            ),
        ),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(metavar="M", min=0, help=_("Stop after this many minutes; the next run continues.")),
    ] = None,
) -> None:
    from ecodemo.check.recognise import recognised_now, record, scans_of
    from ecodemo.errors import NothingToCheckError
    from ecodemo.evidence.cache import folder
    from ecodemo.model.message import counted, message
    from ecodemo.recognition.scan_pages import can_be_seen
    from ecodemo.recognition.word_store import WordStore

    settings: Settings = context.obj
    until = None if minutes is None else time.monotonic() + 60 * minutes
    loaded = run.open_workspace(settings)
    workspace = loaded.workspace
    units = options.units_called(workspace, unit)
    surveyed = run.survey_of(settings, loaded)
    chosen = list(_chosen(surveyed, units, options.listed(requirement)))
    scans = scans_of(loaded.root, chosen)
    seen = [scan for scan in scans if can_be_seen(scan.facts)]
    if len(seen) < len(scans):
        words = message(
            "{count} skipped: unsupported file type.",
            count=counted(len(scans) - len(seen), "{n} file", "{n} files"),
        )
        typer.echo(settings.speaker.say(words), err=True)
    if not seen:
        raise NothingToCheckError(message("No scanned pages to recognise."))
    store = WordStore(folder())
    count = _read(settings, seen, store, settings.jobs or _few(settings), until)
    recognised = recognised_now(workspace, surveyed, store, {scan.sha256 for scan in seen})
    with run.writing(settings, "evidence read") as root:
        record(root, surveyed, recognised)
    for sentence in _sentences(count, recognised):
        typer.echo(settings.speaker.say(sentence))
    if not settings.quiet:
        for sentence in _faults(chosen, recognised):
            typer.echo(settings.speaker.say(sentence))


def read_new(settings: Settings, filed: Collection[str]) -> None:
    """Read the first pages of what was just filed, where the engine is installed; an import never fails by it."""
    from ecodemo.check.recognise import recognised_now, record, scans_of
    from ecodemo.errors import EcodemoError
    from ecodemo.evidence.cache import folder
    from ecodemo.evidence.inventory import FOLDER
    from ecodemo.recognition import character_reader
    from ecodemo.recognition.scan_pages import can_be_seen
    from ecodemo.recognition.word_store import WordStore

    if os.environ.get(SWITCH) == "no" or not character_reader.is_installed():
        return
    try:
        loaded = run.open_workspace(settings)
        surveyed = run.survey_of(settings, loaded)
        chosen = [file for file in surveyed.files if f"{FOLDER}/{file.path}" in filed]
        seen = [scan for scan in scans_of(loaded.root, chosen) if can_be_seen(scan.facts)]
        seen.sort(key=lambda scan: scan.facts.pages or 1)
        pages = list(accumulate(scan.facts.pages or 1 for scan in seen))
        few = [scan for scan, so_far in zip(seen, pages, strict=True) if so_far <= _PAGES_AT_ONCE]
        if not few:
            return
        store = WordStore(folder())
        _read(settings, few, store, _few(settings), time.monotonic() + _SECONDS_AT_ONCE)
        recognised = recognised_now(loaded.workspace, surveyed, store, {scan.sha256 for scan in few})
        with run.writing(settings, "form import") as root:
            record(root, surveyed, recognised)
        for sentence in _faults(chosen, recognised):
            typer.echo(settings.speaker.say(sentence))
    except EcodemoError as error:
        typer.echo(settings.speaker.say(error.message), err=True)


def _few(settings: Settings) -> int:
    from ecodemo.evidence.usable_cores import usable_cores

    return min(_MOST_PROCESSES, settings.jobs or usable_cores())


def _chosen(surveyed: Survey, units: Sequence[str], numbers: Sequence[str]) -> Iterable[EvidenceFile]:
    for file in surveyed.files:
        if units and file.unit not in units:
            continue
        if not numbers or any(options.is_of(file.requirement or "", number) for number in numbers):
            yield file


def _read(
    settings: Settings, scans: list[Scan], store: WordStore, processes: int, until: float | None
) -> ReadCount:
    """Read what was not read yet; the engine is only asked for where something is left.

    Raises:
        EcodemoError: the engine is not installed or cannot be loaded, or words cannot be kept.
    """
    from ecodemo.errors import EcodemoError, system_reason
    from ecodemo.model.message import message
    from ecodemo.recognition import character_reader
    from ecodemo.recognition.scan_pages import are_read, read_scans

    if not are_read(scans, store) and not character_reader.is_installed():
        raise EcodemoError(
            message(
                "Recognising scanned pages requires the ocr extra. Install it: {command}",
                command=character_reader.PIP,
            )
        )
    try:
        with run.watched(settings) as progress:
            return read_scans(scans, store, character_reader.make_page_reader, processes, until, progress)
    except OSError as error:
        raise EcodemoError(
            message(
                "Cannot write {path}: {reason}. Only the last page was lost.",
                path=str(error.filename or store.folder),
                reason=system_reason(error),
            )
        ) from error


def _sentences(count: ReadCount, recognised: Mapping[str, RecognisedFacts]) -> Iterable[Message]:
    from ecodemo.model.message import message

    yield message(
        "Pages recognised: {read} now, {earlier} earlier, {left} remaining.",
        read=count.read,
        earlier=max(0, sum(one.read for one in recognised.values()) - count.read),
        left=count.left,
    )
    if count.left:
        yield message("Run the command again to continue.")


def _faults(files: Iterable[EvidenceFile], recognised: Mapping[str, RecognisedFacts]) -> Iterable[Message]:
    from ecodemo.model.message import message
    from ecodemo.rules._recognised import FAULTS

    for file in files:
        one = recognised.get(file.sha256)
        for page, fault in sorted(one.faults.items()) if one else ():
            yield message("{file}, page {page}: {fault}", file=file.path, page=page, fault=FAULTS[fault])
