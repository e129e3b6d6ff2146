"""The archive's list (归档文件目录) as a workbook: the list box by box, and the sums of the boxes."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.catalogue.catalogue_table import box_columns, boxes_and_sum, catalogue_columns
from ecodemo.report.contents.evidence_view import Catalogue
from ecodemo.report.writers.workbook import Book
from ecodemo.table import TitledTable


def render(catalogue: Catalogue, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same catalogue gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(catalogue.language))
    text = speaker.text
    heading = (
        catalogue.example_note,
        catalogue.county,
        catalogue.bid_name,
        catalogue.today_words,
        catalogue.part,
    )
    title = text("Archive catalogue")
    book = Book(heading, catalogue.example_note, name=title, language=catalogue.language)
    foot = (
        catalogue.sums,
        *catalogue.notes,
        f"{text('Data {version}').format(version=catalogue.data_version)}  {catalogue.tool}",
    )
    boxes = tuple((f"{box.no} {box.name}  {box.sums}", box.rows) for box in catalogue.boxes)
    book.add_long(TitledTable(title, catalogue_columns(speaker), bands=boxes, notes=foot))
    sums = boxes_and_sum(catalogue, speaker)
    book.add(TitledTable(text("Boxes"), box_columns(speaker), sums, notes=foot))
    return book.content(catalogue.today)
