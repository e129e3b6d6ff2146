"""Whatever lies where a file of the workspace should: the command names the file and says why, at once."""

from __future__ import annotations

import os
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
    "pipe": (os.mkfifo, "it is no ordinary file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "it is no ordinary file"),
    "folder": (Path.mkdir, "a folder stands where a file is needed"),
    "giant": (_giant, "it is larger than"),
    "link out": (_link_out, "it is a link that leads out of the workspace"),
    "link to nothing": (lambda path: path.symlink_to("nothing"), "it is a link to what is not there"),
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
    assert f"The file cannot be read: {reason}" in " ".join(ran.stdout.split())
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
    assert f"{name} could not be read: {reason}" in ran.stderr
    assert ran.clean


@pytest.mark.parametrize("what", sorted(INSTEAD.keys() - {"link to nothing"}))
def test_a_baseline_that_cannot_be_one_ends_the_command(county: Path, what: str) -> None:
    put, reason = INSTEAD[what]
    put(county / "baseline.yaml")
    for option in ("--baseline", "--write-baseline"):
        ran = invoke("check", option, "--lang", "en", cwd=county)
        assert ran.exit_code == 2
        assert f"baseline.yaml could not be read: {reason}" in ran.stderr
        assert ran.clean


def test_a_baseline_that_is_named_may_lie_anywhere(county: Path, tmp_path: Path) -> None:
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
