"""What a reviewer gets: a sheet of what waits, and the documents themselves, each row leading to its own."""

from __future__ import annotations

import io
import os
import re
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import invoke
from ecodemo.forms.sheets.enclosures import Wanted, enclosures
from ecodemo.model.evidence import EvidenceFile
from forms.packs import column_of, export, import_, opened, replaced_since, state_of, zipped
from support import lock

FOLDER = "25 农业废弃物综合利用率"
STRAW = f"{FOLDER}/东山镇/2018/25-1 秸秆综合利用台账.txt"
REGISTER = "data/progress/dongshan.yaml"


def _pack(county: Path, out: Path, unit: str = "县农业农村局") -> zipfile.ZipFile:
    return zipfile.ZipFile(export(county, unit, out))


def _rows(pack: zipfile.ZipFile) -> list[dict[str, Any]]:
    """The rows of the sheet, each with its link and the number of its line."""
    [name] = [name for name in pack.namelist() if name.endswith("审核表.xlsx")]
    sheet = openpyxl.load_workbook(io.BytesIO(pack.read(name)))["审核"]
    heads = [str(cell.value) for cell in sheet[3]]
    place = column_of(sheet, "文件")
    found = []
    for row in range(4, sheet.max_row + 1):
        values = [sheet.cell(row, column).value for column in range(1, len(heads) + 1)]
        link = sheet.cell(row, place).hyperlink
        found.append({**dict(zip(heads, values, strict=True)), "link": link.target if link else None})
    return found


def _note(pack: zipfile.ZipFile) -> str:
    [name] = [name for name in pack.namelist() if name.endswith("审核表.xlsx")]
    return str(openpyxl.load_workbook(io.BytesIO(pack.read(name)))["审核"]["A2"].value)


def _register(county: Path, pattern: str, replacement: str, name: str = REGISTER) -> None:
    path = county / name
    text, times = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert times == 1
    path.write_text(text, encoding="utf-8")


def _limited(county: Path, limit: str) -> None:
    path = county / "data" / "county.yaml"
    path.write_text(f"review: {{pack_limit: {limit}}}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def test_every_row_leads_to_its_own_document_in_the_pack(example: Path, tmp_path: Path) -> None:
    for unit in ("office", "ecology"):
        ran = invoke("-C", example, "form", "export", "--unit", unit, "--out", tmp_path / unit)
        assert ran.exit_code == 0, ran.stderr
        with zipfile.ZipFile(next((tmp_path / unit).glob("*.zip"))) as pack:
            rows = _rows(pack)
            assert rows
            names = set(pack.namelist())
            assert len({row["link"] for row in rows}) == len(rows)
            for row in rows:
                assert row["link"] in names
                path = example / "evidence" / row["文件"]
                if path.is_dir():
                    there = {sha256(file.read_bytes()).digest() for file in path.rglob("*") if file.is_file()}
                    packed = [n for n in names if n.startswith(row["link"]) and n != row["link"]]
                    assert {sha256(pack.read(name)).digest() for name in packed} == there
                else:
                    assert pack.read(row["link"]) == path.read_bytes()


def test_documents_are_filed_by_unit_and_number_under_names_that_a_link_can_name(
    county: Path, tmp_path: Path
) -> None:
    replaced_since(county, "dongshan")
    rows = {row["文件"]: row for row in _rows(_pack(county, tmp_path))}
    assert rows[STRAW]["link"] == "审核材料/东山镇/25-1/25-1_秸秆综合利用台账_2018.txt"
    for row in rows.values():
        assert not re.search(r"[\s#%?*:<>|\"\\&\[\]{}^`]", row["link"])


def test_names_fit_every_system_and_none_is_given_twice() -> None:
    paths = [
        "a/25-1 表.PDF",
        "b/25-1 表.pdf",
        "c/#1 100%?[终].pdf",
        f"d/{'长' * 90}.pdf",
        "e/CON",
        "f/活动/1 签到.jpg",
        "f/活动/2.jpg",
    ]
    files = [EvidenceFile(path, 1) for path in paths]
    wanted = [Wanted(path, "东山镇", "25-1", ()) for path in [*paths[:5], "f/活动"]]
    packed = enclosures(wanted, files, 10)
    assert packed.links["c/#1 100%?[终].pdf"] == "审核材料/东山镇/25-1/_1_100_？_终_.pdf"
    assert packed.links["f/活动"] == "审核材料/东山镇/25-1/活动/"
    assert "审核材料/东山镇/25-1/活动/1_签到.jpg" in packed.files
    assert len({name.casefold() for name in packed.files}) == len(paths)
    assert max(len(part) for name in packed.files for part in name.split("/")) <= 62
    assert not any(part.split(".")[0] == "CON" for name in packed.files for part in name.split("/"))


def test_an_event_is_led_to_as_a_folder(example: Path, tmp_path: Path) -> None:
    pack = _pack(example, tmp_path, "创建办")
    events = [row for row in _rows(pack) if (example / "evidence" / row["文件"]).is_dir()]
    assert events
    for event in events:
        assert event["link"].endswith("/")
        assert event["link"] in pack.namelist()
        assert len([name for name in pack.namelist() if name.startswith(event["link"])]) > 2


def test_what_was_accepted_is_neither_listed_nor_packed(county: Path, tmp_path: Path) -> None:
    assert not [n for n in _pack(county, tmp_path).namelist() if "审核" in n]


def test_what_came_again_comes_first_and_says_what_changed(county: Path, tmp_path: Path) -> None:
    replaced_since(county, "nanping")
    _register(county, r"reviews: \[.*?\]\}", "note: 补了签字}")
    _register(
        county,
        r"(?s)(redelivered: .*?)  - \{on: 2021-06-11.*?\}\n",
        r"\1",
        "data/progress/xihe.yaml",
    )
    rows = _rows(_pack(county, tmp_path))
    first = rows[0]
    assert (first["单位"], first["编号"]) == ("西河乡", "25-1")
    assert str(first["工具提示的问题"]).startswith("6月9日重交；原退回：缺村级负责人签字")
    assert [bool(row["工具提示的问题"]) for row in rows] == [True, True, False]
    assert "文件已更换；6月3日审核通过的是原文件" in {row["工具提示的问题"] for row in rows}
    assert [row["单位答复"] for row in rows if row["文件"] == STRAW] == ["补了签字"]
    assert {row["结论"] for row in rows} == {None}


def test_a_return_that_the_unit_has_only_answered_waits_with_its_answer(county: Path, tmp_path: Path) -> None:
    hash_ = sha256((county / "evidence" / STRAW).read_bytes()).hexdigest()
    review = f"{{on: 2021-09-01, by: agriculture, result: returned, kind: no-stamp, reason: 缺公章, due: 2021-10-08, hash: {hash_}}}"
    _register(county, r"reviews: \[.*?\]\}", f"reviews: [{review}]}}")
    assert not [n for n in _pack(county, tmp_path / "before").namelist() if "审核" in n]
    with (county / REGISTER).open("a", encoding="utf-8") as register:
        register.write("answers:\n- {to: 25-1, state: impossible, on: 2021-09-10, note: 公章已收回}\n")
    [row] = _rows(_pack(county, tmp_path / "after"))
    assert (row["工具提示的问题"], row["单位答复"]) == ("尚未重交", "改不了（公章已收回）")
    assert (row["结论"], row["退回原因"], row["理由"]) == ("退回", "缺印章或签字", "缺公章")


@pytest.mark.parametrize("day", ["2021-04-20", "2021-09-18"])
def test_what_the_tool_found_is_said_without_codes_in_every_phase(
    day: str, county: Path, tmp_path: Path
) -> None:
    replaced_since(county, "dongshan")
    _register(county, r"received: 2021-05-\d\d", f"received: {day}")
    (county / "evidence" / STRAW).write_bytes(b"")
    lock(county)
    ran = invoke("-C", county, "--today", day, "form", "export", "--unit", "agriculture", "--out", tmp_path)
    assert ran.exit_code == 0, ran.stderr
    pack = zipfile.ZipFile(next(tmp_path.glob("*.zip")))
    row = next(row for row in _rows(pack) if row["文件"] == STRAW)
    said = str(row["工具提示的问题"])
    assert ("迟交" in said) is (day == "2021-09-18")
    assert "空" in said
    assert not re.search(r"[A-Z]{2}\d{3}", said)


@pytest.mark.parametrize(("limit", "packed"), [("200MB", 5), ("0.2KB", 2), ("0KB", 0)])
def test_what_is_beyond_the_limit_is_left_out_and_said(
    limit: str, packed: int, county: Path, tmp_path: Path
) -> None:
    replaced_since(county, "dongshan", "nanping", "xihe")
    _limited(county, limit)
    pack = _pack(county, tmp_path)
    rows = _rows(pack)
    left_out = [row for row in rows if row["link"] is None]
    assert all("未随包附上" in row["工具提示的问题"] for row in left_out)
    assert all("未随包附上" not in str(row["工具提示的问题"]) for row in rows if row["link"])
    documents = [name for name in pack.namelist() if name.startswith("审核材料/")]
    assert len(documents) == len(rows) - len(left_out)
    assert (f"有{len(left_out)}件未随包附上" in _note(pack)) is bool(left_out)
    ran = invoke("-C", county, "--lang", "en", "form", "export", "--out", tmp_path / "all")
    assert (f": {len(left_out)} document" in ran.stderr) is bool(left_out)
    assert bool(left_out) is (limit != "200MB")
    assert (len(documents) == 0) is (packed == 0)


@pytest.mark.parametrize("limit", ["200", "many", "-1MB", "1.5XB"])
def test_a_limit_that_is_no_size_is_refused_with_an_example(limit: str, county: Path) -> None:
    _limited(county, limit)
    ran = invoke("-C", county, "--lang", "en", "form", "export")
    assert ran.exit_code == 2
    assert "Write 200MB or 1.5GB" in ran.stdout + ran.stderr


def test_a_pointer_is_not_packed_and_said_not_to_be_here(county: Path, tmp_path: Path) -> None:
    replaced_since(county, "dongshan")
    whole = (county / "evidence" / STRAW).read_bytes()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(whole).hexdigest()}\nsize {len(whole)}\n"
    (county / "evidence" / STRAW).write_text(pointer, encoding="utf-8")
    pack = _pack(county, tmp_path)
    row = next(row for row in _rows(pack) if row["文件"] == STRAW)
    assert row["link"] is None
    assert "不在发送任务包的电脑上" in row["工具提示的问题"]
    assert not any(pack.read(name).startswith(b"version https") for name in pack.namelist())


def test_two_exports_have_the_same_bytes(county: Path, tmp_path: Path) -> None:
    replaced_since(county, "dongshan")
    first = export(county, "县农业农村局", tmp_path / "1")
    os.utime(county / "evidence" / STRAW, (1, 1))
    assert export(county, "县农业农村局", tmp_path / "2").read_bytes() == first.read_bytes()


def test_the_whole_pack_sent_back_files_nothing_of_what_was_sent(county: Path, tmp_path: Path) -> None:
    replaced_since(county, "dongshan")
    folder = opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局")
    before = state_of(county)
    ran = import_(county, zipped(folder, tmp_path / "县农业农村局.zip"))
    assert ran.exit_code == 0, ran.stdout
    assert "[" not in ran.stdout
    (folder / "审核材料" / "东山镇" / "25-1" / "改过的.txt").write_text("改过", encoding="utf-8")
    ran = import_(county, folder)
    assert "Documents sent for review are read-only" in ran.stdout
    assert state_of(county) == before
