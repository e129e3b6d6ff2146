"""Personal numbers: found wherever the data hold a text, reported at its place, and never printed again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions
from support import BASE, check, edit, say, workspace

NUMBER = "13800138000"
IDENTITY = "11010519491231002X"
# Keys whose values are prose: the tool prints them as they are.
PROSE = re.compile(
    r"(?<=[{ ])(name|name_en|reason|problem|note|source|done|short|about|title|action): ([^,{}\[\]\n#]+)"
)


def _texts() -> list[tuple[str, int, str]]:
    """Every prose of the clean county's data as a person reads the files: file, line, the text."""
    return [
        (path.relative_to(BASE).as_posix(), number, found[2].strip().strip("'\""))
        for path in sorted((BASE / "data").rglob("*.yaml"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for found in PROSE.finditer(line)
    ]


def test_a_number_in_any_text_of_the_data_is_found_on_its_line(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    expected = set[tuple[str, int]]()
    for file, line, text in _texts():
        path = root / file
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[line - 1] = re.sub(
            rf": (['\"]?){re.escape(text)}", rf": \g<1>{text} {NUMBER}", lines[line - 1], count=1
        )
        path.write_text("\n".join(lines), encoding="utf-8")
        expected.add((file, line))
    found = check(root, CheckOptions(phase="sound", select=("PV",))).findings
    places = {(place.file, place.line) for finding in found for place in (finding.position, *finding.related)}
    assert len(expected) > 50
    assert places == expected


@pytest.mark.parametrize("number", [NUMBER, IDENTITY])
def test_the_number_is_never_said_again(tmp_path: Path, number: str) -> None:
    root = workspace(tmp_path)
    edit(root / "data" / "waivers.yaml", "原件存市局", f"原件存市局，{number}")
    (root / "evidence" / "25 农业废弃物综合利用率" / f"名单{number}.txt").write_text(number, encoding="utf-8")
    found = check(root, CheckOptions(phase="sound", select=("PV",))).findings
    assert [finding.code for finding in found] == ["PV101", "PV102", "PV103"]
    assert not [finding for finding in found if number[:10] in say(finding)]


def test_of_a_folder_it_is_said_once(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    folder = root / "evidence" / "25 农业废弃物综合利用率" / "东山镇" / f"张三{NUMBER}"
    folder.mkdir()
    for name in ("甲.txt", "乙.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    (finding,) = check(root, CheckOptions(phase="sound", select=("PV",))).findings
    assert finding.position.file == folder.relative_to(root).as_posix()
    assert finding.about.unit == "dongshan"
    assert finding.related == ()
