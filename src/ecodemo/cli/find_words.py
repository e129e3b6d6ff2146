"""`ecodemo evidence find`: which documents and pages hold some words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.word_hits import Found, Hit
    from ecodemo.model.message import Message

_MOST_SHOWN = 50
_LONGEST_LINE = 200


class FindFormat(StrEnum):
    """How places are printed."""

    TEXT = "text"
    JSON = "json"


def find(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help=_("Words to find; a page, or a row of a workbook, matches if it contains all of them."),
        ),
    ],
    unit: options.Units = None,
    indicator: options.Indicators = None,
    format_: Annotated[
        FindFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = FindFormat.TEXT,
) -> None:
    import json

    from ecodemo.check.word_hits import hits_of, unread_among
    from ecodemo.errors import EcodemoError, NothingToCheckError
    from ecodemo.model.message import counted, message
    from ecodemo.recognition.plain_words import plain_words
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    if not any(map(plain_words, words)):
        raise EcodemoError(message("No search words given."))
    loaded = run.open_workspace(settings)
    workspace = loaded.workspace
    units = options.units_called(workspace, unit)
    indicators = tuple(workspace.lookup.indicator(word) for word in options.listed(indicator))
    refuse_unknown(message("indicator"), indicators, list(workspace.indicators_by_id))
    surveyed = run.survey_of(settings, loaded)
    with run.watched(settings) as progress:
        is_cut = format_ is FindFormat.TEXT and not settings.verbose
        most = _MOST_SHOWN if is_cut else None
        found = hits_of(
            loaded.root, workspace, surveyed, words, units, indicators, progress, most, settings.jobs
        )
    unread = unread_among(workspace, surveyed, units, indicators)
    if format_ is FindFormat.JSON:
        record = {"words": words, "hits": [_record(hit) for hit in found.hits], "pages_not_read": unread}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif found.hits:
        _print(settings, found)
    if unread and format_ is FindFormat.TEXT:
        words_of_rest = message(
            "{count} not searched: text not recognised.",
            count=counted(unread, "{n} scanned page", "{n} scanned pages"),
        )
        typer.echo(settings.speaker.say(words_of_rest), err=True)
    if not found.hits:
        raise NothingToCheckError(message("No matches."))


def _record(hit: Hit) -> dict[str, object]:
    return {
        "requirement": hit.file.requirement,
        "unit": hit.file.unit,
        "file": hit.file.path,
        "place": hit.place,
        "source": hit.source.value,
        "match": "whole" if hit.is_whole else "within",
        "line": hit.line,
    }


def _print(settings: Settings, found: Found) -> None:
    from ecodemo.language import without_controls
    from ecodemo.model.message import counted, message

    say = settings.speaker.say
    is_within = False
    for hit in found.hits:
        if not hit.is_whole and not is_within:
            is_within = True
            typer.echo(say(message("Matches only within longer numbers or words:")))
        file = without_controls(hit.file.path)
        typer.echo(say(_place(hit, file)))
        typer.echo(f"    {without_controls(_cut(hit.line))}")
    typer.echo(
        say(
            message(
                "{count} in {files}.",
                count=counted(found.places, "{n} match", "{n} matches"),
                files=counted(found.files, "{n} file", "{n} files"),
            )
        )
    )
    if len(found.hits) < found.places:
        typer.echo(
            say(
                message(
                    "Only the first {count} are shown. Use -v to show all, or --unit and --indicator to narrow the search.",
                    count=len(found.hits),
                )
            )
        )


def _place(hit: Hit, file: str) -> Message:
    from ecodemo.model.message import message
    from ecodemo.recognition.word_index import WordSource

    is_page = hit.place.startswith("p") and hit.place[1:].isdecimal()
    if is_page and hit.source is WordSource.RECOGNISED:
        return message("{file}, page {page} (recognised)", file=file, page=hit.place[1:])
    if is_page:
        return message("{file}, page {page}", file=file, page=hit.place[1:])
    return (
        message("{file}, {place}", file=file, place=hit.place) if hit.place else message("{file}", file=file)
    )


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
