"""`ecodemo doctor`: what it looks at, what it never shows, and when it says that something keeps it from working."""

from __future__ import annotations

import json
import os
import shutil
from importlib import metadata
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from cli.running import Result, invoke, process
from repository import begin, git

SECRET = "s3cr3t-t0k3n"  # noqa: S105 - what must not be shown
TELEPHONE = "13907370000"


def doctor(folder: Path, *options: str, **env: str) -> Result:
    ran = invoke("-C", folder, "--lang", "en", "doctor", *options, env=env)
    assert ran.clean
    return ran


def diagnoses(folder: Path, **env: str) -> dict[str, dict[str, str]]:
    return {entry["id"]: entry for entry in json.loads(doctor(folder, "-f", "json", **env).stdout)}


def test_it_names_the_versions(county: Path) -> None:
    libraries = diagnoses(county)["libraries"]["said"]
    for name in ("pydantic", "pyyaml", "openpyxl"):
        assert f"{name} {metadata.version(name)}" in libraries


@pytest.mark.parametrize(("zone", "offset"), [("CST-8", "+08:00"), ("UTC0", "+00:00"), ("NST3:30", "-03:30")])
def test_it_names_the_zone_of_the_clock(tmp_path: Path, zone: str, offset: str) -> None:
    ran = process("-C", tmp_path, "--lang", "en", "doctor", "-f", "json", env={"TZ": zone})
    [today] = (entry for entry in json.loads(ran.stdout) if entry["id"] == "today")
    assert f"(UTC{offset})" in today["said"]


def test_it_says_what_the_workspace_is(example: Path) -> None:
    said = diagnoses(example)
    assert "(example, values made up)" in said["workspace"]["said"]
    assert (
        f"{sum(path.is_file() for path in (example / 'evidence').rglob('*'))} files, "
        in said["evidence"]["said"]
    )


def test_outside_a_workspace_it_works_and_says_how_to_make_one(tmp_path: Path) -> None:
    ran = doctor(tmp_path)
    assert ran.exit_code == 0
    assert "ecodemo init DIR" in ran.stdout


@pytest.mark.parametrize("folder", ["nowhere", "nowhere/below"])
def test_a_folder_that_is_not_there_is_mentioned_and_no_fault(tmp_path: Path, folder: str) -> None:
    assert doctor(tmp_path / folder).exit_code == 0


def test_data_that_cannot_be_used_are_a_problem_and_2(county: Path) -> None:
    (county / "data" / "waivers.yaml").write_text("waivers: [", encoding="utf-8")
    ran = doctor(county)
    assert ran.exit_code == 2
    assert "PROBLEM  workspace" in ran.stdout
    assert "the data has 1 error." in " ".join(ran.stdout.split())


def test_pointers_are_counted(county: Path) -> None:
    proof = next((county / "evidence").rglob("17-1*.txt"))
    proof.write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n", encoding="utf-8"
    )
    evidence = diagnoses(county)["evidence"]
    assert "1 Git LFS pointer;" in evidence["said"]
    assert evidence["health"] == "note"


def test_git_missing_without_repository_and_with_a_hook(county: Path) -> None:
    assert "not installed" in diagnoses(county, PATH="/nowhere")["git"]["said"]
    assert "not in a repository" in diagnoses(county)["git"]["said"]
    begin(county)
    assert "no pre-commit hook" in diagnoses(county)["git"]["said"]
    hook = county / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    assert diagnoses(county)["git"]["health"] == "ok"


def test_hooks_are_found_where_the_settings_put_them(county: Path) -> None:
    begin(county)
    git(county, "config", "core.hooksPath", "钩子")
    assert "no pre-commit hook" in diagnoses(county)["git"]["said"]
    (county / "钩子").mkdir()
    (county / "钩子" / "pre-commit").write_text("#!/bin/sh\n", encoding="utf-8")
    assert diagnoses(county)["git"]["health"] == "ok"
    assert diagnoses(county / "data")["git"]["health"] == "ok"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_another_user_is_called_that(county: Path) -> None:
    begin(county)
    for path in (county, county / ".git"):
        os.chown(path, 12345, 12345)
    git_says = diagnoses(county)["git"]
    assert "owned by another user" in git_says["said"]
    assert f"git config --global --add safe.directory {county}" in git_says["remedy"]
    assert "git init" not in git_says["remedy"]
    ran = invoke("-C", county, "check", "--changed-since", "HEAD")
    assert ran.exit_code == 2
    assert f"safe.directory {county}" in ran.stderr.replace("\n", " ")


def test_lfs_that_is_asked_for_and_not_there_is_noted(county: Path, tmp_path: Path) -> None:
    begin(county)
    (tmp_path / "bin").mkdir()
    program = shutil.which("git")
    assert program is not None
    (tmp_path / "bin" / "git").symlink_to(program)
    path = str(tmp_path / "bin")
    assert diagnoses(county, PATH=path)["lfs"]["health"] == "ok"
    (county / ".gitattributes").write_text("evidence/** filter=lfs\n", encoding="utf-8")
    noted = diagnoses(county, PATH=path)["lfs"]
    assert noted["health"] == "note"
    assert "git lfs install" in noted["remedy"]


@pytest.mark.parametrize(
    ("arguments", "env", "source"),
    [
        (("--lang", "zh"), {"ECODEMO_LANG": "en"}, "--lang"),
        ((), {"ECODEMO_LANG": "zh"}, "ECODEMO_LANG"),
        ((), {}, "county.yaml"),
    ],
    ids=["option", "variable", "workspace"],
)
def test_it_says_what_chose_the_language(
    county: Path, arguments: tuple[str, ...], env: dict[str, str], source: str
) -> None:
    ran = invoke("-C", county, *arguments, "doctor", "-f", "json", env=env)
    [language] = [entry for entry in json.loads(ran.stdout) if entry["id"] == "language"]
    assert language["said"].startswith("zh")
    assert source in language["said"]


def test_without_a_workspace_the_locale_chooses_the_language(tmp_path: Path) -> None:
    ran = invoke("-C", tmp_path, "doctor", env={"LC_ALL": "C.UTF-8"})
    assert "en, from the system locale C.UTF-8" in ran.stdout


def test_a_cache_that_cannot_be_written_is_noted(county: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = diagnoses(county, XDG_CACHE_HOME=str(tmp_path / "file"))["cache"]
    assert cache["health"] == "note"
    assert "hashes all files again" in cache["said"]


def test_the_cache_has_a_size(county: Path) -> None:
    invoke("-C", county, "check")
    assert " MB; safe to delete" in diagnoses(county)["cache"]["said"]


def test_neither_telephones_nor_tokens_are_shown(county: Path) -> None:
    (county / "data" / "contacts.yaml").write_text(
        f"contacts:\n- {{unit: forestry, phone: '{TELEPHONE}'}}\n", encoding="utf-8"
    )
    begin(county)
    config = county / ".git" / "config"
    remote = f'[remote "origin"]\n\turl = https://clerk:{SECRET}@example.org/x.git\n'
    config.write_text(config.read_text(encoding="utf-8") + remote, encoding="utf-8")
    ran = doctor(county, "-v", GITHUB_TOKEN=SECRET, HTTPS_PROXY=f"http://u:{SECRET}@proxy")
    assert SECRET not in ran.stdout + ran.stderr
    assert TELEPHONE not in ran.stdout + ran.stderr


@pytest.mark.parametrize("width", [24, 40, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(county: Path, language: str, width: int) -> None:
    ran = invoke("-C", county, "--lang", language, "doctor", env={"COLUMNS": str(width)})
    for line in ran.stdout.splitlines():
        assert sum(1 + (east_asian_width(sign) in "WF") for sign in line) <= width, line
