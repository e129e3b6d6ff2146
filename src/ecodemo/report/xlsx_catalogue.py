"""The archive's list (归档文件目录) as a workbook: the list box by box, and the sums of the boxes."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.language import Language, Speaker
from ecodemo.report.view_evidence import Catalogue
from ecodemo.report.xlsx_book import Band, Book, Column, Line


def render(catalogue: Catalogue, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same catalogue gives the same bytes."""
    del template_folder
    text = Speaker(Language(catalogue.language)).text
    heading = (
        catalogue.example_note,
        catalogue.county,
        catalogue.bid_name,
        catalogue.today_words,
        catalogue.part,
    )
    book = Book(heading, catalogue.example_note)
    foot = (
        catalogue.sums,
        *catalogue.notes,
        f"{text('Data {version}').format(version=catalogue.data_version)}  {catalogue.tool}",
    )
    book.table(
        text("Archive list"),
        [
            Column(text("Serial no."), 7, "number"),
            Column(text("Reference"), 30),
            Column(text("Official number"), 27),
            Column(text("Issued by"), 22),
            Column(text("Title"), 42),
            Column(text("Date"), 10, "centred"),
            Column(text("Secrecy"), 8, "centred"),
            Column(text("Pages"), 7, "number"),
            Column(text("Remarks"), 26),
        ],
        _lines(catalogue),
        foot=foot,
    )
    book.table(
        text("Boxes"),
        [
            Column(text("Box no."), 8, "centred"),
            Column(text("Name of the box"), 50),
            Column(text("Files"), 12, "number"),
            Column(text("Pages"), 12, "number"),
            Column(text("Files without a page count"), 14, "number"),
            Column(text("References (互见)"), 14, "number"),
        ],
        _sums(catalogue, text("All")),
        foot=foot,
    )
    return book.content(catalogue.today)


def _lines(catalogue: Catalogue) -> Iterable[Line | Band]:
    for box in catalogue.boxes:
        yield Band(f"{box.no} {box.name}  {box.sums}")
        for row in box.rows:
            yield Line(
                [
                    row.serial,
                    row.reference,
                    row.number,
                    row.issuer,
                    row.title,
                    row.day,
                    row.secrecy,
                    row.pages,
                    row.remark,
                ],
                {},
            )


def _sums(catalogue: Catalogue, everything: str) -> Iterable[Line]:
    for box in catalogue.boxes:
        yield Line([box.no, box.name, box.files, box.pages, box.without_pages, box.references], {})
    yield Line(
        [
            "",
            everything,
            catalogue.files,
            catalogue.pages,
            catalogue.without_pages,
            catalogue.references,
        ],
        {},
    )
