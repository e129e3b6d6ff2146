"""The indicators at a glance, for a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecodemo.language import Speaker
from ecodemo.report.view import Report

STYLE = {"met": "green", "not met": "bold red", "undecided": "yellow", "not applicable": "dim"}


def write(report: Report, console: Console, speaker: Speaker) -> None:
    """One line a row of the standard: 达标 and 佐证 side by side."""
    title = Text(f"{report.county}  {report.bid.name}  {report.today_words}", style="bold")
    if report.example:
        title.append(f"  [{report.example_note}]", "magenta")
    console.print(title)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column(speaker.text("No."), justify="right", no_wrap=True)
    table.add_column(speaker.text("Indicator"), overflow="fold")
    table.add_column(speaker.text("Verdict"), no_wrap=True)
    table.add_column(speaker.text("Proof"), justify="right", no_wrap=True)
    table.add_column(speaker.text("Lead"), overflow="fold")
    for row in report.rows:
        table.add_row(
            str(row.no),
            Text(row.name),
            Text(row.verdict_label, style=STYLE[row.verdict]),
            Text(row.proof, style="" if row.proof_complete else "yellow"),
            Text(row.lead),
        )
    console.print(table)
    console.print(Text(report.summary))
    console.print(Text(report.veto_summary))
    console.print(Text(report.conclusion, style="bold"))
