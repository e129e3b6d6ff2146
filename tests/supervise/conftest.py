"""The example with what its units owe, and the same without a document, under names that could be markup."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.supervision_view import Supervision
from support import check


@pytest.fixture(scope="session")
def example_result(example: Path) -> CheckResult:
    return check(example)


@pytest.fixture(scope="session")
def supervision(example_result: CheckResult) -> Supervision:
    return build_supervision(example_result, Speaker(Language.ZH))


@pytest.fixture(scope="session")
def overlong(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing was submitted, and everything has a name of 40 characters that could be markup."""
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
    for path in (folder / "data" / "progress").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^documents:\n(?:[-# ].*\n)*", "", text), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def overlong_result(overlong: Path) -> CheckResult:
    return check(overlong)
