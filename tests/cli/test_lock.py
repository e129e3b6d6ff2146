"""`evidence lock` and `evidence verify`: what was locked is provable, and stays so when things go wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
import yaml
from openpyxl import Workbook

from cli.running import Result, command, environment, invoke, run, scripted
from ecodemo.evidence.facts_table import read_table
from ecodemo.evidence.lock_file import NAME, read_lock
from ecodemo.load.edit import add_to_item
from ecodemo.load.flow import YamlValue

FACTS = "evidence.facts.csv"
ODD = ("00-9 with  blanks.txt", "00-9 back\\slash.txt", "00-9 new\nline.txt", "00-9 综合　材料.txt")


@pytest.fixture
def unlocked(county: Path) -> Path:
    (county / NAME).unlink()
    return county


def lock(county: Path, *options: str, today: str = "2021-09-20") -> Result:
    return invoke("-C", county, "--today", today, "--lang", "en", "evidence", "lock", *options)


def verify(county: Path, *options: str) -> Result:
    return invoke("-C", county, "--lang", "en", "evidence", "verify", *options)


def locked(county: Path) -> dict[str, str]:
    found = read_lock(county)
    assert found is not None
    return dict(found.hashes)


def a_file(county: Path) -> Path:
    return min((county / "evidence").rglob("25-1*"))


def contents(county: Path) -> dict[str, bytes]:
    return {name: (county / name).read_bytes() for name in (NAME, FACTS) if (county / name).exists()}


def test_a_file_under_another_form_of_its_name_is_neither_lost_nor_new(unlocked: Path) -> None:
    name = "00-9 café综合.txt"
    (unlocked / "evidence" / name).write_text(name, encoding="utf-8")
    assert lock(unlocked).exit_code == 0
    (unlocked / "evidence" / name).rename(unlocked / "evidence" / normalize("NFD", name))
    found = verify(unlocked)
    assert (found.exit_code, found.stdout.count("00-9")) == (0, 1), found.stdout
    assert "different encoding of its name" in found.stdout
    checked = invoke("-C", unlocked, "--lang", "en", "check", "--phase", "sound", "--select", "FX").stdout
    assert "now missing" not in checked
    assert lock(unlocked).exit_code == 0
    assert verify(unlocked, "--strict").exit_code == 0
    (unlocked / "evidence" / normalize("NFD", name)).write_text("other", encoding="utf-8")
    assert "1 changed, 0 lost" in verify(unlocked).stdout


def test_what_lock_writes_sha256sum_confirms_also_for_odd_names(unlocked: Path) -> None:
    for name in ODD:
        (unlocked / "evidence" / name).write_text(name)
    assert lock(unlocked).exit_code == 0
    assert len(locked(unlocked)) == sum(path.is_file() for path in (unlocked / "evidence").rglob("*"))
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    ended = run(["sha256sum", "--quiet", "--strict", "-c", NAME], cwd=unlocked)
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "", "")


def test_facts_are_written_for_every_content_with_the_day(unlocked: Path) -> None:
    lock(unlocked)
    records = read_table(unlocked / FACTS).records
    assert set(records) == set(locked(unlocked).values())
    assert {str(record.recorded) for record in records.values()} == {"2021-09-20"}


def test_locking_again_changes_no_byte(unlocked: Path) -> None:
    lock(unlocked)
    before = contents(unlocked)
    times = [(unlocked / name).stat().st_mtime_ns for name in before]
    ran = lock(unlocked, today="2021-10-20")
    assert (ran.exit_code, contents(unlocked)) == (0, before)
    assert [(unlocked / name).stat().st_mtime_ns for name in before] == times


def test_only_what_is_new_is_added(unlocked: Path) -> None:
    lock(unlocked)
    before = set(contents(unlocked)[NAME].splitlines())
    new = a_file(unlocked).with_name("25-1 补充.txt")
    new.write_text("new")
    assert "Added 1 file to the lock." in lock(unlocked).stdout
    added = set(contents(unlocked)[NAME].splitlines()) - before
    assert [line.rsplit(b"/")[-1].decode() for line in added] == [new.name]
    assert before <= set(contents(unlocked)[NAME].splitlines())


def test_a_dry_run_writes_nothing(unlocked: Path) -> None:
    assert "Would add " in lock(unlocked, "--dry-run").stdout
    assert contents(unlocked) == {}


def test_what_was_changed_keeps_its_lock_until_asked(unlocked: Path) -> None:
    lock(unlocked)
    before = locked(unlocked)
    a_file(unlocked).write_text("other")
    ran = lock(unlocked)
    assert (ran.exit_code, locked(unlocked)) == (1, before)
    assert "changed since locked:" in ran.stdout
    ran = lock(unlocked, "--update")
    assert ran.exit_code == 0
    assert len(locked(unlocked).items() - before.items()) == 1
    assert verify(unlocked).exit_code == 0


def test_what_is_gone_keeps_its_lock_until_asked(unlocked: Path) -> None:
    lock(unlocked)
    a_file(unlocked).unlink()
    before = locked(unlocked)
    assert (lock(unlocked).exit_code, locked(unlocked)) == (1, before)
    assert lock(unlocked, "--update").exit_code == 0
    assert len(locked(unlocked)) == len(before) - 1


def waive(county: Path, rule: str) -> None:
    path = county / "data/waivers.yaml"
    entry = (
        f"- {{rule: {rule}, scope: {{requirement: 25-1}}, reason: 原件有误换了, granted: 2021-10-20, "
        "by: office, until: 2021-12-31}\n"
    )
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + entry, encoding="utf-8")


def test_a_phase_that_is_over_was_judged_by_its_lock_which_changes_only_with_a_waiver(unlocked: Path) -> None:
    lock(unlocked, today="2021-09-20")
    before = contents(unlocked)
    a_file(unlocked).write_text("other")
    ran = lock(unlocked, "--update", today="2021-10-20")
    assert (ran.exit_code, contents(unlocked)) == (1, before)
    assert "waiver" in ran.stdout
    waive(unlocked, "FX101")
    ran = lock(unlocked, "--update", today="2021-10-20")
    assert ran.exit_code == 0, ran.stdout
    assert contents(unlocked) != before
    assert set(read_table(unlocked / FACTS).records) == set(locked(unlocked).values())


def test_what_was_sent_back_and_came_again_needs_no_waiver_once_it_is_registered(unlocked: Path) -> None:
    lock(unlocked, today="2021-05-25")
    file = a_file(unlocked)
    file.write_text("mended")
    assert lock(unlocked, "--update", today="2021-06-10").exit_code == 1
    path = unlocked / "data/progress/dongshan.yaml"
    files = [entry["file"] for entry in yaml.safe_load(path.read_bytes())["documents"]]
    index = files.index(str(file.relative_to(unlocked / "evidence")))
    again: dict[str, YamlValue] = {"on": date(2021, 6, 9), "hash": sha256(b"mended").hexdigest()}
    path.write_bytes(add_to_item(path.read_bytes(), ("documents", index), "redelivered", again))
    assert lock(unlocked, "--update", today="2021-06-10").exit_code == 0
    assert verify(unlocked).exit_code == 0


def settled(unlocked: Path) -> Path:
    """A lock of September, on a day after the phase that was judged by it, and one file changed since."""
    lock(unlocked, today="2021-09-20")
    file = a_file(unlocked)
    file.write_text("other")
    return file


def sound(county: Path) -> str:
    ran = invoke("-C", county, "--today", "2021-10-20", "--lang", "en", "check", "--phase", "sound")
    return ran.stdout if ran.exit_code else ""


def test_taking_a_line_out_by_hand_is_reported_also_after_locking_again(unlocked: Path) -> None:
    file = settled(unlocked)
    name = str(file.relative_to(unlocked))
    lines = (unlocked / NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    (unlocked / NAME).write_text("".join(line for line in lines if name not in line), encoding="utf-8")
    assert "FX105" in sound(unlocked)
    assert lock(unlocked, today="2021-10-20").exit_code == 0
    assert "FX105" in sound(unlocked)


def test_deleting_the_lock_is_reported_also_after_locking_again(unlocked: Path) -> None:
    settled(unlocked)
    (unlocked / NAME).unlink()
    assert "FX105" in sound(unlocked)
    lock(unlocked, today="2021-10-20")
    assert "FX105" in sound(unlocked)


def test_deleting_the_facts_makes_no_lock_younger(unlocked: Path) -> None:
    settled(unlocked)
    (unlocked / FACTS).unlink()
    lock(unlocked, today="2021-10-20")
    assert lock(unlocked, "--update", today="2021-10-20").exit_code == 1


def test_the_lock_of_a_real_county_bears_the_day_on_which_it_is_made(unlocked: Path) -> None:
    county = unlocked / "data/county.yaml"
    lines = county.read_text(encoding="utf-8").splitlines(keepends=True)
    county.write_text("".join(line for line in lines if not line.startswith(("today:", "example:"))))
    ran = lock(unlocked, today="2021-02-01")
    assert (ran.exit_code, contents(unlocked)) == (2, {})
    assert invoke("-C", unlocked, "evidence", "lock").exit_code == 0


def test_a_waiver_for_a_changed_file_does_not_release_one_that_is_gone(unlocked: Path) -> None:
    lock(unlocked, today="2021-09-20")
    a_file(unlocked).unlink()
    waive(unlocked, "FX101")
    assert lock(unlocked, "--update", today="2021-10-20").exit_code == 1


def test_verify_finds_what_was_changed_lost_and_added(unlocked: Path) -> None:
    lock(unlocked)
    changed, lost = sorted((unlocked / "evidence").rglob("25-*"))[:2]
    changed.write_text("other")
    lost.unlink()
    changed.with_name("25-1 新的.txt").write_text("new")
    ran = verify(unlocked)
    assert ran.exit_code == 1
    lines = ran.stdout.splitlines()
    assert [line for line in lines if line.startswith("changed:")] == [
        f"changed: {changed.relative_to(unlocked / 'evidence')}"
    ]
    assert [line for line in lines if line.startswith("lost:")] == [
        f"lost: {lost.relative_to(unlocked / 'evidence')}"
    ]
    assert [line.rsplit("/")[-1] for line in lines if line.startswith("not locked:")] == ["25-1 新的.txt"]
    assert lines[-1] == "The evidence does not match the lock."


def test_what_was_only_added_does_not_break_the_lock(unlocked: Path) -> None:
    lock(unlocked)
    a_file(unlocked).with_name("25-1 新的.txt").write_text("new")
    ran = verify(unlocked)
    assert (ran.exit_code, "1 file not locked." in ran.stdout) == (0, True)


def test_a_flipped_byte_under_an_unchanged_size_and_time_is_found(unlocked: Path) -> None:
    lock(unlocked)
    time.sleep(2.1)
    assert "Hashes: 0 computed" not in verify(unlocked).stdout
    assert "Hashes: 0 computed" in verify(unlocked).stdout
    file = a_file(unlocked)
    before = file.stat()
    content = bytearray(file.read_bytes())
    content[0] ^= 1
    with file.open("r+b") as stream:
        stream.write(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    ran = verify(unlocked, "--no-cache")
    assert (ran.exit_code, " 1 changed," in ran.stdout) == (1, True)


def test_a_pipe_that_was_never_locked_is_reported_and_breaks_no_lock(unlocked: Path) -> None:
    lock(unlocked)
    os.mkfifo(unlocked / "evidence" / "pipe.pdf")
    ran = verify(unlocked)
    assert (ran.exit_code, "unreadable: pipe.pdf" in ran.stdout) == (0, True)


def test_nothing_to_verify_before_something_was_locked(unlocked: Path) -> None:
    ran = verify(unlocked)
    assert (ran.exit_code, ran.clean) == (3, True)
    assert "ecodemo evidence lock" in ran.stderr


def test_verify_needs_none_of_the_countys_data(unlocked: Path) -> None:
    lock(unlocked)
    (unlocked / "data/groups.yaml").write_text("broken: [")
    assert verify(unlocked).exit_code == 0
    ran = lock(unlocked)
    assert (ran.exit_code, "data/groups.yaml:" in ran.stderr) == (2, True)


def test_a_line_that_would_be_lost_stops_the_locking(unlocked: Path) -> None:
    lock(unlocked)
    for name in (NAME, FACTS):
        good = (unlocked / name).read_bytes()
        (unlocked / name).write_bytes(good + b"41b7d0c91e55\n")
        before = contents(unlocked)
        a_file(unlocked).with_name(f"25-1 {name}.txt").write_text("new")
        ran = lock(unlocked)
        assert (ran.exit_code, ran.clean, contents(unlocked)) == (2, True, before)
        assert f"{name}:{len(good.splitlines()) + 1}" in ran.stderr
        (unlocked / name).write_bytes(good)


def test_a_full_disk_leaves_the_lock_as_it_was(unlocked: Path) -> None:
    lock(unlocked)
    before = contents(unlocked)
    for number in range(40):
        a_file(unlocked).with_name(f"25-1 新的{number}.txt").write_text(f"new {number}")
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from ecodemo.__main__ import main; main()"
    )
    ran = scripted(script, "-C", unlocked, "evidence", "lock")
    assert (ran.exit_code, ran.clean) == (2, True)
    assert contents(unlocked) == before
    assert not list(unlocked.glob("*.part"))


def test_killed_at_any_moment_the_lock_is_the_old_or_the_new_one(unlocked: Path) -> None:
    lock(unlocked)
    old = contents(unlocked)
    for number in range(200):
        (a_file(unlocked).parent / f"25-1 新的{number:03}.txt").write_text(f"new {number}")
    whole = None
    for delay in (0.15, 0.3, 0.4, 0.5, 0.6, 0.8):
        started = subprocess.Popen(
            command("-C", unlocked, "--today", "2021-09-20", "evidence", "lock"),
            env=environment(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        now = contents(unlocked)
        whole = whole or (now if now[NAME] != old[NAME] else None)
        assert now[NAME] in (old[NAME], *([whole[NAME]] if whole else []))
        assert read_table(unlocked / FACTS).bad_lines == ()
    assert lock(unlocked).exit_code == 0
    assert verify(unlocked).exit_code == 0
    assert len(locked(unlocked)) == len(old[NAME].splitlines()) + 200


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="needs file permissions that hold, for root by setpriv",
)
def test_a_folder_without_permission_is_named_and_nothing_in_it_counts_as_lost(unlocked: Path) -> None:
    lock(unlocked)
    before = contents(unlocked)
    folder = a_file(unlocked).parent
    folder.chmod(0)
    held_back = "-dac_override,-dac_read_search"
    prefix = (
        ["setpriv", f"--bounding-set={held_back}", f"--inh-caps={held_back}"] if os.geteuid() == 0 else []
    )
    try:
        ran = run([*prefix, *command("-C", unlocked, "--lang", "en", "evidence", "verify")])
        assert (ran.exit_code, ran.clean) == (1, True)
        assert f"unreadable: {folder.relative_to(unlocked / 'evidence')} (Permission denied)" in ran.stdout
        assert " 0 lost" in ran.stdout
        ran = run([*prefix, *command("-C", unlocked, "--lang", "en", "evidence", "lock", "--update")])
        assert (ran.exit_code, contents(unlocked)) == (1, before)
        ran = run([*prefix, *command("-C", unlocked, "--lang", "en", "check", "--phase", "sound")])
        assert (ran.exit_code, ran.clean) == (1, True)
        assert "FX103" in ran.stdout
        assert "FX102" not in ran.stdout
    finally:
        folder.chmod(0o755)


def test_no_personal_number_gets_into_the_committed_table(unlocked: Path) -> None:
    identity, mobile = "11010519491231002X", "13812345678"
    file = next((unlocked / "evidence").rglob("25-1*"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总"
    sheet["C40"] = f"联系人 {mobile}，{identity}"
    book.save(file)
    lock(unlocked)
    table = (unlocked / FACTS).read_text(encoding="utf-8")
    assert "汇总!C40" in table
    assert not [number for number in (identity, mobile) if number in table]


def test_the_last_sentence_says_what_was_not_compared(unlocked: Path) -> None:
    lock(unlocked)
    assert verify(unlocked).stdout.splitlines()[-1] == "The evidence matches the lock."
    a_file(unlocked).with_name("25-1 新的.txt").write_text("new")
    os.mkfifo(unlocked / "evidence" / "pipe.pdf")
    ran = verify(unlocked, "-q")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[-1] == ("All locked files are unchanged; 1 file not locked, 1 unreadable.")


@pytest.mark.parametrize("extra", ["25-1 新的.txt", "Thumbs.db", "pipe", "link"])
def test_strict_fails_on_whatever_was_not_locked(unlocked: Path, extra: str) -> None:
    lock(unlocked)
    assert verify(unlocked, "--strict").exit_code == 0
    path = unlocked / "evidence" / extra
    if extra == "pipe":
        os.mkfifo(path)
    elif extra == "link":
        path.symlink_to(a_file(unlocked))
    else:
        path.write_text("new")
    assert verify(unlocked).exit_code == 0
    ran = verify(unlocked, "--strict")
    assert (ran.exit_code, extra in ran.stdout) == (1, True)
    assert "does not exactly match the lock: " in ran.stdout.splitlines()[-1]


def test_strict_passes_what_git_itself_needs(unlocked: Path) -> None:
    lock(unlocked)
    (unlocked / "evidence/.gitkeep").touch()
    assert verify(unlocked, "--strict").exit_code == 0


def unmerged(content: bytes, ours: bytes, theirs: bytes) -> bytes:
    return b"".join((content, b"<<<<<<< HEAD\n", ours, b"=======\n", theirs, b">>>>>>> other\n"))


def test_after_a_merge_locking_keeps_the_lines_of_both_sides(unlocked: Path) -> None:
    lock(unlocked)
    whole = contents(unlocked)
    for name, content in whole.items():
        *most, ours, theirs = content.splitlines(keepends=True)
        (unlocked / name).write_bytes(unmerged(b"".join(most), ours, theirs))
    ran = invoke("-C", unlocked, "--today", "2021-09-20", "--lang", "en", "check", "--phase", "sound")
    assert ran.exit_code == 1
    assert all(f"{name}:" in ran.stdout for name in whole)
    assert "ecodemo evidence lock" in ran.stdout
    assert not {"FX101", "FX102"} & set(ran.stdout.split())
    assert verify(unlocked).exit_code == 1
    assert lock(unlocked).exit_code == 0
    assert contents(unlocked) == whole


def test_a_path_with_two_hashes_after_a_merge_is_for_a_person_to_decide(unlocked: Path) -> None:
    lock(unlocked)
    *most, ours = (unlocked / NAME).read_bytes().splitlines(keepends=True)
    (unlocked / NAME).write_bytes(unmerged(b"".join(most), ours, b"0" * 64 + ours[64:]))
    before, n = contents(unlocked), len(most)
    ran = lock(unlocked)
    assert (ran.exit_code, contents(unlocked)) == (2, before)
    assert f"{NAME}:{n + 4}: duplicate path" in ran.stderr
    ran = invoke("-C", unlocked, "--today", "2021-09-20", "--lang", "en", "check", "--phase", "sound")
    assert f"delete the conflict markers in lines {n + 1}, {n + 3}, {n + 5}." in " ".join(ran.stdout.split())
