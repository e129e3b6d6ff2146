"""Results of `province check`, opened to be asked: of each county the latest, whatever folder it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecodemo.errors import EcodemoError, NothingToCheckError, system_reason
from ecodemo.model.message import Message, listing, message, sentences
from ecodemo.province.result_folder import WORK
from ecodemo.province.result_tables import RUNS, TABLES, ResultTable
from ecodemo.province.write_tables import connect, literal_path

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "512MB"
_READ = "SELECT {folder} AS folder, {columns} FROM read_parquet({path}, hive_partitioning=false)"
_LATEST = """
CREATE TABLE latest AS
WITH dated AS (SELECT code, folder, max(day) OVER (PARTITION BY folder) AS judged FROM every_runs)
SELECT code, folder, rank() OVER (PARTITION BY code ORDER BY judged DESC NULLS LAST) AS place FROM dated
"""
"""Place 1: of the folder whose latest day is the latest of those that have the county."""


@dataclass(frozen=True, slots=True)
class Results:
    """Open results: each table has every county once, from the column `folder` (its place in `folders`) on."""

    folders: tuple[Path, ...]
    replaced: int
    """Counties of which an earlier result was left out."""
    _connection: DuckDBPyConnection

    def ask(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """The lines of an answer, by column.

        Raises:
            EcodemoError: a file is damaged.
        """
        import duckdb

        try:
            answer = self._connection.execute(sql, values)
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, line, strict=True)) for line in answer.fetchall()]
        except duckdb.Error as error:
            _refuse_damaged(self._connection, self.folders, error)
            raise


@contextmanager
def open_results(folders: Sequence[Path]) -> Iterator[Results]:
    """Open the folders that `province check` wrote.

    Of a county that several of them have, that of the folder with the later day counts.

    Raises:
        EcodemoError: DuckDB is not installed; a folder is no result, a file is damaged or of another version, or
            folders of the same day have the same county.
        NothingToCheckError: there is no county in them.
    """
    folders = tuple({folder.absolute(): folder for folder in folders}.values())
    connection = connect()
    import duckdb

    try:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        _refuse_foreign(connection, folders)
        try:
            replaced = _put_together(connection, folders)
        except duckdb.Error as error:
            _refuse_damaged(connection, folders, error)
            raise
        yield Results(folders, replaced, connection)
    finally:
        connection.close()


def _refuse_foreign(connection: DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """See that every folder has every table with the columns that this version knows.

    Raises:
        EcodemoError: with all that is wrong.
    """
    wrong = [found for folder in folders for found in _foreign(connection, folder)]
    if wrong:
        raise EcodemoError(message("{problems}", problems=sentences(*wrong)))


def _foreign(connection: DuckDBPyConnection, folder: Path) -> Iterator[Message]:
    import duckdb

    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        yield message("Cannot read {path}: {reason}.", path=str(folder), reason=system_reason(error))
        return
    if RUNS.file_name not in names and WORK in names:
        yield message(
            "“ecodemo province check” was interrupted and has not written {path}. Run it again with --resume.",
            path=str(folder / RUNS.file_name),
        )
        return
    if RUNS.file_name not in names:
        yield message(
            "{path} is not a result of “ecodemo province check”: {file} is missing.",
            path=str(folder),
            file=RUNS.file_name,
        )
        return
    for table in TABLES.values():
        path = folder / table.file_name
        if not path.is_file():
            yield message("{path} is missing. Run “ecodemo province check” again.", path=str(path))
            continue
        try:
            there = connection.read_parquet(literal_path(path), hive_partitioning=False)
        except duckdb.Error:
            yield _damage(path)
            continue
        yield from _other_columns(path, table, dict(zip(there.columns, map(str, there.types), strict=True)))


def _other_columns(path: Path, table: ResultTable, there: dict[str, str]) -> Iterator[Message]:
    wanted: dict[str, str] = dict(table.types)
    missing, unknown = wanted.keys() - there.keys(), there.keys() - wanted.keys()
    retyped = [name for name in wanted.keys() & there.keys() if wanted[name] != there[name]]
    if unknown and not missing and not retyped:
        yield message(
            "{path} has columns that this version of ecodemo does not know: {columns}. Use the version that wrote it, or a newer one.",
            path=str(path),
            columns=listing(*sorted(unknown)),
        )
    elif missing or unknown or retyped:
        yield message(
            "{path} was written by another version of ecodemo: columns {columns}. Run “ecodemo province check” again.",
            path=str(path),
            columns=listing(*sorted((*missing, *unknown, *retyped))),
        )


def _put_together(connection: DuckDBPyConnection, folders: Sequence[Path]) -> int:
    """Make the tables of which each county is in one; how many were left out.

    Raises:
        EcodemoError: which of two is the later one cannot be determined.
        NothingToCheckError: there is none.
    """
    for table in TABLES.values():
        columns = ", ".join(f'"{name}"' for name in table.types)
        parts = " UNION ALL ".join(
            _READ.format(folder=place, columns=columns, path=_literal(folder / table.file_name))
            for place, folder in enumerate(folders)
        )
        connection.execute(f"CREATE VIEW every_{table.name} AS {parts}")
    connection.execute(_LATEST)
    _refuse_repeated(connection, folders)
    for table in TABLES.values():
        kind = "TABLE" if table is RUNS else "VIEW"
        connection.execute(
            f"CREATE {kind} {table.name} AS SELECT * FROM every_{table.name} "  # noqa: S608 - names of our own
            "SEMI JOIN (SELECT code, folder FROM latest WHERE place = 1) USING (code, folder)"
        )
    counts = connection.execute("SELECT count(*) FILTER (place = 1), count(*) FILTER (place > 1) FROM latest")
    counties, replaced = counts.fetchall()[0]
    if not counties:
        raise NothingToCheckError(message("The result has no counties."))
    return int(replaced)


def _refuse_repeated(connection: DuckDBPyConnection, folders: Sequence[Path]) -> None:
    repeated = connection.execute(
        "SELECT code, list(folder ORDER BY folder) FROM latest WHERE place = 1 "
        "GROUP BY code HAVING count(*) > 1 ORDER BY code"
    ).fetchall()
    if not repeated:
        return
    codes = listing(*(code for code, _ in repeated))
    between = list(dict.fromkeys(str(folders[place]) for _, places in repeated for place in places))
    if len(between) == 1:
        raise EcodemoError(
            message("{path} has several lines for the same county: {codes}.", path=between[0], codes=codes)
        )
    raise EcodemoError(
        message(
            "The same counties are in several results of the same day: {codes} (in {folders}). Name only one of these results.",
            codes=codes,
            folders=listing(*between),
        )
    )


def _refuse_damaged(connection: DuckDBPyConnection, folders: Sequence[Path], cause: Exception) -> None:
    """After a question that failed: see whether a file cannot be read to its end.

    Raises:
        EcodemoError: with the first one.
    """
    import duckdb

    for folder in folders:
        for table in TABLES.values():
            path = folder / table.file_name
            try:
                connection.read_parquet(literal_path(path)).aggregate("sum(hash(COLUMNS(*)))").fetchall()
            except duckdb.Error:
                raise EcodemoError(_damage(path)) from cause


def _damage(path: Path) -> Message:
    return message("{path} is damaged. Run “ecodemo province check” again.", path=str(path))


def _literal(path: Path) -> str:
    return "'" + literal_path(path).replace("'", "''") + "'"
