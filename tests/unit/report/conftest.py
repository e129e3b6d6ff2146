"""Counties in every state that papers of the office have to cope with."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.check.session import CheckResult
from support import check


@pytest.fixture(scope="session")
def overlong(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example without a single document, in which everything has a name of 40 characters that could be markup."""
    folder = tmp_path_factory.mktemp("overlong") / "county"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("evidence", "evidence.*"))
    for name in ("county.yaml", "groups.yaml", "townships.yaml", "indicators.yaml"):
        path = folder / "data" / name
        text = path.read_text(encoding="utf-8")
        long = re.sub(
            r"(\bname: )([^,}'\"\n]{2,15})(?=[,}\n])",
            lambda m: f"{m[1]}{m[2]}{'<b>|#名' * 8}"[: len(m[1]) + 40],
            text,
        )
        path.write_text(long, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "county"
    made = invoke("init", folder, "--county", "桃江县", "--code", "430922")
    assert made.exit_code == 0, made.stderr
    return folder


@pytest.fixture(scope="session")
def results(
    example: Path, empty: Path, small_workspace: Path, faulty: Path, overlong: Path
) -> dict[str, CheckResult]:
    return {
        "example": check(example),
        "empty": check(empty),
        "sound": check(small_workspace),
        "faulty": check(faulty),
        "overlong": check(overlong),
    }
