"""`evidence register`: the files are recorded, once, and nothing else in the files changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecodemo.check.register import RegistrationPlan, plan_registration, write_registration
from ecodemo.check.session import take_survey
from ecodemo.load.workspace import load
from ecodemo.model.workspace import Workspace

DAY = date(2021, 5, 19)
LEDGER = "25 农业废弃物综合利用率/龙塘镇/2020/25-1 秸秆综合利用台账.xlsx"
MEETING = "00 综合材料/创建办/2021/00-1 2021-04-12 动员大会"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The county of the walk-through, without any evidence yet."""
    sample = Path(__file__).resolve().parents[1] / "sample" / "data"
    for source in sample.rglob("*.yaml"):
        target = tmp_path / "data" / source.relative_to(sample)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return tmp_path


def _put(root: Path, path: str, content: bytes = b"x") -> None:
    target = root / "evidence" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _workspace(root: Path) -> Workspace:
    loaded = load(root)
    assert loaded.findings == ()
    return loaded.workspace


def _plan(root: Path, day: date, units: tuple[str, ...] = ()) -> RegistrationPlan:
    workspace = _workspace(root)
    return plan_registration(workspace, take_survey(root, workspace), day, units)


def _register(root: Path) -> int:
    entries = _plan(root, DAY).entries
    write_registration(root, entries)
    return len(entries)


def test_a_new_file_is_recorded_with_its_number_years_and_day(root: Path) -> None:
    _put(root, "25 农业废弃物综合利用率/南金乡/2018-2020/25-2 畜禽粪污资源化台账.xlsx")
    assert _register(root) == 1
    (document,) = _workspace(root).progress["nanjin"].documents
    assert (document.requirement, document.years, document.received) == ("25-2", (2018, 2019, 2020), DAY)


def test_an_event_is_recorded_by_its_folder_and_only_once(root: Path) -> None:
    for name in ("00-1-1 会议通知.pdf", "00-1-2 签到表.pdf", "会场照片1.jpg"):
        _put(root, f"{MEETING}/{name}")
    assert _register(root) == 1
    (document,) = _workspace(root).progress["office"].documents
    assert document.file == MEETING


def test_recording_again_records_nothing(root: Path) -> None:
    _put(root, "25 农业废弃物综合利用率/南金乡/2020/25-3 农膜回收台账.xlsx")
    assert _register(root) == 1
    assert _register(root) == 0


def test_every_byte_that_was_there_stays(root: Path) -> None:
    path = root / "data" / "progress" / "longtang.yaml"
    before = path.read_bytes()
    _put(root, "25 农业废弃物综合利用率/龙塘镇/2019/25-1 秸秆综合利用台账.xlsx")
    _register(root)
    after = path.read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)


def _send_back(root: Path) -> None:
    """The ledger is returned once more, after its acceptance."""
    path = root / "data" / "progress" / "longtang.yaml"
    text = path.read_text(encoding="utf-8")
    accepted = "result: accepted, hash: 7d20b8c3f1aa}"
    returned = "  - {on: 2021-06-20, by: agriculture, result: returned, reason: 缺页, hash: 7d20b8c3f1aa}"
    assert accepted in text
    path.write_text(text.replace(accepted, f"{accepted}\n{returned}"), encoding="utf-8")


def test_other_bytes_of_a_document_that_was_sent_back_are_a_redelivery(root: Path) -> None:
    _send_back(root)
    _put(root, LEDGER, b"mended")
    day = date(2021, 6, 25)
    (entry,) = _plan(root, day).entries
    write_registration(root, (entry,))
    document = _workspace(root).progress["longtang"].documents[0]
    assert [again.on for again in document.redelivered] == [date(2021, 6, 9), day]
    assert len(document.redelivered[-1].hash) == 64


def test_an_accepted_file_that_was_replaced_is_a_question_and_not_recorded(root: Path) -> None:
    _put(root, LEDGER, b"other")
    plan = _plan(root, date(2021, 7, 1))
    assert plan.entries == ()
    assert [words.values["file"] for words in plan.left] == [LEDGER]


def test_what_comes_under_another_name_while_a_return_is_open_is_a_question(root: Path) -> None:
    _send_back(root)
    _put(root, LEDGER, b"old")
    _put(root, LEDGER.replace("台账", "台账（补签后）"), b"new")
    plan = _plan(root, date(2021, 6, 25))
    assert not [entry for entry in plan.entries if entry.index is None]
    assert LEDGER in {words.values.get("returned") for words in plan.left}


def test_what_nobody_owes_or_has_no_year_is_left_for_a_person(root: Path) -> None:
    _put(root, "25 农业废弃物综合利用率/县林业局/2020/25-1 秸秆综合利用台账.xlsx")
    _put(root, "25 农业废弃物综合利用率/南金乡/25-1 秸秆综合利用台账.xlsx")
    _put(root, "新建文件夹/汇总.xlsx")
    assert _register(root) == 0


def test_a_former_name_files_a_document_to_the_unit_of_today(root: Path) -> None:
    _put(root, "25 农业废弃物综合利用率/龙塘乡/2019/25-3 农膜回收台账.xlsx")
    (entry,) = _plan(root, DAY).entries
    assert entry.unit == "longtang"


def test_only_the_units_that_are_named_are_recorded(root: Path) -> None:
    for unit in ("南金乡", "梅城镇"):
        _put(root, f"25 农业废弃物综合利用率/{unit}/2020/25-3 农膜回收台账.xlsx")
    entries = _plan(root, DAY, ("meicheng",)).entries
    assert [entry.unit for entry in entries] == ["meicheng"]
