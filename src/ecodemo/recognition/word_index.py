"""All words of the evidence, of text layers and of scanned pages alike: an index in the cache folder, by content."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from ecodemo.evidence.examination import Task, passages
from ecodemo.evidence.stages import Progress
from ecodemo.model.reading import page_place
from ecodemo.recognition.plain_words import first_whole, joined, may_go_on, plain_words
from ecodemo.recognition.word_store import WordStore

FILE = "words.sqlite"
_TRIGRAM = 3
"""Characters; shorter words are compared with every text."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS contents (sha256 TEXT PRIMARY KEY, has_layer INTEGER NOT NULL DEFAULT 0, stamp INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS parts (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, source TEXT NOT NULL, places TEXT NOT NULL, words TEXT NOT NULL, plain TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS parts_of ON parts (sha256, source);
CREATE VIRTUAL TABLE IF NOT EXISTS plains USING fts5(plain, content='parts', content_rowid='id', tokenize='trigram');
"""


class WordSource(StrEnum):
    """Where words come from."""

    LAYER = "text"
    RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True)
class Passed:
    """A passage that holds all the words."""

    sha256: str
    source: WordSource
    is_whole: bool
    """Each of the words occurs there by itself, and not only within longer numbers."""
    key: int


class WordIndex:
    """The index of one workspace.

    Raises:
        sqlite3.OperationalError: it cannot be kept.
        sqlite3.DatabaseError: it is damaged; it shows when it is opened or only when it is used.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._database = sqlite3.connect(path or ":memory:", timeout=60)
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def bring_up(
        self,
        tasks: Mapping[str, Task],
        scans: Iterable[str],
        store: WordStore,
        progress: Progress | None = None,
        jobs: int | None = None,
    ) -> None:
        """Take in what is new and forget contents that are gone.

        Args:
            tasks: how to read each content that has a text layer, by hash; those without bytes here are left out.
            scans: the hashes of contents with scanned pages.
            store: where recognised words are kept.
            progress: called with how many files were read.
            jobs: the most files that are read side by side; `None`: one for each core that can be used.
        """
        scanned = set(scans)
        rows = self._database.execute("SELECT sha256, has_layer, stamp FROM contents")
        known = {sha256: (bool(has_layer), stamp) for sha256, has_layer, stamp in rows}
        self._forget(known.keys() - tasks.keys() - scanned)
        new = [task for sha256, task in tasks.items() if not known.get(sha256, (False, 0))[0]]
        for done, (sha256, found) in enumerate(passages(new, progress, jobs), 1):
            parts = ((part.places, part.lines) for part in found)
            self._put(sha256, WordSource.LAYER, parts)
            self._note(sha256, has_layer=True)
            if not done % 500:
                self._database.commit()
        for sha256 in scanned:
            stamp = store.stamp(sha256)
            if stamp != known.get(sha256, (False, 0))[1]:
                pages = (
                    ((page_place(number),), [line.text for line in page.lines])
                    for number, page in store.pages(sha256)
                )
                self._put(sha256, WordSource.RECOGNISED, pages)
                self._note(sha256, stamp=stamp)
        self._database.commit()

    def find(self, words: Sequence[str]) -> Iterator[Passed]:
        """The passages that hold all of these words."""
        wanted = [plain for word in words if (plain := plain_words(word))]
        long = [word for word in wanted if len(word) >= _TRIGRAM]
        is_settled = len(long) == len(wanted) and not any(map(may_go_on, wanted))
        if not wanted:
            return
        text = "''" if is_settled else "parts.plain"
        columns = f"SELECT parts.id, parts.sha256, parts.source, {text} FROM parts"  # noqa: S608
        if long:
            quoted = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
            rows = self._database.execute(
                f"{columns} JOIN plains ON plains.rowid = parts.id WHERE plains MATCH ?",
                (quoted,),
            )
        else:
            rows = self._database.execute(f"{columns} WHERE instr(parts.plain, ?) > 0", (wanted[0],))
        for key, sha256, source, plain in rows:
            if is_settled or all(word in plain for word in wanted):
                is_whole = is_settled or all(first_whole(plain, word) >= 0 for word in wanted)
                yield Passed(sha256, WordSource(source), is_whole, key)

    def line(self, key: int, words: Sequence[str]) -> tuple[str, str]:
        """The place in a passage with most of the words, and the line as it was written."""
        places, written = self._database.execute(
            "SELECT places, words FROM parts WHERE id = ?", (key,)
        ).fetchone()
        lines, named = written.split("\n"), places.split("\n")
        text, starts = joined(lines)
        wanted = [plain_words(word) for word in words]
        votes = [0] * len(lines)
        for word in wanted:
            at = first_whole(text, word)
            at = at if at >= 0 else text.find(word)
            if at >= 0:
                votes[max(number for number, start in enumerate(starts) if start <= at)] += 1
        best = max(range(len(lines)), key=lambda number: votes[number])
        return (named[best] if len(named) == len(lines) else named[0]), lines[best]

    def _prepare(self) -> None:
        self._database.executescript(_SCHEMA)
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.chmod(0o600)

    def _note(self, sha256: str, *, has_layer: bool | None = None, stamp: int | None = None) -> None:
        self._database.execute("INSERT OR IGNORE INTO contents (sha256) VALUES (?)", (sha256,))
        if has_layer is not None:
            self._database.execute("UPDATE contents SET has_layer = ? WHERE sha256 = ?", (has_layer, sha256))
        if stamp is not None:
            self._database.execute("UPDATE contents SET stamp = ? WHERE sha256 = ?", (stamp, sha256))

    def _put(
        self, sha256: str, source: WordSource, parts: Iterable[tuple[Sequence[str], Sequence[str]]]
    ) -> None:
        self._remove("sha256 = ? AND source = ?", (sha256, source.value))
        for places, lines in parts:
            kept = [" ".join(line.split()) for line in lines]
            plain, _ = joined(kept)
            if not plain.strip():
                continue
            cursor = self._database.execute(
                "INSERT INTO parts (sha256, source, places, words, plain) VALUES (?, ?, ?, ?, ?)",
                (
                    sha256,
                    source.value,
                    "\n".join(" ".join(p.split()) for p in places),
                    "\n".join(kept),
                    plain,
                ),
            )
            self._database.execute(
                "INSERT INTO plains (rowid, plain) VALUES (?, ?)", (cursor.lastrowid, plain)
            )

    def _forget(self, hashes: Iterable[str]) -> None:
        for sha256 in hashes:
            self._remove("sha256 = ?", (sha256,))
            self._database.execute("DELETE FROM contents WHERE sha256 = ?", (sha256,))

    def _remove(self, where: str, values: tuple[str, ...]) -> None:
        self._database.execute(
            f"INSERT INTO plains (plains, rowid, plain) SELECT 'delete', id, plain FROM parts WHERE {where}",  # noqa: S608
            values,
        )
        self._database.execute(f"DELETE FROM parts WHERE {where}", values)  # noqa: S608
