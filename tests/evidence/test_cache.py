"""What is remembered between runs: damaged, foreign or wrong, it costs time and never changes a verdict."""

from __future__ import annotations

import os
import pickle
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecodemo.check.locking import plan_lock, write_lock
from ecodemo.check.session import take_survey
from ecodemo.evidence import cache as cache_module
from ecodemo.evidence.lock_file import NAME, lock_content
from ecodemo.evidence.verification import Verification, verify
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Survey
from support import workspace

FILES = ("hashes", "facts.csv", "verified.json")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_UNCERTAIN", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path / "county")


@pytest.fixture
def locked(root: Path) -> Path:
    write_the_lock(root)
    check_lock(root)
    return root


@pytest.fixture
def kept(locked: Path, cache: Path) -> Path:
    """The folder of a cache that has all its files."""
    (folder,) = cache.glob("ecodemo/*")
    assert {path.name for path in folder.iterdir()} == set(FILES)
    return folder


def look(root: Path, *, is_for_lock: bool = False) -> Survey:
    return take_survey(root, load(root).workspace, is_for_lock=is_for_lock)


def write_the_lock(root: Path) -> None:
    loaded = load(root)
    surveyed = look(root, is_for_lock=True)
    day = loaded.workspace.today
    assert day
    write_lock(root, plan_lock(root, loaded.workspace, surveyed, day, update=False))


def check_lock(root: Path) -> Verification:
    return verify(root, (root / NAME).read_bytes())


def forge(folder: Path, old: bytes, new: bytes) -> None:
    """Put `new` for `old` into the remembered hashes, with a checksum that fits."""
    _, _, content = (folder / "hashes").read_bytes().partition(b"\n")
    assert old in content
    content = content.replace(old, new)
    (folder / "hashes").write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)


HOSTILE = {
    "empty": b"",
    "cut off": b"0" * 64,
    "no text": b"\xff\0\xff" * 100,
    "deep": b"[" * 100_000,
    "deep with a checksum": sha256(b"[" * 100_000).hexdigest().encode() + b"\n" + b"[" * 100_000,
    "pickled": pickle.dumps({"key": os.system}),
    "a number": sha256(b"3").hexdigest().encode() + b"\n3",
    "another shape": sha256(b'{"key": 3}').hexdigest().encode() + b'\n{"key": 3}',
    "an older version": b"0 1 2 3|" + b"a" * 64 + b"||25/a.txt\0",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_cache_that_is_none_costs_time_and_nothing_else(
    locked: Path, kept: Path, name: str, content: bytes
) -> None:
    files = look(locked).files
    (kept / name).write_bytes(content)
    if name == "hashes":
        (kept / "verified.json").unlink()
    assert check_lock(locked).is_exact
    assert look(locked).files == files


def test_what_is_no_file_is_not_waited_for(locked: Path, kept: Path) -> None:
    for name in FILES:
        (kept / name).unlink()
        os.mkfifo(kept / name)
    assert check_lock(locked).is_exact
    assert look(locked).lock


def test_a_huge_cache_is_not_read(locked: Path, kept: Path) -> None:
    for name in FILES:
        os.truncate(kept / name, 1 << 40)
    assert check_lock(locked).is_exact
    assert look(locked).lock


def test_a_damaged_cache_is_put_aside_and_made_anew(locked: Path, kept: Path) -> None:
    (kept / "verified.json").write_bytes(b"damaged")
    assert check_lock(locked).trusted == 0
    assert check_lock(locked).computed == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_single_byte_of_the_cache_changes_a_verdict(locked: Path, kept: Path, data: st.DataObject) -> None:
    good = {name: (kept / name).read_bytes() for name in FILES}
    name = data.draw(st.sampled_from(FILES))
    place = data.draw(st.integers(0, len(good[name]) - 1))
    bits = data.draw(st.integers(1, 255))
    flipped = bytearray(good[name])
    flipped[place] ^= bits
    if name == "hashes":
        (kept / "verified.json").unlink()
    (kept / name).write_bytes(flipped)
    assert check_lock(locked).is_exact
    (kept / name).write_bytes(flipped)
    surveyed = look(locked)
    assert {file.path: file.sha256 for file in surveyed.files} == surveyed.lock
    for name, content in good.items():
        (kept / name).write_bytes(content)


def test_a_file_is_called_changed_only_after_it_was_read(locked: Path, kept: Path) -> None:
    right = (locked / NAME).read_bytes()[:64]
    forge(kept, right, right[::-1])
    (kept / "verified.json").unlink()
    assert {file.path: file.sha256 for file in look(locked).files} == look(locked).lock
    forge(kept, right, right[::-1])
    found = check_lock(locked)
    assert found.is_exact
    assert found.computed == found.locked, "a cache that was wrong about one file is believed about none"
    assert right in (kept / "hashes").read_bytes()


def test_a_changed_file_is_read_every_time_and_the_others_are_not(locked: Path) -> None:
    changed = min(path for path in (locked / "evidence").rglob("*") if path.is_file())
    changed.write_bytes(b"other")
    check_lock(locked)
    found = check_lock(locked)
    assert (len(found.changed), found.computed, found.trusted) == (1, 1, found.locked - 1)
    assert look(locked).counts.computed == 1


def test_a_hash_gets_into_the_lock_only_from_the_bytes(locked: Path, kept: Path) -> None:
    before = (locked / NAME).read_bytes()
    (locked / NAME).unlink()
    right = before[:64]
    forge(kept, right, right[::-1])
    write_the_lock(locked)
    assert (locked / NAME).read_bytes() == before


def test_locking_reads_nothing_that_is_locked_already(locked: Path) -> None:
    (locked / "evidence/00-9 新的.txt").write_text("new")
    look(locked)
    surveyed = look(locked, is_for_lock=True)
    assert surveyed.counts.computed == 1


def test_a_lock_that_is_wrong_is_still_found(locked: Path) -> None:
    lock = check_lock(locked)
    hashes = {file.path: file.sha256 for file in look(locked).files}
    path = min(hashes)
    (locked / NAME).write_bytes(lock_content({**hashes, path: "0" * 64}))
    assert check_lock(locked).changed == (path,)
    shutil.rmtree(locked / "evidence")
    assert len(check_lock(locked).lost) == lock.locked
