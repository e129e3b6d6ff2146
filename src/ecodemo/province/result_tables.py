"""The tables of a province's result: their columns, types and meaning. Every line begins with the county's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

ColumnType: TypeAlias = Literal["VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "MAP(VARCHAR, VARCHAR)"]
"""As DuckDB calls it."""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column. Text that there is none of is empty; of other types `NULL`."""

    name: str
    meaning: str
    type: ColumnType = "VARCHAR"


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table, which is a Parquet file of its name."""

    name: str
    meaning: str
    columns: tuple[ResultColumn, ...]
    order: tuple[str, ...]
    """The columns by which its lines are sorted; no two lines have the same values there."""

    @property
    def file_name(self) -> str:
        return f"{self.name}.parquet"

    @property
    def types(self) -> Mapping[str, ColumnType]:
        return {column.name: column.type for column in self.columns}


CODE = ResultColumn("code", "The county's code, as in the list of counties")

RUNS = ResultTable(
    "runs",
    "A line a county: how judging it ended and what it came to",
    (
        CODE,
        ResultColumn("name", "The county's name, as in the list of counties, else as in its data"),
        ResultColumn("city", "The city that it belongs to, as in the list of counties"),
        ResultColumn(
            "state", "ok, unusable, fault, timeout or memory; the columns from `day` on are of `ok`"
        ),
        ResultColumn(
            "why", "The reason of any other state, in the language of the run; of `ok` a remark, or empty"
        ),
        ResultColumn("exit", "The exit status of `ecodemo check` on it", "INTEGER"),
        ResultColumn("seconds", "How long it took", "DOUBLE"),
        ResultColumn("signature", "Changes when anything does that it was judged by; empty: judge it again"),
        ResultColumn("tool", "The version of ecodemo"),
        ResultColumn("day", "The day by which it was judged", "DATE"),
        ResultColumn(
            "packed", "The day on which the county made its report file; empty: judged otherwise", "DATE"
        ),
        ResultColumn("bid", "The bid's id"),
        ResultColumn("standard", "The id of the bid's standard"),
        ResultColumn("phase", "The id of its phase"),
        ResultColumn("gate", "open, waiting or closed"),
        ResultColumn("verdict", "Of the bid, with proof: met, not met, undecided or not applicable"),
        ResultColumn("by_figures", "Of the bid, by its figures alone"),
        ResultColumn("errors", "Errors found", "INTEGER"),
        ResultColumn("warnings", "Warnings found", "INTEGER"),
        ResultColumn("waived", "Findings that are waived", "INTEGER"),
        ResultColumn("data", "Twelve digits that change when any data file does"),
        ResultColumn("example", "Whether it is an example", "BOOLEAN"),
    ),
    ("code",),
)

ROWS = ResultTable(
    "rows",
    "A line a row of the county's standard",
    (
        CODE,
        ResultColumn("no", "Its number in the standard, as written"),
        ResultColumn("name", "Its name in the standard"),
        ResultColumn("attribute", "binding or reference; empty: the standard does not say"),
        ResultColumn("points", "Its points, in a standard with points"),
        ResultColumn("indicator", "The id of the first of its indicators"),
        ResultColumn("verdict", "met, not met, undecided or not applicable"),
        ResultColumn("counts", "Met, all required proof present or waived, nothing returned", "BOOLEAN"),
        ResultColumn("there", "Required documents that are present", "INTEGER"),
        ResultColumn("waived", "Required documents that are waived", "INTEGER"),
        ResultColumn("owed", "Required documents", "INTEGER"),
        ResultColumn("accepted", "Documents that were accepted", "INTEGER"),
        ResultColumn("returned", "Documents that were returned", "INTEGER"),
        ResultColumn("light", "green, blue, yellow or red"),
        ResultColumn("remedy", "none, proof, work, closed-year or upper-level"),
    ),
    ("code", "no"),
)

MEASURES = ResultTable(
    "measures",
    "A line a target of a row",
    (
        CODE,
        ResultColumn("no", "The row's number in the standard"),
        ResultColumn("measure", "The measure's id"),
        ResultColumn("name", "Its name"),
        ResultColumn("quantity", "Its unit of measurement"),
        ResultColumn("verdict", "met, not met, undecided or not applicable"),
        ResultColumn("target", "As it applies to this county, such as `at_least 95.0`"),
        ResultColumn("margin", "Distance from the target, negative if missed; a number as text, or empty"),
        ResultColumn("near", "close or falling, of a target that is met; else empty"),
        ResultColumn("year", "The last year whose value is known"),
        ResultColumn("value", "Its value, as judged"),
        ResultColumn("values", "The known values by year, as judged", "MAP(VARCHAR, VARCHAR)"),
        ResultColumn("computed", "By year: as computed from its parts", "MAP(VARCHAR, VARCHAR)"),
    ),
    ("code", "no", "measure"),
)

UNITS = ResultTable(
    "units",
    "A line a unit of the county, by the items that were due",
    (
        CODE,
        ResultColumn("unit", "The unit's id"),
        ResultColumn("name", "Its name"),
        ResultColumn("kind", "departments or townships"),
        ResultColumn("rank", "Its place among them", "INTEGER"),
        ResultColumn("due", "Items that were due", "INTEGER"),
        ResultColumn("on_time", "Items done on time", "INTEGER"),
        ResultColumn("late_done", "Items done late", "INTEGER"),
        ResultColumn("overdue", "Items that are overdue", "INTEGER"),
        ResultColumn("returned", "Items that were returned", "INTEGER"),
        ResultColumn("longest", "Days that the one longest overdue is late", "INTEGER"),
        ResultColumn("light", "green, blue, yellow or red"),
    ),
    ("code", "unit"),
)

FINDINGS = ResultTable(
    "findings",
    "A line a rule and severity: how often it was found",
    (
        CODE,
        ResultColumn("rule", "The rule's code"),
        ResultColumn("severity", "error, warning or info"),
        ResultColumn("count", "How often", "INTEGER"),
    ),
    ("code", "rule", "severity"),
)

VETOES = ResultTable(
    "vetoes",
    "A line a veto and its answer",
    (
        CODE,
        ResultColumn("veto", "Its id"),
        ResultColumn("name", "Its text in the standard"),
        ResultColumn("answer", "As the data has it; empty: none"),
        ResultColumn("verdict", "met, not met, undecided or not applicable"),
        ResultColumn("through", "The last day that the answer covers", "DATE"),
        ResultColumn("proven", "The document that the answer cites is present", "BOOLEAN"),
    ),
    ("code", "veto"),
)

DOCUMENTS = ResultTable(
    "documents",
    "A line a file of evidence, by the county's lock",
    (
        CODE,
        ResultColumn("requirement", "The number that its name begins with; empty: none of the data"),
        ResultColumn("unit", "The id of the unit in whose folder it is"),
        ResultColumn("year", "Its year, or its years with commas"),
        ResultColumn("path", "Relative to evidence/"),
        ResultColumn("sha256", "Its SHA-256, in hexadecimal"),
    ),
    ("code", "path"),
)

TABLES: Mapping[str, ResultTable] = MappingProxyType(
    {table.name: table for table in (RUNS, ROWS, MEASURES, UNITS, FINDINGS, VETOES, DOCUMENTS)}
)
OF_A_COUNTY = tuple(table for table in TABLES.values() if table is not RUNS)
"""What a county that was judged has lines in."""
