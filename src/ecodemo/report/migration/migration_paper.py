"""What another list costs, as a paper: the numbers, the rows, the documents, and what nobody reports yet."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.paper.parts import PageBreak, Paper, Part
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.migration.migration_table import (
    carried_columns,
    dropped_columns,
    row_columns,
    unreported_columns,
)
from ecodemo.report.papers.blocks import Blocks
from ecodemo.report.papers.composition import (
    example_notice,
    grid,
    on_one_line,
    paper_of,
    points,
    speaker_of,
    version,
)
from ecodemo.report.papers.outline import numbered
from ecodemo.table import pick


def paper(migration: Migration, template_folder: str | None = None) -> Paper:
    """The paper, in the language of the view.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    migration = on_one_line(migration)
    parts = numbered(_parts(migration, template_folder), speaker_of(migration).language)
    return paper_of(f"migration-{migration.bid_id}-{migration.today}", parts, migration.language)


def _parts(migration: Migration, template_folder: str | None) -> Iterator[Part]:
    speaker = speaker_of(migration)
    lists = {"rows", "documents", "unreported", "dropped"}
    data = {"migration": migration.model_dump(mode="json", exclude=lists)}
    say = Blocks("migration", migration.language, template_folder, data).parts
    yield from say("title")
    yield from example_notice(migration)
    yield from say("summary")
    yield points(migration.notes)
    yield PageBreak(is_wide=True)
    yield from say("rows")
    columns = row_columns(speaker)
    yield grid(
        pick(columns, "no", "name", "text", "old", "boxes", "values", "verdict", "change"), migration.rows
    )
    if migration.dropped:
        yield from say("dropped")
        yield grid(dropped_columns(speaker), migration.dropped)
    yield from say("documents")
    owed = tuple(row for row in migration.documents if row.again or row.new or row.missing)
    if owed:
        columns_of_owed = carried_columns(speaker)
        yield grid(
            pick(columns_of_owed, "no", "document", "serves", "again", "new", "missing", "owed_by", "years"),
            owed,
        )
    serving = tuple(row for row in migration.documents if not (row.again or row.new or row.missing))
    if serving:
        yield from say("serving")
        yield grid(pick(carried_columns(speaker), "no", "document", "serves"), serving)
    yield from say("unreported")
    if migration.unreported:
        yield grid(unreported_columns(speaker), migration.unreported)
    yield version(migration)
