"""RESULT: the tables, the states and boards by county, and below work/ the result of each county, to go on from.

A county's outcome counts from the moment its `run.json` is in place, which is written last. The tables are written once
all counties have one, all together or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, not_read, not_written, put_whole, read_control_file
from ecodemo.journal.changes import Change, write_together
from ecodemo.journal.manifest import FOLDER as JOURNAL
from ecodemo.model.message import message
from ecodemo.ownership import remove_leftovers
from ecodemo.province.county_lines import Line, as_lines, run_line
from ecodemo.province.county_order import BOARD_FILE, LINES_SUFFIX, STATE_FILE, CountyOutcome
from ecodemo.province.read_counties import NamedCounty
from ecodemo.province.result_tables import OF_A_COUNTY, RUNS, TABLES
from ecodemo.province.write_tables import write_tables

WORK = "work"
STATES = "states"
BOARDS = "boards"
COMMAND = "province check"
_RUN = "run.json"
_NEW = "tables"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """The result of a county, as it is kept."""

    line: Mapping[str, Any]
    """Its line in `runs`."""
    lines: str
    """The folder, below its own, that has its lines of the other tables; empty: it has none."""


class ResultFolder:
    """The folder of a province's result."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse_other_folders(self) -> None:
        """See that nothing else is there.

        Raises:
            EcodemoError: it is a file, cannot be read, or has something that is no result.
        """
        try:
            self._refuse_other_folders()
        except OSError as error:
            raise not_read(self.path, error) from error

    def _refuse_other_folders(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise EcodemoError(
                message("{path} is a file, not a folder. Nothing was written.", path=str(self.path))
            )
        if self.path.is_dir() and not (self.path / WORK).is_dir() and self._has_anything():
            raise EcodemoError(
                message(
                    "{path} is not empty and not a result of “ecodemo province check”. Specify a new folder.",
                    path=str(self.path),
                )
            )

    def _has_anything(self) -> bool:
        return any(entry.name != JOURNAL for entry in self.path.iterdir())

    def kept(self, code: str, *, with_board: bool) -> KeptRun | None:
        """The earlier result of a county, if all of it is there."""
        run = self._run(code)
        if run is None or run.line.get("state") != "ok" or not run.lines:
            return None
        folder = self._work(code) / run.lines
        wanted = [folder / f"{table.name}{LINES_SUFFIX}" for table in OF_A_COUNTY]
        wanted.append(self.path / STATES / f"{code}.json")
        if with_board:
            wanted.append(self.path / BOARDS / f"{code}.html")
        return run if all(path.is_file() for path in wanted) else None

    def keep(self, county: NamedCounty, outcome: CountyOutcome, tool: str) -> None:
        """Keep the result of a county, in place of the earlier one.

        Raises:
            EcodemoError: it cannot be written; what was kept before is kept, or this county has nothing kept.
        """
        folder = self._work(county.code)
        lines = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if outcome.state == "ok":
                lines = os.urandom(8).hex()
                self._write_lines(folder / lines, outcome.files)
            self._publish(county.code, outcome.files)
            said = {"line": _line(county, outcome, tool), "lines": lines}
            put_whole(folder / _RUN, (json.dumps(said, ensure_ascii=False).encode(),))
        except OSError as error:
            raise not_written(folder, error) from error
        for entry in folder.iterdir():
            if entry.name not in (_RUN, lines):
                _remove(entry)

    def finish(self, counties: Iterable[NamedCounty]) -> None:
        """Write the tables of all counties, and remove what is of none of them.

        Raises:
            EcodemoError: they cannot be written; the earlier ones are unchanged.
        """
        new = self.path / WORK / _NEW
        _remove(new)
        try:
            new.mkdir(parents=True)
            written = write_tables(self._lines(counties, new), new)
            write_together(self.path, COMMAND, [Change(self.path / path.name, path) for path in written])
            self._remove_strangers({county.code for county in counties})
        except OSError as error:
            raise not_written(self.path, error) from error
        finally:
            _remove(new)

    def runs(self, counties: Iterable[NamedCounty]) -> Iterator[Mapping[str, Any]]:
        """The lines of `runs`, in the order of the counties."""
        for county in counties:
            run = self._run(county.code)
            if run is not None:
                yield {**run.line, **_names(county, run.line)}

    def _lines(self, counties: Iterable[NamedCounty], folder: Path) -> Mapping[str, list[Path]]:
        runs = folder / f"{RUNS.name}{LINES_SUFFIX}"
        runs.write_bytes(as_lines(self.runs(counties)))
        found: dict[str, list[Path]] = {name: [] for name in TABLES}
        found[RUNS.name].append(runs)
        for county in counties:
            run = self._run(county.code)
            if run is not None and run.lines:
                for table in OF_A_COUNTY:
                    path = self._work(county.code) / run.lines / f"{table.name}{LINES_SUFFIX}"
                    if path.stat().st_size:
                        found[table.name].append(path)
        return found

    def _run(self, code: str) -> KeptRun | None:
        path = self._work(code) / _RUN
        try:
            said = json.loads(read_control_file(path, self.path, LARGEST_RECORD))
            return KeptRun(run_line(said["line"]), str(said["lines"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _work(self, code: str) -> Path:
        return self.path / WORK / code

    @staticmethod
    def _write_lines(folder: Path, files: Mapping[str, bytes]) -> None:
        folder.mkdir()
        for table in OF_A_COUNTY:
            name = f"{table.name}{LINES_SUFFIX}"
            put_whole(folder / name, (files[name],))

    def _publish(self, code: str, files: Mapping[str, bytes]) -> None:
        """The state and the board, or none where there is none any more."""
        for folder, name, suffix in ((STATES, STATE_FILE, "json"), (BOARDS, BOARD_FILE, "html")):
            path = self.path / folder / f"{code}.{suffix}"
            if name in files:
                path.parent.mkdir(exist_ok=True)
                put_whole(path, (files[name],))
            else:
                path.unlink(missing_ok=True)

    def _remove_strangers(self, codes: set[str]) -> None:
        """What is kept of counties that are not in the list any more."""
        for entry in (self.path / WORK).iterdir():
            if entry.name not in {*codes, _NEW}:
                _remove(entry)
        for folder in (STATES, BOARDS):
            with suppress(FileNotFoundError):
                remove_leftovers(self.path / folder)
                for entry in (self.path / folder).iterdir():
                    if entry.stem not in codes:
                        _remove(entry)


def _line(county: NamedCounty, outcome: CountyOutcome, tool: str) -> Line:
    return run_line(
        {
            **outcome.facts,
            **_names(county, outcome.facts),
            "code": county.code,
            "state": outcome.state,
            "why": outcome.why,
            "exit": outcome.exit,
            "seconds": outcome.seconds,
            "signature": outcome.signature,
            "tool": tool,
        }
    )


def _names(county: NamedCounty, facts: Mapping[str, Any]) -> Mapping[str, str]:
    """As in the list; of a county that is not listed, as in its data."""
    return {
        "name": county.name or facts.get("name") or "",
        "city": county.city or facts.get("city") or "",
    }


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
