"""Names of files are UTF-8 wherever the program runs; what is printed suits the terminal.

Python decodes names by the locale. Under one that is not UTF-8 no Chinese name is the one that was locked, so that the
program begins again in Python's UTF-8 mode, as the same process.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ecodemo.errors import EcodemoError
from ecodemo.model.message import message

_UTF8_MODE = ("-X", "utf8")


def begin_again_in_utf8() -> None:
    """Replace this process by the same one in UTF-8 mode; returns only where that cannot be done."""
    if os.name != "posix" or not sys.executable or tuple(sys.orig_argv[1:3]) == _UTF8_MODE:
        return
    with contextlib.suppress(OSError, ValueError):
        _, *arguments = _arguments_as_bytes()
        program = os.fsencode(sys.executable)
        os.execv(program, [program, *map(os.fsencode, _UTF8_MODE), *arguments])  # noqa: S606 - there is none to start


def refuse_other_names() -> None:
    """Stop where names of files are not read as UTF-8: every Chinese name would be another one.

    Raises:
        EcodemoError: they are not.
    """
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":
        raise EcodemoError(
            message(
                "File names are decoded as {encoding}, but a workspace requires UTF-8. Set PYTHONUTF8=1 and run the command again.",
                encoding=encoding,
            )
        )


def printed_in(stream: TextIO) -> str:
    """The encoding of what is printed: a terminal's own, and UTF-8 for everything that is read by programs."""
    return _of_the_locale() if stream.isatty() else "utf-8"


def as_typed(arguments: Sequence[str]) -> list[str]:
    """The arguments, with words that were typed in the locale's encoding read in that; names of files as they are."""
    return [_as_typed(argument) for argument in arguments]


def _as_typed(argument: str) -> str:
    with contextlib.suppress(UnicodeEncodeError):
        argument.encode()
        return argument
    if not os.path.lexists(argument):
        with contextlib.suppress(UnicodeDecodeError):
            return os.fsencode(argument).decode(_of_the_locale())
    return argument


def _arguments_as_bytes() -> list[bytes]:
    """As they were given: not every encoding gives back the bytes that it decoded."""
    with contextlib.suppress(OSError):
        found = Path("/proc/self/cmdline").read_bytes().split(b"\0")[:-1]
        if len(found) == len(sys.orig_argv):
            return found
    return [os.fsencode(argument) for argument in sys.orig_argv]


def _of_the_locale() -> str:
    """UTF-8 also where the locale names none: C and POSIX say nothing of the terminal."""
    try:
        from _locale import CODESET, nl_langinfo

        found = codecs.lookup(nl_langinfo(CODESET)).name
    except (ImportError, LookupError):
        return "utf-8"
    return "utf-8" if found == "ascii" else found
