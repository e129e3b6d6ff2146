"""`form import` reads the new scans of a small pack at once, where the engine is installed."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from cli.running import Result, invoke
from ecodemo.evidence.cache import Cache
from ecodemo.model.recognised import PageFault
from ecodemo.recognition import character_reader
from ecodemo.recognition.page_words import PageWords
from recognition.scanned import fake_engine, image_pdf, picture, png

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the engine is one of this process's own")
NAME = "25-1 2020 秸秆台账扫描件.png"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "inbox" / "东山镇" / "2020" / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(png())
    return file


def take_in(county: Path, scan: Path, *options: str, switch: str = "") -> Result:
    return invoke(
        *("-C", county, "--lang", "en", "--today", "2021-09-20", "form", "import", scan.parents[1]),
        *("--received", "2021-09-18", *options),
        env={"ECODEMO_READ": switch},
    )


def recognised(county: Path) -> list[int]:
    records = Cache(county).records().records.values()
    return [record.recognised.read for record in records if record.recognised]


def test_what_was_filed_is_read(county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch, {})
    assert take_in(county, scan).exit_code == 0
    assert recognised(county) == [1]


def test_a_page_that_is_unreadable_is_named(
    county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_engine(monkeypatch, defaultdict(lambda: PageWords(fault=PageFault.BLURRED)))
    assert take_in(county, scan).stdout.splitlines()[-1].endswith(", page 1: blurred")


@pytest.mark.parametrize(("options", "switch"), [(["--no-read"], ""), (["--dry-run"], ""), ([], "no")])
def test_it_is_left_for_later_where_that_is_wanted(
    county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], switch: str
) -> None:
    fake_engine(monkeypatch, {}, before=lambda *_: pytest.fail("it was read"))
    assert take_in(county, scan, *options, switch=switch).exit_code == 0
    assert recognised(county) == []


def test_a_large_pack_is_left_for_later(county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan.unlink()
    scan.with_suffix(".pdf").write_bytes(image_pdf([picture(number) for number in range(31)]))
    fake_engine(monkeypatch, {}, before=lambda *_: pytest.fail("it was read"))
    assert take_in(county, scan).exit_code == 0
    assert recognised(county) == []


def test_a_long_scan_does_not_keep_a_short_one_from_being_read(
    county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = scan.with_name("25-1 2020 一册.pdf")
    long.write_bytes(image_pdf([picture(number) for number in range(31)]))
    fake_engine(monkeypatch, {})
    assert take_in(county, scan).exit_code == 0
    assert recognised(county) == [1]


def test_an_engine_that_fails_does_not_make_the_import_fail(
    county: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(character_reader, "is_installed", lambda: True)
    monkeypatch.setattr(character_reader, "make_page_reader", lambda _: os._exit(9))
    ran = take_in(county, scan)
    assert ran.exit_code == 0
    assert "could not be loaded" in ran.stderr
