"""Tables of what another list costs."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.migration_view import (
    CarriedDocument,
    DroppedRow,
    MigratedRow,
    UnreportedMeasure,
)
from ecodemo.table import Column


def row_columns(speaker: Speaker) -> tuple[Column[MigratedRow], ...]:
    text = speaker.text
    return (
        Column("no", text("No."), lambda row: row.no, 6, "centred"),
        Column("name", text("Row of the new list"), lambda row: row.name, 22),
        Column("text", text("Target as worded in the new list"), lambda row: row.text, 34),
        Column("old", text("Earlier row"), lambda row: row.old_rows, 22),
        Column("old_text", text("Earlier target"), lambda row: row.old_texts, 28),
        Column("measures", text("Measures"), lambda row: row.measures, 26),
        Column("boxes", text("File no."), lambda row: row.boxes, 22),
        Column("values", text("Latest value"), lambda row: row.values, 18),
        Column("verdict", text("New target"), lambda row: row.verdict, 10, "centred"),
        Column("old_verdict", text("Earlier list"), lambda row: row.old_verdict, 10, "centred"),
        Column("change", text("What changes"), lambda row: row.change, 16),
    )


def carried_columns(speaker: Speaker) -> tuple[Column[CarriedDocument], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 8, "centred"),
        Column("document", text("Document"), lambda row: row.document, 28, wraps=True),
        Column("serves", text("Still serve"), lambda row: row.serves or None, 8, "number"),
        Column("again", text("Owed again"), lambda row: row.again or None, 8, "number"),
        Column("new", text("New"), lambda row: row.new or None, 8, "number"),
        Column("missing", text("Missing before"), lambda row: row.missing or None, 8, "number"),
        Column("owed_by", text("Owed by"), lambda row: row.owed_by, 22, wraps=True),
        Column("years", text("Years"), lambda row: row.years, 12, "centred"),
        Column("why", text("Reason"), lambda row: row.why, 26, wraps=True, is_spared=True),
        Column("due", text("Due"), lambda row: row.due, 16, "centred", is_spared=True),
    )


def unreported_columns(speaker: Speaker) -> tuple[Column[UnreportedMeasure], ...]:
    text = speaker.text
    return (
        Column("row", text("Row of the new list"), lambda row: row.row, 28),
        Column("measure", text("Measure"), lambda row: row.measure, 30),
        Column("unit", text("Responsible unit"), lambda row: row.unit, 20),
        Column("why", text("Reason"), lambda row: row.why, 40),
    )


def dropped_columns(speaker: Speaker) -> tuple[Column[DroppedRow], ...]:
    text = speaker.text
    return (
        Column("no", text("No."), lambda row: row.no, 6, "centred"),
        Column("name", text("Earlier row"), lambda row: row.name, 32),
        Column("measures", text("Measures"), lambda row: row.measures, 50),
    )
