"""Kill every command that writes, at random moments, and see what the next start finds.

kills.py [TIMES [SEED [COMMAND…]]]     200 times each unless said otherwise; a table, and exit 1 where anything was torn

The commands are those of tests/cli/writing_commands.py, run on the small county of tests/cases.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
warnings.simplefilter("ignore", DeprecationWarning)

from cli.running import environment  # noqa: E402
from cli.writing_commands import WRITING, contents, make_ready, results, surroundings, written_to  # noqa: E402
from ecodemo.__main__ import run  # noqa: E402
from ecodemo.journal.manifest import FOLDER, staged  # noqa: E402
from ecodemo.journal.workspace_lock import recover  # noqa: E402
from support import workspace  # noqa: E402

SAYS_OLD = "before it changed any file"
SAYS_NEW = "all its changes are now in place"
COLUMNS = ("command", "kills", "all old", "all new", "between parts", "said", "torn", "left over")


def started(arguments: tuple[str | Path, ...]) -> int:
    """Run a command in a process of its own, whose number is returned."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os._exit(run([str(argument) for argument in arguments]))
    with contextlib.suppress(OSError):  # by both: whoever is first, it is a group before it is killed
        os.setpgid(child, child)
    return child


def wait_for_writing(child: int, target: Path) -> bool:
    """Wait until new contents are written down; whether the process is still running then."""
    first = staged(target, 0)
    while not first.exists():
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(0.0002)
    return True


def timed(name: str, ready: Path, work: Path) -> tuple[float, float]:
    """How long the call takes undisturbed, and how long it takes from the first that it writes."""
    root = Path(shutil.copytree(ready, work / "county"))
    began = time.monotonic()
    child = started(WRITING[name](root))
    wait_for_writing(child, written_to(name, root))
    wrote = time.monotonic()
    os.waitpid(child, 0)
    ended = time.monotonic()
    shutil.rmtree(work)
    return ended - began, ended - wrote


def row(name: str, ready: Path, work: Path, times: int, chance: random.Random) -> Counter[str]:
    """What became of a command that was killed `times` times: half of them at any moment, half while it writes."""
    os.environ.update(surroundings(name))
    expected = results(name, ready, work / "undisturbed")
    runs = [timed(name, ready, work / "timed") for _ in range(5)]
    took, writing = (sorted(part)[2] for part in zip(*runs, strict=True))
    found: Counter[str] = Counter()
    while found["kills"] < times:
        root = Path(shutil.copytree(ready, work / "killed" / "county"))
        target = written_to(name, root)
        child = started(WRITING[name](root))
        if found["kills"] % 2:
            wait_for_writing(child, target)
        time.sleep(chance.random() * (writing if found["kills"] % 2 else took))
        os.killpg(child, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            found["kills"] += 1
            found += Counter(outcome(name, target, expected))
        shutil.rmtree(work / "killed")
    return found


def outcome(name: str, target: Path, expected: list[dict[str, bytes]]) -> list[str]:
    said = [remark.text for remark in recover(target)] if target.exists() else []
    now = contents(target)
    words = ["said"] if said else []
    is_left = (target / FOLDER).exists() or any(path.name.endswith(".part") for path in target.rglob("*"))
    words += ["left over"] if is_left else []
    if now not in expected:
        return [*words, "torn"]
    place = expected.index(now)
    is_old, is_new = place == 0, place == len(expected) - 1
    is_false = any((SAYS_OLD in text and is_new) or (SAYS_NEW in text and is_old) for text in said)
    return [*words, "torn" if is_false else "all old" if is_old else "all new" if is_new else "between parts"]


def main(times: str = "200", seed: str = "1", *names: str) -> int:
    chance = random.Random(int(seed))  # noqa: S311 - no secret
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---" * len(COLUMNS) + "|")
    sums: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ.update(environment(XDG_CACHE_HOME=str(work / "cache")))
        ready = workspace(work / "ready" / "county")
        make_ready(ready, work / "ready")
        for name in names or WRITING:
            found = row(name, ready, work / name.replace(" ", "_"), int(times), chance)
            sums += found
            cells = (name, *(str(found[column]) for column in COLUMNS[1:]))
            print("| " + " | ".join(cells) + " |", flush=True)
    print("| " + " | ".join(("all", *(str(sums[column]) for column in COLUMNS[1:]))) + " |")
    return 1 if sums["torn"] or sums["left over"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
