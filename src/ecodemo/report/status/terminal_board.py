"""The board for a terminal: groups, indicators, units and what each owes, with lights in colour and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from ecodemo.language import Language, Speaker
from ecodemo.model.message import counted, message
from ecodemo.report.contents.delivery_view import DocumentRow, UnitRow
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.screen_parts import ScreenParts
from ecodemo.report.contents.verdict_view import GroupRow, IndicatorRow
from ecodemo.report.tables.document_table import document_columns
from ecodemo.report.tables.indicator_table import group_columns, indicator_columns
from ecodemo.report.tables.project_table import project_columns
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.report.tables.upload_table import upload_columns
from ecodemo.report.writers.folding import fold
from ecodemo.report.writers.terminal_table import write_table
from ecodemo.table import Column, pick


def write_board(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    """The whole county: the numbers, the groups, the indicators, and the units that are not green."""
    _title(report, console)
    _groups(report, console, speaker)
    _indicators(report.rows, console, speaker)
    behind = [row for row in report.ranking if row.light != "green" or row.figures_missing]
    if behind:
        console.print(Text(speaker.text("Units with items outstanding, late or due soon"), style="bold"))
        _units(behind, console, speaker)
    _projects(report, console, speaker)
    _uploads(report, console, speaker)
    for line in (
        report.summary,
        report.veto_summary,
        report.gate.sentence,
        report.gate.pending,
        *report.external,
        report.conclusion,
    ):
        if line:
            _line(line, console)


def write_group(report: Report | ScreenParts, group_id: str, console: Console, speaker: Speaker) -> None:
    """One working group: its duties and its indicators."""
    group = next(group for group in report.groups if group.id == group_id)
    _title(report, console)
    console.print(Text(group.name, style="bold"), Text(group.lead))
    _line(group.duties, console)
    if own := [row for row in report.rows if group.name in row.group]:
        _indicators(own, console, speaker)


def write_unit(report: Report | ScreenParts, unit_id: str, console: Console, speaker: Speaker) -> None:
    """One unit: its row in the ranking and every document it owes."""
    _title(report, console)
    _units([row for row in report.ranking if row.unit == unit_id], console, speaker)
    _documents([row for row in report.documents if row.unit == unit_id], console, speaker, name_unit=False)
    for finding in report.findings:
        if finding.unit == unit_id:
            _line(f"{finding.code} {finding.message}", console)
    _line(report.lateness, console)


def write_documents(rows: Sequence[DocumentRow], console: Console, speaker: Speaker) -> None:
    """The inventory: what is owed, what came when, what is wrong with it."""
    _documents(rows, console, speaker, name_unit=True)
    console.print(
        Text(
            speaker.say(
                message(
                    "{files}; {count} by year and unit.",
                    files=counted(
                        len({file for row in rows for file in row.files.split("\n") if file}),
                        "{n} file",
                        "{n} files",
                    ),
                    count=len(rows),
                )
            )
        )
    )


def _title(report: Report | ScreenParts, console: Console) -> None:
    title = Text(
        f"{report.county}  {report.bid.name}  {report.phase.name}  {report.today_words}", style="bold"
    )
    if report.example_note:
        title.append(f"  [{report.example_note}]", "magenta")
    for line in fold(title, console.width):
        console.print(line)


def _groups(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    name, light = pick(group_columns(speaker), "name", "light")
    met, counted = speaker.text("Met"), speaker.text("Met with proof")
    columns: tuple[Column[GroupRow], ...] = (
        name,
        Column("bar", "", _bar, look="bar", is_spared=True),
        Column("met", met, lambda group: f"{group.met}/{group.applicable}", look="share"),
        Column("counted", counted, lambda group: f"{group.counted}/{group.applicable}", look="share"),
        light,
    )
    write_table(console, columns, [group for group in report.groups if group.applicable])


def _bar(group: GroupRow) -> str:
    """Met with proof, met, and the rest, three cells a row."""
    return (
        "█" * 3 * group.counted
        + "▒" * 3 * (group.met - group.counted)
        + "░" * 3 * (group.applicable - group.met)
    )


def _indicators(rows: Iterable[IndicatorRow], console: Console, speaker: Speaker) -> None:
    rows = tuple(row.model_copy(update={"name": _without_original(row.name, speaker)}) for row in rows)
    has_points = any(row.points for row in rows)
    points = ("points",) if has_points else ()
    keys = ("no", "name", "verdict", *points, "proof", "reviewed", "light", "lead")
    columns = indicator_columns(speaker, has_points=has_points)
    write_table(console, pick(columns, *keys, lead=speaker.text("Lead")), rows)


def _without_original(name: str, speaker: Speaker) -> str:
    """In English without the Chinese name after it, for which a terminal has no room."""
    return name if speaker.language is Language.ZH else re.sub(r" [\u4e00-\u9fff].*", "", name)


def _projects(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    """Those that something is wrong with."""
    behind = [project for project in report.projects if project.remark]
    if behind:
        console.print(Text(speaker.text("Key projects with problems"), style="bold"))
        write_table(console, pick(project_columns(speaker), "no", "name", "done", "due", "remark"), behind)


def _uploads(report: Report | ScreenParts, console: Console, speaker: Speaker) -> None:
    """The items that are not done, once there is something to do about them."""
    upload = report.upload
    open_items = [row for row in upload.rows if not row.done] if upload and upload.begun else []
    if open_items:
        console.print(Text(speaker.text("Items not completely uploaded"), style="bold"))
        columns = upload_columns(speaker)
        shown = [column for column in columns if any(column.text(row) for row in open_items)]
        write_table(console, shown, open_items)


def _units(rows: Iterable[UnitRow], console: Console, speaker: Speaker) -> None:
    keys = (
        "due",
        "on_time",
        "late_done",
        "overdue",
        "returned",
        "share",
        "longest",
        "figures_missing",
        "light",
    )
    columns = unit_columns(speaker, unranked="—")
    write_table(console, pick(columns, "rank", "name", *keys, late_done=speaker.text("Late")), rows)


def _documents(rows: Sequence[DocumentRow], console: Console, speaker: Speaker, *, name_unit: bool) -> None:
    keys = ["no", "name", "unit", "year", "need", "due", "received", "review", "trouble", "light"]
    if not name_unit:
        keys.remove("unit")
    columns = pick(document_columns(speaker, spares_due=name_unit), *keys)
    write_table(console, columns, list(_gathered(rows)))


def _gathered(rows: Sequence[DocumentRow]) -> Iterator[DocumentRow]:
    """Consecutive years of one item in the same state, as one line."""

    def alike(entry: tuple[int, DocumentRow]) -> tuple[str | int, ...]:
        place, row = entry
        run = int(row.year) - place if row.year.isdecimal() else place
        return row.no, row.unit, row.due, row.received, row.review, row.trouble, row.light, run

    for _, same in groupby(enumerate(rows), key=alike):
        first, *others = (row for _, row in same)
        yield first.model_copy(update={"year": f"{first.year}-{others[-1].year}"}) if others else first


def _line(line: str, console: Console) -> None:
    for part in fold(Text(line), console.width):
        console.print(part)
