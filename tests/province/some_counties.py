"""Counties of a province for the tests: copies of one, without evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cli.running import SOURCE
from ecodemo.province.write_tables import connect, literal_path

MISBEHAVING = Path(__file__).parent / "misbehaving"
NEEDED = ("evidence.sha256", "evidence.facts.csv")


def copied(county: Path, folder: Path, *, code: str = "") -> Path:
    """A county without its evidence; `code` becomes its own."""
    shutil.copytree(county / "data", folder / "data")
    for name in NEEDED:
        if (county / name).exists():
            shutil.copy(county / name, folder / name)
    if code:
        changed(folder / "data" / "county.yaml", "'430923'", f"'{code}'")
    return folder


def changed(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def path_of_processes() -> str:
    """PYTHONPATH with which counties misbehave as their folders say."""
    return f"{MISBEHAVING}:{SOURCE}"


def table(result: Path, name: str) -> list[Mapping[str, Any]]:
    relation = connect().read_parquet(literal_path(result / f"{name}.parquet"))
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def runs(result: Path) -> Mapping[str, Mapping[str, Any]]:
    return {line["code"]: line for line in table(result, "runs")}


def states(result: Path) -> Mapping[str, str]:
    return {code: line["state"] for code, line in runs(result).items()}


def without_time(result: Path, tables: Iterable[str]) -> Mapping[str, list[Mapping[str, Any]]]:
    """Every line of a result, but for how long it took."""
    return {
        name: [
            {key: value for key, value in line.items() if key != "seconds"} for line in table(result, name)
        ]
        for name in tables
    }
