"""Pages are read apart from each other: one that kills, hangs or eats its process costs only itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import stamp_of
from ecodemo.model.recognised import PageFault
from ecodemo.recognition import reading_processes
from ecodemo.recognition.character_reader import PageReader
from ecodemo.recognition.page_words import PageWords
from ecodemo.recognition.reading_processes import Answer, PageTask, read_pages
from recognition.scanned import fake_reader, page

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the engine is one of this process's own")
PAGES = {("scan.png", number): page(f"第{number}页") for number in range(1, 6)}


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "scan.png"
    file.write_bytes(b"x")
    return file


def tasks(file: Path, numbers: range = range(1, 6)) -> list[PageTask]:
    return [PageTask("a" * 64, str(file), stamp_of(file.stat()), "png", number) for number in numbers]


def read(
    file: Path, before: Callable[[str, int], object] | None = None, processes: int = 1, seconds: float = 30
) -> dict[int, Answer]:
    found = read_pages(tasks(file), lambda _: fake_reader(PAGES, before=before), processes, seconds)
    return {task.page: answer for task, answer in found}


def on_page(number: int, act: Callable[[], object]) -> Callable[[str, int], object]:
    return lambda _, page: act() if page == number else None


FAILED = PageWords(fault=PageFault.FAILED)


@pytest.mark.parametrize("processes", [1, 3])
def test_every_page_is_read_once(scan: Path, processes: int) -> None:
    assert read(scan, processes=processes) == {number: PAGES["scan.png", number] for number in range(1, 6)}


def raise_error() -> None:
    raise MemoryError


@pytest.mark.parametrize("act", [lambda: os._exit(9), lambda: time.sleep(60), raise_error])
def test_a_page_that_ends_badly_is_unreadable_and_the_others_are_read(
    scan: Path, act: Callable[[], object]
) -> None:
    found = read(scan, on_page(2, act), seconds=0.4)
    assert found == {number: PAGES["scan.png", number] for number in range(1, 6)} | {2: FAILED}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say what is in use")
def test_a_page_that_takes_too_much_memory_is_given_up(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_processes, "_MEMORY", 1)
    assert read(scan, on_page(2, lambda: time.sleep(60)))[2] == FAILED


def test_a_file_that_was_touched_is_not_read(scan: Path) -> None:
    def touch(name: str, number: int) -> None:
        if number == 3:
            os.utime(scan, ns=(1, 1))

    found = read(scan, touch)
    assert found[2] == PAGES["scan.png", 2]
    assert [found[number] for number in (3, 4, 5)] == [None, None, None]


def test_an_engine_that_cannot_be_loaded_says_why(scan: Path) -> None:
    def broken(threads: int) -> PageReader:
        raise ImportError("libGL.so.1: cannot open shared object file")

    with pytest.raises(EcodemoError, match="could not be loaded") as raised:
        list(read_pages(tasks(scan), broken, 1))
    assert "libGL" in str(raised.value)


def test_an_engine_that_kills_its_process_marks_no_page(scan: Path) -> None:
    with pytest.raises(EcodemoError, match="could not be loaded"):
        list(read_pages(tasks(scan), lambda _: os._exit(9), 1))


def test_no_page_is_begun_before_a_process_is_free(scan: Path) -> None:
    begun: list[int] = []

    def watched() -> object:
        for task in tasks(scan):
            begun.append(task.page)
            yield task

    results = read_pages(watched(), lambda _: fake_reader(PAGES), 1)  # type: ignore[arg-type]
    next(results)
    assert begun == [1]
    results.close()  # type: ignore[attr-defined]


def test_threads_and_processes_together_are_no_more_than_the_cores(
    scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading_processes, "usable_cores", lambda: 6)
    seen = tmp_path / "threads"

    def noted(threads: int) -> PageReader:
        seen.write_text(str(threads))
        return fake_reader(PAGES)

    list(read_pages(tasks(scan), noted, 2))
    assert seen.read_text() == "3"
