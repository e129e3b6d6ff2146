"""Three hundred packs, workbooks and documents of every hostile kind in one import, beside two good packs."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import Result, invoke, run
from ecodemo.formats.file_facts import kind_by_head
from ecodemo.model.file_names import FORBIDDEN, HIDDEN, LONGEST_NAME, is_device
from forms.hostile_packs import PDF, PROGRAM_KINDS, parcels
from forms.packs import export, fill, import_, opened, workbook_of, zipped
from forms.test_import_hostile import MEASURED
from once import made_once

pytestmark = pytest.mark.long

MOST_MEGABYTES = 400
GOOD = ("东山镇", "南坪镇")
_TAKEN = re.compile(r"(?m)^  \[(?:new|changed|cleared|filed|replaced)\]")
_NOT_TAKEN = re.compile(r"(?m)^  \[(?:rejected|not recognised)\] .*?  (?=\S*[A-Z“])")
_NOT_TAKEN_IN_CHINESE = re.compile(r"(?m)^  \[(?:未采纳|未识别)\]")
_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What makes a terminal do something."""


@dataclass(frozen=True)
class Imported:
    """What came of it."""

    county: Path
    said: Mapping[str, str]
    """In English, of each parcel."""
    said_in_chinese: Mapping[str, str]
    """Of those of which nothing may be taken."""
    ran: Result
    checked: Result
    megabytes: float
    strays: Sequence[str]
    """The files where nothing may be written."""
    alone: Path
    """The county with the good packs and nothing else."""


def _of_each(printed: str) -> dict[str, str]:
    """The lines below the name of each parcel."""
    blocks = re.split(r"(?m)^(?=\S)", printed)[1:]
    return {re.split(": |：", block)[0]: block for block in blocks}


def _good_pack(county: Path, unit: str, into: Path) -> Path:
    folder = opened(export(county, unit, into / "out"), into / unit)
    book = openpyxl.load_workbook(workbook_of(folder))
    fill(book["数据"], "25.1", {"2018年": 8120, "2019年": "1.2万"})
    book.save(workbook_of(folder))
    straw = next(path for path in (folder / "佐证").iterdir() if path.name.startswith("25-1"))
    (straw / "2020 补充.pdf").write_bytes(PDF + unit.encode())
    return zipped(folder, into / f"{unit}_填报包.zip")


@pytest.fixture(scope="module")
def imported(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    def make(top: Path) -> None:
        (top / "seen.json").write_text(json.dumps(_imported(small_workspace, top)), encoding="utf-8")

    top = made_once(tmp_path_factory, "hostile", make)
    seen = json.loads((top / "seen.json").read_text(encoding="utf-8"))
    for command in ("ran", "checked"):
        seen[command] = Result(**seen[command])
    return Imported(county=top / "county", alone=top / "alone", **seen)


def _imported(small_workspace: Path, top: Path) -> dict[str, Any]:
    """Make the two counties; what was seen, as JSON."""
    county = Path(shutil.copytree(small_workspace, top / "county"))
    good = [_good_pack(county, unit, top) for unit in GOOD]
    alone = Path(shutil.copytree(small_workspace, top / "alone"))
    assert import_(alone, *good).exit_code == 0
    form = workbook_of(opened(export(county, "西河乡", top / "out"), top / "西河乡"))
    came = top / "西河乡" / "came"
    came.mkdir()
    for name, content in parcels(form.read_bytes()):
        assert not (came / name).exists(), name
        (came / name).write_bytes(content)
    paths = sorted([*came.iterdir(), *good], key=lambda path: path.name)
    before = {path for path in top.rglob("*") if county not in path.parents}
    refused = [path for path in paths if path.name.startswith("no ")]
    in_chinese = invoke("-C", county, "--lang", "zh", "form", "import", *refused, "--dry-run")
    options: tuple[str | Path, ...] = ("form", "import", *paths, "--received", "2021-09-18")
    peak = top / "peak"
    arguments = map(str, ("-C", county, "--lang", "en", *options, "--return", county / "reports" / "退回"))
    ran = run([sys.executable, "-c", MEASURED, str(peak), *arguments])
    checked = invoke("-C", county, "--lang", "en", "check", "--phase", "self-inspection")
    after = {path for path in top.rglob("*") if county not in path.parents} - {peak}
    inside = {path.relative_to(county).parts[0] for path in county.rglob("*") if path.is_file()}
    known = {"inbox", "evidence", "data", "reports", *(path.name for path in small_workspace.iterdir())}
    odd = {county / name for name in inside - known}
    return {
        "said": _of_each(ran.stdout),
        "said_in_chinese": _of_each(in_chinese.stdout),
        "ran": asdict(ran),
        "checked": asdict(checked),
        "megabytes": int(peak.read_text().split()[0]) / 1024 if peak.exists() else 0,
        "strays": sorted(map(str, (after - before) | odd)),
    }


def test_none_stops_another_and_no_traceback_is_seen(imported: Imported) -> None:
    assert imported.ran.exit_code == 1, imported.ran.stderr
    assert imported.ran.clean, imported.ran.stderr
    assert len(imported.said) > 300
    assert imported.checked.clean, imported.checked.stderr
    assert imported.checked.exit_code == 1, imported.checked.stderr


def test_of_the_good_packs_everything_is_taken(imported: Imported) -> None:
    for name in ("dongshan", "nanping"):
        data = f"data/progress/{name}.yaml"
        assert (imported.county / data).read_text() == (imported.alone / data).read_text()
    for unit in GOOD:
        assert " [filed] " in imported.said[f"{unit}_填报包.zip"]
    own = {path.relative_to(imported.alone) for path in (imported.alone / "evidence").rglob("*")}
    assert [path for path in own if not (imported.county / path).exists()] == []


def test_what_may_not_be_taken_is_named_with_its_reason_in_both_languages(imported: Imported) -> None:
    refused = {name: said for name, said in imported.said.items() if name.startswith("no ")}
    assert len(refused) > 110
    assert [name for name, said in refused.items() if _TAKEN.search(said)] == []
    assert [name for name, said in refused.items() if not _NOT_TAKEN.search(said)] == []
    chinese = imported.said_in_chinese
    assert [name for name in refused if not _NOT_TAKEN_IN_CHINESE.search(chinese[name])] == []


def test_nothing_is_written_elsewhere(imported: Imported) -> None:
    assert imported.strays == []


def test_no_program_is_among_the_evidence(imported: Imported) -> None:
    files = [path for path in (imported.county / "evidence").rglob("*") if path.is_file()]
    assert [path for path in files if kind_by_head(path) in PROGRAM_KINDS] == []
    assert [path for path in files if path.suffix.lower().strip(". ") in PROGRAM_KINDS] == []


def test_every_system_can_hold_the_names(imported: Imported) -> None:
    for folder in ("evidence", "inbox"):
        for path in (imported.county / folder).rglob("*"):
            name = path.name
            assert not FORBIDDEN.search(name), ascii(name)
            assert not HIDDEN.search(name), ascii(name)
            assert not is_device(name), ascii(name)
            assert len(name.encode()) <= LONGEST_NAME
            assert name == name.rstrip(" .")
            assert not path.is_symlink()


def test_nothing_that_is_said_steers_a_terminal(imported: Imported) -> None:
    for printed in (imported.ran.stdout, imported.ran.stderr, *imported.said_in_chinese.values()):
        assert not _STEERING.search(printed)


def test_the_data_can_be_loaded_and_checked(imported: Imported) -> None:
    ran = invoke("-C", imported.county, "check", "--phase", "sound", "--select", "SC")
    assert ran.exit_code == 0, ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_it_takes_little_memory(imported: Imported) -> None:
    assert 0 < imported.megabytes < MOST_MEGABYTES
