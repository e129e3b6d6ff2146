"""Packs as units send them back: exported, opened, changed, and zipped again in the ways that people's programs do."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from libreoffice import convert

RECEIVED = "2021-09-18"
_MADE: dict[tuple[bytes, str], tuple[str, bytes]] = {}
"""Names and bytes of packs, by the workspace and the unit."""


def export(county: Path, unit: str, out: Path) -> Path:
    """The pack of a unit. It follows from the workspace alone, as test_export.py shows: of the same one it is made once."""
    key = _fingerprint(county), unit
    if key not in _MADE:
        ran = invoke("-C", county, "--lang", "en", "form", "export", "--unit", unit, "--out", out)
        assert ran.exit_code == 0, ran.stderr
        made = next(path for path in out.iterdir() if path.suffix == ".zip" and path.name.startswith(unit))
        _MADE[key] = made.name, made.read_bytes()
    name, content = _MADE[key]
    out.mkdir(parents=True, exist_ok=True)
    (out / name).write_bytes(content)
    return out / name


def _fingerprint(folder: Path) -> bytes:
    """Of all names and bytes in a folder."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.digest()


def opened(pack: Path, into: Path) -> Path:
    """The folder of an unpacked pack."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(into)
    return into


def workbook_of(folder: Path) -> Path:
    return next(path for path in folder.rglob("*填报表.xlsx"))


def changed(workbook: Path, change: Callable[[Workbook], object]) -> None:
    """Change a workbook as a program does that knows no formulas' values."""
    book = openpyxl.load_workbook(workbook)
    change(book)
    book.save(workbook)


def row_of(sheet: Worksheet, no: str) -> int:
    """The row of a number."""
    return next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == no)


def column_of(sheet: Worksheet, head: str) -> int:
    heads = (str(sheet.cell(3, column).value or "") for column in range(1, sheet.max_column + 1))
    return next(column for column, text in enumerate(heads, 1) if text.startswith(head))


def fill(sheet: Worksheet, no: str, values: Mapping[str, Any]) -> None:
    """Write into the row of a number, by the beginnings of heads."""
    row = row_of(sheet, no)
    for head, value in values.items():
        sheet.cell(row, column_of(sheet, head)).value = value


def zipped(folder: Path, pack: Path, prefix: str = "") -> Path:
    """A zip with names in UTF-8."""
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{prefix}{path.relative_to(folder).as_posix()}")
    return pack


def zipped_in_gbk(members: Mapping[str, bytes], pack: Path) -> Path:
    """A zip as 360压缩 writes it: names in GBK, and no mark that says so."""
    body, directory = bytearray(), bytearray()
    for name, content in members.items():
        raw = name.encode("gbk")
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
        sizes = (zlib.crc32(content), len(packed), len(content))
        offset = len(body)
        body += struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, len(raw), 0) + raw + packed
        directory += (
            struct.pack(
                "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, len(raw), 0, 0, 0, 0, 32, offset
            )
            + raw
        )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    pack.write_bytes(bytes(body + directory) + end)
    return pack


def members_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def import_(
    county: Path, *paths: Path | str, received: str | None = RECEIVED, more: tuple[str, ...] = ()
) -> Result:
    """`ecodemo form import`, which never shows a traceback."""
    day = ("--received", received) if received else ()
    ran = invoke("-C", county, "--lang", "en", "form", "import", *paths, *day, *more)
    assert ran.clean, ran.stderr
    assert ran.exit_code != 70, ran.stderr
    return ran


def state_of(county: Path, *folders: str) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and its time of change."""
    return {
        path.relative_to(county).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for folder in folders or ("data", "evidence")
        for path in sorted((county / folder).rglob("*"))
        if path.is_file()
    }


def resaved(workbook: Path, suffix: str, folder: Path) -> Path | None:
    """The workbook saved again by LibreOffice; `None` where that is not installed."""
    if shutil.which("soffice") is None:
        return None
    [saved] = convert([workbook], suffix, folder)
    return saved


def replaced_since(county: Path, *units: str) -> None:
    """Everything that was reviewed had other bytes then."""
    for unit in units:
        path = county / "data" / "progress" / f"{unit}.yaml"
        text = re.sub(
            r"(by: agriculture,(?:(?!hash).)*hash: )[0-9a-f]{12}",
            r"\g<1>" + "0" * 12,
            path.read_text("utf-8"),
            flags=re.DOTALL,
        )
        path.write_text(text, encoding="utf-8")
