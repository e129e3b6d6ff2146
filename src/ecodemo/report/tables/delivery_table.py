"""The table of what was due and received, week by week."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import DeliveryDay
from ecodemo.table import Column


def delivery_columns(speaker: Speaker) -> tuple[Column[DeliveryDay], ...]:
    text = speaker.text
    return (
        Column("day", text("By the end of"), lambda row: row.day, 48, "centred"),
        Column("due", text("Due so far"), lambda row: row.due, 48, "number"),
        Column("received", text("Received so far"), lambda row: row.received, 48, "number"),
    )
