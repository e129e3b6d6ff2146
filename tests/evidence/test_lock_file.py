"""evidence.sha256: what is written is what `sha256sum -c` reads, whatever files are called."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.evidence.lock_file import as_spelled, lock_content, parse_lock, respelled
from ecodemo.model.evidence import BadLine, LineFault

HASH = "a" * 64
NAMES = (
    "25 农业/龙塘镇/2020/25-1 秸秆台账.xlsx",
    "with blank  and two.pdf",
    " leading.pdf",
    "back\\slash.pdf",
    "new\nline.pdf",
    "carriage\rreturn.pdf",
    "carriage at the end\r",
    "\n",
    "\\n not a line feed.pdf",
    "#looks like a comment.pdf",
    "*star.pdf",
    "quote'\".pdf",
)


# Any bytes but 0 can be a name on Linux; those that are no UTF-8 come as Python reads them from the disk.
PATHS = st.binary(min_size=1).map(lambda name: name.replace(b"\0", b"").decode("utf-8", "surrogateescape"))


def is_of_a_walk(path: str) -> bool:
    return not {"", ".", ".."} & set(path.split("/"))


@given(st.dictionaries(PATHS.filter(is_of_a_walk), st.sampled_from(["0" * 64, HASH])))
def test_what_is_written_is_read_again(hashes: dict[str, str]) -> None:
    lock = parse_lock(lock_content(hashes))
    assert (lock.hashes, lock.bad_lines) == (hashes, ())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_finds_every_file_by_its_name_and_every_change(tmp_path: Path) -> None:
    hashes = {}
    for name in NAMES:
        file = tmp_path / "evidence" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8", newline="")
        hashes[name] = sha256(name.encode()).hexdigest()
    (tmp_path / "evidence.sha256").write_bytes(lock_content(hashes))
    command = ["sha256sum", "--quiet", "--strict", "-c", "evidence.sha256"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    (tmp_path / "evidence" / NAMES[4]).write_bytes(b"other")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_what_sha256sum_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    for name in ("a b.pdf", "back\\slash.pdf", "new\nline.pdf", "农业.pdf"):
        (tmp_path / "evidence" / name).write_text(name)
    names = [f"evidence/{path.name}" for path in (tmp_path / "evidence").iterdir()]
    for mode in ("--text", "--binary"):
        written = subprocess.run(
            ["sha256sum", mode, *names], cwd=tmp_path, capture_output=True, check=True
        ).stdout
        lock = parse_lock(written)
        assert lock.bad_lines == ()
        assert lock.hashes == {n.removeprefix("evidence/"): sha256(n[9:].encode()).hexdigest() for n in names}


def test_a_lock_from_a_windows_checkout_is_read() -> None:
    hashes = {"back\\slash.pdf": HASH, "plain.pdf": HASH}
    content = b"\xef\xbb\xbf" + lock_content(hashes).replace(b"\n", b"\r\n")
    lock = parse_lock(content)
    assert (lock.hashes, lock.bad_lines) == (hashes, ())


def test_lines_are_sorted_by_path_so_that_differences_stay_small() -> None:
    content = lock_content({"b": HASH, "a": HASH, "a/b": HASH})
    assert [line.split(b"  ")[1] for line in content.splitlines()] == [
        b"evidence/a",
        b"evidence/a/b",
        b"evidence/b",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        f"{HASH} evidence/one blank.pdf",
        f"{HASH[:63]}  evidence/short.pdf",
        f"{HASH.upper()}  evidence/large letters.pdf",
        f"{HASH}  reports/elsewhere.pdf",
        f"{HASH}  ../evidence/outside.pdf",
        f"{HASH}  evidence/../outside.pdf",
        f"{HASH}  evidence/same.pdf",
        f"{HASH}  evidence/",
        f"{HASH}  evidence/.",
        f"{HASH}  evidence/./",
        f"{HASH}  evidence/a/",
        f"{HASH}  evidence//etc/passwd",
        f"{HASH}  evidence/a//b",
        f"{HASH}  evidence/./a",
    ],
)
def test_a_line_that_cannot_be_understood_is_named_and_the_others_are_read(line: str) -> None:
    lock = parse_lock(f"# a comment\n{HASH}  evidence/same.pdf\n{line}\n{HASH}  evidence/b.pdf\n".encode())
    assert [(bad.file, bad.line) for bad in lock.bad_lines] == [("evidence.sha256", 3)]
    assert set(lock.hashes) == {"same.pdf", "b.pdf"}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash(content: bytes) -> None:
    parse_lock(content)


def line_of(path: str, digit: str) -> str:
    return f"{digit * 64}  evidence/{path}"


def left_by_git(ours: list[str], theirs: list[str], base: list[str] | None = None) -> bytes:
    middle = [] if base is None else ["||||||| 0123456", *base]
    lines = [line_of("a", "1"), "<<<<<<< HEAD", *ours, *middle, "=======", *theirs, ">>>>>>> other"]
    return "".join(f"{line}\n" for line in lines).encode()


@pytest.mark.parametrize(
    "base", [None, [], [line_of("gone", "9")]], ids=["merge", "diff3", "diff3 with base"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=ascii)
def test_of_lines_that_git_could_not_merge_those_of_both_sides_are_read(
    base: list[str] | None, end: str
) -> None:
    content = left_by_git(
        [line_of("b", "2"), line_of("d", "4")], [line_of("c", "3"), line_of("d", "4")], base
    )
    lock = parse_lock(content.replace(b"\n", end.encode()))
    assert lock.hashes == {path: digit * 64 for path, digit in zip("abcd", "1234", strict=True)}
    assert {bad.fault for bad in lock.bad_lines} == {LineFault.MARK}
    assert [content.splitlines()[bad.line - 1][:1] for bad in lock.bad_lines] == [
        b"<",
        *([] if base is None else [b"|"]),
        b"=",
        b">",
    ]


def test_a_path_that_both_sides_locked_with_other_bytes_is_named() -> None:
    lock = parse_lock(left_by_git([line_of("b", "2")], [line_of("b", "3")]))
    assert BadLine("evidence.sha256", 5, LineFault.TWICE) in lock.bad_lines


@pytest.mark.parametrize(
    ("locked", "there", "moved"),
    [
        (("é.txt",), ("é.txt",), 1),
        (("dé/a.txt", "b"), ("dé/a.txt", "b"), 1),
        (("é.txt",), ("é.txt", "é.txt"), 0),
        (("é.txt",), ("e.txt",), 0),
    ],
)
def test_a_name_in_another_unicode_form_is_the_same_name(
    locked: tuple[str, ...], there: tuple[str, ...], moved: int
) -> None:
    hashes = dict.fromkeys((unicodedata.normalize("NFC", path) for path in locked), "0" * 64)
    present = [unicodedata.normalize("NFD", path) for path in there[:1]] + list(there[1:])
    assert len(respelled(hashes, present)) == moved
    assert (set(as_spelled(hashes, present)) == set(present)) is bool(moved)
