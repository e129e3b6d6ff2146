"""What all tests share: hypothesis profiles, `--update-golden`, the packaged example and a small workspace."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from cli.running import invoke
from once import made_once
from parsing import parsed_once
from support import lock, workspace

os.environ["OPENPYXL_LXML"] = "False"  # as `ecodemo` says at its start: with lxml it writes other bytes
os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")  # neither hooks nor signatures
gc.set_threshold(100_000)  # as it does too: looking for garbage all the time finds little

_SLOW = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW, max_examples=25)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, database=None)
settings.register_profile(
    "brief", parent=settings.get_profile("dev"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each process gets tests that follow one another: what a module makes for its tests is then made once, not in each."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def _no_power_cuts() -> Iterator[None]:
    """Nothing waits for the disk, which all tests share; what is started as a process of its own does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(os, "sync", lambda: None, raising=False)
        yield


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own for each test, as pytest's; pytest looks at the folders of all tests before to number the next."""
    return _numbered(tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test, so that none knows what another has read."""
    folder = _numbered(tmp_path_factory, "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


_NUMBERS: defaultdict[str, count[int]] = defaultdict(count)


def _numbered(factory: pytest.TempPathFactory, name: str) -> Path:
    return factory.mktemp(f"{name}-{next(_NUMBERS[name])}", numbered=False)


@pytest.fixture
def parses_once() -> Iterator[None]:
    """For tests that load the same files many times."""
    with parsed_once():
        yield


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init --example` makes. Never write into it: take `own_example` for that."""

    def make(above: Path) -> None:
        made = invoke("init", above / "demo", "--example")
        assert made.exit_code == 0, made.stderr

    return made_once(tmp_path_factory, "example", make) / "demo"


@pytest.fixture
def own_example(example: Path, tmp_path: Path) -> Path:
    """A copy of the example that the test may change; evidence is linked, so do not write into its files."""
    folder = tmp_path / "own"
    shutil.copytree(
        example,
        folder,
        copy_function=shutil.copy,
        # another test may be refused a command in the example just now, and hold its lock meanwhile
        ignore=shutil.ignore_patterns("evidence", ".ecodemo-journal"),
    )
    shutil.copytree(example / "evidence", folder / "evidence", copy_function=os.link)
    return folder


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county of tests/cases/base with its evidence files. Never write into it: take `county` for that."""
    return workspace(tmp_path_factory.mktemp("small") / "county")


@pytest.fixture
def county(small_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the small workspace that the test may change."""
    return Path(shutil.copytree(small_workspace, tmp_path / "county"))


FAULTS = (
    ("data/progress/dongshan.yaml", r"(measure: film-used, year: 2020, value: )\S+?,", r"\g<1>99.5,"),
    ("data/progress/xihe.yaml", r"(?m)^- \{measure: straw-used.*\n", ""),
    ("data/progress/agriculture.yaml", r"(?m)^- \{measure: straw-rate, year: 2020.*\n", ""),
    ("data/progress/ecology.yaml", r"(measure: good-days, year: 2020, value: )\S+?,", r"\g<1>12.5,"),
)
REMOVED = ("16-1 森林资源数据.txt", "00-1-2 签到表.txt")


@pytest.fixture(scope="session")
def faulty(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small county with faults: figures that miss or are missing, evidence that is not there or not asked for."""
    folder = Path(shutil.copytree(small_workspace, tmp_path_factory.mktemp("faulty") / "county"))
    for name, pattern, replacement in FAULTS:
        text = (folder / name).read_text(encoding="utf-8")
        changed, times = re.subn(pattern, replacement, text)
        assert times, f"{name} has nothing like {pattern}"
        (folder / name).write_text(changed, encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        if path.name in REMOVED:
            path.unlink()
    (folder / "evidence" / "临时文件.docx").write_bytes(b"x")
    lock(folder)
    return folder
