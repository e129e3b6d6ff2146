"""Files that are made to harm: the right word for each, in bounded time and memory."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ecodemo.model.evidence import Condition
from formats import package_files, pdf_files

SECONDS = 15
MEGABYTES = 400

_SCRIPT = """
import json, sys
from pathlib import Path
from ecodemo.formats.file_facts import facts_of

facts = facts_of(Path(sys.argv[1]))
used = 0
status = Path("/proc/self/status")
if status.exists():
    used = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([facts.kind, facts.condition, facts.pages, facts.width, used // 1024]))
"""
"""Linux counts the memory of a program before its start, where resource.getrusage also has its parent's."""


def picture_bomb() -> bytes:
    """A PNG of a few bytes that says it is 50 000 pixels wide and high."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">LLBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(1_000)))
        + chunk(b"IEND", b"")
    )


def large_sheet() -> bytes:
    """A drawing of a page that has two million operators."""
    return pdf_files.pages([pdf_files.stream(b"0 0 m 9 9 l S " * 600_000, is_packed=True)])


def deep_markup() -> bytes:
    return package_files.document("<w:a>" * 200_000 + "</w:a>" * 200_000)


def long_opening() -> bytes:
    return b"<" + b"\xc2\xa0" * 3_000_000


CASES: list[tuple[Callable[[], bytes], str, Condition]] = [
    (lambda: package_files.zeros(1_000), "zip", Condition.TOO_LARGE),
    (package_files.overlapping, "zip", Condition.TOO_LARGE),
    (lambda: package_files.many_members(100_000), "zip", Condition.TOO_LARGE),
    (lambda: package_files.many_members(25_000), "zip", Condition.TOO_LARGE),
    (package_files.entities, "docx", Condition.DAMAGED),
    (deep_markup, "docx", Condition.SOUND),
    (pdf_files.page_tree_loop, "pdf", Condition.DAMAGED),
    (pdf_files.table_loop, "pdf", Condition.SOUND),
    (pdf_files.outline_loop, "pdf", Condition.SOUND),
    (pdf_files.packed_bomb, "pdf", Condition.TOO_LARGE),
    (pdf_files.declares_a_billion_pages, "pdf", Condition.SOUND),
    (pdf_files.drawings_in_drawings, "pdf", Condition.SOUND),
    (large_sheet, "pdf", Condition.SOUND),
    (picture_bomb, "png", Condition.TOO_LARGE),
    (long_opening, "txt", Condition.SOUND),
]
NAMES = [
    "a gigabyte of noughts",
    "ten gigabytes in one place",
    "a hundred thousand members",
    "twenty-five thousand members",
    "a word that stands for a billion",
    "elements within elements",
    "pages that contain themselves",
    "a table that follows itself",
    "an outline that follows itself",
    "half a gigabyte of operators",
    "a billion pages declared",
    "drawings in drawings",
    "two million operators",
    "a picture of two milliards of pixels",
    "six megabytes of blanks",
]


@pytest.mark.long
@pytest.mark.parametrize(("make", "kind", "condition"), CASES, ids=NAMES)
def test_a_file_that_is_made_to_harm_gets_the_right_word(
    tmp_path: Path, make: Callable[[], bytes], kind: str, condition: Condition
) -> None:
    path = tmp_path / "file"
    path.write_bytes(make())
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, path],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert not done.returncode, done.stderr
    found_kind, found_condition, _, _, megabytes = json.loads(done.stdout)
    assert (found_kind, found_condition) == (kind, condition.value)
    assert megabytes < MEGABYTES
    now = os.times()
    spent = now.children_user + now.children_system - before.children_user - before.children_system
    assert spent < SECONDS, "of the processor: how long it waits for it is up to what else runs here"


def test_the_size_of_a_picture_is_read_without_decoding_it(tmp_path: Path) -> None:
    from ecodemo.formats.file_facts import facts_of

    path = tmp_path / "file"
    path.write_bytes(picture_bomb())
    found = facts_of(path)
    assert (found.width, found.height, found.condition) == (50_000, 50_000, Condition.TOO_LARGE)
