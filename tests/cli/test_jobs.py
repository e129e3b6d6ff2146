"""`--jobs` and ECODEMO_JOBS: on every command that hashes or reads evidence, and without any effect on what comes out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.running import invoke
from ecodemo.errors import EcodemoError
from ecodemo.evidence import digests, examination
from ecodemo.evidence.digests import digest_files
from ecodemo.evidence.examination import Task, examine
from ecodemo.evidence.inventory import list_evidence, stamp_of
from ecodemo.language import Language, Speaker

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*click")
    from ecodemo.cli.app import command_in
    from ecodemo.cli.jobs import COMMANDS, jobs_of

DAY = ("--today", "2021-09-20", "--lang", "en")


def commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, command
    for below, child in getattr(command, "commands", {}).items():
        yield from commands(child, f"{name} {below}".strip())


def test_every_command_that_looks_at_evidence_has_the_option() -> None:
    named = dict(commands(command_in(Speaker(Language.EN))))
    assert named.keys() >= COMMANDS
    for name in COMMANDS:
        assert [part.name for part in named[name].params].count("jobs") == 1, name
    source = Path(invoke.__code__.co_filename).parents[2] / "src/ecodemo/cli"
    judging = {
        path.stem
        for path in source.glob("*.py")
        if re.search(r"run\.(?:judge|try_to_judge|survey_of)\(", path.read_text(encoding="utf-8"))
    }
    modules = {named[name].callback.__module__.rpartition(".")[2] for name in COMMANDS}
    of_pack = {"pack_archive", "pack_report", "pack_upload"}
    assert judging - modules <= of_pack | {
        "supervised", "recognise_scans", "form_import", "draw_sample", "form_status",
    }  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2", "3", "61"])
def test_the_results_are_the_same_for_every_number(county: Path, jobs: str) -> None:
    plain = invoke("-C", county, *DAY, "check", "--no-cache", "-f", "json")
    ran = invoke("-C", county, *DAY, "check", "--no-cache", "-f", "json", "--jobs", jobs)
    assert (ran.exit_code, ran.stdout) == (plain.exit_code, plain.stdout)


@pytest.mark.parametrize("large", [0, 1 << 40], ids=["threads", "processes"])
def test_hashes_are_the_same_side_by_side(county: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(digests, "_FEW_BYTES", 0)
    monkeypatch.setattr(digests, "_MANY_FILES", 0)
    monkeypatch.setattr(digests, "_BATCH_FILES", 3)
    monkeypatch.setattr(digests, "_LARGE_FILE", large)
    stamps = list_evidence(county).files
    one, several = (dict(digest_files(f"{county}/evidence", stamps, None, jobs)) for jobs in (1, 3))
    assert one == several
    path, digest = next(iter(one.items()))
    assert digest.sha256 == sha256((county / "evidence" / path).read_bytes()).hexdigest()


def test_facts_are_the_same_side_by_side(county: Path, tmp_path: Path) -> None:
    tasks = []
    for number in range(5):
        file = tmp_path / f"{number}.txt"
        file.write_text("台账" * 3_000 * (number + 1), encoding="utf-8")
        tasks.append(Task(f"{number:064}", str(file), stamp_of(file.stat()), (), None))
    assert dict(examine(tasks, None, 1)) == dict(examine(tasks, None, 3))


def test_no_more_processes_are_started_than_asked_for(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    pool = ProcessPoolExecutor

    def noted(processes: int, **named: Any) -> Any:
        asked.append(processes)
        return pool(processes, **named)

    monkeypatch.setattr(examination, "ProcessPoolExecutor", noted)
    for number in range(4):
        (county / "evidence" / f"16-1 台账{number}.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n" + bytes([number]))
    invoke("-C", county, *DAY, "check", "-q", "--jobs", "1")
    assert asked == [1]


@pytest.mark.parametrize("written", ["0", "-1", "abc", "", "1.5", "²", "1e3", "9" * 5_000, " "])
def test_what_is_no_number_of_processes_is_refused(written: str) -> None:
    with pytest.raises(EcodemoError):
        jobs_of(written, {})
    if written:
        with pytest.raises(EcodemoError):
            jobs_of(None, {"ECODEMO_JOBS": written})


@pytest.mark.parametrize(
    ("written", "environment", "jobs"),
    [
        (None, {}, None),
        (None, {"ECODEMO_JOBS": ""}, None),
        (None, {"ECODEMO_JOBS": "2"}, 2),
        ("3", {"ECODEMO_JOBS": "2"}, 3),
    ],
)
def test_the_option_goes_before_the_environment(
    written: str | None, environment: Mapping[str, str], jobs: int | None
) -> None:
    assert jobs_of(written, environment) == jobs


@pytest.mark.parametrize(("lang", "said"), [("zh", "不是进程数"), ("en", "is not a number of processes")])
def test_it_is_refused_in_the_users_language(county: Path, lang: str, said: str) -> None:
    for call in (("check",), ("evidence", "verify"), ("supervise", "slips")):
        ran = invoke("-C", county, "--lang", lang, *call, "--jobs", "0")
        assert (ran.exit_code, ran.stdout, said in ran.stderr) == (2, "", True), call
    ran = invoke("-C", county, "--lang", lang, env={"ECODEMO_JOBS": "abc"})
    assert (ran.exit_code, "ECODEMO_JOBS" in ran.stderr) == (2, True)
