"""The numbers of a summary, asked of the tables of results: nothing of a county is kept but what is shown of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file, real_path
from ecodemo.model.message import listing, message
from ecodemo.province.open_results import Results
from ecodemo.province.result_folder import BOARDS, STATES
from ecodemo.province.summary.summary_view import (
    CityLine,
    CodeLine,
    CountyLine,
    ObstacleLine,
    RowLine,
    RunLine,
    StandardLine,
    Summary,
    UnjudgedLine,
)
from ecodemo.report.view_base import View

V = TypeVar("V", bound=View)

OF_A_LIST = ("rows", "pass_rule", "vetoes")
"""The parts of a list that may not be verified, as states have them."""
_LARGEST_STATE = 4 << 20

_COUNTIES = """
WITH of_rows AS (
  SELECT code, count(*) AS applicable, count(*) FILTER (verdict = 'met') AS met, count(*) FILTER (counts) AS counted,
    sum(there) AS there, sum(owed - waived) AS owed, sum(returned) AS returned
  FROM rows WHERE verdict <> 'not applicable' GROUP BY code
), of_vetoes AS (
  SELECT code, count(*) AS pending FROM vetoes WHERE verdict NOT IN ('met', 'not applicable') GROUP BY code
), of_units AS (SELECT code, sum(overdue) AS overdue FROM units GROUP BY code),
numbers AS (
  SELECT runs.code, name, city, standard, verdict, gate, errors, warnings, folder,
    coalesce(CAST(packed AS VARCHAR), '') AS packed,
    coalesce(applicable, 0) AS applicable, coalesce(met, 0) AS met, coalesce(counted, 0) AS counted,
    coalesce(there, 0) AS there, coalesce(owed, 0) AS owed, coalesce(returned, 0) AS returned,
    coalesce(overdue, 0) AS overdue, coalesce(applicable - counted, 0) + coalesce(pending, 0) AS obstacles
  FROM runs LEFT JOIN of_rows USING (code) LEFT JOIN of_vetoes USING (code) LEFT JOIN of_units USING (code)
  WHERE state = 'ok'
)
SELECT *, rank() OVER (
    PARTITION BY standard
    ORDER BY gate = 'open' DESC, counted / nullif(applicable, 0) DESC NULLS LAST,
      coalesce(there / nullif(owed, 0), 1) DESC
  ) AS rank
FROM numbers ORDER BY count(*) OVER (PARTITION BY standard) DESC, standard, rank, code
"""
"""Two equal fractions of whole numbers are the same number to a computer, so that equal counties share a rank."""

_NEAR = """
WITH obstacles AS (
  SELECT code, no, name AS subject, verdict, '' AS answer, there, owed - waived AS owed, returned, remedy
  FROM rows WHERE verdict <> 'not applicable' AND NOT counts
  UNION ALL
  SELECT code, '', name, verdict, answer, 0, 0, 0, 'none' FROM vetoes WHERE verdict NOT IN ('met', 'not applicable')
), single AS (SELECT code FROM obstacles GROUP BY code HAVING count(*) = 1)
SELECT runs.code, runs.name, city, standard, folder, obstacles.* EXCLUDE (code)
FROM obstacles SEMI JOIN single USING (code) JOIN runs USING (code)
WHERE state = 'ok' AND runs.verdict <> 'met' ORDER BY runs.code
"""

_ROWS = """
SELECT standard, no, min(rows.name) AS name, count(*) AS applicable,
  count(*) FILTER (rows.verdict = 'met') AS met, count(*) FILTER (rows.verdict = 'not met') AS not_met,
  count(*) FILTER (rows.verdict = 'undecided') AS undecided, count(*) FILTER (counts) AS counted,
  count(*) FILTER (there < owed - rows.waived) AS unproven, sum(returned) AS returned,
  count(*) FILTER (returned > 0) AS returning
FROM rows JOIN runs USING (code) WHERE rows.verdict <> 'not applicable'
GROUP BY standard, no ORDER BY count(*) FILTER (counts) / count(*), applicable DESC, standard,
  try_cast(split_part(no, '.', 1) AS INTEGER), try_cast(split_part(no, '.', 2) AS INTEGER), no
"""

_CODES = """
SELECT rule AS code, severity, count(DISTINCT code) AS counties, sum("count") AS findings
FROM findings GROUP BY rule, severity ORDER BY counties DESC, findings DESC, rule, severity
"""

_CITIES = """
WITH of_units AS (
  SELECT code, sum(due) AS due, sum(on_time) AS on_time, sum(late_done) AS late_done, sum(overdue) AS overdue,
    sum(returned) AS returned, max(longest) AS longest FROM units GROUP BY code
)
SELECT substr(code, 1, 2) AS province, city, count(*) AS counties, count(*) FILTER (state = 'ok') AS judged,
  count(*) FILTER (verdict = 'met') AS passing, count(*) FILTER (gate = 'open') AS open,
  coalesce(sum(due), 0) AS due, coalesce(sum(on_time), 0) AS on_time, coalesce(sum(late_done), 0) AS late_done,
  coalesce(sum(overdue), 0) AS overdue, coalesce(sum(returned), 0) AS returned, coalesce(max(longest), 0) AS longest
FROM runs LEFT JOIN of_units USING (code) GROUP BY province, city ORDER BY min(code)
"""

_UNJUDGED = "SELECT code, name, city, state, why FROM runs WHERE state <> 'ok' ORDER BY code"

_RUNS = """
SELECT CAST(day AS VARCHAR) AS day, tool, count(*) AS counties FROM runs WHERE state = 'ok'
GROUP BY day, tool ORDER BY day, tool
"""

_TOTALS = """
SELECT count(*) AS counties, count(*) FILTER (state = 'ok') AS judged, count(*) FILTER (verdict = 'met') AS passing,
  count(*) FILTER (gate = 'open') AS open, count(*) FILTER (example) AS examples FROM runs
"""

_STANDARDS = """
SELECT standard AS id, count(*) AS counties, min(code) AS code, arg_min(folder, code) AS folder
FROM runs WHERE state = 'ok' GROUP BY standard ORDER BY counties DESC, standard
"""


def count_counties(results: Results, start: Path) -> Summary:
    """The summary of the counties of open results.

    Args:
        results: those of one province or of many.
        start: the folder from which the paths of boards lead.

    Raises:
        EcodemoError: a file is damaged, or has words that this version does not know.
    """
    boards = _Boards(results, start)
    rows = results.ask(_ROWS)
    returned = sorted((row for row in rows if row["returned"]), key=lambda row: -row["returned"])
    totals = results.ask(_TOTALS)[0]
    try:
        return Summary(
            **totals,
            replaced=results.replaced,
            runs=_lines(RunLine, results.ask(_RUNS)),
            standards=tuple(_standards(results)),
            ranking=_lines(CountyLine, boards.added(results.ask(_COUNTIES))),
            near=_lines(ObstacleLine, boards.added(results.ask(_NEAR))),
            rows=_lines(RowLine, rows),
            most_returned=_lines(RowLine, returned),
            codes=_lines(CodeLine, results.ask(_CODES)),
            cities=_lines(CityLine, results.ask(_CITIES)),
            unjudged=_lines(UnjudgedLine, results.ask(_UNJUDGED)),
        )
    except ValidationError as error:
        raise EcodemoError(
            message(
                "The result has values that this version of ecodemo does not know: {values}.",
                values=listing(*_unknown(error)),
            )
        ) from error


def _lines(kind: type[V], answers: Iterable[Mapping[str, Any]]) -> tuple[V, ...]:
    """The answers as lines of a kind; columns that it does not have are left out."""
    fields = kind.model_fields.keys()
    return tuple(kind(**{key: value for key, value in answer.items() if key in fields}) for answer in answers)


def _unknown(error: ValidationError) -> Iterator[str]:
    for wrong in error.errors():
        yield f"{wrong['loc'][-1]} = {wrong['input']}"


class _Boards:
    """Which counties have a board beside their result."""

    def __init__(self, results: Results, start: Path) -> None:
        self._names = [frozenset(_names(folder / BOARDS)) for folder in results.folders]
        self._ways = [_way(folder / BOARDS, start) for folder in results.folders]

    def added(self, answers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for answer in answers:
            way, name = self._ways[answer["folder"]], f"{answer['code']}.html"
            is_there = way and name in self._names[answer["folder"]]
            yield {**answer, "board": f"{way}/{name}" if is_there else ""}


def _way(folder: Path, start: Path) -> str:
    try:
        return Path(os.path.relpath(real_path(folder), real_path(start))).as_posix()
    except ValueError:  # on another drive of Windows
        return ""


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (entry.name for entry in os.scandir(folder))


def _standards(results: Results) -> Iterator[StandardLine]:
    """What is not verified is what the first county judged by a list says of it."""
    for answer in results.ask(_STANDARDS):
        folder, name = results.folders[answer["folder"]] / STATES, f"{answer['code']}.json"
        parts = _unverified(folder / name) if name in set(_names(folder)) else None
        yield StandardLine(id=answer["id"], counties=answer["counties"], unverified=parts)


def _unverified(path: Path) -> tuple[str, ...]:
    """Of a list, as a state says.

    Raises:
        EcodemoError: it cannot be read.
    """
    try:
        said = json.loads(read_control_file(path, path.parent, _LARGEST_STATE))["unverified"]
        return tuple(part for part in OF_A_LIST if part in said)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EcodemoError(
            message("{path} is damaged. Run “ecodemo province check” again.", path=str(path))
        ) from error
