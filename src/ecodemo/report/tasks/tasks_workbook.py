"""The tasks as a workbook: duties, the table of tasks, the tasks of each unit, and the list to sign."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.task_view import Tasks
from ecodemo.report.tasks.task_table import duty_columns, figure_task_columns, receipt_columns, task_columns
from ecodemo.report.writers.workbook import Book
from ecodemo.table import TitledTable, pick


def render(tasks: Tasks, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same tasks give the same bytes."""
    del template_folder
    speaker = Speaker(Language(tasks.language))
    text = speaker.text
    heading = (tasks.example_note, tasks.county, tasks.bid_name, tasks.today_words)
    book = Book(heading, tasks.example_note, name=text("Tasks"), language=tasks.language)
    by_unit = pick(task_columns(speaker), "no", "document", "form", "years", "need", "due")
    book.add(TitledTable(text("Duties"), duty_columns(speaker), tasks.duties))
    book.add(TitledTable(text("Tasks"), task_columns(speaker), tasks.table))
    documents = tuple((unit.name, unit.documents) for unit in tasks.units if unit.documents)
    book.add(TitledTable(text("Documents by unit"), by_unit, bands=documents))
    figures = tuple((unit.name, unit.figures) for unit in tasks.units if unit.figures)
    book.add(TitledTable(text("Figures by unit"), figure_task_columns(speaker), bands=figures))
    book.add(TitledTable(text("Receipts"), receipt_columns(speaker), tasks.units))
    return book.content(tasks.today)
