"""Markdown for the summary of a CI job: first whether the gate is open, then the units, then what was found.

GitHub refuses a summary of more than 1 MiB, so it is cut at a row, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ecodemo.language import Speaker
from ecodemo.report.finding_words import due_words, place
from ecodemo.report.markdown_text import escaped
from ecodemo.report.view import FindingRow
from ecodemo.report.view_check import CheckReport

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
    return speaker.text(
        "The list is cut here: a summary may hold 1 MiB. Rows left out: {rows}. “ecodemo check” prints all of them."
    ).format(rows=rows)


def _lines(checked: CheckReport, speaker: Speaker) -> Iterator[str]:
    yield f"## {escaped(checked.sentence)}"
    yield ""
    about = (checked.title, checked.standing, checked.standard_note, checked.example_note)
    for line in (*about, *checked.remarks, checked.counts):
        if line:
            yield escaped(line)
            yield ""
    if checked.units:
        yield from _units(checked, speaker)
    for label, findings in groupby(checked.findings, key=lambda finding: finding.severity_label):
        yield from _table(label.capitalize(), findings, speaker)
    waived = [row.finding for row in checked.excused if row.finding.waived_by]
    if waived:
        yield from _table(speaker.text("Waived"), waived, speaker)


def _units(checked: CheckReport, speaker: Speaker) -> Iterator[str]:
    yield from _head(
        speaker.text("Responsible unit"),
        speaker.text("errors").capitalize(),
        speaker.text("warnings").capitalize(),
        numbers=2,
    )
    for unit in checked.units:
        name = escaped(unit.name or speaker.text("the county's own data"))
        yield f"| {name} | {unit.errors or ''} | {unit.warnings or ''} |"
    yield ""


def _table(heading: str, findings: Iterable[FindingRow], speaker: Speaker) -> Iterator[str]:
    yield f"### {escaped(heading)}"
    yield ""
    yield from _head(
        speaker.text("Rule code"),
        speaker.text("Responsible unit"),
        speaker.text("What was found"),
        speaker.text("What to do"),
        speaker.text("Where"),
    )
    for finding in findings:
        to_do = (finding.hint, due_words(finding, speaker), finding.waived_by)
        cells = (finding.code, finding.unit_name, finding.message)
        mend = "<br>".join(escaped(words) for words in to_do if words)
        yield f"| {' | '.join(escaped(cell) for cell in cells)} | {mend} | {escaped(place(finding, speaker))} |"
    yield ""


def _head(*names: str, numbers: int = 0) -> Iterator[str]:
    """A table's head; the last columns hold numbers."""
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * (len(names) - numbers)}{'---:|' * numbers}"
