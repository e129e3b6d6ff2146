"""The screens in the documentation: what a command really prints, written below it.

A block of the kind `console` begins with its command behind `$ `; the lines below are made by running it in a new
example workspace under git, in the language of the page. `| head -n N` behind a command cuts them off.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo.__main__ import run

BLOCK = re.compile(
    r"^```console\n\$ (?P<command>ecodemo.*?)(?P<cut> \| head -n (?P<lines>\d+))?\n(?:.*\n)*?```$",
    re.MULTILINE,
)
WIDTH = "80"


def screens(texts: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Pages by language and name, with each screen as it is now.

    Raises:
        ValueError: a screen has no command of ecodemo, or its command fails.
    """
    for (language, name), text in texts.items():
        if text.count("```console") != len(BLOCK.findall(text)):
            raise ValueError(f"{language}/{name}: a screen does not begin with “$ ecodemo”")
    wanted = sorted(
        {(key[0], found["command"]) for key, text in texts.items() for found in BLOCK.finditer(text)}
    )
    with TemporaryDirectory(prefix="screens-") as folder, ProcessPoolExecutor() as pool:
        demo = pool.submit(_office, Path(folder)).result()
        printed = dict(
            zip(wanted, pool.map(partial(_printed, demo), *zip(*wanted, strict=True)), strict=True)
        )
    return {key: BLOCK.sub(partial(_block, printed, key[0]), text) for key, text in texts.items()}


def _office(folder: Path) -> Path:
    """A new example under git, every file of it read once, so that the commands find it in the cache."""
    demo = folder / "demo"
    _printed(folder, "en", f"ecodemo init {demo} --example")
    who = ("-c", "user.name=office", "-c", "user.email=office@example.org")
    for step in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "--no-verify", "-m", "example"]):
        subprocess.run(["git", *step], cwd=demo, check=True, capture_output=True)
    _printed(demo, "en", "ecodemo check -q")
    return demo


def _block(printed: dict[tuple[str, str], str], language: str, found: re.Match[str]) -> str:
    lines = printed[language, found["command"]].splitlines()[
        : int(found["lines"]) if found["lines"] else None
    ]
    shown = "".join(f"{line.rstrip()}\n" for line in lines)
    return f"```console\n$ {found['command']}{found['cut'] or ''}\n{shown}```"


def _printed(folder: Path, language: str, command: str) -> str:
    """What a command prints on stdout; run in this process, which does nothing else."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "VIRTUAL_ENV") if name in os.environ
    }
    cache = str(folder.parent / "cache")
    os.environ.clear()
    os.environ.update(
        {**kept, "XDG_CACHE_HOME": cache, "ECODEMO_LANG": language, "COLUMNS": WIDTH, "NO_COLOR": "1"}
    )
    os.chdir(folder)
    out, complaints = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True), StringIO()
    with redirect_stdout(out), redirect_stderr(complaints):
        code = run(shlex.split(command)[1:])
    if code not in (0, 1):
        raise ValueError(f"{command} ended with {code}: {complaints.getvalue()}")
    out.seek(0)
    return out.read()
