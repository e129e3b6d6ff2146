"""The tables of an indicator's page: figures by year, calculations, documents."""

from __future__ import annotations

from collections.abc import Callable

from ecodemo.language import Speaker
from ecodemo.model.message import message
from ecodemo.report.contents.indicator_page_view import Calculation, JudgedMeasure, ProofLine
from ecodemo.report.papers.shortening import shortened
from ecodemo.table import Column

_NAME, _ASKS, _TITLE, _ISSUER = 36, 40, 44, 24
"""Width in Latin characters that a page has room for, on two lines."""


def measure_columns(years: tuple[int, ...], speaker: Speaker) -> tuple[Column[JudgedMeasure], ...]:
    text = speaker.text
    return (
        Column("name", text("Measure"), lambda row: shortened(row.name, _NAME), 22),
        Column("unit", text("Unit", "indicator page"), lambda row: row.unit, 9),
        Column("asks", text("Target"), lambda row: shortened(row.asks, _ASKS), 16),
        *(Column(str(year), str(year), _value_of(place), 9, "figure") for place, year in enumerate(years)),
        Column("judged", text("Figure judged"), lambda row: shortened(row.judged, _ASKS), 12),
        Column("verdict", text("Verdict", "indicator page"), lambda row: row.verdict_label, 9),
        Column("proof", text("Proof", "indicator page"), lambda row: row.proof, 9),
    )


def _value_of(place: int) -> Callable[[JudgedMeasure], str]:
    return lambda row: row.values[place] if place < len(row.values) else ""


def calculation_columns(speaker: Speaker) -> tuple[Column[Calculation], ...]:
    text = speaker.text
    return (
        Column(
            "name", text("Measure"), lambda row: tuple(filter(None, (row.name, row.units, *row.left_out))), 20
        ),
        Column("lines", text("Calculation"), lambda row: row.lines, 64),
        Column("result", text("Result"), lambda row: _result(row, speaker), 16),
    )


def _result(row: Calculation, speaker: Speaker) -> tuple[str, ...]:
    """The computed figure and the judged one side by side."""
    computed = message("computed {figure}", figure=row.computed or message("incomplete"))
    adopted = message("judged {figure}", figure=row.adopted or message("unknown"))
    return speaker.say(computed), speaker.say(adopted)


def proof_columns(speaker: Speaker) -> tuple[Column[ProofLine], ...]:
    text = speaker.text
    return (
        Column("reference", text("Reference"), lambda row: row.reference, 10),
        Column("title", text("Title"), lambda row: shortened(row.title, _TITLE), 30),
        Column("issuer", text("Issuer"), lambda row: shortened(row.issuer, _ISSUER), 18),
        Column("number", text("Official number"), lambda row: row.number, 18),
        Column("day", text("Date"), lambda row: row.day, 12),
        Column("pages", text("Pages", "indicator page"), lambda row: row.pages, 11),
    )
