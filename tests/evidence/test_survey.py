"""The survey: one look at everything, what is trusted, and what happens to what cannot be read."""

from __future__ import annotations

import os
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ecodemo.check.session import take_survey
from ecodemo.evidence import cache as cache_module
from ecodemo.evidence import examination
from ecodemo.evidence.digests import digest_files
from ecodemo.evidence.facts_table import ContentRecord, table_content
from ecodemo.evidence.inventory import list_evidence
from ecodemo.formats.guard import guarded_facts
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Condition, EvidenceFile, Facts, Survey
from support import workspace

LEDGER = "25 农业废弃物综合利用率/东山乡/2020/25-1 秸秆综合利用台账.txt"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path / "county")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once: whether one that was just changed is trusted has its own test."""
    monkeypatch.setattr(cache_module, "_UNCERTAIN", 0)


def look(root: Path, *, use_cache: bool = True) -> Survey:
    loaded = load(root)
    return take_survey(root, loaded.workspace, use_cache=use_cache)


def some_file(surveyed: Survey) -> EvidenceFile:
    return next(file for file in surveyed.files if file.requirement == "25-1")


def pointer_to(content: bytes) -> bytes:
    return (
        b"version https://git-lfs.github.com/spec/v1\n"
        + f"oid sha256:{sha256(content).hexdigest()}\nsize {len(content)}\n".encode()
    )


def test_every_file_has_its_hash_and_its_facts(root: Path) -> None:
    surveyed = look(root)
    assert surveyed.files
    for file in surveyed.files:
        content = (root / "evidence" / file.path).read_bytes()
        assert file.sha256 == sha256(content).hexdigest()
        assert file.facts is not None
        assert file.facts.size == len(content)
    assert surveyed.counts.computed == surveyed.counts.facts_read == len(surveyed.files)


@pytest.mark.usefixtures("settled")
def test_what_looks_untouched_is_not_read_again(root: Path) -> None:
    first = look(root)
    second = look(root)
    assert second.files == first.files
    assert (second.counts.computed, second.counts.trusted) == (0, len(first.files))
    assert (second.counts.facts_read, second.counts.facts_trusted) == (0, len(first.files))


@pytest.mark.usefixtures("settled")
def test_without_the_cache_every_file_is_read_again(root: Path) -> None:
    first = look(root)
    again = look(root, use_cache=False)
    assert again.counts == first.counts


@pytest.mark.usefixtures("settled")
def test_only_what_was_changed_is_read_again(root: Path) -> None:
    changed = some_file(look(root)).path
    (root / "evidence" / changed).write_bytes(b"other")
    surveyed = look(root)
    assert (surveyed.counts.computed, surveyed.counts.facts_read) == (1, 1)
    (file,) = [file for file in surveyed.files if file.path == changed]
    assert file.sha256 == sha256(b"other").hexdigest()


def test_a_file_that_was_changed_just_now_is_not_trusted_yet(root: Path) -> None:
    time.sleep(2.1)
    path = root / "evidence" / some_file(look(root)).path
    path.write_bytes(b"one")
    look(root)
    assert look(root).counts.computed == 1


@pytest.mark.parametrize("name", ["hashes", "facts.csv", "verified.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\0\xff", b"||||\0", b"[1, 2]", b'{"key": 3}'])
@pytest.mark.usefixtures("settled")
def test_a_broken_cache_costs_time_and_nothing_else(
    root: Path, cache: Path, name: str, content: bytes
) -> None:
    first = look(root)
    (broken,) = cache.glob("ecodemo/*")
    (broken / name).write_bytes(content)
    assert look(root).files == first.files


def test_a_cache_that_cannot_be_written_does_no_harm(root: Path, cache: Path) -> None:
    (cache / "ecodemo").write_text("a file where the folder should be")
    assert look(root).files == look(root).files


def test_facts_that_are_recorded_are_trusted_for_their_bytes_and_no_others(root: Path) -> None:
    surveyed = look(root)
    file = some_file(surveyed)
    told = Facts(file.size, "pdf", Condition.SOUND, pages=7)
    (root / "evidence.facts.csv").write_bytes(table_content({file.sha256: ContentRecord(told)}))
    again = look(root, use_cache=False)
    assert some_file(again).facts == told
    assert again.counts.facts_trusted == 1
    (root / "evidence" / file.path).write_bytes(b"other")
    assert some_file(look(root)).facts != told


def test_a_pointer_stands_for_the_content_whose_hash_and_size_it_states(root: Path) -> None:
    file = some_file(look(root))
    path = root / "evidence" / file.path
    content = path.read_bytes()
    (root / "evidence.facts.csv").write_bytes(
        table_content({file.sha256: ContentRecord(Facts(len(content), "txt", pages=3))})
    )
    path.write_bytes(pointer_to(content))
    surveyed = look(root)
    found = some_file(surveyed)
    assert (found.is_pointer, found.sha256, found.size) == (True, file.sha256, len(content))
    assert found.facts is not None
    assert found.facts.pages == 3
    assert (surveyed.counts.pointers, surveyed.counts.facts_unknown) == (1, 0)


@pytest.mark.parametrize("change", [(b"\n", b"\r\n"), (b"\nsize 5\n", b"\nsize 5")])
def test_a_pointer_is_one_also_as_windows_leaves_it(root: Path, change: tuple[bytes, bytes]) -> None:
    path = root / "evidence" / some_file(look(root)).path
    path.write_bytes(pointer_to(b"12345").replace(*change))
    found = some_file(look(root))
    assert (found.is_pointer, found.sha256) == (True, sha256(b"12345").hexdigest())


def test_of_a_pointer_to_unknown_bytes_nothing_is_claimed(root: Path) -> None:
    path = root / "evidence" / some_file(look(root)).path
    path.write_bytes(pointer_to(b"never seen"))
    surveyed = look(root)
    assert some_file(surveyed).facts is None
    assert surveyed.counts.facts_unknown == 1


@pytest.mark.parametrize(
    "content",
    [
        pointer_to(b"x").replace(b"size 1", b"size one"),
        pointer_to(b"x") + b"more\n",
        pointer_to(b"x").replace(b"sha256:", b"md5:"),
    ],
)
def test_what_only_resembles_a_pointer_is_a_file_of_its_own(root: Path, content: bytes) -> None:
    path = root / "evidence" / some_file(look(root)).path
    path.write_bytes(content)
    found = some_file(look(root))
    assert (found.is_pointer, found.sha256) == (False, sha256(content).hexdigest())


def test_what_programs_leave_behind_is_listed_and_is_no_evidence(root: Path) -> None:
    before = look(root).files
    folder = root / "evidence" / LEDGER.split("/", 1)[0]
    for name in (
        "Thumbs.db",
        "~$台账.docx",
        ".DS_Store",
        "._photo.jpg",
        ".~lock.台账.xlsx#",
        "down.crdownload",
    ):
        (folder / name).write_bytes(b"x")
    surveyed = look(root)
    assert surveyed.files == before
    assert len(surveyed.leftovers) == 6


def test_links_are_never_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "25-1 台账.pdf").write_bytes(b"secret")
    before = look(root).files
    (root / "evidence" / "folder").symlink_to(tmp_path / "secret")
    (root / "evidence" / "25-1 file.pdf").symlink_to(tmp_path / "secret" / "25-1 台账.pdf")
    (root / "evidence" / "25-1 inside.pdf").symlink_to(before[0].path)
    (root / "evidence" / "loop").symlink_to("loop")
    surveyed = look(root)
    assert surveyed.files == before
    assert {link.path: link.leaves for link in surveyed.links} == {
        "25-1 file.pdf": True,
        "25-1 inside.pdf": False,
        "folder": True,
        "loop": False,
    }


def test_an_evidence_folder_that_is_itself_a_link_is_not_followed(root: Path) -> None:
    shutil.move(root / "evidence", root / "elsewhere")
    (root / "evidence").symlink_to("elsewhere")
    surveyed = look(root)
    assert (surveyed.files, [link.leaves for link in surveyed.links]) == ((), [True])


def test_what_is_no_regular_file_is_said_and_not_opened(root: Path) -> None:
    os.mkfifo(root / "evidence" / "25-1 pipe.pdf")
    assert [lost.path for lost in look(root).unreadable] == ["25-1 pipe.pdf"]


def test_a_file_that_vanishes_between_listing_and_reading_is_said(root: Path) -> None:
    stamps = list_evidence(root).files
    gone = next(iter(stamps))
    (root / "evidence" / gone).unlink()
    digests = dict(digest_files(f"{root}/evidence", stamps))
    assert digests[gone].reason
    assert not digests[gone].sha256


def test_a_file_that_grows_while_it_is_read_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = list_evidence(root).files
    growing = root / "evidence" / next(iter(stamps))
    read = os.read

    def read_while_it_grows(descriptor: int, size: int) -> bytes:
        block = read(descriptor, size)
        if os.path.samestat(os.fstat(descriptor), growing.stat()):
            with growing.open("ab") as stream:
                stream.write(b"more")
        return block

    monkeypatch.setattr(os, "read", read_while_it_grows)
    digests = dict(digest_files(f"{root}/evidence", stamps))
    assert [path for path, digest in digests.items() if digest.reason] == [next(iter(stamps))]


def test_a_file_that_was_changed_while_it_was_read_is_read_once_more(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = list_evidence(root).files
    changing = root / "evidence" / next(iter(stamps))
    read, done = os.read, list[bool]()

    def read_and_append_once(descriptor: int, size: int) -> bytes:
        block = read(descriptor, size)
        if not done and os.path.samestat(os.fstat(descriptor), changing.stat()):
            done.append(True)
            with changing.open("ab") as stream:
                stream.write(b"more")
        return block

    monkeypatch.setattr(os, "read", read_and_append_once)
    digest = dict(digest_files(f"{root}/evidence", stamps))[next(iter(stamps))]
    assert digest.sha256 == sha256(changing.read_bytes()).hexdigest()
    assert digest.is_fleeting


def test_a_file_whose_reading_kills_its_process_is_damaged_and_the_others_are_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "evidence" / LEDGER.rsplit("/", 1)[0]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(6):
        (folder / f"25-1 killer {number}.pdf").write_bytes(b"%PDF-1.7 " + bytes([65 + number]))
    read = guarded_facts

    def deadly(path: Path) -> Facts:
        if "killer 3" in path.name:
            os._exit(9)
        return read(path)

    monkeypatch.setattr(examination, "guarded_facts", deadly)
    surveyed = look(root)
    conditions = {
        file.name: file.facts.condition for file in surveyed.files if file.facts and "killer" in file.name
    }
    assert len(conditions) == 6
    assert conditions["25-1 killer 3.pdf"] is Condition.DAMAGED


def test_what_a_dying_process_leaves_open_is_read_again_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "evidence" / LEDGER.rsplit("/", 1)[0] / "25-1 heavy.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-1.7 nothing")

    def dying(path: Path) -> Facts:
        if path.name == file.name:
            os._exit(9)
        return guarded_facts(path)

    with monkeypatch.context() as broken:
        broken.setattr(examination, "guarded_facts", dying)
        surveyed = look(root)
    (found,) = [one for one in surveyed.files if one.name == file.name]
    assert found.facts is not None
    assert found.facts.condition is Condition.DAMAGED
    assert found.sha256 in surveyed.doubtful
    (found,) = [one for one in look(root).files if one.name == file.name]
    assert found.facts is not None
    assert found.facts.kind == "pdf"


def test_one_file_that_kills_its_process_does_not_hold_up_the_rest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "evidence" / LEDGER.rsplit("/", 1)[0]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(200):
        (folder / f"25-1 {number}.pdf").write_bytes(b"%%PDF-1.7 %d" % number)
    read, alone = guarded_facts, list[str]()

    def deadly(path: Path) -> Facts:
        if path.name == "25-1 3.pdf":
            os._exit(9)
        return read(path)

    one_by_one = examination._alone

    def counted(task: examination.Task, *how: Any) -> Any:
        alone.append(task.path)
        return one_by_one(task, *how)

    monkeypatch.setattr(examination, "guarded_facts", deadly)
    monkeypatch.setattr(examination, "_alone", counted)
    surveyed = look(root)
    assert sum(file.facts is not None for file in surveyed.files) == len(surveyed.files)
    assert len(alone) <= examination._AT_ONCE


def test_facts_are_only_taken_of_the_bytes_that_were_hashed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "evidence" / LEDGER.rsplit("/", 1)[0] / "25-1 saved.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-1.7 first")
    hashed = examination.examine

    def saved_meanwhile(*arguments: Any) -> Any:
        file.write_bytes(b"%PDF-1.7 another")
        return hashed(*arguments)

    monkeypatch.setattr("ecodemo.evidence.survey.examine", saved_meanwhile)
    (found,) = [one for one in look(root).files if one.name == file.name]
    assert found.facts is None


@pytest.mark.parametrize("name", [".25-1 hidden.txt", ".hidden/25-1 台账.txt"])
def test_a_hidden_file_is_a_file_like_any_other(root: Path, name: str) -> None:
    path = root / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"hidden")
    (root / "evidence" / ".gitkeep").write_bytes(b"")
    assert [file.path for file in look(root).files if file.path.startswith(".")] == [name]


def test_a_folder_with_the_ending_of_a_leftover_is_looked_into(root: Path) -> None:
    path = root / "evidence" / "资料.tmp" / "25-1 台账.txt"
    path.parent.mkdir()
    path.write_bytes(b"real")
    surveyed = look(root)
    assert "资料.tmp/25-1 台账.txt" in [file.path for file in surveyed.files]
    assert surveyed.leftovers == ()


@pytest.mark.parametrize("limit", ["_MANY_FILES", "_LARGE_FILE"])
def test_hashes_are_the_same_by_processes_threads_and_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    from ecodemo.evidence import digests

    for number in range(40):
        file = tmp_path / "evidence" / f"{number % 4}" / f"{number}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(1000 * number))
    stamps = list_evidence(tmp_path).files
    alone = dict(digest_files(f"{tmp_path}/evidence", stamps))
    monkeypatch.setattr(digests, "_FEW_BYTES", 0)
    monkeypatch.setattr(digests, limit, 1)
    monkeypatch.setattr(digests, "_BATCH_FILES", 7)
    assert dict(digest_files(f"{tmp_path}/evidence", stamps)) == alone
    assert {path: digest.sha256 for path, digest in alone.items()} == {
        path: sha256((tmp_path / "evidence" / path).read_bytes()).hexdigest() for path in stamps
    }
