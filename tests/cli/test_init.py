"""`ecodemo init` makes a workspace, or leaves what is there alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.running import invoke


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_starter_loads_and_its_repository_is_in_order(tmp_path: Path) -> None:
    assert invoke("init", "work", "--starter", "anhua", cwd=tmp_path).exit_code == 0
    ran = invoke("-C", tmp_path / "work", "check", "--phase", "sound")
    assert ran.exit_code == 0, ran.stdout


def test_the_starter_says_nothing_of_an_example(tmp_path: Path) -> None:
    invoke("init", tmp_path / "work", "--starter", "anhua")
    assert not (tmp_path / "work" / "evidence").exists()
    assert "编造" not in invoke("-C", tmp_path / "work", "--today", "2021-09-20", "check").stdout


def test_the_example_says_that_it_is_one(example: Path) -> None:
    assert "数值为编造" in invoke("-C", example, "check", "-q").stdout
    assert "made up" in " ".join(invoke("-C", example, "--lang", "en", "status").stdout.split())


def test_it_counts_the_files_that_it_made(tmp_path: Path) -> None:
    ran = invoke("--lang", "en", "init", tmp_path / "work", "--starter", "anhua")
    counted = re.search(r"(\d+) files", ran.stdout)
    assert counted is not None
    assert int(counted[1]) == len(contents(tmp_path / "work"))


def test_the_next_command_it_names_works(tmp_path: Path) -> None:
    ran = invoke("--lang", "en", "init", "demo", "--example", cwd=tmp_path)
    named = re.search(r"Next: ecodemo (.+)", ran.stdout)
    assert named is not None
    assert invoke(*named[1].split(), cwd=tmp_path).exit_code == 1


def test_a_folder_that_is_not_empty_is_refused_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    ran = invoke("init", tmp_path, "--example")
    assert ran.exit_code == 2
    assert str(tmp_path) in ran.stderr
    assert contents(tmp_path) == before


def test_a_workspace_is_refused_and_unchanged(county: Path) -> None:
    before = contents(county)
    assert invoke("init", county, "--example").exit_code == 2
    assert contents(county) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert invoke("init", ".", "--starter", "anhua", cwd=tmp_path).exit_code == 0
    assert (tmp_path / "data" / "county.yaml").is_file()


@pytest.mark.parametrize("target", ["file", "file/below", "file/far/below"])
def test_a_file_in_the_way_is_2_and_unchanged(tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    ran = invoke("init", tmp_path / target, "--starter", "anhua")
    assert ran.exit_code == 2
    assert ran.clean
    assert contents(tmp_path) == {"file": b"mine"}


def test_a_folder_that_may_not_be_written_to_is_2(tmp_path: Path) -> None:
    closed = Path("/proc")
    if not closed.is_dir():
        pytest.skip("there is no folder here that even root may not write to")
    ran = invoke("init", closed / "ecodemo-test", "--starter", "anhua")
    assert ran.exit_code == 2
    assert "/proc/ecodemo-test" in ran.stderr
    assert ran.clean


def test_ci_and_editors_find_their_files(example: Path) -> None:
    for name in (".gitignore", ".gitattributes", ".pre-commit-config.yaml", ".gitlab-ci.yml", "README.md"):
        assert (example / name).is_file(), name
    for name in (".github/workflows/check.yml", ".workflow/sound.yml", ".workflow/gate.yml"):
        assert (example / name).is_file(), name


def test_every_schema_that_a_data_file_points_to_is_there(example: Path) -> None:
    pointed = 0
    for file in (example / "data").rglob("*.yaml"):
        for schema in re.findall(r"\$schema=(\S+)", file.read_text(encoding="utf-8")):
            assert (file.parent / schema).is_file(), f"{file.name}: {schema}"
            pointed += 1
    assert pointed > 10
