"""What `init` writes for CI servers: valid by their schemas, and its commands run here as they are."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.running import environment
from repository import OWN_SETTINGS, begin, commit, git

ROOT = Path(__file__).resolve().parents[2]
GITHUB, GITLAB = ".github/workflows/check.yml", ".gitlab-ci.yml"
GITEE = (".workflow/sound.yml", ".workflow/gate.yml")
WORKFLOWS = sorted(
    [
        *(ROOT / ".github" / "workflows").glob("*.yml"),
        ROOT / "templates" / "workspace" / "dot-github" / "workflows" / "check.yml",
    ]
)
PROOF = "evidence/25 农业废弃物综合利用率/东山镇/2019/25-1 秸秆综合利用台账.txt"


@pytest.mark.parametrize(
    ("schema", "name"),
    [("vendor.github-workflows", GITHUB), ("vendor.gitlab-ci", GITLAB)],
    ids=["github", "gitlab"],
)
def test_it_is_valid_by_the_published_schema(example: Path, schema: str, name: str) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema comes with the dev extra")
    validator = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    ran = subprocess.run([*validator, str(example / name)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_every_workflow_is_valid_by_the_published_schema() -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema comes with the dev extra")
    validator = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    ran = subprocess.run([*validator, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", GITEE)
def test_gitee_go_has_the_keys_of_its_published_format(example: Path, name: str) -> None:
    """Its help pages are all there is; no schema is published."""
    pipeline = read(example / name)
    assert pipeline["version"] == "1.0"
    assert re.fullmatch(r"[a-z0-9_-]+", pipeline["name"])
    assert len(pipeline["triggers"].keys() & {"push", "pr", "schedule"}) == 1
    for stage in pipeline["stages"]:
        assert stage["strategy"] in ("naturally", "fast")
        assert stage["trigger"] in ("auto", "manual")
        for step in stage["steps"]:
            assert step["step"] == "build@python"
            assert isinstance(step["pythonVersion"], str)
            assert all(isinstance(line, str) for line in step["commands"])


def test_the_schedule_of_gitee_go_has_six_fields_and_one_of_the_days_open(example: Path) -> None:
    [timed] = read(example / GITEE[1])["triggers"]["schedule"]
    fields = timed["cron"].split()
    assert len(fields) == 6
    assert (fields[2] == "?") != (fields[4] == "?")


def test_no_branch_or_title_that_others_choose_is_pasted_into_a_script(example: Path) -> None:
    for command in (line for name in (GITHUB, GITLAB) for line in commands(example / name)):
        assert "${{" not in command


INSTALL = "sh .ecodemo/install.sh"


def test_every_job_installs_by_hash_and_by_nothing_else(example: Path) -> None:
    for job in read(example / GITHUB)["jobs"].values():
        assert INSTALL in [step.get("run") for step in job["steps"]]
    for name in (GITHUB, GITLAB, *GITEE):
        lines = list(commands(example / name))
        assert any(line.startswith(INSTALL) for line in lines)
        assert not [line for line in lines if "pip" in line]


@pytest.mark.parametrize("file", WORKFLOWS, ids=[file.name for file in WORKFLOWS])
def test_actions_are_pinned_by_commit_and_keep_no_token(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    workflow = read(file)
    assert "permissions" in workflow
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if "actions/checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_one_action_has_one_commit_everywhere() -> None:
    pinned: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for name, digest in re.findall(r"uses: (\S+)@(.+)", file.read_text(encoding="utf-8")):
            pinned.setdefault(name, set()).add(digest)
    assert {name: digests for name, digests in pinned.items() if len(digests) > 1} == {}


def test_github_may_only_read(example: Path) -> None:
    assert read(example / GITHUB)["permissions"] == {"contents": "read"}


def test_the_day_is_that_of_the_county(example: Path) -> None:
    assert read(example / GITHUB)["env"]["TZ"] == "Asia/Shanghai"
    assert read(example / GITLAB)["variables"]["TZ"] == "Asia/Shanghai"
    for name in GITEE:
        assert "export TZ=Asia/Shanghai" in commands(example / name)


def test_only_the_job_that_compares_fetches_the_history(example: Path) -> None:
    for name, job in read(example / GITHUB)["jobs"].items():
        depth = [
            step["with"]["fetch-depth"] for step in job["steps"] if "fetch-depth" in step.get("with", {})
        ]
        assert depth == ([2] if name == "brought" else [])  # the merge commit and its parents


@pytest.fixture
def pushed(county: Path, example: Path, tmp_path: Path) -> Path:
    """The small county with what `init` writes for CI, and a second commit that removes a document."""
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(example / name, county / name)
    (county / ".gitattributes").write_text("* -text\n", encoding="utf-8")
    begin(county)
    (county / PROOF).unlink()
    commit(county, "one fewer")
    return county


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the one program that the scripts call."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ecodemo"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ecodemo "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def run_job(job: list[str], folder: Path, tools: Path, **variables: str) -> int:
    """Run a job's lines as servers do: one shell that ends at the first failure."""
    path = f"{tools}:{environment()['PATH']}"
    script = "\n".join(line for line in job if "install.sh" not in line)
    ran = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment(**OWN_SETTINGS, PATH=path, **variables),
        check=False,
    )
    return ran.returncode


@pytest.mark.long
@pytest.mark.parametrize("job", ["sound", "brought"])
def test_the_jobs_of_github_name_what_is_wrong(pushed: Path, example: Path, tools: Path, job: str) -> None:
    summary = pushed.parent / "summary.md"
    steps = read(example / GITHUB)["jobs"][job]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    assert run_job(lines, pushed, tools, GITHUB_STEP_SUMMARY=str(summary)) == 1
    assert PROOF.rpartition("/")[2] in summary.read_text(encoding="utf-8")
    assert summary.stat().st_size > 100


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "code"), [(GITHUB, 0), (GITLAB, 1), (GITEE[1], 0)], ids=["github", "gitlab", "gitee"]
)
def test_the_scheduled_job_hands_over_reports_and_a_snapshot_and_pushes_nothing(
    pushed: Path, example: Path, tools: Path, name: str, code: int
) -> None:
    described = read(example / name)
    lines = list(
        scripts_in(described["jobs"]["gate"] if name == GITHUB else described.get("gate", described))
    )
    head = git(pushed, "rev-parse", "HEAD")
    summary = pushed.parent / "summary.md"
    assert run_job(lines, pushed, tools, GITHUB_STEP_SUMMARY=str(summary)) == code
    assert (summary.stat().st_size > 100) if name == GITHUB else not summary.exists()
    if name == GITLAB:
        assert described["gate"]["allow_failure"] == {"exit_codes": 1}
    reports = pushed / "reports"
    for pattern in ("phase-*.md", "status-*.xlsx", "board-*.html", "weekly-*.docx", "check.json"):
        assert list(reports.glob(pattern)), pattern
    checked = json.loads((reports / "check.json").read_text(encoding="utf-8"))
    assert checked["gate"]["open"] is False
    [snapshot] = reports.glob("????-??-??.json")
    assert snapshot.read_bytes() == (pushed / "history" / snapshot.name).read_bytes()
    assert git(pushed, "rev-parse", "HEAD") == head
    assert not re.search(r"\bgit\b|push", "\n".join(lines))


@pytest.mark.long
@pytest.mark.parametrize("job", ["sound", "brought"])
def test_the_jobs_of_gitlab_write_what_they_hand_over(
    pushed: Path, example: Path, tools: Path, job: str
) -> None:
    described = read(example / GITLAB)[job]
    assert run_job(described["script"], pushed, tools, CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD~1") == 1
    kept = described["artifacts"]["reports"]
    issues = json.loads((pushed / kept["codequality"]).read_text(encoding="utf-8"))
    assert PROOF in {issue["location"]["path"] for issue in issues}
    assert (pushed / kept["junit"]).is_file()


@pytest.fixture
def merged(pushed: Path, tmp_path: Path) -> Path:
    """What servers check out of a request: a merge onto a branch that somebody broke after it was opened.

    The request itself changes a comment. Only the merge and its parents are there.
    """
    git(pushed, "checkout", "--quiet", "-b", "request", "HEAD~1")
    file = pushed / "data" / "groups.yaml"
    file.write_text("# 一行\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    commit(pushed, "a comment")
    git(pushed, "checkout", "--quiet", "--detach", "main")
    git(pushed, "merge", "--quiet", "--no-ff", "-m", "merge", "request")
    git(pushed, "branch", "merge")
    git(tmp_path, "clone", "--quiet", "--depth=2", "--branch=merge", pushed.as_uri(), "checkout")
    return tmp_path / "checkout"


def test_on_github_a_request_is_not_blamed_for_what_its_branch_had(
    merged: Path, example: Path, tools: Path
) -> None:
    steps = read(example / GITHUB)["jobs"]["brought"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    assert run_job(lines, merged, tools, GITHUB_STEP_SUMMARY=str(merged.parent / "summary.md")) == 0


def test_on_gitlab_a_merged_result_is_compared_with_its_target(
    merged: Path, pushed: Path, example: Path, tools: Path
) -> None:
    lines = read(example / GITLAB)["brought"]["script"]
    variables = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(pushed, "rev-parse", "main~1"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": git(pushed, "rev-parse", "main"),
    }
    assert run_job(lines, merged, tools, **variables) == 0


@pytest.mark.long
def test_the_commands_of_gitee_go_find_what_is_wrong(pushed: Path, example: Path, tools: Path) -> None:
    assert run_job(list(commands(example / GITEE[0])), pushed, tools) == 1


def read(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def commands(file: Path) -> Iterator[str]:
    """Every line that a server would run."""
    yield from scripts_in(read(file))


def scripts_in(value: object) -> Iterator[str]:
    """Every line that a server would run of a part of such a file."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key in ("run", "script", "commands", "before_script"):
                yield from [below] if isinstance(below, str) else below
            else:
                yield from scripts_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from scripts_in(below)
