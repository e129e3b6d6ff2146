"""`ecodemo province check`: many counties judged at once."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecodemo.model.message import Message
    from ecodemo.province.judge_counties import ProvinceResult


def check_counties(
    context: typer.Context,
    counties: Annotated[
        Path,
        typer.Argument(
            metavar="COUNTIES",
            readable=False,
            help=_("A counties.yaml, or a folder with one folder or report file per county."),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="RESULT",
            readable=False,
            callback=options.folder,
            help=_("Write the result to this folder."),
        ),
    ],
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help=_("Judge up to this many counties at a time. Default: the number of cores."),
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help=_(
                "Judge on the workers of the Dask scheduler at this address, such as tcp://192.0.2.7:8786."
            ),
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help=_("Judge only counties that have changed or could not be judged last time."),
        ),
    ] = False,
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help=_("Judge by the evidence itself instead of evidence.sha256 and evidence.facts.csv."),
        ),
    ] = False,
    bid: Annotated[
        str | None, typer.Option(metavar="BID", help=_("Judge the bid with this id in each county."))
    ] = None,
    bid_level: Annotated[
        Literal["county", "city"] | None,
        typer.Option(help=_("Judge the bid of this level in each county.")),
    ] = None,
    timeout: Annotated[
        int, typer.Option(min=1, metavar="SECONDS", help=_("Stop judging a county after this time."))
    ] = 600,
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help=_("Stop judging a county that uses more memory than this."))
    ] = "2GB",
    boards: Annotated[bool, typer.Option("--boards", help=_("Also write the board of each county."))] = False,
) -> None:
    import os

    from ecodemo.cli.counties_progress import watched
    from ecodemo.cli.jobs import jobs_of
    from ecodemo.errors import EcodemoError
    from ecodemo.evidence.usable_cores import usable_cores
    from ecodemo.model.message import message
    from ecodemo.province.cluster import Cluster
    from ecodemo.province.county_order import Asked
    from ecodemo.province.executor import Executor, LocalProcesses
    from ecodemo.province.judge_counties import judge_counties
    from ecodemo.province.read_counties import read_counties

    settings: Settings = context.obj
    if bid and bid_level:
        raise EcodemoError(message("--bid and --bid-level cannot be used together."))
    if jobs and cluster:
        raise EcodemoError(message("--jobs and --cluster cannot be used together."))
    read = read_counties(counties)
    at_a_time = min(jobs or jobs_of(None, os.environ) or usable_cores(), len(read.counties))
    day = settings.today or read.day
    asked = Asked(
        day=day.isoformat() if day else "",
        clock=run.clock().isoformat(),
        bid=bid or "",
        bid_level=bid_level or "",
        full=full,
        boards=boards,
        language=settings.speaker.language.value,
        timeout=timeout,
        memory=options.size(memory),
        cores=1 if cluster else max(1, usable_cores() // at_a_time),
    )
    try:
        with watched(settings, read.counties) as watcher, ExitStack() as connection:
            executor: Executor = LocalProcesses(at_a_time, watcher.begun)
            if cluster:
                executor = connection.enter_context(Cluster.at(cluster, watcher.begun))
            result = judge_counties(read.counties, asked, out, executor, resume=resume, ended=watcher.ended)
    except KeyboardInterrupt:
        words = message(
            "The counties judged so far are saved. Run the command again with --resume to continue."
        )
        typer.echo(settings.speaker.say(words), err=True)
        raise
    _say(result, out, settings)
    raise typer.Exit(result.exit_code)


def _say(result: ProvinceResult, out: Path, settings: Settings) -> None:
    """How many were judged, and each that could not be."""
    from ecodemo.errors import ExitCode
    from ecodemo.model.message import counted, listing, message

    say = settings.speaker.say
    states = Counter(run["state"] for run in result.runs)
    closed = sum(run["exit"] == ExitCode.CLOSED for run in result.runs)
    facts = [
        message("gate open or waiting: {n}", n=states["ok"] - closed),
        message("gate closed: {n}", n=closed),
    ]
    words = _state_words()
    facts += [
        message("{state}: {n}", state=word, n=states[state]) for state, word in words.items() if states[state]
    ]
    if result.unchanged:
        facts.append(message("unchanged since last time: {n}", n=result.unchanged))
    counties = counted(len(result.runs), "{n} county", "{n} counties")
    typer.echo(say(message("{counties} judged: {facts}.", counties=counties, facts=listing(*facts))))
    for line in result.runs:
        if line["why"]:
            county = " ".join(part for part in (line["code"], line["name"]) if part)
            sentence = message("{county}: {why}", county=county, why=line["why"])
            if line["state"] in words:
                sentence = message(
                    "{county}: {state}. {why}", county=county, state=words[line["state"]], why=line["why"]
                )
            typer.echo(say(sentence))
    if settings.quiet:
        return
    if states["timeout"] or states["memory"]:
        hint = message(
            "For counties that reached a limit, run the command again with --resume and a higher --timeout or --memory."
        )
        typer.echo(say(hint), err=True)
    typer.echo(say(message("The result is in {folder}.", folder=str(out))), err=True)


def _state_words() -> Mapping[str, Message]:
    from ecodemo.model.message import message

    return {
        "unusable": message("data unusable"),
        "timeout": message("timed out"),
        "memory": message("out of memory"),
        "fault": message("internal error"),
    }
