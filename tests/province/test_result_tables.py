"""The tables of a result: the result of a county, as anybody's DuckDB reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.load.workspace import load
from ecodemo.province.county_lines import as_lines, county_tables, run_facts, run_line
from ecodemo.province.result_tables import OF_A_COUNTY, RUNS, TABLES
from ecodemo.province.write_tables import connect, literal_path, write_tables
from ecodemo.report.build_state import state_of
from ecodemo.report.state import SlimState

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")

CODE = "430923"


@pytest.fixture(scope="module")
def judged(example: Path) -> CheckResult:
    return check(load(example), CheckOptions(from_lock=True), date(2021, 9, 20))


@pytest.fixture(scope="module")
def state(judged: CheckResult) -> SlimState:
    return state_of(judged).slim()


@pytest.fixture(scope="module")
def lines(judged: CheckResult, state: SlimState) -> Mapping[str, bytes]:
    own = run_line({"code": CODE, "state": "ok", "exit": 1, "seconds": 0.5, **run_facts(state)})
    return {RUNS.name: as_lines([own]), **county_tables(CODE, state, judged)}


def written(lines: Mapping[str, bytes], folder: Path) -> Mapping[str, bytes]:
    folder.mkdir()
    files: dict[str, list[Path]] = {}
    for name, content in lines.items():
        files[name] = [folder / f"{name}.jsonl"]
        files[name][0].write_bytes(content)
    return {path.name: path.read_bytes() for path in write_tables(files, folder)}


def read(folder: Path, table: str) -> list[Mapping[str, Any]]:
    relation = connect().read_parquet(literal_path(folder / f"{table}.parquet"))
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def plain(content: bytes) -> Iterable[Mapping[str, Any]]:
    return map(json.loads, content.splitlines())


def test_every_line_has_every_column_of_its_table(lines: Mapping[str, bytes]) -> None:
    for name, table in TABLES.items():
        assert {frozenset(line) for line in plain(lines[name])} == {frozenset(table.types)}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_written_is_read_again_in_order(
    table: str, lines: Mapping[str, bytes], tmp_path: Path
) -> None:
    """In a folder whose name has what would stand for other names."""
    folder = tmp_path / "2021[1]*?"
    written(lines, folder)
    found = read(folder, table)
    said = [
        {
            **line,
            **{day: line[day] and date.fromisoformat(line[day]) for day in ("day", "through") if day in line},
        }
        for line in plain(lines[table])
    ]
    assert found
    assert found == sorted(said, key=lambda line: [line[name] for name in TABLES[table].order])


def test_the_same_lines_in_another_order_give_the_same_bytes(
    lines: Mapping[str, bytes], tmp_path: Path
) -> None:
    turned = {name: b"".join(reversed(content.splitlines(keepends=True))) for name, content in lines.items()}
    assert written(lines, tmp_path / "one") == written(turned, tmp_path / "two")


def test_a_result_of_nothing_has_every_table_with_its_columns(tmp_path: Path) -> None:
    write_tables({}, tmp_path)
    for table in TABLES.values():
        relation = connect().read_parquet(str(tmp_path / table.file_name))
        assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == table.types
        assert relation.fetchall() == []


def test_documents_are_the_files_of_the_lock(example: Path, lines: Mapping[str, bytes]) -> None:
    locked = (example / "evidence.sha256").read_text(encoding="utf-8").splitlines()
    assert {f"{line['sha256']}  evidence/{line['path']}" for line in plain(lines["documents"])} == set(locked)


def test_findings_are_counted_as_the_state_counts_them(state: SlimState, lines: Mapping[str, bytes]) -> None:
    found = [(line["rule"], line["severity"], line["count"]) for line in plain(lines["findings"])]
    assert found == list(state.findings.by_code)
    assert sum(count for _, severity, count in found if severity == "error") == state.gate.errors


def test_a_county_has_lines_in_every_table_but_runs(lines: Mapping[str, bytes]) -> None:
    assert {table.name for table in OF_A_COUNTY} == lines.keys() - {"runs"}
    assert all(lines[table.name] for table in OF_A_COUNTY)


def test_database_loads_nothing_from_a_network() -> None:
    wanted = "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' ORDER BY name"
    assert connect().sql(wanted).fetchall() == [("false",), ("false",)]
