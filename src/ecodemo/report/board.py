"""The board for a terminal: groups, indicators, units and what each owes, with lights in colour and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecodemo.language import Speaker
from ecodemo.report.folding import fold
from ecodemo.report.view import DocumentRow, IndicatorRow, Report, UnitRow

STYLE = {"met": "green", "not met": "bold red", "undecided": "yellow", "not applicable": "dim"}
LIGHT = {"green": "green", "blue": "blue", "yellow": "yellow", "red": "bold red"}
_NARROW = 100
_NARROWEST_HEAD = 4
"""Cells; heads wrap, so that what counts things does not push the names out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `wide` ones are left out on a narrow terminal."""

    head: str
    right: bool = False
    wraps: bool = False
    wide: bool = False


def write_board(report: Report, console: Console, speaker: Speaker) -> None:
    """The whole county: the numbers, the groups, the indicators, and the units that are not green."""
    _title(report, console)
    _groups(report, console, speaker)
    _indicators(report.rows, console, speaker)
    behind = [row for row in report.ranking if row.light != "green" or row.figures_missing]
    if behind:
        console.print(
            Text(
                speaker.text("Units that owe something, were late, or have something due soon"), style="bold"
            )
        )
        _units(behind, console, speaker)
    for line in (
        report.summary,
        report.veto_summary,
        report.gate.sentence,
        report.gate.pending,
        report.conclusion,
    ):
        if line:
            _line(line, console)


def write_group(report: Report, group_id: str, console: Console, speaker: Speaker) -> None:
    """One working group: its duties and its indicators."""
    group = next(group for group in report.groups if group.id == group_id)
    _title(report, console)
    console.print(Text(group.name, style="bold"), Text(group.lead))
    _line(group.duties, console)
    _indicators([row for row in report.rows if group.name in row.group], console, speaker)


def write_unit(report: Report, unit_id: str, console: Console, speaker: Speaker) -> None:
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
            speaker.text("Files: {files}; by year and unit: {count}.").format(
                files=len({file for row in rows for file in row.files.split("\n") if file}), count=len(rows)
            )
        )
    )


def _title(report: Report, console: Console) -> None:
    title = Text(
        f"{report.county}  {report.bid.name}  {report.phase.name}  {report.today_words}", style="bold"
    )
    if report.example:
        title.append(f"  [{report.example_note}]", "magenta")
    for line in fold(title, console.width):
        console.print(line)


def _groups(report: Report, console: Console, speaker: Speaker) -> None:
    text = speaker.text
    lines: list[list[str | Text]] = [
        [
            group.name,
            _bar(group.counted, group.met, group.applicable),
            f"{group.met}/{group.applicable}",
            f"{group.counted}/{group.applicable}",
            Text(group.light_label, style=LIGHT[group.light]),
        ]
        for group in report.groups
        if group.applicable
    ]
    columns = [
        Column(text("Group")),
        Column("", wide=True),
        Column(text("Met"), right=True),
        Column(text("Met with proof"), right=True),
        Column(text("Light")),
    ]
    _table(columns, lines, console)


def _bar(counted: int, met: int, applicable: int) -> Text:
    """Met with proof, met, and the rest, three cells a row."""
    bar = Text("█" * 3 * counted, style="green")
    bar.append("▒" * 3 * (met - counted), "yellow")
    bar.append("░" * 3 * (applicable - met), "dim")
    return bar


def _indicators(rows: Iterable[IndicatorRow], console: Console, speaker: Speaker) -> None:
    text = speaker.text
    columns = [
        Column(text("No."), right=True),
        Column(text("Indicator"), wraps=True),
        Column(text("Verdict")),
        Column(text("Proof"), right=True),
        Column(text("Reviewed"), right=True),
        Column(text("Light")),
        Column(text("Lead"), wraps=True, wide=True),
    ]
    lines: list[list[str | Text]] = [
        [
            str(row.no),
            row.name,
            Text(row.verdict_label, style=STYLE[row.verdict]),
            Text(row.proof, style="" if row.proof_complete else "yellow"),
            row.reviewed,
            Text(row.light_label, style=LIGHT[row.light]),
            row.lead,
        ]
        for row in rows
    ]
    _table(columns, lines, console)


def _units(rows: Iterable[UnitRow], console: Console, speaker: Speaker) -> None:
    text = speaker.text
    columns = [
        Column(text("Place"), right=True),
        Column(text("Unit responsible"), wraps=True),
        Column(text("Due so far"), right=True),
        Column(text("On time"), right=True),
        Column(text("Late"), right=True),
        Column(text("Overdue"), right=True),
        Column(text("Sent back"), right=True),
        Column(text("Share on time"), right=True, wide=True),
        Column(text("Longest delay (days)"), right=True, wide=True),
        Column(text("Figures missing"), right=True, wide=True),
        Column(text("Light")),
    ]
    lines: list[list[str | Text]] = [
        [
            str(row.rank) if row.rank is not None else "—",
            row.name,
            *(str(count) for count in (row.due, row.on_time, row.late_done, row.overdue, row.returned)),
            row.share,
            str(row.longest or ""),
            str(row.figures_missing or ""),
            Text(row.light_label, style=LIGHT[row.light]),
        ]
        for row in rows
    ]
    _table(columns, lines, console)


def _documents(rows: Sequence[DocumentRow], console: Console, speaker: Speaker, *, name_unit: bool) -> None:
    text = speaker.text
    columns = [
        Column(text("Number")),
        Column(text("Document"), wraps=True),
        *([Column(text("Unit responsible"), wraps=True)] if name_unit else []),
        Column(text("Year")),
        Column(text("Need"), wide=True),
        Column(text("Due"), wide=name_unit),
        Column(text("Received")),
        Column(text("Review"), wraps=True),
        Column(text("Trouble"), wraps=True, wide=True),
        Column(text("Light")),
    ]
    lines: list[list[str | Text]] = [
        [
            row.no,
            row.name,
            *([row.unit_name] if name_unit else []),
            years,
            row.need,
            row.due,
            row.received,
            row.review,
            row.trouble,
            Text(row.light_label, style=LIGHT[row.light]),
        ]
        for row, years in _gathered(rows)
    ]
    _table(columns, lines, console)


def _gathered(rows: Sequence[DocumentRow]) -> Iterator[tuple[DocumentRow, str]]:
    """Years of one item that follow each other and stand alike, as one line."""

    def alike(entry: tuple[int, DocumentRow]) -> tuple[str | int, ...]:
        place, row = entry
        run = int(row.year) - place if row.year.isdecimal() else place
        return row.no, row.unit, row.due, row.received, row.review, row.trouble, row.light, run

    for _, same in groupby(enumerate(rows), key=alike):
        years = [row for _, row in same]
        yield years[0], years[0].year if len(years) == 1 else f"{years[0].year}-{years[-1].year}"


def _table(columns: Sequence[Column], lines: Iterable[Sequence[str | Text]], console: Console) -> None:
    kept = [index for index, column in enumerate(columns) if console.width >= _NARROW or not column.wide]
    rows = [
        [Text(cell) if isinstance(cell, str) else cell for cell in (line[i] for i in kept)] for line in lines
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, index in enumerate(kept):
        column = columns[index]
        widest = max((cell_len(row[place].plain) for row in rows), default=0)
        table.add_column(
            Text(column.head),
            justify="right" if column.right else "left",
            overflow="fold",
            min_width=None if column.wraps else max(widest, _NARROWEST_HEAD),
        )
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _line(line: str, console: Console) -> None:
    for part in fold(Text(line), console.width):
        console.print(part)
