"""Same inputs and the same `--today` give the same bytes, whatever the clock, the time zone and the hash seed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cli.running import ecodemo, process

TODAY = ("--today", "2021-09-20")
PAPERS = (("report",), ("report", "--kind", "four-properties"), ("evidence", "catalogue"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reports_do_not_depend_on_the_clock(example: Path, tmp_path: Path, lang: str) -> None:
    written = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles")):
        folder = tmp_path / seed
        env = {"PYTHONHASHSEED": seed, "TZ": zone}
        for command in PAPERS:
            ran = process("-C", example, *TODAY, "--lang", lang, *command, "--out", folder, env=env)
            assert ran.code == 0
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
        time.sleep(2.1)  # zip files keep time to two seconds
    assert written[0].keys() == written[1].keys()
    assert [name for name, content in written[0].items() if content != written[1][name]] == []


def test_reports_do_not_depend_on_where_the_workspace_lies(
    county: Path, small_workspace: Path, tmp_path: Path
) -> None:
    for folder, out in ((county, tmp_path / "a"), (small_workspace, tmp_path / "b")):
        for command in PAPERS:
            assert ecodemo("-C", folder, *TODAY, *command, "--out", out).code == 0
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name
