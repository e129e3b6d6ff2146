"""Ctrl-C at any moment ends with 130 and one sentence, also while modules are imported or processes work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.running import Result, environment, run

SENTENCE = "Interrupted. Run the command again to complete it.\n"
WHEN_IMPORTED = """
import os, signal, sys
class Interrupter:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupter())
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever starts the tests may ignore it
from ecodemo.__main__ import main
main()
"""

BEGUN = """
import sys
from ecodemo.__main__ import main
open(sys.argv.pop(1), "w").close()
main()
"""


@pytest.mark.parametrize(
    "module", ["ecodemo.cli.settings", "typer", "pydantic", "yaml", "ecodemo.evidence.survey", "rich.console"]
)
def test_an_interrupt_during_an_import_is_said_in_one_sentence(module: str, example: Path) -> None:
    script = WHEN_IMPORTED.format(module=module)
    ran = run([sys.executable, "-c", script, "-C", str(example), "--lang", "en", "status"])
    assert (ran.exit_code, ran.stdout, ran.stderr) == (130, "", SENTENCE)


@pytest.mark.parametrize("delay", [0.5, 1.0, 1.5, 2.0])
def test_an_interrupt_of_all_processes_of_a_terminal_is_said_once(
    example: Path, tmp_path: Path, delay: float
) -> None:
    county = Path(shutil.copytree(example, tmp_path / "county"))
    (county / "evidence.facts.csv").unlink()  # so that every file is read, by processes beside this one
    begun = tmp_path / "begun"
    started = subprocess.Popen(
        [sys.executable, "-c", BEGUN, begun, "-C", county, "--lang", "en", "check", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
        start_new_session=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - nothing else runs in this process meanwhile
    )
    while not begun.exists() and started.poll() is None:
        time.sleep(0.01)
    time.sleep(delay)
    os.killpg(started.pid, signal.SIGINT)
    ran = Result(*_ended(started))
    assert ran.exit_code == 1 or (ran.exit_code, ran.stdout, ran.stderr) == (130, "", SENTENCE)


def _heed_interrupts() -> None:
    """Whoever starts the tests may ignore them, as a shell does for what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _ended(started: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = started.communicate(timeout=600)
    return started.returncode, out, err
