"""What a unit writes of itself on the first sheet: into data/contacts.yaml, and nowhere else."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import Result, invoke
from forms.packs import changed, export, import_, opened, state_of, workbook_of

TELEPHONE = "13812345678"
WRITTEN = {"主要负责人": "张三", "信息员": "李四", "信息员电话": TELEPHONE}
LINE = f"- {{unit: dongshan, head: 张三, liaison: 李四, telephone: '{TELEPHONE}'}}"


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    return _exported(county, "东山镇", tmp_path / "out")


def _exported(county: Path, unit: str, out: Path) -> Path:
    return workbook_of(opened(export(county, unit, out), out / unit))


def _write(book: Path, values: Mapping[str, Any]) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        for row in workbook["首页"].iter_rows():
            if (label := str(row[0].value)) in values:
                row[1].value = values[label]

    changed(book, change)


def _shown(book: Path) -> dict[Any, Any]:
    rows = openpyxl.load_workbook(book)["首页"].iter_rows(max_col=2, values_only=True)
    return {label: content for label, content in rows if label in WRITTEN}


def _text(county: Path) -> str:
    return (county / "data" / "contacts.yaml").read_text(encoding="utf-8")


def _import(county: Path, book: Path, received: str = "2021-09-18") -> Result:
    return import_(county, book, received=received)


@pytest.mark.parametrize("telephone", [TELEPHONE, int(TELEPHONE)], ids=["text", "number"])
def test_contacts_are_kept_one_unit_a_line(telephone: str | int, county: Path, book: Path) -> None:
    _write(book, {**WRITTEN, "信息员电话": telephone})
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county).splitlines()[1:] == ["contacts:", LINE]
    after = state_of(county)
    del after["data/contacts.yaml"]
    assert after == before
    assert TELEPHONE not in ran.stdout + ran.stderr
    assert "张三" not in ran.stdout + ran.stderr


def test_only_that_unit_sees_them_again(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, WRITTEN)
    _import(county, book)
    before = state_of(county)
    again = _exported(county, "东山镇", tmp_path / "again")
    assert _shown(again) == WRITTEN
    assert set(_shown(_exported(county, "西河乡", tmp_path / "again")).values()) == {None}
    assert _import(county, again, received="2021-09-19").exit_code == 0
    assert state_of(county) == before


def test_changed_cleared_and_left_alone(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, WRITTEN)
    _import(county, book)
    again = _exported(county, "东山镇", tmp_path / "again")
    _write(again, {"主要负责人": "王五", "信息员": "无", "信息员电话": None})
    ran = _import(county, again, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    assert _text(county).splitlines()[-1] == f"- {{unit: dongshan, head: 王五, telephone: '{TELEPHONE}'}}"


def test_a_conflict_does_not_repeat_the_number(county: Path, book: Path) -> None:
    (county / "data" / "contacts.yaml").write_text(f"contacts:\n{LINE}\n", encoding="utf-8")
    _write(book, {"信息员电话": "13912340000"})
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "[conflict]" in ran.stdout
    assert "…5678" in ran.stdout
    assert TELEPHONE not in ran.stdout
    assert TELEPHONE in _text(county)


def test_an_older_workbook_does_not_repeat_the_number_either(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, WRITTEN)
    older = tmp_path / "东山镇填报表旧.xlsx"
    older.write_bytes(book.read_bytes())
    _write(book, {"信息员电话": "13912340000"})
    _import(county, book, received="2021-09-20")
    ran = _import(county, older)
    assert ran.exit_code == 0, ran.stdout
    assert "Older workbook" in ran.stdout
    assert TELEPHONE not in ran.stdout
    assert "13912340000" in _text(county)


def test_what_is_no_telephone_number_is_refused_without_repeating_it(county: Path, book: Path) -> None:
    _write(book, {"信息员电话": "问李四"})
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "Not a telephone number" in ran.stdout
    assert "问李四" not in ran.stdout
    assert not (county / "data" / "contacts.yaml").exists()


def test_git_does_not_see_them_and_reports_do_not_print_them(
    county: Path, book: Path, tmp_path: Path
) -> None:
    made = tmp_path / "new"
    assert invoke("init", made, "--starter", "anhua").exit_code == 0
    subprocess.run(["git", "-C", made, "init", "--quiet"], check=True)
    ignored = subprocess.run(["git", "-C", made, "check-ignore", "data/contacts.yaml"], check=False)
    assert ignored.returncode == 0
    report = ("-C", county, "report", "--phase", "acceptance", "--format", "md,xlsx")
    without, with_them = tmp_path / "without", tmp_path / "with"
    assert invoke(*report, "--out", without).exit_code == 0
    _write(book, WRITTEN)
    _import(county, book)
    assert invoke(*report, "--out", with_them).exit_code == 0
    files = {path.name: path.read_bytes() for path in without.iterdir()}
    assert files == {path.name: path.read_bytes() for path in with_them.iterdir()}
    assert len(files) == 2


def test_a_mistake_in_the_file_is_placed(county: Path) -> None:
    (county / "data" / "contacts.yaml").write_text(
        "contacts:\n- {unit: dongshan, head: 张三}\n- {unit: dongshang, heads: 李四}\n", encoding="utf-8"
    )
    ran = invoke("-C", county, "--lang", "en", "check", "--phase", "sound", "--select", "SC")
    assert ran.exit_code == 2
    assert "data/contacts.yaml:3" in ran.stdout + ran.stderr
    assert "李四" not in ran.stdout + ran.stderr


def test_a_unit_that_is_there_twice(county: Path) -> None:
    (county / "data" / "contacts.yaml").write_text(
        "contacts:\n- {unit: dongshan, head: 张三}\n- {unit: dongshan, head: 李四}\n", encoding="utf-8"
    )
    ran = invoke("-C", county, "--lang", "en", "check", "--phase", "sound", "--select", "SC302")
    assert "data/contacts.yaml:3" in ran.stdout + ran.stderr
