"""Tables of documents: each that is owed, each number, and what the gate and the general box ask for."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import DocumentRow, PreparationRow, RequirementRow
from ecodemo.report.contents.verdict_view import GateRow
from ecodemo.report.tables.marks import light_mark
from ecodemo.table import Column, ToFile, ToRow


def document_columns(speaker: Speaker, *, spares_due: bool = True) -> tuple[Column[DocumentRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 8, "centred", leads_to=_file_or_folder),
        Column("name", text("Document"), lambda row: row.name, 26, wraps=True),
        Column(
            "unit", text("Responsible unit"), lambda row: row.unit_name, 18, wraps=True, leads_to=_owing_unit
        ),
        Column("year", text("Year"), lambda row: row.year, 8, "centred"),
        Column("need", text("Required?"), lambda row: row.need, 8, "centred", is_spared=True),
        Column("due", text("Due"), lambda row: row.due, 11, "centred", is_spared=spares_due),
        Column("received", text("Received"), lambda row: row.received, 11, "centred"),
        Column("files", text("File"), lambda row: row.files, 40, leads_to=_file),
        Column("pages", text("Pages"), lambda row: row.pages, 7, "number"),
        Column("trouble", text("Defects"), lambda row: row.trouble, 20, wraps=True, is_spared=True),
        Column("review", text("Review"), lambda row: row.review, 10, "centred", wraps=True),
        Column("returns", text("Returns"), lambda row: row.returns or None, 8, "number"),
        Column("standing", text("Status"), lambda row: row.standing, 14, "centred"),
        Column("days_late", text("Days late"), lambda row: row.days_late or None, 8, "number"),
        Column("light", text("Light"), lambda row: row.light_label, 7, "centred", light_mark),
    )


def _owing_unit(row: DocumentRow) -> ToRow:
    return ToRow("units", row.unit)


def _file(row: DocumentRow) -> ToFile | None:
    """The file; where there are several, a program that makes the cell one link would show only the first."""
    return None if "\n" in row.files else _file_or_folder(row)


def _file_or_folder(row: DocumentRow) -> ToFile | None:
    """The file, or the folder of several: a cell leads to one place."""
    first, *others = row.files.split("\n")
    return ToFile(first.rpartition("/")[0] if others else first) if first else None


def requirement_columns(speaker: Speaker) -> tuple[Column[RequirementRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 8),
        Column("name", text("Document"), lambda row: row.name, 30),
        Column("form", text("Form"), lambda row: row.form, 20),
        Column("need", text("Required?"), lambda row: row.need, 8),
        Column("owed", text("Required"), lambda row: row.owed, 7, "number"),
        Column("there", text("Present"), lambda row: row.there, 7, "number"),
        Column("waived", text("Waived"), lambda row: row.waived or None, 7, "number"),
        Column("accepted", text("Accepted"), lambda row: row.accepted, 7, "number"),
        Column("returned", text("Returned"), lambda row: row.returned, 7, "number"),
        Column("overdue", text("Overdue"), lambda row: row.overdue, 7, "number"),
    )


def preparation_columns(speaker: Speaker) -> tuple[Column[PreparationRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 8),
        Column("name", text("Document"), lambda row: row.name, 50),
        Column("owed", text("Required from"), lambda row: row.owed, 12, "number"),
        Column("there", text("Submitted"), lambda row: row.there, 12, "number"),
        Column("waived", text("Waived"), lambda row: row.waived or None, 12, "number"),
    )


def gate_columns(speaker: Speaker) -> tuple[Column[GateRow], ...]:
    text = speaker.text
    return (
        Column("document", text("Gate document"), lambda row: f"{row.no} {row.name}", 26),
        Column("owed", text("Required"), lambda row: row.owed, look="number"),
        Column("there", text("Present"), lambda row: row.there, look="number"),
        Column("waived", text("Waived"), lambda row: row.waived or None, look="number"),
        Column("due", text("Due"), lambda row: row.due),
        Column("missing", text("Missing from"), lambda row: row.missing, 34),
    )
