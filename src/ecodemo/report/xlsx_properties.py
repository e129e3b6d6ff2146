"""The four properties (四性) in a workbook: a sheet of the status workbook, and a workbook of its own."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.language import Language, Speaker
from ecodemo.report.view import Report
from ecodemo.report.view_evidence import Properties
from ecodemo.report.xlsx_book import Band, Book, Column, Line

_STYLE = {
    "passed": "good",
    "not passed": "bad",
    "not decided": "open",
    "nothing to check": "grey",
    "information": "grey",
}


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    heading = (
        report.example_note,
        report.county,
        report.bid.name,
        report.phase.name,
        report.today_words,
    )
    book = Book(heading, report.example_note)
    write(book, report.properties, Speaker(Language(report.language)))
    return book.content(report.today)


def write(book: Book, properties: Properties, speaker: Speaker) -> None:
    """The sheet: the conclusion of each property above its items."""
    text = speaker.text
    columns = [
        Column(text("Item"), 24),
        Column(text("What was looked at"), 44),
        Column(text("Checked"), 8, "number"),
        Column(text("Passed"), 8, "number"),
        Column(text("Not passed"), 8, "number"),
        Column(text("Not checked"), 8, "number"),
        Column(text("Result"), 11, "centred"),
        Column(text("Remark"), 44),
        Column(text("Rules"), 19),
    ]
    foot = (*properties.head, *properties.notes)
    book.table(text("Four properties"), columns, _lines(properties), foot=foot)


def _lines(properties: Properties) -> Iterable[Line | Band]:
    for section in properties.sections:
        yield Band(f"{section.name}  {section.conclusion}")
        for check in section.checks:
            yield Line(
                [
                    check.name,
                    check.what,
                    check.checked,
                    check.passed,
                    check.not_passed,
                    check.not_checked,
                    check.state_label,
                    check.remark,
                    check.codes,
                ],
                {6: _STYLE[check.state]},
            )
