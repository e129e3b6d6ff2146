"""The tasks as a paper: annex 1, annex 2, then a sheet on a page of its own for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecodemo.paper.parts import PageBreak, Paper, Part
from ecodemo.report.contents.task_view import TaskRow, Tasks, TasksOfUnit
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import example_notice, grid, on_one_line, paper_of, speaker_of, version
from ecodemo.report.tasks.task_table import duty_columns, figure_task_columns, task_columns
from ecodemo.table import pick


def paper(tasks: Tasks, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the tasks.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    tasks = on_one_line(tasks)
    return paper_of(f"tasks-{tasks.bid_id}-{tasks.today}", _parts(tasks, template_folder), tasks.language)


def _parts(tasks: Tasks, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(tasks)
    blocks = Blocks("tasks", tasks.language, template_folder, {"tasks": _without_lists(tasks)})
    say = blocks.parts
    yield from say("title")
    yield from example_notice(tasks)
    yield from say("duties")
    yield grid(duty_columns(speaker), tasks.duties)
    yield PageBreak(is_wide=True)
    yield from say("table")
    columns = pick(task_columns(speaker), "indicator", "lead", "no", "document", "units", "years", "due")
    yield grid(columns, _said_once(tasks.table))
    for unit in tasks.units:
        yield PageBreak()
        yield from _sheet(tasks, unit, blocks)
    yield version(tasks)


def _said_once(rows: Iterable[TaskRow]) -> Iterator[TaskRow]:
    """The rows, of which only the first of an indicator names it and its lead."""
    above = ""
    for row in rows:
        yield row if row.box != above else row.model_copy(update={"indicator": "", "lead": ""})
        above = row.box


def _sheet(tasks: Tasks, unit: TasksOfUnit, blocks: Blocks) -> Iterator[Part]:
    """What one unit signs for."""
    speaker, known = speaker_of(tasks), unit.model_dump(mode="json")
    yield from blocks.parts("unit", unit=known)
    if unit.figures:
        yield from blocks.parts("figures", unit=known)
        yield grid(figure_task_columns(speaker), unit.figures)
    if unit.documents:
        yield from blocks.parts("documents", unit=known)
        columns = pick(task_columns(speaker), "no", "document", "form", "years", "need", "due")
        yield grid(columns, unit.documents)
    yield from blocks.parts("receipt")


def _without_lists(tasks: Tasks) -> dict[str, object]:
    """What the blocks know of the whole; the tables come besides."""
    return tasks.model_dump(mode="json", exclude={"duties", "table", "units"})
