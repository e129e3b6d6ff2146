"""The lock: waivers, the messages about what cannot be read, and what is counted."""

from __future__ import annotations

from pathlib import Path

from ecodemo.check.session import CheckOptions
from support import CASES, Case, check, edit, problems, workspace

STRAW = "evidence/25 农业废弃物综合利用率/东山镇/2020/25-1 秸秆综合利用台账.txt"
WAIVERS = "\nwaivers:\n- {rule: FX101, scope: {requirement: 25-1}, reason: 公章补盖, granted: 2021-10-08, by: UNIT, until: 2021-12-31}\n"


def _changed(root: Path) -> Path:
    (workspace(root) / STRAW).write_text("改过", encoding="utf-8")
    return root


def _waived_by(root: Path, unit: str) -> Path:
    (root / "data" / "waivers.yaml").write_text(WAIVERS.replace("UNIT", unit), encoding="utf-8")
    return root


def test_a_change_can_be_accepted_by_another_unit(tmp_path: Path) -> None:
    result = check(_waived_by(_changed(tmp_path), "office"), CheckOptions(phase="sound", select=("FX",)))
    assert [finding.code for finding in result.waived] == ["FX101"]
    assert result.findings == ()


def test_nobody_accepts_his_own_change(tmp_path: Path) -> None:
    root = _waived_by(_changed(tmp_path), "dongshan")
    assert len(problems("FX101", root, "sound")) == 1


def test_what_was_changed_is_about_its_unit_requirement_and_year(tmp_path: Path) -> None:
    (finding,) = check(_changed(tmp_path), CheckOptions(phase="sound", select=("FX",))).findings
    about = finding.about
    assert (about.unit, about.requirement, about.indicator, about.years) == (
        "dongshan",
        "25-1",
        "farm-waste",
        (2020,),
    )


def test_what_was_lost_is_about_the_same_as_if_it_were_there(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / STRAW).unlink()
    (finding,) = check(root, CheckOptions(phase="sound", select=("FX",))).findings
    assert (finding.code, finding.about.unit, finding.about.requirement, finding.about.years) == (
        "FX102",
        "dongshan",
        "25-1",
        (2020,),
    )


def test_pointers_are_counted_by_unit(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "evidence.sha256").unlink()
    for name in ("25-1 秸秆综合利用台账", "25-3 农膜回收台账"):
        oid = ("ab" if name.startswith("25-1") else "cd") * 32
        path = root / f"evidence/25 农业废弃物综合利用率/东山镇/2020/{name}.txt"
        path.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n")
    (said,) = problems("FX106", root, "sound")
    assert said.startswith("evidence 2 files not in this copy")


def test_the_lock_is_missed_from_acceptance_on_only(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "evidence.sha256").unlink()
    found = {
        phase: len(problems("PH303", root, phase)) for phase in ("sound", "self-inspection", "acceptance")
    }
    assert found == {"sound": 0, "self-inspection": 0, "acceptance": 1}


def test_a_lock_written_by_hand_names_what_is_gone(tmp_path: Path) -> None:
    root = workspace(tmp_path, Case.read(CASES / "FX105" / "bad.yaml"))
    edit(root / "evidence.facts.csv", "2021-09-30", "2021-05-01")
    (said,) = problems("FX105", root, "acceptance", "2021-10-20")
    assert said.startswith("evidence.sha256 1 file locked by 2021-09-30 removed from the lock by hand")
    assert "(4d7a214614ab)" in said
