"""Three waves of five packs from April to June 2021, six faults or more in each pack.

What is in them is in fifteen_packs.yaml, each thing with what has to become of it; what data, days and lights have to
be afterwards is in fifteen_packs_expected.yaml. Both were written by hand, before the first run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import invoke
from ecodemo.check.session import CheckOptions, check
from ecodemo.load.workspace import load
from ecodemo.model.progress import Progress
from formats.conftest import small_corpus
from forms.hostile_packs import PROGRAM, SHORTCUT
from forms.packs import column_of, opened, zipped
from support import edit

pytestmark = pytest.mark.long

_HERE = Path(__file__).parent
WAVES: list[dict[str, Any]] = yaml.safe_load((_HERE / "fifteen_packs.yaml").read_text(encoding="utf-8"))
EXPECTED: dict[str, Any] = yaml.safe_load((_HERE / "fifteen_packs_expected.yaml").read_text(encoding="utf-8"))
CORPUS = small_corpus()
_OTHERS = {
    "html": b"<!DOCTYPE html><html>log in</html>",
    "exe": PROGRAM,
    "lnk": SHORTCUT,
    "wps": CORPUS["doc"],
    "jpg_": CORPUS["jpg"],
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(40),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(40),
}
_EFFECTS = {
    "taken": {"new", "changed"},
    "asked": {"not recognised"},
    "refused": {"rejected"},
    "nothing": {"", "note"},
    "dropped": {"dropped"},
}
_LINE = re.compile(r"(?m)^  \[([a-z ]+)\] +(.*)$")


@dataclass
class Walk:
    """The county, and what was to become, and became, of each thing in each pack."""

    county: Path
    wanted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """By wave, unit and thing."""
    said: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    """The effects that the lines about it have."""
    first: dict[tuple[str, str], str] = field(default_factory=dict)
    """By unit and path: the wave in which a document first came."""


def _content(path: str, holds: str, unique: str) -> bytes:
    suffix = (holds or path.rpartition(".")[2]).lower()
    content = _OTHERS.get(suffix) or CORPUS.get(suffix) or b"a few words: " + unique.encode()
    if not content.startswith(b"PK"):
        return content + unique.encode()
    whole = BytesIO(content)
    with ZipFile(whole, "a", ZIP_DEFLATED) as package:
        package.comment = unique.encode()
    return whole.getvalue()


def _row(sheet: Worksheet, key: str | int) -> int:
    """The row of a text, or that of a number below the heads."""
    if isinstance(key, int):
        return 3 + key
    texts = {str(cell.value): cell.row for row in sheet.iter_rows(min_row=4) for cell in row if cell.value}
    return int(texts[key])


def _filled(folder: Path, pack: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fill in the workbooks below a folder; where each thing is, and what has to become of it."""
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet, key, head, written, becomes in pack["cells"]:
            if sheet not in book.sheetnames:
                continue
            cell = book[sheet].cell(_row(book[sheet], key), column_of(book[sheet], head))
            cell.value = "长" * 301 if written == "LONG" else written
            yield f"{sheet}!{cell.coordinate}", becomes
        book.save(path)


def _packed(walk: Walk, wave: Mapping[str, Any], pack: Mapping[str, Any], sent: Path, came: Path) -> Path:
    """The pack as it came, its things noted with what has to become of them."""
    unit = pack["unit"]
    folder = opened(next(sent.glob("*.zip")), sent / "opened")
    things = dict(_filled(folder, pack))
    for asked in folder.glob("佐证"):
        shutil.rmtree(asked)
    for path, says in pack["documents"].items():
        holds, _, becomes = (part.strip() for part in str(says).rpartition("|"))
        original = path.replace(" - 副本", "")
        came_first = (
            walk.first.setdefault((unit, original), wave["wave"]) if holds == "again" else wave["wave"]
        )
        walk.first.setdefault((unit, path), wave["wave"])
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = _content(path, "" if holds == "again" else holds, f"{original} {came_first}")
        target.write_bytes(content)
        things[path] = becomes
    walk.wanted |= {(wave["wave"], unit, thing): becomes for thing, becomes in things.items()}
    came.mkdir(parents=True, exist_ok=True)
    if "." not in pack["file"]:
        return Path(shutil.move(folder, came / pack["file"]))
    return zipped(folder, came / pack["file"])


def _emptied(county: Path) -> None:
    """Nothing has been handed in yet; all hand in a receipt and a plan."""
    for name in ("data/progress", "evidence"):
        shutil.rmtree(county / name)
    (county / "evidence.sha256").unlink()
    (county / "data" / "rectification.yaml").write_text("rectification: []\n", encoding="utf-8")
    everyone = "[dongshan, xihe, nanping, ecology, agriculture]"
    edit(
        county / "data" / "indicators.yaml",
        "  - {no: 00-3, name: 统计年鉴摘录",
        f"  - {{no: 00-7, name: 签收回执, role: receipt, from: {everyone}, form: certificate, years: once, due: 2021-04-25}}\n"
        f"  - {{no: 00-8, name: 本单位工作方案, role: unit-plan, from: {everyone}, form: document, years: once, due: 2021-04-30}}\n"
        "  - {no: 00-3, name: 统计年鉴摘录",
    )


def _reviewed(walk: Walk, wave: Mapping[str, Any], top: Path) -> None:
    out = top / f"review {wave['sent']}"
    invoke(
        "-C",
        walk.county,
        "--today",
        wave["sent"].isoformat(),
        "form",
        "export",
        "--unit",
        "agriculture",
        "--out",
        out,
    )
    (review,) = opened(next(out.glob("*.zip")), out / "opened").glob("*审核表.xlsx")
    book = openpyxl.load_workbook(review)
    sheet = book["审核"]
    column = column_of(sheet, "文件")
    for returned in wave["returned"]:
        files = {row: str(sheet.cell(row, column).value) for row in range(4, sheet.max_row + 1)}
        (row,) = (row for row, file in files.items() if returned["file"] in file)
        for head, text in (("结论", "退回"), ("理由", returned["reason"]), ("重交期限", returned["due"])):
            sheet.cell(row, column_of(sheet, head)).value = text
    book.save(review)
    _imported(walk, wave["sent"], review)


def _imported(walk: Walk, received: date, path: Path) -> str:
    day = received.isoformat()
    ran = invoke("-C", walk.county, "--lang", "en", "--today", day, "form", "import", path, "--received", day)
    assert ran.clean, ran.stderr
    assert ran.exit_code in (0, 1), ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def walk(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    top = tmp_path_factory.mktemp("waves")
    walked = Walk(Path(shutil.copytree(small_workspace, top / "county")))
    _emptied(walked.county)
    for wave in WAVES:
        if "returned" in wave:
            _reviewed(walked, wave, top)
        sent = {}
        for pack in wave["packs"]:
            sent[pack["unit"]] = top / f"{wave['sent']} {pack['unit']}"
            ran = invoke(
                "-C", walked.county, "--today", wave["sent"].isoformat(), "form", "export", "--unit", pack["unit"], "--out", sent[pack["unit"]]
            )  # fmt: skip
            assert ran.exit_code == 0, ran.stderr
        for pack in sorted(wave["packs"], key=lambda pack: str(pack["came"])):
            path = _packed(walked, wave, pack, sent[pack["unit"]], top / wave["wave"])
            printed = _imported(walked, pack["came"], path)
            _note(walked, wave["wave"], pack["unit"], printed)
    return walked


def _note(walk: Walk, wave: str, unit: str, printed: str) -> None:
    for wanted_wave, wanted_unit, thing in walk.wanted:
        if (wanted_wave, wanted_unit) == (wave, unit):
            effects = {
                effect
                for effect, rest in _LINE.findall(printed)
                if rest == thing or rest.startswith(f"{thing}  ")
            }
            dropped = re.findall(r"(?m)^  Ignored files left behind by programs: (.*)\.$", printed)
            effects |= {"dropped"} if any(thing in names for names in dropped) else set()
            walk.said[wave, unit, thing] = effects


def test_each_pack_has_six_faults_or_more() -> None:
    for wave in WAVES:
        for pack in wave["packs"]:
            odd = [
                says
                for says in pack["documents"].values()
                if re.search("asked|dropped|nothing|[|]", str(says))
            ]
            assert len(odd) + sum(cell[-1] == "refused" for cell in pack["cells"]) >= 6, pack["unit"]


@pytest.mark.parametrize("wave", [wave["wave"] for wave in WAVES])
def test_what_becomes_of_each_thing(wave: str, walk: Walk) -> None:
    wrong = {}
    for (of_wave, unit, thing), becomes in walk.wanted.items():
        if of_wave != wave:
            continue
        said = walk.said[wave, unit, thing]
        allowed = _EFFECTS.get(becomes, {"filed", "replaced"})
        if not (said & allowed if said else "" in allowed):
            wrong[unit, thing] = (becomes, said)
    assert wrong == {}


def _progress(walk: Walk) -> Mapping[str, Progress]:
    workspace = load(walk.county).workspace
    assert workspace is not None
    return workspace.progress


def test_the_register_and_its_days(walk: Walk) -> None:
    progress = _progress(walk)
    found = {unit: {} for unit in EXPECTED["register"]}  # type: ignore[var-annotated]
    for unit, registered in found.items():
        for document in progress[unit].documents:
            years = [*document.years]
            span = f"/{years[0]}" if len(years) == 1 else f"/{years[0]}-{years[-1]}" if years else ""
            days = [document.received, *(again.on for again in document.redelivered)]
            registered[f"{document.requirement}{span}"] = days
    assert found == EXPECTED["register"]


def test_every_file_of_the_register_is_there_and_no_other(walk: Walk) -> None:
    there = {path.relative_to(walk.county / "evidence") for path in (walk.county / "evidence").rglob("*.*")}
    files = {Path(d.file) for one in _progress(walk).values() for d in one.documents if d.file}
    assert {path for path in there if path not in files and not files & set(path.parents)} == set()
    assert {path for path in files if not (walk.county / "evidence" / path).exists()} == set()


def test_the_figures(walk: Walk) -> None:
    progress = _progress(walk)
    figures = {
        unit: {f"{o.measure}/{o.year}": str(o.value) for o in progress[unit].observations}
        for unit in EXPECTED["figures"]
    }
    assert figures == EXPECTED["figures"]
    for unit, corrected in EXPECTED["corrected"].items():
        for key, former in corrected.items():
            (own,) = (o for o in progress[unit].observations if f"{o.measure}/{o.year}" == key)
            assert [change.was for change in own.revised] == former


def test_the_reviews(walk: Walk) -> None:
    progress = _progress(walk)
    for unit, reviewed in EXPECTED["reviews"].items():
        for key, (result, due) in reviewed.items():
            (document,) = (
                d for d in progress[unit].documents if f"{d.requirement}/{'-'.join(map(str, d.years))}" == key
            )
            (review,) = document.reviews
            assert (review.result, review.due) == (result, due)
            assert [again.hash for again in document.redelivered] != [review.hash]


def test_the_ledger(walk: Walk) -> None:
    workspace = load(walk.county).workspace
    assert workspace is not None
    entries = [
        {key: getattr(entry, key) for key in ("problem", "unit", "found", "due")}
        for entry in workspace.rectification
    ]
    assert entries == EXPECTED["ledger"]


def test_the_lights(walk: Walk) -> None:
    loaded = load(walk.county)
    found = []
    by_day: dict[date, Any] = {}
    for day, unit, no, *_ in EXPECTED["lights"]:
        if day not in by_day:
            by_day[day] = check(loaded, CheckOptions(), day).assessment
        standing = next(one for one in by_day[day].units if one.unit == unit)
        timing = next(one for one in standing.timings if one.item.requirement.no == no)
        found.append([day, unit, no, timing.light.value, timing.days_late])
    assert found == EXPECTED["lights"]


def test_the_data_are_in_order(walk: Walk) -> None:
    ran = invoke("-C", walk.county, "--today", "2021-06-30", "check", "--phase", "sound", "--select", "SC")
    assert ran.exit_code == 0, ran.stdout
