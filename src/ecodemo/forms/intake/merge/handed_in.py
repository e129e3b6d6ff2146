"""What a unit itself handed in, cell by cell, as far as it was taken: so that it can correct its own entries.

A form remembers what was sent out. Once it came back, the data say what the unit wrote; when the unit then changes the
same old form and sends it again, only this distinguishes its own former entry from one that the office changed meanwhile.
It is kept in the inbox, a file for each unit; where that is not there, such a correction is a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.forms.inbox.delivered import FOLDER, HANDED_IN
from ecodemo.model.message import message

FieldKey: TypeAlias = tuple[str, str, str]
"""Sheet, key of the row, key of the column; of a column with something for each year: `proof/2020`."""
_VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """When a workbook came; of those of one day and one import nobody knows which is the later."""

    day: date
    number: int
    """Which import with a new workbook of the unit it came in, from 1."""


@dataclass(frozen=True, slots=True)
class Said:
    """The last entry of a unit in a cell that was taken."""

    text: str
    arrival: Arrival


class HandedIn:
    """All that one unit handed in; nothing is written."""

    def __init__(self, content: bytes | None = None) -> None:
        """Understand what was remembered.

        Raises:
            ValueError: these are no such bytes.
        """
        self._workbooks: dict[str, Arrival] = {}
        self._cells: dict[FieldKey, Said] = {}
        if content is not None:
            self._read(content)
        self._next = 1 + max((arrival.number for arrival in self._workbooks.values()), default=0)

    def sending(self, sha256: str, day: date) -> Sending:
        """One of its workbooks among the others; one whose bytes came before keeps its place."""
        return Sending(self, self._workbooks.setdefault(sha256, Arrival(day, self._next)))

    def last(self, key: FieldKey) -> Said | None:
        """What it said last."""
        return self._cells.get(key)

    def keep(self, key: FieldKey, said: Said) -> None:
        """Remember an entry, unless a later workbook said something there."""
        last = self._cells.get(key)
        if last is None or last.arrival <= said.arrival:
            self._cells[key] = said

    @property
    def content(self) -> bytes:
        """What is to be remembered, an entry a line, in an order of its own."""
        workbooks = sorted(self._workbooks.items(), key=lambda item: (item[1].number, item[1].day, item[0]))
        lines = {
            "workbooks": [{"sha256": sha256, **_written(arrival)} for sha256, arrival in workbooks],
            "cells": [
                {
                    "sheet": key[0],
                    "row": key[1],
                    "column": key[2],
                    "says": said.text,
                    **_written(said.arrival),
                }
                for key, said in sorted(self._cells.items())
            ],
        }
        parts = [f' "{name}": [\n{_a_line_each(entries)}\n ]' for name, entries in lines.items()]
        return ",\n".join((f'{{\n "version": {_VERSION}', *parts)).encode() + b"\n}\n"

    def _read(self, content: bytes) -> None:
        try:
            data = json.loads(content)
            if data["version"] != _VERSION:
                raise ValueError(data["version"])
            self._workbooks = {str(entry["sha256"]): _arrival(entry) for entry in data["workbooks"]}
            for entry in data["cells"]:
                key = (str(entry["sheet"]), str(entry["row"]), str(entry["column"]))
                self._cells[key] = Said(str(entry["says"]), _arrival(entry))
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Sending:
    """One workbook among all that its unit handed in."""

    handed_in: HandedIn = field(default_factory=HandedIn)
    arrival: Arrival = Arrival(date.min, 0)

    def former(self, key: FieldKey) -> Said | None:
        """What the unit said last, when that came before this workbook."""
        last = self.handed_in.last(key)
        return last if last is not None and last.arrival < self.arrival else None

    def later(self, key: FieldKey) -> Said | None:
        """What the unit said last, when that came after this workbook."""
        last = self.handed_in.last(key)
        return last if last is not None and last.arrival > self.arrival else None

    def keep(self, key: FieldKey, text: str) -> None:
        """Remember what this workbook says and what was taken."""
        self.handed_in.keep(key, Said(text, self.arrival))


class AllHandedIn:
    """That of all units, each read when it is first needed; nothing is written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / FOLDER / HANDED_IN
        self._units: dict[str, HandedIn] = {}

    def of(self, unit: str) -> HandedIn:
        """That of a unit.

        Raises:
            EcodemoError: its file is damaged, or cannot be read.
        """
        if unit not in self._units:
            content = self._content(unit)
            try:
                self._units[unit] = HandedIn(content)
            except ValueError as error:
                raise EcodemoError(
                    message(
                        "{path} is damaged; nothing was imported. Delete it and import again. Corrections in this unit's old workbook are then reported as conflicts, once.",
                        path=f"{FOLDER}/{HANDED_IN}/{unit}.json",
                    )
                ) from error
        return self._units[unit]

    def contents(self) -> Mapping[Path, bytes]:
        """Of each file that is to be written, its bytes."""
        found = {self._path(unit): (unit, handed_in.content) for unit, handed_in in self._units.items()}
        return {path: content for path, (unit, content) in found.items() if content != self._content(unit)}

    def _path(self, unit: str) -> Path:
        return self._folder / f"{unit}.json"

    def _content(self, unit: str) -> bytes | None:
        return read_own_file(self._path(unit), self._root, LARGEST_RECORD)


def _written(arrival: Arrival) -> Mapping[str, str | int]:
    return {"received": arrival.day.isoformat(), "import": arrival.number}


def _arrival(entry: Mapping[str, object]) -> Arrival:
    return Arrival(date.fromisoformat(str(entry["received"])), int(str(entry["import"])))


def _a_line_each(entries: Iterable[Mapping[str, str | int]]) -> str:
    return ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries)
