"""The time that a file may take, and what reading leaves behind."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest
from PIL import Image

from ecodemo.formats import guard
from ecodemo.formats.file_facts import facts_of
from ecodemo.formats.guard import TooMuchError, guarded_facts
from ecodemo.model.evidence import Condition, Facts
from formats.conftest import small_corpus

HAS_ALARM = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarms")


def never(_: Path) -> Facts:
    while True:
        try:
            time.sleep(0.01)
        except Exception:  # noqa: BLE001, S112 - as libraries do
            continue


@HAS_ALARM
def test_a_file_that_takes_too_long_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "facts_of", never)
    path = tmp_path / "file"
    path.write_bytes(small_corpus()["pdf"])
    with pytest.raises(TooMuchError) as raised:
        guarded_facts(path, seconds=0.1)
    assert raised.value.facts == Facts(path.stat().st_size, "pdf", Condition.TOO_LARGE)


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_a_file_that_takes_too_much_memory_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(_: Path) -> Facts:
        raise error

    monkeypatch.setattr(guard, "facts_of", fail)
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with pytest.raises(TooMuchError) as raised:
        guarded_facts(path)
    assert raised.value.facts.condition is Condition.TOO_LARGE


@HAS_ALARM
def test_the_alarm_is_put_back_and_never_rings_later(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGALRM)
    path = tmp_path / "file"
    path.write_bytes(b"x")
    assert guarded_facts(path, seconds=5).kind == "txt"
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_other_threads_read_without_an_alarm(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    found: list[Facts] = []
    thread = threading.Thread(target=lambda: found.append(guarded_facts(path)))
    thread.start()
    thread.join()
    assert found == [facts_of(path)]


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        guarded_facts(tmp_path / "none")


def test_the_settings_of_libraries_are_as_before(tmp_path: Path) -> None:
    levels = {name: logging.getLogger(name).level for name in ("pypdf", "PIL", "olefile")}
    pixels, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    for number, content in enumerate(small_corpus().values()):
        path = tmp_path / str(number)
        path.write_bytes(content[:-30])
        facts_of(path)
    assert {name: logging.getLogger(name).level for name in levels} == levels
    assert pixels == Image.MAX_IMAGE_PIXELS
    assert list(warnings.filters) == filters


def test_libraries_are_only_imported_for_files_that_need_them(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes("一些文字".encode())
    script = (
        "import sys; from pathlib import Path; from ecodemo.formats.guard import guarded_facts; "
        "from ecodemo.formats.readings import readings_of; "
        f"facts = guarded_facts(Path({str(path)!r})); assert facts.kind == 'txt'; "
        "print([name for name in ('pypdf', 'PIL', 'olefile', 'puremagic', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
