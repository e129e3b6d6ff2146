"""The tables of an indicator's page: figures by year, calculations, documents."""

from __future__ import annotations

from collections.abc import Callable

from ecodemo.language import Speaker
from ecodemo.model.message import message
from ecodemo.report.contents.indicator_page_view import Calculation, JudgedMeasure, ProofLine
from ecodemo.report.papers.shortening import shortened
from ecodemo.table import Column

_NAME, _ASKS, _JUDGED, _TITLE, _ISSUER = 18, 18, 10, 24, 14
"""Width of a line in Latin characters."""


def measure_columns(
    years: tuple[int, ...], speaker: Speaker, lines: int = 2
) -> tuple[Column[JudgedMeasure], ...]:
    """Names and targets take at most so many lines; nothing is cut with 0."""
    text = speaker.text
    return (
        Column("name", text("Measure"), lambda row: cut(row.name, lines * _NAME), 21),
        Column("unit", text("Unit", "indicator page"), lambda row: row.unit, 9),
        Column("asks", text("Target"), lambda row: cut(row.asks, lines * _ASKS), 21),
        *(Column(str(year), str(year), _value_of(place), 9, "figure") for place, year in enumerate(years)),
        Column("judged", text("Figure judged"), lambda row: cut(row.judged, lines * _JUDGED), 11),
        Column("verdict", text("Verdict", "indicator page"), lambda row: row.verdict_label, 9),
        Column("proof", text("Proof", "indicator page"), lambda row: row.proof, 9),
    )


def _value_of(place: int) -> Callable[[JudgedMeasure], str]:
    return lambda row: row.values[place] if place < len(row.values) else ""


def calculation_columns(speaker: Speaker, *, is_short: bool = False) -> tuple[Column[Calculation], ...]:
    text = speaker.text
    return (
        Column(
            "name", text("Measure"), lambda row: tuple(filter(None, (row.name, row.units, *row.left_out))), 20
        ),
        Column("lines", text("Calculation"), lambda row: row.short_lines if is_short else row.lines, 64),
        Column("result", text("Result"), lambda row: _result(row, speaker), 16),
    )


def _result(row: Calculation, speaker: Speaker) -> tuple[str, ...]:
    """The computed figure and the judged one side by side."""
    computed = message("computed {figure}", figure=row.computed or message("incomplete"))
    adopted = message("judged {figure}", figure=row.adopted or message("unknown"))
    return speaker.say(computed), speaker.say(adopted)


def proof_columns(speaker: Speaker, lines: int = 2) -> tuple[Column[ProofLine], ...]:
    text = speaker.text
    return (
        Column("reference", text("Reference"), lambda row: row.reference, 10),
        Column("title", text("Title"), lambda row: cut(row.title, lines * _TITLE), 28),
        Column("issuer", text("Issuer"), lambda row: cut(row.issuer, lines * _ISSUER), 18),
        Column("number", text("Official number"), lambda row: row.number, 21),
        Column("day", text("Date"), lambda row: row.day, 13),
        Column("pages", text("Pages", "indicator page"), lambda row: row.pages, 11),
    )


def cut(text: str, width: int) -> str:
    """A text of at most that width; all of it where the width is 0."""
    return shortened(text, width) if width else text
