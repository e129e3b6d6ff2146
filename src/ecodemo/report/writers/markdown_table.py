"""A table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecodemo.report.writers.markdown_text import escaped
from ecodemo.table import Column, R


def markdown_table(columns: Sequence[Column[R]], rows: Iterable[R]) -> list[str]:
    """The lines of a table: its head, how its columns are aligned, and a line for each row."""
    heads = (escaped(column.head) for column in columns)
    return [
        "|" + "".join(f" {head} |" if head else " |" for head in heads),
        "|" + "".join("---:|" if column.is_right else "---|" for column in columns),
        *(f"| {' | '.join(_cell(column, row) for column in columns)} |" for row in rows),
    ]


def _cell(column: Column[R], row: R) -> str:
    value = column.value(row)
    texts = value if isinstance(value, tuple) else (column.text(row),)
    return "<br>".join(escaped(text) for text in texts if text)
