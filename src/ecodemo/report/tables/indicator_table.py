"""Tables of indicators: a line each, a line for each of their measures, and how many are met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.verdict_view import GroupRow, IndicatorRow, MeasureRow, TallyRow
from ecodemo.report.tables.marks import light_mark, verdict_mark
from ecodemo.table import Cell, Column, Mark, ToRow, pick


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of an indicator; what concerns the indicator as a whole belongs in its first line."""

    row: IndicatorRow
    part: MeasureRow
    is_first: bool

    @property
    def verdict(self) -> str:
        return self.part.verdict


def measure_lines(rows: Iterable[IndicatorRow]) -> Iterator[MeasureLine]:
    """The rows, a line for each measure."""
    return (MeasureLine(row, part, not index) for row in rows for index, part in enumerate(row.parts))


def indicator_columns(speaker: Speaker, *, has_points: bool = False) -> tuple[Column[IndicatorRow], ...]:
    """`has_points`: with what each row gives, in a list that has points."""
    text = speaker.text
    points: Column[IndicatorRow] = Column("points", text("Points"), lambda row: row.points, 8, "share")
    return (
        Column("box", text("File no."), lambda row: row.box, 6, "centred", leads_to=_documents),
        Column("no", text("No."), lambda row: row.no, 6, "number"),
        Column("domain", text("Field"), lambda row: row.domain),
        Column("name", text("Indicator"), lambda row: row.name, 26, wraps=True),
        Column("attribute", text("Kind"), lambda row: row.attribute, 9, "centred"),
        Column("verdict", text("Verdict"), lambda row: row.verdict_label, 10, "centred", verdict_mark),
        *((points,) if has_points else ()),
        Column("proof", text("Proof"), lambda row: _proof_words(row, speaker), 9, "share", _lack_of_proof),
        Column("reviewed", text("Reviewed"), lambda row: row.reviewed, 9, "share"),
        Column("light", text("Light"), lambda row: row.light_label, 7, "centred", light_mark),
        Column("lacks", text("Missing"), lambda row: row.lacks, 44),
        Column("remedy", text("Still possible"), lambda row: row.remedy, 22),
        Column("lead", text("Lead unit"), lambda row: row.lead, 18, wraps=True, is_spared=True),
        Column("group", text("Group"), lambda row: row.group, 16),
        Column("unverified", text("Not verified"), lambda row: row.unverified, 11),
    )


def _documents(row: IndicatorRow) -> ToRow:
    """The first document of its box."""
    return ToRow("documents", re.split("[^0-9]", row.box, maxsplit=1)[0])


def measure_columns(
    years: Sequence[int], speaker: Speaker, *, has_points: bool = False
) -> tuple[Column[MeasureLine], ...]:
    """For a sheet: each line says whose it is, so that it can be filtered and sorted."""
    text = speaker.text
    whole = [column.over(_indicator) for column in indicator_columns(speaker, has_points=has_points)]
    proof, reviewed, light, remedy = map(_once, pick(whole, "proof", "reviewed", "light", "remedy"))
    return (
        *pick(whole, "box", "no", "domain", "name"),
        Column("measure", text("Measure"), lambda line: line.part.name, 22),
        Column("unit", text("Unit of measurement"), lambda line: line.part.unit, 10),
        Column("asks", text("Target"), lambda line: line.part.text, 22),
        Column("reading", text("Read as"), lambda line: line.part.asks, 18),
        *pick(whole, "attribute"),
        *(_year_column(index, year, speaker) for index, year in enumerate(years)),
        Column("verdict", text("Verdict"), lambda line: line.part.verdict_label, 10, "centred", verdict_mark),
        Column("margin", text("Margin"), lambda line: line.part.margin, 8, "figure"),
        Column("near", text("Close or worsening"), lambda line: line.part.near_label, 10, "centred", _near),
        *(map(_once, pick(whole, "points")) if has_points else ()),
        replace(proof, mark=_proof),
        reviewed,
        light,
        Column("lacks", text("Missing"), _lacks, 44),
        remedy,
        *pick(whole, "lead", "group", "unverified"),
    )


def field_columns(
    years: Sequence[int], speaker: Speaker, *, has_points: bool = False
) -> tuple[Column[MeasureLine], ...]:
    """For a document: what concerns an indicator as a whole is in its first line alone."""
    columns = measure_columns(years, speaker, has_points=has_points)
    no, attribute = map(_once, pick(columns, "no", "attribute"))
    return (
        no,
        Column("name", speaker.text("Indicator"), _names, 26, wraps=True),
        *pick(columns, "unit", "asks", "reading"),
        attribute,
        *pick(columns, *map(str, years), "verdict", *(("points",) if has_points else ()), "proof"),
    )


def tally_columns(speaker: Speaker) -> tuple[Column[TallyRow], ...]:
    text = speaker.text
    return (
        Column("label", "", lambda tally: tally.label),
        Column("applicable", text("Rows"), lambda tally: tally.applicable, look="number"),
        Column("met", text("Met"), lambda tally: tally.met, look="number"),
        Column("not_met", text("Not met"), lambda tally: tally.not_met, look="number"),
        Column("undecided", text("Undecided"), lambda tally: tally.undecided, look="number"),
        Column("counted", text("Met with full proof"), lambda tally: tally.counted, look="number"),
        Column("unwaived", text("Without waivers"), lambda tally: tally.unwaived, look="number"),
    )


def group_columns(speaker: Speaker) -> tuple[Column[GroupRow], ...]:
    text = speaker.text
    return (
        Column("name", text("Group"), lambda group: group.name, 26, leads_to=_of_group),
        Column("lead", text("Lead unit"), lambda group: group.lead, 26),
        Column("applicable", text("Rows"), lambda group: group.applicable, look="number"),
        Column("met", text("Met"), lambda group: group.met, look="number"),
        Column("counted", text("Met with full proof"), lambda group: group.counted, look="number"),
        Column("light", text("Light"), lambda group: group.light_label, 7, mark=light_mark),
    )


def _of_group(group: GroupRow) -> ToRow:
    """Its first indicator."""
    return ToRow("indicators", group.name)


def _indicator(line: MeasureLine) -> IndicatorRow:
    return line.row


def _once(column: Column[MeasureLine]) -> Column[MeasureLine]:
    """The column with nothing but in the first line of each indicator."""
    value, mark = column.value, column.mark
    return replace(
        column,
        value=lambda line: value(line) if line.is_first else None,
        mark=mark and (lambda line: mark(line) if line.is_first else ""),
    )


def _year_column(index: int, year: int, speaker: Speaker) -> Column[MeasureLine]:
    return Column(
        str(year),
        f"{year}年" if speaker.language is Language.ZH else str(year),
        lambda line: line.part.values[index] if line.part.values else None,
        10,
        "figure",
    )


def _lacks(line: MeasureLine) -> str:
    return (line.row.lacks or line.part.reason) if line.is_first else line.part.reason


def _names(line: MeasureLine) -> Cell:
    """The indicator's name in its first line, and below it the measure's where there are several."""
    if len(line.row.parts) == 1:
        return line.row.name
    return (line.row.name, line.part.name) if line.is_first else line.part.name


def _proof_words(row: IndicatorRow, speaker: Speaker) -> str:
    """What is there of what is owed, and how many of the rest are waived."""
    if not row.waived:
        return row.proof
    return speaker.text("{proof}, waived {waived}").format(proof=row.proof, waived=row.waived)


def _lack_of_proof(row: IndicatorRow) -> Mark:
    return "" if row.proof_complete else "open"


def _near(line: MeasureLine) -> Mark:
    return "open" if line.part.near else ""


def _proof(line: MeasureLine) -> Mark:
    return "good" if line.row.proof_complete else "open"
