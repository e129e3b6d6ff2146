"""`ecodemo rules`, `explain` and `schema`: help that needs no workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from ecodemo.cli import complete
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def rules(context: typer.Context) -> None:
    from ecodemo.rule_pages import SEVERITIES, listed_rules, title

    settings: Settings = context.obj
    for code, severity in listed_rules():
        weight = settings.speaker.say(SEVERITIES[severity])
        typer.echo(f"{code}  {weight}  {title(code, settings.speaker.language)}")


def explain(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help=_("Rule code, such as TG101."), autocompletion=complete.codes),
    ],
) -> None:
    from ecodemo.model.message import message
    from ecodemo.rule_pages import listed_rules, page
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    code = code.upper()
    refuse_unknown(message("rule"), [code], [known for known, _severity in listed_rules()])
    typer.echo(page(code, settings.speaker.language), nl=False)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help=_(
                "Name of the schema: county, indicators, groups, townships, standard, progress, rectification, projects, sites, opinions, samples, upload, uploaded, waivers, objections, counties or report."
            ),
        ),
    ],
) -> None:
    import json

    from ecodemo.model.message import message
    from ecodemo.setup.stored_schemas import NAMES, stored_schema
    from ecodemo.unknown_word import refuse_unknown

    refuse_unknown(message("schema"), [name], list(NAMES))
    typer.echo(json.dumps(stored_schema(name), ensure_ascii=False, indent=2))
