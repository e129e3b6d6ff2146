"""Same inputs and the same `--today` give the same bytes, whatever the clock, the time zone and the hash seed."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pytest

from cli.running import invoke, run

pytestmark = pytest.mark.long

TODAY = ("--today", "2021-09-20")
PAPERS = (("report",), ("report", "--kind", "four-properties"), ("evidence", "catalogue"))


WRITING = """
import json, sys
from ecodemo.__main__ import run
sys.exit(max([run(arguments) for arguments in json.loads(sys.argv[1])]))
"""
"""All commands in one process, whose hash seed and time zone were chosen when it started."""


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.rare)])
def test_reports_do_not_depend_on_the_clock(example: Path, tmp_path: Path, lang: str) -> None:
    written: list[dict[str, bytes]] = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles")):
        if written:
            time.sleep(2.1)  # zip files keep time to two seconds
        folder = tmp_path / seed
        commands = [
            ["-C", str(example), *TODAY, "--lang", lang, *command, "--out", str(folder)] for command in PAPERS
        ]
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "OPENPYXL_LXML": "False"}
        ran = run([sys.executable, "-c", WRITING, json.dumps(commands)], env=env)
        assert ran.exit_code == 0, ran.stderr
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert written[0].keys() == written[1].keys()
    assert [name for name, content in written[0].items() if content != written[1][name]] == []


def test_reports_do_not_depend_on_the_place_of_the_workspace(county: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(county, tmp_path / "elsewhere" / "other"))
    for folder in (county, other):
        for command in PAPERS:
            assert invoke("-C", folder, *TODAY, *command, "--out", folder / "reports").exit_code == 0
    for file in (county / "reports").iterdir():
        assert file.read_bytes() == (other / "reports" / file.name).read_bytes(), file.name
