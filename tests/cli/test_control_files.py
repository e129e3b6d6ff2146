"""Anything in place of a file of the workspace: the command names the file and says why, at once."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.running import invoke

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")


@pytest.fixture(autouse=True)
def _ends_soon() -> Iterator[None]:
    """A command that waits is killed, with all tests: better than waiting with it."""
    signal.alarm(120)
    yield
    signal.alarm(0)


def _giant(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 << 30)


def _link_out(path: Path) -> None:
    outside = Path(os.environ["XDG_CACHE_HOME"], "outside")
    outside.write_bytes(b"known: []\n")
    path.symlink_to(outside)


INSTEAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "pipe": (os.mkfifo, "not a regular file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
    "folder": (Path.mkdir, "it is a folder, not a file"),
    "giant": (_giant, "it is larger than"),
    "link out": (_link_out, "it links outside the workspace"),
    "circle": (lambda path: path.symlink_to(path.name), "the link is circular"),
    "link to nothing": (lambda path: path.symlink_to("nothing"), "it is a broken link"),
}


@pytest.mark.parametrize("what", INSTEAD)
@pytest.mark.parametrize(
    "name",
    ["data/county.yaml", "data/indicators.yaml", "data/contacts.yaml", "data/progress/xihe.yaml"],
)
def test_a_data_file_that_cannot_be_one_is_found(county: Path, name: str, what: str) -> None:
    put, reason = INSTEAD[what]
    (county / name).unlink(missing_ok=True)
    put(county / name)
    ran = invoke("check", "--lang", "en", cwd=county)
    assert ran.exit_code == 2
    assert f"{name} SC101" in ran.stdout
    assert f"Cannot read the file: {reason}" in " ".join(ran.stdout.split())
    assert ran.clean


@pytest.mark.parametrize("what", INSTEAD)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("evidence.sha256", "check"),
        ("evidence.sha256", "evidence lock"),
        ("evidence.sha256", "evidence verify"),
        ("evidence.facts.csv", "check"),
        ("evidence.facts.csv", "evidence lock"),
    ],
)
def test_a_record_of_evidence_that_cannot_be_one_ends_the_command(
    county: Path, name: str, command: str, what: str
) -> None:
    put, reason = INSTEAD[what]
    (county / name).unlink(missing_ok=True)
    put(county / name)
    ran = invoke(*command.split(), "--lang", "en", cwd=county)
    assert ran.exit_code == 2
    shown = name if command == "evidence verify" else county / name
    assert f"Cannot read {shown}: {reason}" in ran.stderr
    assert ran.clean


@pytest.mark.parametrize("what", INSTEAD)
def test_a_baseline_that_cannot_be_one_ends_the_command(county: Path, what: str) -> None:
    put, reason = INSTEAD[what]
    put(county / "baseline.yaml")
    for option in ("--baseline", "--write-baseline"):
        ran = invoke("check", option, "--lang", "en", cwd=county)
        assert ran.exit_code == 2
        assert f"Cannot read {county / 'baseline.yaml'}: {reason}" in ran.stderr
        assert ran.clean


def test_a_baseline_that_is_named_may_be_anywhere(county: Path, tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_bytes(b"known: []\n")
    (tmp_path / "link.yaml").symlink_to("known.yaml")
    for named in ("../known.yaml", "../link.yaml"):
        assert invoke("check", "--baseline", named, cwd=county).exit_code == 0


@pytest.mark.parametrize("what", INSTEAD)
def test_help_does_not_wait_for_the_language_of_the_workspace(county: Path, what: str) -> None:
    (county / "data" / "county.yaml").unlink()
    INSTEAD[what][0](county / "data" / "county.yaml")
    ran = invoke("--help", cwd=county)
    assert ran.exit_code == 0
    assert ran.clean


@pytest.mark.parametrize("what", INSTEAD)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("templates/blocks/phase.title.md.j2", "report -f md"),
        ("inbox/收件登记.csv", "form status"),
        ("inbox/收件登记.csv", "form import PACK"),
    ],
)
def test_what_a_command_reads_back_and_cannot_is_named(
    county: Path, tmp_path: Path, name: str, command: str, what: str
) -> None:
    put, reason = INSTEAD[what]
    pack = tmp_path / "25-1 台账.txt"
    pack.write_text("台账")
    (county / name).parent.mkdir(parents=True, exist_ok=True)
    put(county / name)
    ran = invoke(
        *(str(pack) if word == "PACK" else word for word in command.split()), "--lang", "en", cwd=county
    )
    assert ran.exit_code == 2, ran.stderr
    assert name in ran.stderr
    assert reason in ran.stderr
    assert not list(county.glob("reports/*"))


@pytest.mark.parametrize("what", ["pipe", "folder", "circle", "link to nothing", "giant"])
@pytest.mark.parametrize("name", ["draft.docx", "form.xlsx"])
def test_a_look_of_papers_that_cannot_be_one_is_named(county: Path, name: str, what: str) -> None:
    (county / "templates").mkdir()
    INSTEAD[what][0](county / "templates" / name)
    ran = invoke("form", "export", "--lang", "en", cwd=county)
    said = {
        "draft.docx": f"Cannot use {county / 'templates/draft.docx'} for styles",
        "form.xlsx": f"Cannot use {county / 'templates/form.xlsx'} as a letterhead",
    }
    assert (ran.exit_code, said[name] in ran.stderr) == (2, True), ran.stderr


@pytest.mark.parametrize("what", ["pipe", "circle", "link to nothing", "giant"])
@pytest.mark.parametrize("name", ["data/progress", "data/standards"])
def test_what_is_in_place_of_a_folder_of_data_is_found(county: Path, name: str, what: str) -> None:
    (county / name).rename(county / "away")
    INSTEAD[what][0](county / name)
    ran = invoke("check", "--lang", "en", cwd=county)
    assert ran.exit_code == 2
    assert f"{name} SC101" in ran.stdout


def test_doctor_waits_for_no_pipe_in_place_of_evidence(county: Path) -> None:
    os.mkfifo(county / "evidence" / "pipe.txt")
    assert invoke("doctor", "--lang", "en", cwd=county).clean


def test_a_block_that_git_could_not_merge_gets_into_no_paper(county: Path) -> None:
    block = county / "templates/blocks/phase.title.md.j2"
    block.parent.mkdir(parents=True)
    block.write_text("<<<<<<< HEAD\n# 甲\n=======\n# 乙\n>>>>>>> other\n", encoding="utf-8")
    ran = invoke("report", "-f", "md", "--lang", "en", cwd=county)
    assert ran.exit_code == 2
    assert "Cannot use the template templates/blocks/phase.title.md.j2: Unresolved git conflict" in ran.stderr


CIRCLES = {
    "-C dir check": 0,
    "check -f json -o loop -q": 0,
    "check -q --also json:dir/a.json": 2,
    "form import dir": 2,
    "form import loop": 2,
    "check --baseline loop": 2,
    "report --out dir": 2,
}


@pytest.mark.parametrize("command", CIRCLES)
def test_links_in_a_circle_are_no_fault_of_the_program(county: Path, command: str) -> None:
    (county / "loop").symlink_to("loop")
    (county / "dir").symlink_to("dir")
    ran = invoke(*command.split(), cwd=county)
    assert (ran.exit_code, ran.clean) == (CIRCLES[command], True), ran.stderr


def test_links_in_a_circle_in_evidence_and_data_are_named_once(county: Path) -> None:
    evidence = county / "evidence"
    for link, target in {"a": "b", "b": "a", "self": "self", "up": "..", "here": "."}.items():
        (evidence / link).symlink_to(target)
    (county / "data/circle.yaml").symlink_to("circle.yaml")
    (county / "data/again").symlink_to("../data")
    ran = invoke("check", "--phase", "sound", "--lang", "en", cwd=county, env={"COLUMNS": "300"})
    assert (ran.exit_code, ran.clean) == (1, True)
    names = [f"evidence/{name}" for name in ("a", "b", "self", "up", "here")]
    assert {
        name: len(re.findall(rf"{name}(?![\w/.])", ran.stdout)) for name in [*names, "data/circle.yaml"]
    } == dict.fromkeys([*names, "data/circle.yaml"], 1)
