"""Several files change as one: killed before any step, the next start finds all old or all new, and says which."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from ecodemo import files
from ecodemo.errors import EcodemoError
from ecodemo.journal.changes import Change, write_together
from ecodemo.journal.manifest import FOLDER, MANIFEST
from ecodemo.journal.workspace_lock import recover, workspace_lock
from journal.steps import CALLS, Killed, contents, killed_before

OLD = {"data/a.yaml": b"a", "evidence/b.pdf": b"b", "gone.txt": b"gone"}
NEW = {"data/a.yaml": b"A", "evidence/b.pdf": b"B" * 100_000, "new/folder/c.csv": b"c"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "county"
    for name, content in OLD.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "scan.pdf").write_bytes(NEW["evidence/b.pdf"])
    return folder


def change(root: Path) -> None:
    write_together(
        root,
        "form import",
        (
            Change(root / "data/a.yaml", NEW["data/a.yaml"]),
            Change(root / "evidence/b.pdf", root.parent / "scan.pdf"),
            Change(root / "gone.txt", None),
            Change(root / "new/folder/c.csv", NEW["new/folder/c.csv"]),
        ),
    )


def test_all_is_written_and_nothing_is_left_over(root: Path) -> None:
    change(root)
    assert contents(root) == NEW
    assert not (root / FOLDER).exists()


def test_killed_before_each_step_it_is_all_old_or_all_new_after_the_next_start(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    for step in range(200):
        _restore(root)
        try:
            with killed_before(step, root, monkeypatch):
                change(root)
        except Killed:
            pass
        else:
            break
        remarks = [remark.text for remark in recover(root)]
        found = contents(root)
        assert found in (OLD, NEW), step
        for remark in remarks:  # none where it was killed before it had the lock, or after it gave it back
            assert found == (OLD if "before it changed any file" in remark else NEW), step
        assert not (root / FOLDER / MANIFEST).exists()
        said += remarks
        change(root)
        assert (contents(root), (root / FOLDER).exists()) == (NEW, False), step
    assert step > 20
    assert {text.rpartition("interrupted")[2] for text in said} == {
        " before it changed any file.",
        "; its changes have been completed.",
    }


def test_killed_while_it_is_completed_it_is_completed_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done() -> None:
        _restore(root)
        with pytest.raises(Killed), killed_before("gone.txt", root, monkeypatch):
            change(root)
        assert contents(root) not in (OLD, NEW)

    for step in range(100):
        half_done()
        try:
            with killed_before(step, root, monkeypatch):
                recover(root)
        except Killed:
            recover(root)
            assert contents(root) == NEW, step
        else:
            break
    assert step > 5


def _restore(root: Path) -> None:
    for name in contents(root).keys() - OLD.keys():
        (root / name).unlink()
    for name, content in OLD.items():
        (root / name).write_bytes(content)


@pytest.mark.parametrize("number", range(18))
def test_a_full_disk_at_any_write_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    left = iter(range(number))
    for name in CALLS:
        monkeypatch.setattr(os, name, _full_after(left, getattr(os, name)))
    said = _what_is_said_of(root)
    monkeypatch.undo()
    recover(root)
    assert contents(root) == (OLD if "is unchanged" in said else NEW)
    assert ("the disk is full" in said) == (number < 17)
    change(root)
    assert (contents(root), (root / FOLDER).exists()) == (NEW, False)


def _what_is_said_of(root: Path) -> str:
    try:
        change(root)
    except EcodemoError as error:
        return str(error)
    return ""


def _full_after(left: Iterator[int], call: Callable[..., object]) -> Callable[..., object]:
    """What makes a file finds no room any more; what removes one works."""

    def full(*arguments: object, **named: object) -> object:
        makes = call.__name__ in ("mkdir", "link", "replace") or (
            call.__name__ == "open" and int(str(arguments[1])) & os.O_CREAT
        )
        if makes and next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))
        return call(*arguments, **named)

    return full


def test_what_cannot_be_read_changes_nothing(root: Path) -> None:
    (root.parent / "scan.pdf").unlink()
    with pytest.raises(EcodemoError, match="no such file or folder"):
        change(root)
    assert (contents(root), (root / FOLDER).exists()) == (OLD, False)


def test_a_folder_in_the_place_of_a_file_is_found_before_anything_changes(root: Path) -> None:
    (root / "new/folder/c.csv").mkdir(parents=True)
    with pytest.raises(EcodemoError, match=r"Cannot write .*/c\.csv: "):
        change(root)
    assert contents(root) == OLD


@pytest.mark.skipif(
    not hasattr(os, "getuid") or not os.getuid(), reason="who may everything is refused nothing"
)
def test_a_folder_without_rights_is_found_before_anything_changes(root: Path) -> None:
    (root / "evidence").chmod(0o555)
    with pytest.raises(EcodemoError, match="no right"):
        change(root)
    (root / "evidence").chmod(0o755)
    assert contents(root) == OLD


@pytest.fixture
def without_links_and_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared folder, or a memory stick: neither links, nor rights, nor a folder that can be written down."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    sync = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(descriptor)

    for name in ("link", "symlink", "chmod", "fchmod", "chown"):
        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr(os, "fsync", files_only)


@pytest.mark.usefixtures("without_links_and_rights")
def test_it_works_where_links_and_rights_fail(root: Path) -> None:
    change(root)
    assert (contents(root), (root / FOLDER).exists()) == (NEW, False)


@pytest.mark.usefixtures("without_links_and_rights")
def test_killed_where_links_fail(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(0, 60, 3):
        _restore(root)
        try:
            with killed_before(step, root, monkeypatch):
                change(root)
        except Killed:
            recover(root)
            assert contents(root) in (OLD, NEW), step


def test_it_works_where_names_know_no_case(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick: whatever case a name is written in, it is the one file."""

    def folded(call: Callable[..., object]) -> Callable[..., object]:
        def call_folded(*arguments: object, **named: object) -> object:
            return call(*(_folded(argument, root) for argument in arguments), **named)

        return call_folded

    for name in (*CALLS, "stat", "lstat", "listdir", "scandir", "access"):
        monkeypatch.setattr(os, name, folded(getattr(os, name)))
    monkeypatch.setattr(io, "open", folded(io.open))
    change(root)
    write_together(root, "x", (Change(root / "DATA/A.yaml", b"again"), Change(root / "New/C.txt", b"c")))
    monkeypatch.undo()
    assert contents(root) == {**NEW, "data/a.yaml": b"again", "new/c.txt": b"c"}
    assert not (root / FOLDER).exists()


def _folded(argument: object, root: Path) -> object:
    text = os.fspath(argument) if isinstance(argument, (str, Path)) else ""
    return (
        text.replace(text[len(str(root)) :], text[len(str(root)) :].lower())
        if text.startswith(str(root))
        else argument
    )


def test_it_works_where_nothing_can_be_synced(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refused)
    change(root)
    assert contents(root) == NEW


def test_a_folder_that_is_a_disk_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def across(source: Path, target: Path) -> None:
        if Path(target).parent.name == "evidence" != Path(source).parent.name:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", across)
    change(root)
    assert contents(root) == NEW


def test_a_file_outside_the_workspace_is_written_for_itself(root: Path, tmp_path: Path) -> None:
    (root / "reports").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    inside, outside = Change(root / "data/a.yaml", b"A"), Change(root / "reports" / "r.md", b"r")
    write_together(root, "report", (inside, outside))
    assert (tmp_path / "elsewhere" / "r.md").read_bytes() == b"r"
    assert (root / "data/a.yaml").read_bytes() == b"A"


def test_what_is_the_same_already_is_not_touched(root: Path) -> None:
    before = (root / "data/a.yaml").stat()
    write_together(root, "x", (Change(root / "data/a.yaml", b"a"), Change(root / "new", b"n")))
    after = (root / "data/a.yaml").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_lock_that_somebody_removed_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_new = files.write_new

    def removing(path: Path, blocks: Iterable[bytes]) -> None:
        (root / FOLDER / "lock").unlink(missing_ok=True)
        write_new(path, blocks)

    with workspace_lock(root, "form import"):
        monkeypatch.setattr("ecodemo.journal.changes.write_new", removing)
        changes = [Change(root / name, content.upper()) for name, content in OLD.items()]
        with pytest.raises(EcodemoError, match="removed or taken"):
            write_together(root, "form import", changes)
    assert contents(root) == OLD


@pytest.mark.parametrize("place", ["inside", "outside"])
@pytest.mark.parametrize("below", ["", "folder"])
def test_a_file_in_place_of_a_folder_is_named_and_nothing_is_written(
    root: Path, place: str, below: str
) -> None:
    file = (root if place == "inside" else root.parent) / "ff"
    file.write_bytes(b"mine")
    before = contents(root)
    changes = Change(root / "data/a.yaml", b"A"), Change(file / below / "c.csv", b"c")
    with pytest.raises(EcodemoError, match=r"ff is a file, not a folder\. Nothing was written\."):
        write_together(root, "report", changes)
    assert contents(root) == before
    assert file.read_bytes() == b"mine"
