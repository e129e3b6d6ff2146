"""What CI of a workspace installs: a wheel by its hash, or nothing until one is named."""

from __future__ import annotations

import json
import subprocess
import zipfile
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import pytest

from cli.running import environment, invoke

NAME = "ecodemo-9.8.7-py3-none-any.whl"
LIBRARIES = "pyyaml==6.0.3 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ecodemo/setup/requirements.txt", LIBRARIES)
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def requirements(work: Path) -> list[str]:
    text = (work / ".ecodemo" / "requirements.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_a_wheel_that_is_named_is_kept_with_its_hash_and_those_of_its_libraries(
    wheel: Path, tmp_path: Path
) -> None:
    ran = invoke("--lang", "en", "init", tmp_path / "county", "--starter", "anhua", "--wheel", wheel)
    assert ran.exit_code == 0, ran.stderr
    digest = sha256(wheel.read_bytes()).hexdigest()
    assert requirements(tmp_path / "county") == [
        "--find-links .",
        f"ecodemo==9.8.7 --hash=sha256:{digest}",
        LIBRARIES.strip(),
    ]
    assert (tmp_path / "county" / ".ecodemo" / NAME).read_bytes() == wheel.read_bytes()
    assert digest[:12] in ran.stdout


def test_in_a_workspace_only_what_ci_installs_is_written(county: Path, wheel: Path) -> None:
    before = contents(county)
    ran = invoke("init", county, "--wheel", wheel)
    assert ran.exit_code == 0, ran.stderr
    after = contents(county)
    assert after.keys() - before.keys() == {f".ecodemo/{NAME}", ".ecodemo/requirements.txt"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("name", "member"),
    [
        (NAME, "ecodemo/other.txt"),
        ("other-9.8.7-py3-none-any.whl", "ecodemo/setup/requirements.txt"),
        ("ecodemo-9.8.7.zip", "ecodemo/setup/requirements.txt"),
        (NAME, None),
    ],
    ids=["without-its-libraries", "of-another-name", "no-wheel", "no-zip"],
)
def test_what_is_no_wheel_of_ecodemo_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, member: str | None
) -> None:
    file = tmp_path / name
    if member is None:
        file.write_bytes(b"PK\3\4 cut off")
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(member, LIBRARIES)
    ran = invoke("init", tmp_path / "county", "--starter", "anhua", "--wheel", file)
    assert ran.exit_code == 2
    assert name in ran.stderr
    assert not (tmp_path / "county").exists()


def test_a_wheel_that_is_not_there_is_said(tmp_path: Path) -> None:
    ran = invoke("init", tmp_path / "county", "--starter", "anhua", "--wheel", tmp_path / NAME)
    assert ran.exit_code == 2
    assert NAME in ran.stderr


class Installed:
    """An installation whose note of where it came from says `noted`."""

    def __init__(self, noted: object) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self.noted is None else json.dumps(self.noted)


def noted(wheel: Path, digest: str) -> dict[str, object]:
    return {"url": wheel.as_uri(), "archive_info": {"hashes": {"sha256": digest}}}


def test_without_one_it_is_the_wheel_that_this_ecodemo_was_installed_from(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = sha256(wheel.read_bytes()).hexdigest()
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(noted(wheel, digest)))
    assert invoke("init", tmp_path / "county", "--starter", "anhua").exit_code == 0
    own, *libraries = requirements(tmp_path / "county")[1:]
    assert own == f"ecodemo==9.8.7 --hash=sha256:{digest}"
    assert len(libraries) > 100
    assert (tmp_path / "county" / ".ecodemo" / NAME).is_file()


def test_where_that_wheel_is_gone_or_another_its_hash_is_kept_and_the_file_asked_for(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(noted(wheel, "a" * 64)))
    ran = invoke("--lang", "en", "init", tmp_path / "county", "--starter", "anhua")
    assert requirements(tmp_path / "county")[1] == f"ecodemo==9.8.7 --hash=sha256:{'a' * 64}"
    assert not (tmp_path / "county" / ".ecodemo" / NAME).exists()
    assert f"CI expects {NAME}" in " ".join(ran.stdout.split())


@pytest.mark.parametrize(
    "note",
    [
        None,
        {"url": "file:///checkout", "dir_info": {"editable": True}},
        {"url": "https://example.org/ecodemo-9.8.7.tar.gz", "archive_info": {"hashes": {"sha256": "a" * 64}}},
        {"url": f"https://example.org/{NAME}", "archive_info": {}},
        {"url": f"https://example.org/{NAME}", "archive_info": {"hashes": {"sha256": "--index-url x"}}},
    ],
    ids=["from-an-index", "editable", "from-an-sdist", "without-a-hash", "no-hash"],
)
def test_without_any_the_job_ends_with_a_sentence_that_says_how(
    note: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(note))
    work = tmp_path / "county"
    said = " ".join(invoke("--lang", "en", "init", work, "--starter", "anhua").stdout.split())
    assert "CI has no ecodemo to install yet" in said
    assert not (work / ".ecodemo" / "requirements.txt").exists()
    job = subprocess.run(
        ["sh", ".ecodemo/install.sh"],
        cwd=work,
        env=environment(PATH="/usr/bin:/bin"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert job.returncode == 1
    assert job.stdout == ""
    [sentence] = job.stderr.splitlines()
    assert "--wheel" in sentence


def test_the_script_installs_what_the_list_says_and_hands_on_what_it_is_given(
    wheel: Path, tmp_path: Path
) -> None:
    invoke("init", tmp_path / "county", "--starter", "anhua", "--wheel", wheel)
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").write_text('#!/bin/sh\npwd; echo "$@"\n', encoding="utf-8")
    (tools / "python3").chmod(0o755)
    ran = subprocess.run(
        ["sh", "county/.ecodemo/install.sh", "-i", "https://example.org/simple"],
        cwd=tmp_path,
        env=environment(PATH=f"{tools}:/usr/bin:/bin"),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    folder, command = ran.stdout.splitlines()
    assert folder.endswith("/county/.ecodemo")
    assert (
        command
        == "-m pip install --only-binary :all: --require-hashes -r requirements.txt -i https://example.org/simple"
    )
