"""Programs that sign and check: openssl and gpg, run in an empty folder and never with a passphrase among their arguments."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.model.message import message
from ecodemo.programs import folders_on_path, program_on_path


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended."""

    is_good: bool
    output: bytes
    last_words: str
    """The last line of its stderr."""


def run_program(
    name: str, arguments: Sequence[str], folder: Path, given: bytes = b"", environment: Mapping[str, str] = {}
) -> Ran:
    """Run a program.

    Args:
        name: of it; it is looked for on PATH alone.
        arguments: without secrets.
        folder: where it runs: an empty one of its own, so that no file beside it has a say.
        given: what it reads from its standard input.
        environment: what it has in its environment besides.

    Raises:
        EcodemoError: it is not installed, or cannot be started.
    """
    program = program_on_path(name)
    if program is None:
        raise EcodemoError(
            message("“{program}” is not installed, or not on PATH. Signatures need it.", program=name)
        )
    around = {**os.environ, "LC_ALL": "C", "PATH": os.pathsep.join(folders_on_path()), **environment}
    try:
        ran = subprocess.run(  # noqa: S603 - no shell; arguments are paths and ids
            [program, *arguments], cwd=folder, env=around, input=given, capture_output=True, check=False
        )
    except OSError as error:
        raise EcodemoError(
            message("Cannot start {program}: {reason}.", program=program, reason=system_reason(error))
        ) from error
    said = [line for line in ran.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return Ran(ran.returncode == 0, ran.stdout, said[-1].strip() if said else "")


@contextmanager
def working_folder(**files: bytes) -> Iterator[Path]:
    """A folder with some files, for one run of a program; nobody else can read it."""
    with TemporaryDirectory(prefix="ecodemo-", ignore_cleanup_errors=True) as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        yield Path(folder)
