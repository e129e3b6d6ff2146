"""A package in the place of another: not the one that it is compared with, and no draft in the place of what was handed in."""

from __future__ import annotations

from pathlib import Path

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.open_package import opened_package
from ecodemo.errors import EcodemoError
from ecodemo.model.message import message


def refuse_to_replace(out: Path, since: Path | None, *, is_draft: bool) -> None:
    """See that nothing is lost where a package is written.

    Args:
        out: the zip or folder that is to be written.
        since: the package that it is compared with.
        is_draft: whether it is a draft.

    Raises:
        EcodemoError: there is a package that would be lost.
    """
    if not out.is_file():
        return
    if since is not None and since.exists() and out.samefile(since):
        raise EcodemoError(
            message(
                "{path} is the earlier package itself. Choose another name for the new one.", path=str(out)
            )
        )
    if is_draft and _is_final(out):
        raise EcodemoError(
            message(
                "{path} is a final package, not a draft. Choose another name for the draft.", path=str(out)
            )
        )


def _is_final(path: Path) -> bool:
    try:
        with opened_package(path) as package:
            return words.DRAFT_OF.format(name="") not in package.folder
    except EcodemoError:
        return False
