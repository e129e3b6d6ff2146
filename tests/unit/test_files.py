"""Control files: read where they are ordinary files of an ordinary size, refused at once where they are not."""

from __future__ import annotations

import os
import re
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecodemo.errors import RefusedFileError, system_reason
from ecodemo.files import read_control_file
from ecodemo.language import Language, Speaker

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
LIMIT = 3_000_000


@pytest.fixture(autouse=True)
def _ends_soon() -> Iterator[None]:
    """A read that waits is killed, with all tests: better than waiting with it."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def refused(path: Path, root: Path | None = None) -> str:
    with pytest.raises(OSError, match=re.escape(str(path))) as error:
        read_control_file(path, root, LIMIT)
    assert error.value.filename == str(path)
    reason = system_reason(error.value)
    return reason if isinstance(reason, str) else Speaker(Language.EN).say(reason)


@pytest.mark.parametrize("size", [0, 5, 1 << 20, LIMIT])
def test_an_ordinary_file_is_read_byte_for_byte(tmp_path: Path, size: int) -> None:
    content = (b"a\r\n\0\xff" * size)[:size]
    (tmp_path / "file").write_bytes(content)
    assert read_control_file(tmp_path / "file", tmp_path, LIMIT) == content


def test_a_link_inside_the_workspace_is_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a")
    (tmp_path / "link").symlink_to("file")
    assert read_control_file(tmp_path / "link", tmp_path, LIMIT) == b"a"


def test_a_workspace_that_is_itself_reached_by_a_link_is_no_link_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "file").write_bytes(b"a")
    (tmp_path / "here").symlink_to("county")
    assert read_control_file(tmp_path / "here" / "file", tmp_path / "here", LIMIT) == b"a"


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path, linked: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "file").write_bytes(b"a")
    path = root / "file" if linked == "file" else root / "folder" / "file"
    (root / linked).symlink_to(outside / "file" if linked == "file" else outside)
    assert refused(path, root) == "it links outside the workspace"
    assert read_control_file(path, None, LIMIT) == b"a"


def test_a_link_to_nothing_is_not_taken_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nothing")
    assert refused(tmp_path / "link") == "it is a broken link"
    with pytest.raises(FileNotFoundError):
        read_control_file(tmp_path / "nothing", tmp_path, LIMIT)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "not a regular file"


def test_a_pipe_put_there_after_the_look_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.write_bytes(b"a")
    looked = file.stat()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", lambda *_, **__: looked)
        with pytest.raises(RefusedFileError, match="not a regular file"):
            read_control_file(pipe, None, LIMIT)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty"])
def test_a_device_is_not_opened(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not stat.S_ISCHR(Path(device).stat().st_mode):
        pytest.skip("there is no such device")
    monkeypatch.delattr(os, "open")
    assert refused(Path(device)) == "not a regular file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "it is a folder, not a file"


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    giant = tmp_path / "giant"
    giant.touch()
    os.truncate(giant, 10 << 30)
    monkeypatch.delattr(os, "read")
    assert refused(giant) == "it is larger than 3 MB"


def test_a_file_that_grows_while_it_is_read_is_read_no_further_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a")
    read = os.read

    def growing(descriptor: int, size: int) -> bytes:
        with file.open("ab") as stream:
            stream.write(bytes(size))
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", growing)
    assert refused(file) == "it is larger than 3 MB"
    assert file.stat().st_size < 2 * LIMIT


@pytest.mark.parametrize("above", ["", "folder/"])
def test_links_in_a_circle_are_refused(tmp_path: Path, above: str) -> None:
    (tmp_path / "file").symlink_to("other")
    (tmp_path / "other").symlink_to("file")
    (tmp_path / "folder").symlink_to("folder")
    assert refused(tmp_path / above / "file", tmp_path) == "the link is circular"
