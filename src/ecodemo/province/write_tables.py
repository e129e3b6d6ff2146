"""The tables of a result as Parquet, by DuckDB: the same lines give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ecodemo.errors import EcodemoError
from ecodemo.model.message import message
from ecodemo.province.result_tables import TABLES, ResultTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PIP = "pip install 'ecodemo[province]'"
_LARGEST_LINE = 1 << 20


def write_tables(lines: Mapping[str, Iterable[Path]], folder: Path) -> tuple[Path, ...]:
    """Write every table into a folder.

    Args:
        lines: for each table the files that have its lines, as JSON lines; a table without any is written empty.
        folder: where the Parquet files go; DuckDB also keeps there what does not fit into memory.

    Returns:
        The files that were written.

    Raises:
        EcodemoError: DuckDB is not installed, or the files cannot be written.
    """
    connection = connect(folder)
    import duckdb

    try:
        return tuple(
            _write(connection, table, lines.get(table.name, ()), folder) for table in TABLES.values()
        )
    except duckdb.Error as error:
        raise EcodemoError(
            message(
                "Cannot write the tables of the result: {reason}.",
                reason=str(error).split("\n", 1)[0].rstrip("."),
            )
        ) from error
    finally:
        connection.close()


def connect(folder: Path | None = None) -> DuckDBPyConnection:
    """A database in memory that loads nothing from a network.

    Args:
        folder: where it may put what it cannot keep in memory; `None`: nowhere.

    Raises:
        EcodemoError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise EcodemoError(
            message("Judging a province requires the province extra. Install it: {command}", command=PIP)
        ) from None
    return duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(folder / "spilled") if folder else "",
        },
    )


def _write(connection: DuckDBPyConnection, table: ResultTable, files: Iterable[Path], folder: Path) -> Path:
    path = folder / table.file_name
    read = [literal_path(file) for file in files]
    columns = ", ".join(f'"{name}"' for name in table.types)
    order = ", ".join(f'"{name}"' for name in table.order)
    if read:
        lines = connection.read_json(
            read,
            columns=dict(table.types),
            format="newline_delimited",
            maximum_object_size=_LARGEST_LINE,
        )
    else:
        empty = ", ".join(f'NULL::{type_} AS "{name}"' for name, type_ in table.types.items())
        lines = connection.sql(f"SELECT {empty} WHERE false")
    lines.project(columns).order(order).write_parquet(str(path), compression="zstd")
    return path


def literal_path(path: Path) -> str:
    """A path as DuckDB reads it, without any pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
