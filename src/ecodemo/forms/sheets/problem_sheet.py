"""The rows of the sheet of problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ecodemo.forms import words
from ecodemo.forms.reading.entry_text import normal
from ecodemo.forms.sheets.problem_answers import contents_of
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets.unit_problems import UnitProblem
from ecodemo.forms.sheets_for_units import PROBLEM_SHEET
from ecodemo.model.progress import ProblemAnswer


def problem_table(
    problems: Iterable[UnitProblem], unit_name: str, today: date, answers: Sequence[ProblemAnswer] = ()
) -> SheetTable:
    """The sheet of problems of a unit, in the order given, with what it has answered."""
    rows = tuple(_row(index, problem, today, answers) for index, problem in enumerate(problems, 1))
    return SheetTable(
        sheet=PROBLEM_SHEET,
        rows=rows,
        title=PROBLEM_SHEET.title.format(unit=unit_name),
        note="" if rows else words.NO_PROBLEMS_YET,
    )


def _row(index: int, problem: UnitProblem, today: date, answers: Sequence[ProblemAnswer]) -> SheetRow:
    return SheetRow(
        problem.no or "",
        {
            "index": index,
            "no": problem.no,
            "problem": problem.problem,
            "action": problem.action or None,
            "by": problem.by,
            "due": words.day_words(problem.due, today) if problem.due else None,
            **contents_of(answers, problem.no or "", normal(problem.problem)),
        },
    )
