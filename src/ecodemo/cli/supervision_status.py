"""`ecodemo status --group` of the supervision group: slips to write, the open ledger, what can be closed."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
from ecodemo.report.contents.screen_parts import ScreenParts
from ecodemo.report.writers.folding import fold
from ecodemo.report.writers.terminal_table import write_table
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.ledger_drafts import closing_proposed, ledger_drafts
from ecodemo.supervise.supervision_table import open_entry_columns, slip_columns


def write_supervision(result: CheckResult, shown: ScreenParts, console: Console, speaker: Speaker) -> None:
    """Print all three; none of it is in the tables of the other groups."""

    def line(said: Message, style: str = "") -> None:
        for part in fold(Text(speaker.say(said), style=style), console.width):
            console.print(part)

    slips = [unit for unit in build_supervision(result, speaker).units if unit.colour]
    line(message("Units that get a slip: {count}", count=len(slips)), "bold")
    if slips:
        write_table(console, slip_columns(speaker), slips)
    entries = [entry for entry in shown.rectification if not entry.counts]
    late = sum(entry.late for entry in entries)
    line(
        message("Open ledger entries: {count} ({late} overdue)", count=len(entries), late=late),
        "bold",
    )
    if entries:
        write_table(console, open_entry_columns(speaker), entries)
    closable = ledger_drafts(result).closable
    line(message("Entries that can be closed: {count}", count=len(closable)), "bold")
    for entry in closable:
        line(closing_proposed(entry, result.assessment.workspace))
