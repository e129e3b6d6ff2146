"""The inbox: packs as they came, what could not be filed, and the list of what was taken from where."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.files import LARGEST_RECORD, read_own_file, real_path
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.safe_names import safe_name
from ecodemo.model.base import read_day

FOLDER = "inbox"
UNKNOWN = "未识别"
REPLACED = "替换下来的"
"""The folder of a day with the files that others took the place of."""
NO_UNIT = "单位不明"
HANDED_IN = "已收内容"
"""The folder with a file for each unit: what it said last in each cell."""
LIST = "收件登记.csv"
_HEADS = ("收到日期", "单位", "包", "原文件名", "归入", "sha256", "说明")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./年_]?(\d{1,2})[-./月_]?(\d{1,2})日?(?!\d)")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A line of the list: a file that came, or a pack as a whole, and where it was put."""

    day: date
    unit: str
    pack: str
    name: str
    """As the pack called it."""
    filed: str
    """Relative to the workspace."""
    sha256: str
    words: str = ""


def read_delivered(root: Path) -> tuple[Delivered, ...]:
    """The list, oldest first; lines that cannot be understood are passed over, and stay.

    Raises:
        EcodemoError: it is there and cannot be read.
    """
    return tuple(_delivered(_text(root)))


def with_delivered(root: Path, new: Iterable[Delivered]) -> bytes | None:
    """The list's bytes with new lines at its end; `None` where it says all of them already.

    Raises:
        EcodemoError: it is there and cannot be read.
    """
    text = _text(root)
    known = {(line.unit, line.name, line.filed, line.sha256) for line in _delivered(text)}
    fresh = {(line.unit, line.name, line.filed, line.sha256): line for line in new}
    rows = [line for key, line in fresh.items() if key not in known]
    if not rows:
        return None
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    if not text:
        writer.writerow(_HEADS)
    for line in rows:
        writer.writerow(
            map(
                escape_formula,
                (line.day.isoformat(), line.unit, line.pack, line.name, line.filed, line.sha256, line.words),
            )
        )
    whole = text if not text or text.endswith("\n") else f"{text}\n"
    return ("\ufeff" + whole + stream.getvalue()).encode("utf-8", "surrogateescape")


def _text(root: Path) -> str:
    content = read_own_file(root / FOLDER / LIST, root, LARGEST_RECORD) or b""
    return content.decode("utf-8-sig", "surrogateescape")


def _delivered(text: str) -> Iterator[Delivered]:
    for row in csv.reader(io.StringIO(text, newline="")):
        cells = [cell.removeprefix("'") for cell in row]
        if len(cells) >= 6 and re.fullmatch(r"[0-9a-f]{64}", cells[5]):
            try:
                day = read_day(cells[0])
            except ValueError:
                continue
            yield Delivered(day, cells[1], cells[2], cells[3], cells[4], cells[5], "".join(cells[6:7]))


def escape_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_LIKE_A_FORMULA) else text


def day_in_folders(path: Path) -> date | None:
    """The day that one of the folders of a path is called by, the innermost first; never the name itself."""
    for part in reversed(path.parts[:-1]):
        if found := _DAY.search(part):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None


class Inbox:
    """Where packs and unrecognised files will be kept; what is there already is not kept twice."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = root / FOLDER
        self._by_size: dict[int, list[Path]] = {}
        self._planned: dict[str, str] = {}
        if self._top.is_dir():
            for path in sorted(self._top.rglob("*")):
                if path.is_file() and not path.is_symlink() and not path.name.endswith(".part"):
                    self._by_size.setdefault(path.stat().st_size, []).append(path)

    def holds(self, path: Path) -> bool:
        """Whether a path is in the inbox itself."""
        return real_path(path).is_relative_to(real_path(self._top))

    def place_of_pack(self, pack: Path, name: str, day: date, sha256: str) -> tuple[str, bool]:
        """Where a pack is or will be kept, relative to the workspace, and whether it is there already."""
        there = pack if self.holds(pack) else self._has(pack, sha256, self._top)
        if there is not None:
            return real_path(there).relative_to(real_path(self._root)).as_posix(), True
        folders = "/".join(map(safe_name, name.split("/")))
        return self._free(f"{FOLDER}/{day.isoformat()}/{folders}", sha256), False

    def place_of_unknown(self, path: Path, name: str, unit: str, sha256: str) -> tuple[str, bool]:
        """Where an unrecognised file is or will be kept, and whether it is there already."""
        folder = f"{FOLDER}/{UNKNOWN}/{safe_name(unit or NO_UNIT)}"
        there = self._has(path, sha256, self._root / folder)
        if there is not None:
            return there.relative_to(self._root).as_posix(), True
        return self._free(f"{folder}/{safe_name(name.replace('/', '_'))}", sha256), False

    def _has(self, path: Path, sha256: str, below: Path) -> Path | None:
        alike = self._by_size.get(path.stat().st_size, [])
        return next((p for p in alike if p.is_relative_to(below) and hash_of(p) == sha256), None)

    def _free(self, place: str, sha256: str) -> str:
        stem, dot, suffix = place.rpartition(".")
        if not dot or "/" in suffix:
            stem, suffix = place, ""
        number = 1
        while True:
            ordinal = f"（{number}）" if number > 1 else ""
            target = f"{stem}{ordinal}{dot if suffix else ''}{suffix}"
            if (
                self._planned.setdefault(target.lower(), sha256) == sha256
                and not (self._root / target).exists()
            ):
                return target
            number += 1
