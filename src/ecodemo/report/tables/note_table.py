"""The table of notes: what the numbers rest on, what was granted, and where texts were seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ecodemo.language import Speaker
from ecodemo.report.contents.report_view import Report
from ecodemo.table import Column


class NoteRow(NamedTuple):
    """A note, and what it is about."""

    about: str
    words: str


def note_columns(speaker: Speaker) -> tuple[Column[NoteRow], ...]:
    return (
        Column("about", speaker.text("About"), lambda note: note.about, 22),
        Column("words", speaker.text("Note"), lambda note: note.words, 120),
    )


def notes(report: Report, speaker: Speaker) -> Iterator[NoteRow]:
    text = speaker.text
    rule = report.pass_rule
    yield NoteRow(text("Pass rule"), f"{rule.text} {rule.source}")
    yield from (NoteRow(text("For comparison"), also) for also in rule.also)
    yield NoteRow(text("Standard"), f"{report.bid.standard} {report.bid.standard_note}")
    yield from (NoteRow(text("Not verified"), entry) for entry in report.unverified)
    for exception in report.exceptions:
        state = text("in force") if exception.counts else text("not in force")
        words = (
            exception.what,
            exception.unit,
            exception.reason,
            exception.granted,
            exception.by,
            exception.number,
            exception.until,
            state,
        )
        yield NoteRow(exception.kind, "  ".join(word for word in words if word))
    for finding in report.waived:
        what = f"{finding.unit_name} {finding.code} {finding.message} {finding.waived_by}"
        yield NoteRow(text("Waived"), what)
    for source in report.sources:
        yield NoteRow(text("Source"), f"{source.id} {source.title} {source.url} {source.retrieved}")
    version = text("Data {version}").format(version=report.data_version)
    yield NoteRow(text("Data and tool"), f"{version}  {report.tool}")
