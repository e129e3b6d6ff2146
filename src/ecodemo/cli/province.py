"""`ecodemo province`: many counties at once."""

from __future__ import annotations

import typer

from ecodemo.cli import province_check, province_report, province_sample
from ecodemo.language import marked as _

province = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
)
province.command("check", help=_("Judge many counties and write the results as tables."))(
    province_check.check_counties
)
province.command("report", help=_("Summarise the results of many counties."))(
    province_report.report_of_counties
)
province.command("sample", help=_("Draw documents of many counties at random for two people to re-check."))(
    province_sample.sample_of_counties
)
