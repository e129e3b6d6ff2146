"""Packs and workbooks that were made to do harm: one sentence each, little memory, little time, nothing outside."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, environment
from forms.packs import export, import_, opened, workbook_of

MOST_MEGABYTES = 200
MOST_SECONDS = 60
MEASURED = """
import sys, time
from pathlib import Path
from ecodemo.__main__ import run

peak = Path(sys.argv.pop(1))
try:
    sys.exit(run(sys.argv[1:]))
finally:
    status = Path("/proc/self/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    peak.write_text(f"{kilobytes} {time.process_time()}")
"""


def _imported(county: Path, tmp_path: Path, *paths: Path) -> tuple[Result, float]:
    """`form import`, and its peak of memory in megabytes."""
    peak = tmp_path / "peak"
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            MEASURED,
            peak,
            *(
                "-C",
                str(county),
                "--lang",
                "en",
                "form",
                "import",
                *map(str, paths),
                "--received",
                "2021-09-18",
            ),
        ],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    kilobytes, seconds = peak.read_text().split()
    assert float(seconds) < MOST_SECONDS, "of the processor"
    return Result(ended.returncode, ended.stdout, ended.stderr), int(kilobytes) / 1024


def _zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name) if name.startswith("/") else name, content)
    return path


def _package(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _bomb(path: Path) -> None:
    block = bytes(40 << 20)
    _zip(path, {f"佐证/25-1 台账/2020 {number}.pdf": block for number in range(10)})


def _nested_bomb(path: Path) -> None:
    """A pack in a pack in a pack, each many times over."""
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("0.pdf", bytes(10 << 20))
    for _ in range(3):
        outer = BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner.getvalue())
        inner = outer
    _zip(path, {"佐证/25-1 台账/2020.zip": inner.getvalue()})


def _many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(f"{number}", b"")


def _leaving(path: Path) -> None:
    _zip(
        path,
        {
            "../../outside.pdf": b"x",
            "/outside.pdf": b"x",
            "C:\\outside.pdf": b"x",
            "..\\outside.pdf": b"x",
            "佐证/25-1 台账/../../../../outside.pdf": b"x",
        },
    )


def _links(path: Path) -> None:
    link = zipfile.ZipInfo("佐证/25-1 台账/2020.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")


_FIGURES = "xl/worksheets/sheet2.xml"
_DOCUMENT_OF_TYPES = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def _part(sheet: bytes, old: bytes, new: bytes) -> bytes:
    assert sheet.count(old) == 1
    return sheet.replace(old, new)


def _entities(package: dict[str, bytes]) -> None:
    """A billion laughs."""
    package["xl/sharedStrings.xml"] = f"{_DOCUMENT_OF_TYPES}<sst><si><t>&a11;</t></si></sst>".encode()


def _formula_in_every_cell(package: dict[str, bytes]) -> None:
    rows = b"".join(b"<row>" + b"<c><f>1+1</f><v>2</v></c>" * 400 + b"</row>" for _ in range(600))
    package[_FIGURES] = _part(package[_FIGURES], b"</sheetData>", rows + b"</sheetData>")


def _long_texts(package: dict[str, bytes]) -> None:
    package["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"x" * (60 << 20) + b"</t></si></sst>"


def _one_long_text(package: dict[str, bytes]) -> None:
    cell = b'<row><c t="inlineStr"><is><t>' + b"x" * (60 << 20) + b"</t></is></c></row>"
    package[_FIGURES] = _part(package[_FIGURES], b"</sheetData>", cell + b"</sheetData>")


def _deep(package: dict[str, bytes]) -> None:
    package[_FIGURES] = _part(package[_FIGURES], b"</sheetData>", b"<x>" * 1_000_000)


def _workbook(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path, bytes], None]:
    def make(path: Path, good: bytes) -> None:
        package = _package(good)
        change(package)
        _zip(path, package)

    return make


def _claims_a_gigabyte(path: Path, good: bytes) -> None:
    """The list of members says that the shared texts grow to 1 GB."""
    with zipfile.ZipFile(BytesIO(good)) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    content = good.replace(size.to_bytes(4, "little"), (1 << 30).to_bytes(4, "little"))
    assert content != good
    path.write_bytes(content)


_PACKS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "bomb.zip": (_bomb, "to an implausible size"),
    "nested.zip": (_nested_bomb, "contains another archive"),
    "members.zip": (_many_members, "more than 10000 files"),
    "leaving.zip": (_leaving, "The path points outside the zip"),
    "links.zip": (_links, "This is a link"),
}
_WORKBOOKS: Mapping[str, tuple[Callable[[Path, bytes], None], str]] = {
    "entities.xlsx": (_workbook(_entities), "The workbook is damaged"),
    "formulas.xlsx": (_workbook(_formula_in_every_cell), "far larger than a form"),
    "texts.xlsx": (_workbook(_long_texts), "far larger than a form"),
    "text.xlsx": (_workbook(_one_long_text), "far larger than a form"),
    "deep.xlsx": (_workbook(_deep), "far larger than a form"),
    "claims.xlsx": (_claims_a_gigabyte, "far larger than a form"),
}


@pytest.fixture(scope="module")
def good(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of 东山镇, untouched, with a part for shared texts as most programs save one."""
    folder = tmp_path_factory.mktemp("hostile")
    workbook = workbook_of(opened(export(small_workspace, "东山镇", folder / "out"), folder / "pack"))
    package = _package(workbook.read_bytes())
    package["xl/sharedStrings.xml"] = b'<?xml version="1.0"?><sst><si><t>shared</t></si></sst>'
    rels = "xl/_rels/workbook.xml.rels"
    shared = b'<Relationship Id="shared" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    package[rels] = _part(package[rels], b"</Relationships>", shared)
    return _zip(folder / "good.xlsx", package).read_bytes()


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_hostile_packs_one_after_another(county: Path, good: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "西河乡" / "deep"
    folder.mkdir(parents=True)
    for name, (make_pack, _) in _PACKS.items():
        make_pack(folder / name)
    for name, (make_workbook, _) in _WORKBOOKS.items():
        make_workbook(folder / name, good)
    before = sorted(path for path in tmp_path.rglob("*") if county not in path.parents)
    data = {path: path.read_bytes() for path in (county / "data").rglob("*.yaml")}
    ran, megabytes = _imported(county, tmp_path, *sorted(folder.iterdir()))
    assert ran.exit_code == 1, ran.stderr
    assert ran.clean
    of_each = dict(
        zip(sorted({**_PACKS, **_WORKBOOKS}), re.split(r"(?m)^(?=\S)", ran.stdout)[1:], strict=False)
    )
    for name, (_, words) in {**_PACKS, **_WORKBOOKS}.items():
        assert of_each[name].startswith(name), ran.stdout
        assert words in of_each[name], ran.stdout
    assert megabytes < MOST_MEGABYTES
    left = sorted(path for path in tmp_path.rglob("*") if county not in path.parents)
    assert left == sorted([*before, tmp_path / "peak"])
    assert {path: path.read_bytes() for path in (county / "data").rglob("*.yaml")} == data


def _formatted_rows(package: dict[str, bytes]) -> None:
    """What is left of a whole sheet that was given a border."""
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(2_000, 1_002_000))
    package[_FIGURES] = _part(package[_FIGURES], b"</sheetData>", rows + b"</sheetData>")


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_a_million_formatted_empty_rows_are_no_harm(county: Path, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "东山镇填报表.xlsx"
    _workbook(_formatted_rows)(path, good)
    ran, megabytes = _imported(county, tmp_path, path)
    assert ran.exit_code == 0, ran.stdout
    assert "0 rejected" in ran.stdout
    assert megabytes < MOST_MEGABYTES


def test_other_workbooks_that_formulas_refer_to_are_not_looked_for(
    county: Path, good: bytes, tmp_path: Path
) -> None:
    """The value that was saved counts; the workbook on somebody's disk is never opened."""
    book = openpyxl.load_workbook(BytesIO(good))
    sheet = book["数据"]
    row = next(row for row in range(4, 20) if str(sheet.cell(row, 1).value) == "25.1")
    cell = sheet.cell(row, 6).coordinate
    path = tmp_path / "东山镇填报表.xlsx"

    def refer(package: dict[str, bytes]) -> None:
        formula = b"<f>'[1]x'!A1</f><v>20000</v></c>"
        package[_FIGURES], times = re.subn(
            rb'(<c r="%s"[^>]*?)(?: t="\w+")?\s*(?:/>|>.*?</c>)' % cell.encode(),
            rb"\1>" + formula,
            package[_FIGURES],
            count=1,
        )
        assert times == 1
        package["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
        package["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" TargetMode="External" Target="file:///etc/passwd" Type="x/externalLinkPath"/>'
            b"</Relationships>"
        )

    _workbook(refer)(path, good)
    ran = import_(county, path)
    assert ran.exit_code == 0, ran.stdout
    progress = (county / "data" / "progress" / "dongshan.yaml").read_text(encoding="utf-8")
    assert "{measure: straw-used, year: 2019, value: 20000" in progress


def test_a_workbook_that_is_cut_off_anywhere(county: Path, good: bytes, tmp_path: Path) -> None:
    """Not sent to the end, or a block of it lost: one sentence, whatever is missing."""
    paths = []
    for number, cut in enumerate((1, 30, 1_000, len(good) // 2, len(good) - 30)):
        path = tmp_path / f"东山镇填报表{number}.xlsx"
        path.write_bytes(good[:cut])
        paths.append(path)
    for number, place in enumerate(range(2_000, len(good) - 2_000, len(good) // 6)):
        path = tmp_path / f"东山镇填报表坏{number}.xlsx"
        path.write_bytes(good[:place] + zlib.compress(good)[:200] + good[place + 200 :])
        paths.append(path)
    before = (county / "data" / "progress" / "dongshan.yaml").read_bytes()
    ran = import_(county, *paths)
    assert ran.exit_code == 1
    assert ran.stdout.count("[rejected]") >= 5
    assert "far larger" not in ran.stdout
    assert (county / "data" / "progress" / "dongshan.yaml").read_bytes() == before
