"""LibreOffice, started once for all that is wanted of it: converting files, or doing what a script says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_STARTED = """
import json, subprocess, sys, time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

program, profile, pipe = sys.argv[1:]

def prop(name, value):
    made = PropertyValue(); made.Name = name; made.Value = value
    return made

def drive(work):
    office = subprocess.Popen([program, "--headless", "--norestore", "--nologo", "--nodefault",
        f"-env:UserInstallation={profile}", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(1200):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                time.sleep(0.1)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        work(desktop, json.load(sys.stdin))
        try:
            desktop.terminate()
        except Exception:
            pass
        office.wait(30)
    finally:
        office.kill()
"""


@cache
def bridge() -> tuple[str, str] | None:
    """LibreOffice and a Python that can talk to it, if this computer has both."""
    program = shutil.which("soffice")
    if program is None:
        return None
    beside = Path(program).resolve().with_name("python")
    for python in (str(beside), sys.executable, "/usr/bin/python3"):
        can_talk = [python, "-c", "import uno"]
        if shutil.which(python) and not subprocess.run(can_talk, capture_output=True, check=False).returncode:
            return program, python
    return None


def drive(script: str, wanted: object, home: Path) -> None:
    """Run a script that calls `drive(work)`, for `work(desktop, wanted)`; `home` is for what LibreOffice keeps."""
    found = bridge()
    assert found is not None
    program, python = found
    done = subprocess.run(
        [python, "-c", _STARTED + script, program, home.as_uri(), f"ecodemo{os.getpid()}{home.name}"],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert not done.returncode, done.stderr


def convert(files: Sequence[Path], kind: str, into: Path) -> list[Path]:
    """The files as another kind (`pdf`, `xlsx:Calc MS Excel 2007 XML`); LibreOffice must be installed."""
    into.mkdir(parents=True, exist_ok=True)
    profile = (into / "profile").as_uri()
    converted = subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", into, *files],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    made = [into / f"{file.stem}.{kind.split(':', maxsplit=1)[0]}" for file in files]
    assert all(file.is_file() for file in made), converted.stderr
    return made
