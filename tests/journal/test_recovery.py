"""A journal that came with a workspace: whatever it says, nothing outside is touched, and nothing of git's."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.running import invoke
from ecodemo.errors import EcodemoError
from ecodemo.journal.manifest import FOLDER, MANIFEST
from ecodemo.journal.workspace_lock import recover
from journal.steps import contents

HASH = sha256(b"new").hexdigest()


def forged(root: Path, *paths: str, **changes: Any) -> None:
    """A journal whose checksums are right."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    entries = []
    for number, path in enumerate(paths):
        (folder / f"{number:06}").write_bytes(b"new")
        entries.append({"path": path, "before": None, "after": HASH, "size": 3, **changes})
    put_manifest(root, {"version": 1, "command": "form import", "entries": entries})


def put_manifest(root: Path, value: object) -> None:
    body = json.dumps(value).encode()
    (root / FOLDER / MANIFEST).write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "county"
    (folder / ".git" / "hooks").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "county.yaml").write_bytes(b"old")
    return folder


def refused(root: Path) -> str:
    """Refused, and nothing was changed by it, inside or outside."""
    before = contents(root.parent), paths(root.parent)
    with pytest.raises(EcodemoError) as error:
        recover(root)
    assert (contents(root.parent), paths(root.parent)) == before
    return str(error.value)


def paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path != folder / "county" / FOLDER / ".gitignore")


def test_a_change_that_counts_is_completed(root: Path) -> None:
    forged(root, "data/new.yaml")
    assert [remark.text for remark in recover(root)] == [
        "“{command}” was interrupted; its changes have been completed."
    ]
    assert contents(root) == {"data/county.yaml": b"old", "data/new.yaml": b"new"}
    assert not (root / FOLDER).exists()


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "data/../../outside",
        "/tmp/outside",  # noqa: S108
        "",
        ".",
        "data/./x",
        "data//x",
        "x\0y",
        ".git/hooks/post-checkout",
        ".GIT/config",
        "sub/.git/config",
        ".git./config",
        ".git /config",
        ".g\u200cit/config",
        "git~1/config",
        f"{FOLDER}/lock",
    ],
)
def test_paths_that_are_not_ordinary_are_refused(root: Path, path: str) -> None:
    forged(root, "data/fine.yaml", path)
    assert "is outside the workspace" in refused(root)


@pytest.mark.parametrize("linked", ["data", "data/deep"])
def test_links_on_the_way_are_not_followed(root: Path, tmp_path: Path, linked: str) -> None:
    (tmp_path / "outside").mkdir()
    (root / "data" / "county.yaml").unlink()
    if linked == "data":
        (root / "data").rmdir()
    (root / linked).symlink_to(tmp_path / "outside")
    forged(root, f"{linked}/new.yaml")
    assert "is outside the workspace" in refused(root)


def test_a_link_in_the_place_of_a_file_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"outside")
    (root / "data" / "new.yaml").symlink_to(tmp_path / "outside")
    forged(root, "data/new.yaml")
    assert "was changed after" in refused(root)


@pytest.mark.parametrize("part", ["folder", "list", "content"])
def test_a_journal_of_links_is_refused(root: Path, tmp_path: Path, part: str) -> None:
    forged(root, "data/new.yaml")
    path = {"folder": root / FOLDER, "list": root / FOLDER / MANIFEST, "content": root / FOLDER / "000000"}[
        part
    ]
    path.rename(tmp_path / "outside")
    path.symlink_to(tmp_path / "outside")
    assert "is not a valid journal" in refused(root)


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 4},
        {"size": -1},
        {"size": 2**60},
        {"after": "0" * 64},
        {"after": "x"},
        {"before": 5},
        {"more": 1},
        {"path": 3},
    ],
    ids=str,
)
def test_what_does_not_agree_with_itself_is_refused(root: Path, changes: dict[str, Any]) -> None:
    forged(root, "data/new.yaml", **changes)
    assert "is not a valid journal" in refused(root)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"x" * 64 + b"\n{}", b"\xff\xfe", sha256(b"[" * 90_000).hexdigest().encode() + b"\n" + b"[" * 90_000],
    ids=["empty", "no checksum", "wrong checksum", "bytes", "nested"],
)  # fmt: skip
def test_a_list_that_nobody_wrote_is_refused(root: Path, content: bytes) -> None:
    (root / FOLDER).mkdir()
    (root / FOLDER / MANIFEST).write_bytes(content)
    assert "is not a valid journal" in refused(root)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"version": 2, "command": "", "entries": []},
        {"version": 1, "command": "", "entries": {}},
    ],
    ids=str,
)
def test_a_list_of_another_shape_is_refused(root: Path, value: object) -> None:
    (root / FOLDER).mkdir()
    put_manifest(root, value)
    assert "is not a valid journal" in refused(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("name", [MANIFEST, "000000", "lock"])
def test_a_pipe_is_not_waited_for(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecodemo.journal.workspace_lock.SECONDS", 0)
    forged(root, "data/new.yaml")
    (root / FOLDER / name).unlink(missing_ok=True)
    os.mkfifo(root / FOLDER / name)
    with pytest.raises(EcodemoError):
        recover(root)
    assert contents(root) == {"data/county.yaml": b"old"}


def test_the_same_file_twice_is_refused(root: Path) -> None:
    forged(root, "data/new.yaml", "data/new.yaml")
    assert "is not a valid journal" in refused(root)


def test_a_content_that_is_gone_is_refused(root: Path) -> None:
    forged(root, "data/new.yaml", "data/other.yaml")
    (root / FOLDER / "000001").unlink()
    assert "000001 is missing" in refused(root)


def test_a_file_that_was_edited_since_is_not_overwritten(root: Path) -> None:
    forged(root, "data/new.yaml", "data/county.yaml", before=sha256(b"older").hexdigest())
    said = refused(root)
    assert "was changed after “form import” was interrupted" in said
    assert f"delete {FOLDER}" in said


def test_what_a_forged_journal_says_cannot_steer_a_terminal(root: Path) -> None:
    forged(root, "../\x1b[2J\u202ex")
    assert "\x1b" not in refused(root)
    (root / FOLDER / MANIFEST).unlink()
    (root / FOLDER / "000000").unlink()
    forged(root)
    put_manifest(root, {"version": 1, "command": "\x1b]0;x\7" + "x" * 1000, "entries": []})
    [remark] = recover(root)
    assert "\x1b" not in str(remark.values["command"])
    assert len(str(remark.values["command"])) <= 60


@pytest.mark.parametrize(
    "arguments", [("check",), ("status",), ("evidence", "verify"), ("report",), ("form", "export")], ids=str
)
def test_every_command_refuses_a_forged_journal_in_a_sentence(
    county: Path, arguments: tuple[str, ...]
) -> None:
    forged(county, "../outside")
    ran = invoke("-C", county, "--lang", "en", *arguments)
    assert (ran.exit_code, ran.stdout, ran.clean) == (2, "", True)
    assert "is not a valid journal" in ran.stderr
    assert not (county.parent / "outside").exists()


def test_a_command_says_what_it_completed(county: Path) -> None:
    forged(county, "reports/new.md")
    ran = invoke("-C", county, "--lang", "en", "status")
    assert ran.stderr.splitlines()[0] == "“form import” was interrupted; its changes have been completed."
    assert (county / "reports/new.md").read_bytes() == b"new"
