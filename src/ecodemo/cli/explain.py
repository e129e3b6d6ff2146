"""`ecodemo rules`, `explain` and `schema`: help that needs no workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from ecodemo.cli import complete
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def rules(context: typer.Context) -> None:
    from ecodemo.model.finding import Severity
    from ecodemo.report.contents.labels import SEVERITY
    from ecodemo.rules import RULES
    from ecodemo.rules.explanation import title

    settings: Settings = context.obj
    for rule in RULES:
        weight = settings.speaker.say(SEVERITY[Severity(rule.severity)])
        typer.echo(f"{rule.code}  {weight}  {title(rule.code, settings.speaker.language)}")


def explain(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help=_("Rule code, such as TG101."), autocompletion=complete.codes),
    ],
) -> None:
    from ecodemo.check.session import refuse_unknown
    from ecodemo.model.message import message
    from ecodemo.rules import RULES
    from ecodemo.rules.explanation import page

    settings: Settings = context.obj
    code = code.upper()
    refuse_unknown(message("rule"), [code], [rule.code for rule in RULES])
    typer.echo(page(code, settings.speaker.language), nl=False)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help=_(
                "Name of the schema: county, indicators, groups, townships, standard, progress, rectification, projects, sites, opinions, samples, waivers, objections or report."
            ),
        ),
    ],
) -> None:
    import json

    from ecodemo.check.session import refuse_unknown
    from ecodemo.model.message import message
    from ecodemo.setup.schemas import NAMES, json_schema

    refuse_unknown(message("schema"), [name], list(NAMES))
    typer.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))
