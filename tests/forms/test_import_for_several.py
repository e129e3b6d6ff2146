"""One document for several units, handed in by the office: filed once, and the others refer to it (互见)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import invoke
from forms.packs import export, import_, opened, state_of

RECEIPT = "- {no: 00-5, name: 任务分解表签收单, role: receipt, from: everyone, form: certificate, years: once, due: 2021-04-30}"
FILED = "00 综合材料/东山镇/2021/00-5 任务分解表签收单.txt"
PAGE = "全部签收".encode()


@pytest.fixture
def asking(county: Path) -> Path:
    path = county / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    before = "  - {no: 00-6, name: 本单位自查报告"
    assert before in text
    path.write_text(text.replace(before, f"  {RECEIPT}\n{before}"), encoding="utf-8")
    return county


def _sent(folder: Path, name: str, content: bytes = PAGE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _entries(county: Path, unit: str) -> list[str]:
    lines = (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "requirement: 00-5" in line]


def _owed(county: Path) -> set[str]:
    """The units of which it has not come."""
    ran = invoke("-C", county, "--today", "2021-09-30", "check", "-f", "json")
    items = json.loads(ran.stdout)["state"]["items"]
    return {unit for no, unit, _, _, received, *_ in items if no == "00-5" and not received}


@pytest.mark.parametrize(
    "name",
    [
        "00-5 签收单（东山镇、西河乡）.txt",
        "00-5 签收单（东山镇、西河乡）/扫描件.txt",
        "创建办/00-5 任务分解表签收单/东山镇、西河乡.txt",
    ],
)
def test_filed_under_one_and_referred_to_by_the_other(name: str, asking: Path, tmp_path: Path) -> None:
    ran = import_(asking, _sent(tmp_path / "in", name))
    assert ran.exit_code == 0, ran.stdout
    assert (asking / "evidence" / FILED).read_bytes() == PAGE
    assert len(list((asking / "evidence").rglob("00-5 *"))) == 1
    assert _entries(asking, "dongshan") == [f"- {{file: {FILED}, requirement: 00-5, received: 2021-09-18}}"]
    assert _entries(asking, "xihe") == ["- {requirement: 00-5, see: 00-5@dongshan, received: 2021-09-18}"]
    assert "Filed once, under 东山镇; also counts for: 西河乡." in ran.stdout
    assert not {"dongshan", "xihe"} & _owed(asking)
    assert "nanping" in _owed(asking)


def test_all_units_and_the_same_again_changes_nothing(asking: Path, tmp_path: Path) -> None:
    scan = _sent(tmp_path, "创建办/00-5 签收单（各单位）.txt")
    assert import_(asking, scan).exit_code == 0
    assert _owed(asking) == set()
    before = state_of(asking)
    ran = import_(asking, scan, received="2021-09-20")
    assert ran.exit_code == 0
    assert state_of(asking) == before


def test_the_office_reviews_it_once_and_a_return_is_everybodys(asking: Path, tmp_path: Path) -> None:
    scan = _sent(tmp_path, "创建办/00-5 签收单（各单位）.txt")
    import_(asking, scan)
    [entry] = [line for unit in ("ecology", "dongshan") for line in _entries(asking, unit) if "file:" in line]
    pack = opened(export(asking, "创建办", tmp_path / "out"), tmp_path / "opened")
    import openpyxl

    sheet = openpyxl.load_workbook(next(pack.rglob("*审核表.xlsx")))["审核"]
    assert [row[1] for row in sheet.iter_rows(values_only=True)].count("00-5") == 1
    path = next(
        path for path in (asking / "data" / "progress").iterdir() if entry in path.read_text(encoding="utf-8")
    )
    hash_ = "0" * 64
    returned = (
        entry[:-1]
        + f", reviews: [{{on: 2021-09-19, by: office, result: returned, reason: 少一页, due: 2021-09-25, hash: {hash_}}}]}}"
    )
    path.write_text(path.read_text(encoding="utf-8").replace(entry, returned), encoding="utf-8")
    ran = invoke("-C", asking, "--today", "2021-09-20", "status", "--unit", "xihe")
    assert ran.exit_code == 0, ran.stderr
    again = _sent(tmp_path, "创建办/00-5 签收单（各单位）.txt", PAGE + b"%page 2\n")
    assert import_(asking, again, received="2021-09-21").exit_code == 0
    assert len(list((asking / "evidence").rglob("00-5 *"))) == 1
    assert "redelivered" in path.read_text(encoding="utf-8")


def test_a_unit_with_its_own_keeps_it(asking: Path, tmp_path: Path) -> None:
    import_(asking, _sent(tmp_path / "one", "东山镇/00-5 签收单.txt", PAGE + b"own"))
    import_(asking, _sent(tmp_path / "two", "南坪镇/00-5 签收单.txt", PAGE + b"our own"))
    ran = import_(asking, _sent(tmp_path / "all", "00-5 签收单（各乡镇）.txt"))
    assert ran.exit_code == 0
    assert "00-5 签收单（各乡镇）.txt: several units, received" in ran.stdout
    assert "These submitted their own document, which is kept: 东山镇, 南坪镇." in ran.stdout
    assert ["see" in line for line in _entries(asking, "dongshan")] == [False]
    assert ["file" in line for line in _entries(asking, "xihe")] == [True]


def test_the_rest_join_one_that_others_refer_to(asking: Path, tmp_path: Path) -> None:
    import_(asking, _sent(tmp_path / "one", "00-5 签收单（东山镇、西河乡）.txt"))
    ran = import_(asking, _sent(tmp_path / "two", "00-5 签收单（南坪镇、西河乡、东山镇）.txt"))
    assert ran.exit_code == 0
    assert len(list((asking / "evidence").rglob("00-5 *"))) == 1
    assert _entries(asking, "nanping") == ["- {requirement: 00-5, see: 00-5@dongshan, received: 2021-09-18}"]
    assert "see: 00-5@dongshan" in _entries(asking, "nanping")[0]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("00-5 签收单（东山镇、东河乡）.txt", "Unknown unit “东河乡”."),
        ("00-2 数据确认表（东山镇、县统计局）.txt", "00-2 is not required from 县统计局"),
    ],
)
def test_asked_back(name: str, says: str, asking: Path, tmp_path: Path) -> None:
    before = state_of(asking)
    ran = import_(asking, _sent(tmp_path, name))
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert state_of(asking) == before
    assert len(list((asking / "inbox" / "未识别").rglob("*.txt"))) == 1


def test_a_township_does_not_speak_for_others(asking: Path, tmp_path: Path) -> None:
    ran = import_(asking, _sent(tmp_path, "西河乡/00-5 任务分解表签收单/东山镇、南坪镇.txt"))
    assert ran.exit_code == 0
    assert "file:" in _entries(asking, "xihe")[0]
    assert _entries(asking, "dongshan") == []


def test_what_the_office_owes_itself_is_its_own_though_it_names_townships(
    asking: Path, tmp_path: Path
) -> None:
    ran = import_(asking, _sent(tmp_path, "创建办/00-4 调度会（东山镇、西河乡参加）.txt"))
    assert ran.exit_code == 0, ran.stdout
    assert (asking / "evidence/00 综合材料/创建办/2021").is_dir()
