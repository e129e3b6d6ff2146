"""Where fitted files wait until the kit is written: on the disk, so that memory does not grow with their number."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecodemo.acceptance.write_package import waiting_folder
from ecodemo.files import not_written
from ecodemo.ownership import remove_leftovers, temporary_name


@contextmanager
def spool_folder(out: Path, root: Path) -> Iterator[Path]:
    """A folder beside where the kit is written, removed in the end; what a killed command left of its own too.

    Raises:
        EcodemoError: it cannot be written, inside either.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        above = waiting_folder(out, root)
        above.mkdir(exist_ok=True)
        remove_leftovers(above)
        folder = above / temporary_name(out.name)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if above != out.parent:
                with contextlib.suppress(OSError):  # something else waits there
                    above.rmdir()
    except OSError as error:
        raise not_written(out, error) from error
