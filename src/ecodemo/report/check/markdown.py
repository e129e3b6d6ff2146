"""Markdown for the summary of a CI job: first whether the gate is open, then the units, then what was found.

GitHub refuses a summary of more than 1 MiB, so it is cut at a row, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ecodemo.language import Speaker
from ecodemo.model.message import counted, message
from ecodemo.report.check.check_view import CheckReport
from ecodemo.report.check.finding_words import due_words, place
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.tables.finding_table import finding_columns
from ecodemo.report.tables.ledger_table import exception_columns
from ecodemo.report.tables.unit_table import unit_count_columns
from ecodemo.report.writers.markdown_table import markdown_table
from ecodemo.report.writers.markdown_text import escaped
from ecodemo.table import Column, pick

_MOST_BYTES = 1024 * 1024
_KEPT_FOR_THE_END = 1024


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """The summary, in at most 1 MiB of UTF-8."""
    lines: list[str] = []
    room = _MOST_BYTES - _KEPT_FOR_THE_END
    everything = list(_lines(checked, speaker))[:-1]  # without the empty line after the last table
    for line in everything:
        room -= len(line.encode()) + 1
        if room < 0:
            rows = sum(line.startswith("| ") for line in everything[len(lines) :])
            lines += ["", _cut(rows, speaker)]
            break
        lines.append(line)
    return "".join(f"{line}\n" for line in lines).encode()


def _cut(rows: int, speaker: Speaker) -> str:
    return speaker.say(
        message(
            "List truncated: a summary may hold 1 MiB. {rows} omitted. Run “ecodemo check” to see all of them.",
            rows=counted(rows, "{n} row", "{n} rows"),
        )
    )


def _lines(checked: CheckReport, speaker: Speaker) -> Iterator[str]:
    yield f"## {escaped(checked.sentence)}"
    yield ""
    about = (checked.title, checked.standing, checked.standard_note, checked.example_note)
    for line in (*about, *checked.remarks, *checked.notes, checked.counts):
        if line:
            yield escaped(line)
            yield ""
    if checked.units:
        yield from markdown_table(unit_count_columns(speaker, none=None), checked.units)
        yield ""
    for label, findings in groupby(checked.findings, key=lambda finding: finding.severity_label):
        yield from _table(label.capitalize(), findings, speaker)
    waived = [row.finding for row in checked.excused if row.finding.waived_by]
    if waived:
        yield from _table(speaker.text("Waived"), waived, speaker)
    if checked.added:
        yield f"### {escaped(speaker.text('Exceptions added'))}"
        yield ""
        yield from markdown_table(exception_columns(speaker), checked.added)
        yield ""


def _table(heading: str, findings: Iterable[FindingRow], speaker: Speaker) -> Iterator[str]:
    yield f"### {escaped(heading)}"
    yield ""
    yield from markdown_table(_columns(speaker), findings)
    yield ""


def _columns(speaker: Speaker) -> tuple[Column[FindingRow], ...]:
    text = speaker.text
    heads = {"code": text("Rule code"), "unit": text("Responsible unit")}
    return (
        *pick(finding_columns(speaker), "code", "unit", "message", **heads),
        Column(
            "to_do",
            text("What to do"),
            lambda finding: (finding.hint, due_words(finding, speaker), finding.waived_by),
        ),
        Column("where", text("Location"), lambda finding: (place(finding, speaker), *finding.related)),
    )
