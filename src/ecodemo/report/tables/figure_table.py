"""Tables of figures: township by township with their sum, and those that differ between two places (数据不一致)."""

from __future__ import annotations

from collections.abc import Sequence

from ecodemo.language import Speaker
from ecodemo.report.contents.figure_view import CorrectionRow, DifferenceRow, TownshipLine
from ecodemo.table import Column


def township_columns(townships: Sequence[str], speaker: Speaker) -> tuple[Column[TownshipLine], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda line: line.no, 7, "centred"),
        Column("name", text("Measure"), lambda line: line.name, 24),
        Column("unit", text("Unit of measurement"), lambda line: line.unit, 8),
        Column("year", text("Year"), lambda line: line.year, 7, "number"),
        *(_township_column(index, name) for index, name in enumerate(townships)),
        Column("others", text("Departments"), lambda line: line.others, 12, "figure"),
        Column("sum", text("Sum"), lambda line: line.sum, 12, "figure"),
        Column("stamped", text("Stamped figure"), lambda line: line.stamped, 12, "figure"),
        Column(
            "difference",
            text("Difference"),
            lambda line: line.difference,
            11,
            "figure",
            lambda line: "bad" if line.difference else "",
        ),
    )


def _township_column(index: int, name: str) -> Column[TownshipLine]:
    return Column(
        f"township-{index}",
        name,
        lambda line: line.values[index],
        10,
        "figure",
        lambda line: "" if line.values[index] else "open",
    )


def correction_columns(speaker: Speaker) -> tuple[Column[CorrectionRow], ...]:
    text = speaker.text
    return (
        Column("what", text("Figure"), lambda row: row.what, 34),
        Column("unit", text("Responsible unit"), lambda row: row.unit, 24),
        Column("day", text("Corrected on"), lambda row: row.day, 12, "centred"),
        Column("was", text("Before"), lambda row: row.was, 14, "centred"),
        Column("is_now", text("Now"), lambda row: row.is_now, 14, "centred"),
        Column("reason", text("Reason"), lambda row: row.reason, 40),
        Column("document", text("Proof of the correction"), lambda row: row.document, 14, "centred"),
    )


def difference_columns(speaker: Speaker) -> tuple[Column[DifferenceRow], ...]:
    text = speaker.text
    return (
        Column("what", text("Figure"), lambda row: row.what, 34),
        Column("first", text("First figure"), lambda row: row.first, 44),
        Column("second", text("Second figure"), lambda row: row.second, 40),
        Column("gap", text("Difference"), lambda row: row.gap, 14, "figure"),
        Column("unit", text("To be checked by"), lambda row: row.unit, 24),
    )
