"""Two people import at the same moment: nothing is lost, and the one who has to wait sees a message."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from cli.running import command, environment
from forms.packs import RECEIVED, changed, export, fill, import_, opened, state_of, workbook_of


def _sent_back(county: Path, tmp_path: Path, unit: str) -> Path:
    pack = opened(export(county, unit, tmp_path / f"{unit} out"), tmp_path / unit)
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"2019年": 20000, "2020年": 21500}))
    changed(workbook_of(pack), lambda book: fill(book["佐证"], "07-3", {"情况": "不涉及", "说明": "无秸秆"}))
    return pack


def test_two_imports_at_the_same_moment(county: Path, tmp_path: Path) -> None:
    packs = [_sent_back(county, tmp_path, unit) for unit in ("东山镇", "西河乡")]
    one_by_one = Path(shutil.copytree(county, tmp_path / "one by one"))
    for pack in packs:
        import_(one_by_one, pack)
    running = [
        subprocess.Popen(
            command("-C", county, "--lang", "en", "form", "import", pack, "--received", RECEIVED),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for pack in packs
    ]
    ended = [(process.communicate(timeout=600)[1], process.returncode) for process in running]
    for pack, (said, code) in zip(packs, ended, strict=True):
        assert code in (0, 2), said
        if code == 2:
            assert "“form import” is writing to this workspace" in said
            assert import_(county, pack).exit_code == 0
    assert 0 in [code for _, code in ended]
    written = {name: content for name, (content, _) in state_of(county, "data", "evidence").items()}
    expected = {name: content for name, (content, _) in state_of(one_by_one, "data", "evidence").items()}
    waivers = "data/waivers.yaml"
    assert sorted(written.pop(waivers).splitlines()) == sorted(expected.pop(waivers).splitlines())
    assert written == expected
