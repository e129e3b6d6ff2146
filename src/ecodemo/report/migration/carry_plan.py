"""What a bid takes over from the bid before it: the plan that is shown when it is opened.

Nothing of it is stored, so that it and what is owed later cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from ecodemo.assess.carry_over import CarriedItem, Carrying, carry_over
from ecodemo.check.session import CheckResult
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, message
from ecodemo.report.migration.carried_documents import AGAIN, carried_documents
from ecodemo.report.migration.migration_table import carried_columns
from ecodemo.report.writers.folding import fold
from ecodemo.report.writers.terminal_table import write_table
from ecodemo.table import pick

_COLUMNS = ("no", "document", "serves", "again", "new", "missing", "owed_by", "years", "why")


def write_plan(result: CheckResult, console: Console, speaker: Speaker, *, with_table: bool) -> None:
    """Print what still serves, is owed again and is new; in the table a line for each kind of document."""
    assessment = result.assessment
    workspace, bid = assessment.workspace, assessment.bid
    carried = carry_over(workspace, bid, assessment.items, result.today, result.survey.files)
    for text in _sentences(result, carried):
        for line in fold(Text(speaker.say(text)), console.width):
            console.print(line)
    if with_table:
        rows = carried_documents(carried, workspace, speaker)
        write_table(console, pick(carried_columns(speaker), *_COLUMNS), rows)


def _sentences(result: CheckResult, everything: tuple[CarriedItem, ...]) -> Iterator[Message]:
    assessment = result.assessment
    workspace, bid = assessment.workspace, assessment.bid
    before = workspace.calendar.before(bid)
    if before:
        yield message("{bid} follows {before}.", bid=bid.label, before=before.label)
    else:
        yield message("{bid} follows no other bid.", bid=bid.label)
    carried = [one for one in everything if one.item.is_required]
    yield message(
        "{serving} still valid; {again} required again, {new} new, {missing} already missing.",
        serving=counted(sum(one.count(Carrying.SERVES) for one in carried), "{n} document", "{n} documents"),
        again=sum(one.count(*AGAIN) for one in carried),
        new=sum(one.count(Carrying.NEW) for one in carried),
        missing=sum(one.count(Carrying.STILL_MISSING) for one in carried),
    )
    requested = assessment.requested_figures
    units = workspace.units
    yield message(
        "Figures for the years required: {there} reported, {owed} still to be reported.",
        there=sum(requested.is_asked(*figure) for unit in units for figure in requested.observed(unit)),
        owed=sum(len(requested.owed_by(unit)) for unit in units),
    )
