"""The page's scripts in Node, one process for many questions."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NODE = shutil.which("node")
_TEMPLATES = Path(__file__).parents[2] / "templates"


@contextmanager
def script(called: str, *names: str) -> Iterator[Callable[[object], Any]]:
    """A function of one argument, written in JavaScript, that may call what the named templates define."""
    assert NODE
    files = [str(_TEMPLATES / f"{name}.js") for name in names]
    process = subprocess.Popen(
        [NODE, str(Path(__file__).parent / "run_lines.js"), called, *files],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout

    def ask(question: object) -> Any:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline() or '"no answer"')

    try:
        yield ask
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
