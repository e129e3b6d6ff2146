"""`evidence read`: each page once, whatever happens in between, and what follows from it is recorded."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from cli.running import Result, invoke, scripted
from ecodemo.evidence import cache
from ecodemo.evidence.facts_table import read_table
from ecodemo.model.recognised import HeadKind, PageFault, RecognisedFacts
from ecodemo.recognition import character_reader
from ecodemo.recognition.page_words import PageWords
from recognition.scanned import fake_engine, image_pdf, page, picture, png
from support import lock

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the engine is one of this process's own")
AIR = "07 环境空气质量/生态环境分局/2018-2020/07-1 空气质量监测数据"
PAGES = {
    ("07-1 空气质量监测数据.pdf", 1): page("安政发〔2021〕12号", "关于空气质量的说明"),
    ("07-1 空气质量监测数据.pdf", 2): page("优良天数比例94.0％", "联系电话13812345678", seal=True),
    ("07-1 空气质量监测数据.pdf", 3): page("优良天数比例97.0％", "安化县人民政府", "2021年5月19日"),
}


@pytest.fixture
def county(county: Path) -> Path:
    """With a scan of three pages that figures cite, and locked."""
    (county / "evidence" / f"{AIR}.txt").unlink()
    (county / "evidence" / f"{AIR}.pdf").write_bytes(image_pdf([picture(1), picture(2), picture(3)]))
    for file in (county / "data" / "progress").iterdir():
        file.write_text(
            file.read_text(encoding="utf-8").replace(f"{AIR}.txt", f"{AIR}.pdf"), encoding="utf-8"
        )
    lock(county)
    assert invoke("-C", county, "--today", "2021-09-20", "evidence", "lock").exit_code == 0
    return county


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "read.log"


def read(county: Path, *options: str) -> Result:
    return invoke("-C", county, "--lang", "en", "evidence", "read", *options)


def recognised(county: Path) -> Mapping[str, RecognisedFacts]:
    table = read_table(county / "evidence.facts.csv")
    return {sha256: record.recognised for sha256, record in table.records.items() if record.recognised}


def read_of(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_what_follows_from_the_words_is_recorded_and_the_words_are_not(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_engine(monkeypatch, PAGES)
    ran = read(county)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == "Pages recognised: 3 now, 0 earlier, 0 remaining.\n"
    [found] = recognised(county).values()
    assert (found.read, found.of, found.seals) == (3, 3, (2,))
    assert found.personal == {"telephone": 1}
    heads = {kind: [(one.text, one.page) for one in candidates] for kind, candidates in found.heads.items()}
    assert heads == {
        HeadKind.NUMBER: [("安政发〔2021〕12号", 1)],
        HeadKind.ISSUED: [("2021-05-19", 3)],
        HeadKind.ISSUER: [("安化县人民政府", 3)],
    }
    assert found.figures == {"p2": {"94.0%": "94.0", "95.1%": ""}, "p3": {"97.3%": ""}}
    asked = (("p2", "94.0"), ("p2", "95.1"), ("p2", "97.3"))
    assert [found.found(place, Decimal(value), "%") for place, value in asked] == ["94.0", "", None]
    kept = b"".join(
        path.read_bytes() for path in county.rglob("*") if path.is_file() and path.suffix != ".pdf"
    )
    assert "联系电话".encode() not in kept
    assert b"13812345678" not in kept


def test_check_asks_about_what_was_recognised_also_where_the_files_are_not(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_engine(monkeypatch, PAGES)
    read(county)
    asked = {("DC112", 2), ("PV103", 1)}
    assert found(county) >= asked
    for file in (county / "evidence").rglob("*"):
        if file.is_file():
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {file.stat().st_size}\n"
            file.write_text(pointer, encoding="utf-8")
    assert found(county) >= asked


def found(county: Path) -> set[tuple[str, int]]:
    """How often what is only recognised is asked about, by rule."""
    ran = invoke("-C", county, "--today", "2021-09-20", "--lang", "en", "check", "-f", "json")
    findings = json.loads(ran.stdout)["findings"]
    codes = Counter(one["code"] for one in findings if "Recognised from a scan; check it: " in one["message"])
    assert {one["severity"] for one in findings if one["code"] in codes} <= {"warning", "info"}
    return set(codes.items())


def test_what_was_read_is_not_read_again(county: Path, monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    fake_engine(monkeypatch, PAGES, log)
    read(county)
    again = read(county)
    assert again.stdout == "Pages recognised: 0 now, 3 earlier, 0 remaining.\n"
    assert len(read_of(log)) == 3


def test_the_same_bytes_under_other_names_are_read_once(
    county: Path, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    file = county / "evidence" / f"{AIR}.pdf"
    file.with_name("07-1 另存.pdf").write_bytes(file.read_bytes())
    fake_engine(monkeypatch, PAGES, log)
    assert read(county).exit_code == 0
    assert len(read_of(log)) == 3


def test_a_killed_run_goes_on_with_the_page_at_which_it_was_killed(
    county: Path, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    script = """
import os, signal, sys, pytest
from pathlib import Path
sys.path[:0] = sys.argv.pop(1).split(os.pathsep)
log = Path(sys.argv.pop(1))
from recognition.scanned import fake_engine
def kill(name, page):
    if page == 2:
        log.with_suffix(".pid").write_text(str(os.getpid()))
        os.kill(os.getppid(), signal.SIGKILL)
fake_engine(pytest.MonkeyPatch(), {}, log, kill)
from ecodemo.__main__ import main
main()
"""
    before = (county / "evidence.facts.csv").read_bytes()
    tests = str(Path(__file__).parents[1])
    killed = scripted(script, tests, log, "-C", county, "evidence", "read", "--jobs", "1")
    assert killed.exit_code == -signal.SIGKILL
    child = Path("/proc") / log.with_suffix(".pid").read_text() / "cmdline"
    while child.exists() and child.read_bytes():  # it notices by itself that nobody asks any more
        time.sleep(0.05)
    assert (county / "evidence.facts.csv").read_bytes() == before
    assert [line.split()[-1] for line in read_of(log)] == ["1", "2"]
    fake_engine(monkeypatch, PAGES, log)
    assert read(county, "--jobs", "1").stdout == "Pages recognised: 2 now, 1 earlier, 0 remaining.\n"
    assert [line.split()[-1] for line in read_of(log)] == ["1", "2", "2", "3"]


def test_it_stops_in_time_and_says_what_is_left(
    county: Path, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    fake_engine(monkeypatch, PAGES, log)
    ran = read(county, "--minutes", "0")
    assert ran.exit_code == 0
    assert (
        ran.stdout == "Pages recognised: 0 now, 0 earlier, 3 remaining.\nRun the command again to continue.\n"
    )
    assert read_of(log) == []


def test_without_the_extra_the_command_to_install_it_is_named(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(character_reader, "is_installed", lambda: False)
    ran = read(county)
    assert ran.exit_code == 2
    assert "pip install 'ecodemo[ocr]'" in ran.stderr
    assert recognised(county) == {}


def test_the_extra_is_not_needed_where_nothing_is_left(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch, PAGES)
    read(county)
    monkeypatch.setattr(character_reader, "is_installed", lambda: False)
    assert read(county).exit_code == 0


@pytest.mark.parametrize("options", [["--unit", "forestry"], ["--requirement", "16-1"]])
def test_where_there_is_no_scan_there_is_nothing_to_read(
    county: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    fake_engine(monkeypatch, PAGES)
    assert read(county, *options).exit_code == 3
    assert read(county, "--requirement", "07").exit_code == 0


def test_pages_that_cannot_be_read_are_named(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "07-1 空气质量监测数据.pdf"
    bad = {
        (name, 1): PageWords(fault=PageFault.BLANK),
        (name, 2): page("模糊", fault=PageFault.BLURRED),
    }
    fake_engine(monkeypatch, bad, before=lambda _, page: page == 3 and os._exit(9))
    ran = read(county)
    assert ran.exit_code == 0
    said = [line.rpartition(", ")[2] for line in ran.stdout.splitlines()[1:]]
    assert said == ["page 1: blank", "page 2: blurred", "page 3: could not be read"]
    [found] = recognised(county).values()
    assert found.faults == {1: PageFault.BLANK, 2: PageFault.BLURRED, 3: PageFault.FAILED}


def test_files_that_do_not_open_are_left_out(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = (county / "evidence" / AIR).parent
    (folder / "07-1 坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "07-1 断.png").write_bytes(png()[:-30])
    (folder / "07-1 空.jpg").write_bytes(b"")
    fake_engine(monkeypatch, PAGES)
    assert read(county).stdout == "Pages recognised: 3 now, 0 earlier, 0 remaining.\n"


def test_of_files_that_are_not_locked_yet_the_lock_takes_it_with_it(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (county / "evidence" / AIR).with_name("07-1 照片.png").write_bytes(png())
    fake_engine(monkeypatch, PAGES)
    assert read(county).exit_code == 0
    assert len(recognised(county)) == 1
    assert invoke("-C", county, "--today", "2021-09-20", "evidence", "lock").exit_code == 0
    assert len(recognised(county)) == 2


def test_a_figure_that_is_cited_later_is_compared_without_reading_again(
    county: Path, monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    fake_engine(monkeypatch, PAGES, log)
    read(county)
    file = county / "data" / "progress" / "ecology.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: 97.3, ", "value: 97.0, "), encoding="utf-8")
    read(county)
    [found] = recognised(county).values()
    assert found.figures["p3"] == {"97.0%": "97.0"}
    assert len(read_of(log)) == 3


def test_reports_say_how_many_pages_were_not_read(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> str:
        return invoke("-C", county, "--lang", "en", "check").stderr + listed()

    def listed() -> str:
        return invoke("-C", county, "--lang", "en", "evidence", "list", "--requirement", "07-1").stdout

    assert "0 recognised, 3 not recognised." in said()
    assert "3 scanned pages not recognised." in said()
    fake_engine(monkeypatch, PAGES)
    read(county)
    assert "3 recognised, 0 not recognised." in said()
    assert "scanned pages not recognised" not in listed()


def test_a_table_with_a_broken_line_is_not_written_anew(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = county / "evidence.facts.csv"
    table.write_bytes(table.read_bytes() + b"what is this\n")
    before = table.read_bytes()
    fake_engine(monkeypatch, PAGES)
    assert read(county).exit_code == 2
    assert table.read_bytes() == before


def test_what_another_computer_has_read_further_stays(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch, PAGES)
    read(county)
    before = recognised(county)
    for name in ("p2", "p3"):
        for kept in (cache.folder() / "recognised-1").rglob(name):
            kept.unlink()
    assert read(county, "--minutes", "0").stdout.startswith(
        "Pages recognised: 0 now, 1 earlier, 2 remaining."
    )
    assert recognised(county) == before
