"""Files of events: each belongs to a part, by its number or its name; and many pictures are many documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from forms.packs import export, import_, opened, state_of, zipped

EVENT = "evidence/00 综合材料/创建办/2021/00-1 2021-09-01 推进会"


@pytest.fixture
def meeting(county: Path, tmp_path: Path) -> Path:
    """The folder of a meeting in the pack of the office."""
    pack = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "创建办")
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith("00-1 "))
    event = folder / "2021-09-01 推进会"
    event.mkdir()
    return event


def _put(folder: Path, *names: str) -> Path:
    """Files that hold their own names; the pack that they are in."""
    for name in names:
        (folder / name).write_bytes(name.encode())
    return next(parent for parent in folder.parents if parent.name == "佐证").parent


def _names(county: Path) -> list[str]:
    return sorted(path.name for path in (county / EVENT).iterdir())


def test_parts_are_known_by_their_names_and_numbered(county: Path, meeting: Path) -> None:
    pack = _put(meeting, "通知.pdf", "签到.jpg", "00-1-3 会场1.jpg", "照片2.jpg")
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    assert "未归类" not in ran.stdout
    assert _names(county) == ["00-1-1 通知.pdf", "00-1-2 签到.jpg", "00-1-3 会场1.jpg", "00-1-3 照片2.jpg"]
    assert "is incomplete" not in invoke("-C", county, "--lang", "en", "check", "--select", "EV").stdout


def test_a_picture_may_be_called_by_its_place(county: Path, meeting: Path) -> None:
    ran = import_(county, _put(meeting, "会场1.jpg", "会场 (2).PNG", "会场平面图.pdf"))
    assert ran.exit_code == 0, ran.stdout
    assert _names(county) == ["00-1-3 会场 (2).PNG", "00-1-3 会场1.jpg", "会场平面图.pdf"]


def test_what_belongs_to_no_part_is_filed_and_said(county: Path, meeting: Path) -> None:
    ran = import_(county, _put(meeting, "通知.pdf", "IMG_2041.jpg"))
    assert ran.exit_code == 0, ran.stdout
    (line,) = [line for line in ran.stdout.splitlines() if "未归类" in line]
    assert "IMG_2041.jpg" in line
    assert "00-1-2 签到表" in line
    assert _names(county) == ["00-1-1 通知.pdf", "IMG_2041.jpg"]
    checked = invoke("-C", county, "--lang", "en", "check", "--select", "EV").stdout
    assert "part 2" in checked


def test_an_event_filed_without_numbers_is_not_doubled(county: Path, meeting: Path) -> None:
    pack = _put(meeting, "通知.pdf", "签到.jpg")
    import_(county, pack)
    for path in (county / EVENT).iterdir():
        path.rename(path.with_name(path.name.removeprefix("00-1-1 ").removeprefix("00-1-2 ")))
    (meeting / "签到.jpg").write_bytes(b"scanned again")
    ran = import_(county, pack, received="2021-09-19")
    assert "0 filed, 1 replaced" in ran.stdout
    assert _names(county) == ["签到.jpg", "通知.pdf"]
    assert (county / EVENT / "签到.jpg").read_bytes() == b"scanned again"


def test_pictures_that_windows_numbered_are_not_copies_of_one_another(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "西河乡")
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith("07-3 "))
    names = [f"2019巡查 ({number}).jpg" for number in (1, 2, 3)]
    for name in names:
        (folder / name).write_bytes(name.encode())
    ran = import_(county, zipped(pack, tmp_path / "西河乡.zip"))
    assert "3 filed, 0 replaced" in ran.stdout
    kept = county / "evidence/07 环境空气质量/西河乡/2019"
    assert sorted(path.read_bytes().decode() for path in kept.iterdir()) == names
    before = state_of(county, "data", "evidence")
    import_(county, tmp_path / "西河乡.zip", received="2021-09-19")
    assert state_of(county, "data", "evidence") == before
    (folder / names[1]).write_bytes(b"taken again")
    ran = import_(county, zipped(pack, tmp_path / "西河乡2.zip"), received="2021-09-20")
    assert "0 filed, 1 replaced" in ran.stdout
    assert sorted(path.read_bytes().decode() for path in kept.iterdir()) == [
        names[0],
        names[2],
        "taken again",
    ]
