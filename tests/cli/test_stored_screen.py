"""What was shown is shown again at once, byte for byte, and never once anything that it follows from was touched."""

from __future__ import annotations

import os
import shutil
import sys
import time
from codecs import getwriter
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click import _compat
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import Result, environment, invoke, run
from ecodemo.check import session
from ecodemo.cli import screen_key
from ecodemo.cli.screen_key import key_beside, key_of_evidence
from ecodemo.evidence import cache as cache_module

SHOWING = (
    ("check",),
    ("check", "--verbose"),
    ("status",),
    ("status", "--unit", "xihe"),
    ("evidence", "list"),
    ("form", "status"),
    (),
)
NOT_KEPT = (
    ("check", "--no-cache"),
    ("check", "--format", "json"),
    ("check", "--output-file", "{out}/check.txt"),
    ("check", "--also", "json:{out}/check.json"),
    ("check", "--baseline", "{out}/known.json"),
    ("check", "--select", "nothing"),
    ("evidence", "list", "--year", "1949"),
)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cache_module, screen_key):
        monkeypatch.setattr(module, "_UNCERTAIN", 0)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workspaces that were judged."""
    judged: list[Path] = []
    before = session.check

    def counted(*given: Any, **named: Any) -> Any:
        result = before(*given, **named)
        judged.append(result.root)
        return result

    monkeypatch.setattr(session, "check", counted)
    return judged


def shown(county: Path, *words: str, **changes: str) -> Result:
    """What a process of its own would print: only that may show again what it showed."""
    return invoke("-C", county, "--lang", "en", *words, keeps_screens=True, env=changes)


def settle(county: Path, *words: str) -> Result:
    """Until everything is known and the screen is kept."""
    shown(county, *words)
    return shown(county, *words)


@pytest.mark.parametrize("words", SHOWING, ids=" ".join)
def test_what_was_shown_is_shown_again(county: Path, judged: list[Path], words: tuple[str, ...]) -> None:
    first = settle(county, *words)
    judged.clear()
    again = shown(county, *words)
    assert not judged
    assert again == first
    assert again == shown(county, *words, ECODEMO_ANY="another one who asks")
    assert judged == [county]


def test_unchanged_evidence_is_verified_at_once_and_changed_evidence_is_looked_at(
    county: Path, cache: Path
) -> None:
    invoke("-C", county, "--today", "2021-09-20", "evidence", "lock")
    first = settle(county, "evidence", "verify")
    assert len(list(cache.rglob("screen-*"))) == 1
    assert shown(county, "evidence", "verify") == first
    assert first.exit_code == 0
    file = next(path for path in sorted((county / "evidence").rglob("*")) if path.is_file())
    file.write_bytes(_other(file.read_bytes()))
    assert shown(county, "evidence", "verify").exit_code == 1


@pytest.mark.parametrize("words", NOT_KEPT, ids=" ".join)
def test_what_rests_on_more_than_the_workspace_is_judged_each_time(
    county: Path, cache: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    invoke("-C", county, "check", "--write-baseline", tmp_path / "known.json")
    settle(county, *(word.format(out=tmp_path) for word in words))
    assert not list(cache.rglob("screen-*"))


def test_another_day_language_or_width_is_another_screen(county: Path, judged: list[Path]) -> None:
    settle(county, "status")
    for words, changes in (
        (("--today", "2021-09-01", "status"), {}),
        (("--lang", "zh", "status"), {}),
        (("status",), {"COLUMNS": "60"}),
        (("status",), {"NO_COLOR": "1"}),
        (("--color", "always", "status"), {}),
    ):
        judged.clear()
        shown(county, *words, **changes)
        assert judged == [county], words


def test_the_clock_is_looked_at(county: Path, judged: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    settle(county, "check")
    judged.clear()

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2099, 1, 1)

    monkeypatch.setattr(screen_key, "date", Tomorrow)
    shown(county, "check")
    assert judged == [county]


def test_what_was_edited_is_judged_again_and_says_so(county: Path, judged: list[Path]) -> None:
    before = settle(county, "check")
    progress = county / "data" / "progress" / "ecology.yaml"
    progress.write_text(progress.read_text("utf-8") + "\n", "utf-8")
    judged.clear()
    assert shown(county, "check").stdout == before.stdout
    assert judged == [county]
    county_file = county / "data" / "county.yaml"
    county_file.write_text("nonsense", "utf-8")
    assert shown(county, "check").exit_code != before.exit_code


def test_what_is_touched_while_it_is_judged_is_not_kept_however_slow_the_clock_of_its_drive(
    county: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_key, "_UNCERTAIN", -(10**18))  # nothing looks as if it was touched lately
    before = session.check

    def edited(*given: Any, **named: Any) -> Any:
        result = before(*given, **named)
        progress = county / "data" / "progress" / "ecology.yaml"
        progress.write_text(progress.read_text("utf-8") + "\n", "utf-8")
        return result

    settle(county, "evidence", "list")
    assert len(list(cache.rglob("screen-*"))) == 1
    monkeypatch.setattr(session, "check", edited)
    settle(county, "check")
    assert len(list(cache.rglob("screen-*"))) == 1


def test_a_language_that_another_folder_chose_is_another_screen(
    county: Path, tmp_path: Path, judged: list[Path]
) -> None:
    """The language is looked for above the folder as it was named, the workspace where that really is."""
    above = tmp_path / "above"
    (above / "data").mkdir(parents=True)
    (above / "link").symlink_to(county / "data" / "progress")
    words = ("-C", above / "link", "status")
    spoken = []
    for language in ("en", "zh"):
        (above / "data" / "county.yaml").write_text(f"language: {language}\n", "utf-8")
        judged.clear()
        spoken.append({invoke(*words, keeps_screens=True, env={"ECODEMO_LANG": ""}).stdout for _ in range(3)})
        assert judged
    assert [len(screens) for screens in spoken] == [1, 1]
    assert spoken[0] != spoken[1]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="who asks is known otherwise")
def test_another_user_is_shown_another_screen(
    county: Path, judged: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(county, "status")
    judged.clear()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    shown(county, "status")
    assert judged == [county]


def test_what_goes_to_the_terminal_past_the_text_is_not_kept(
    county: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a console of Windows, to which click writes by itself."""

    def own(stream: Any, *_: object) -> Any:
        return getwriter("utf-8")(stream.buffer)

    invoke("-C", county, "--today", "2021-09-20", "evidence", "lock")
    monkeypatch.setattr(_compat, "_get_windows_console_stream", own)
    first = settle(county, "evidence", "verify")
    assert not list(cache.rglob("screen-*"))
    assert shown(county, "evidence", "verify").stdout == first.stdout != ""


def test_what_is_touched_just_now_is_not_kept(
    county: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_key, "_UNCERTAIN", 2_000_000_000)
    settle(county, "check")
    assert not list(cache.rglob("screen-*"))
    before = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: before() + 3_000_000_000)
    settle(county, "check")
    assert list(cache.rglob("screen-*"))


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda kept: kept[:-1],
    lambda kept: kept[:0],
    lambda kept: kept.replace(b"0", b"1"),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_screen_is_dropped_with_all_that_is_remembered(
    county: Path, cache: Path, judged: list[Path], damage: Callable[[bytes], bytes]
) -> None:
    first = settle(county, "status")
    (kept,) = cache.rglob("screen-*")
    kept.write_bytes(damage(kept.read_bytes()))
    judged.clear()
    assert shown(county, "status").stdout == first.stdout
    assert judged == [county]


def test_what_a_killed_process_left_of_a_screen_is_no_screen(
    county: Path, cache: Path, judged: list[Path]
) -> None:
    first = settle(county, "status")
    (kept,) = cache.rglob("screen-*")
    kept.rename(kept.with_name(f"{kept.name}.1.part"))
    judged.clear()
    assert shown(county, "status") == first
    assert judged == [county]


def test_only_so_many_screens_are_kept(county: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_MOST_SCREENS", 2)
    for number in range(3):
        settle(county, "--today", f"2021-09-0{number + 1}", "status")
    assert len(list(cache.rglob("screen-*"))) == 2


def test_the_next_steps_come_in_turn_also_where_they_were_shown_before(
    county: Path, judged: list[Path]
) -> None:
    before = settle(county)
    step = next(line.strip() for line in before.stdout.splitlines() if line.startswith("   ecodemo "))
    shown(county, *step.split()[1:])
    judged.clear()
    after = shown(county)
    assert judged == [county]
    assert after.stdout != before.stdout


def _other(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:] if content else b"x"


def _replaced(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


CHANGES: dict[str, Callable[[Path], object]] = {
    "one byte": lambda path: path.write_bytes(_other(path.read_bytes())),
    "one byte more": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "deleted": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name(f"{path.name}~")),
    "a file beside it": lambda path: path.with_name("new.yaml").write_bytes(b""),
    "a folder beside it": lambda path: path.with_name("new").mkdir(),
    "a link beside it": lambda path: path.with_name("link").symlink_to(path),
    "replaced by a copy": _replaced,
}
_NUMBERS = count()


@settings(max_examples=12)
@given(data=st.data())
def test_any_change_of_any_file_is_another_key(
    data: st.DataObject, small_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    county = Path(shutil.copytree(small_workspace, tmp_path_factory.getbasetemp() / f"key{next(_NUMBERS)}"))
    files = sorted(path for path in county.rglob("*") if path.is_file())
    before = key_beside(county), key_of_evidence(county)
    assert before == (key_beside(county), key_of_evidence(county))
    assert all(before)
    CHANGES[data.draw(st.sampled_from(sorted(CHANGES)))](data.draw(st.sampled_from(files)))
    after = key_beside(county), key_of_evidence(county)
    shutil.rmtree(county)
    assert after != before


OPENED = """
import os, sys
opened = set()
def hear(event, given):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(given[0], str):
        opened.add(os.path.abspath(given[0]))
sys.addaudithook(hear)
from ecodemo.__main__ import run
status = run(sys.argv[1:])
sys.stderr.write("\\n".join(sorted(opened)))
"""


@pytest.mark.long
def test_nothing_is_read_that_no_key_is_of(county: Path, cache: Path) -> None:
    """Files of the workspace, of the program and its libraries, and what is remembered; and a key knows all of these."""
    invoke("-C", county, "check")
    libraries = {str(Path(place).absolute()) for place in sys.path if place} | {sys.base_prefix, sys.prefix}
    # The quota of a container says how many processes read the evidence, and nothing of what is shown.
    of_system = ("/etc/", "/dev/", "/usr/share/zoneinfo", "/proc/", "/sys/fs/cgroup/")
    for words in SHOWING:
        ran = run([sys.executable, "-c", OPENED, "-C", str(county), "--lang", "en", *words])
        opened = ran.stderr.split("\n")
        known = (str(county), str(cache), environment()["PYTHONPATH"], *libraries, *of_system)
        assert any(path.startswith(str(county)) for path in opened), ran.stderr
        assert [path for path in opened if path.startswith(os.sep) and not path.startswith(known)] == []
