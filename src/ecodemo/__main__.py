"""The way in: streams, language, and what an exception ends with."""

from __future__ import annotations

import errno
import gc
import os
import sys

_CANNOT_PRINT = frozenset((errno.ENOSPC, errno.EIO, errno.EFBIG))
"""Why the system does not take what is printed: the disk is full or broken, the file too large."""


def main() -> None:
    """Run the command line; every way out has its documented exit status."""
    _open_what_is_closed()
    if sys.argv[1:] == ["--version"]:
        sys.exit(_print_version())
    _use_utf8()
    # Nearly all that a run makes lives to its end: looking for garbage after every 700 objects finds none.
    gc.set_threshold(100_000)
    # Pydantic looks for plugins in everything that is installed, at every start; there are none for us.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # With lxml, which python-docx brings along, openpyxl writes the same workbook in other bytes.
    os.environ["OPENPYXL_LXML"] = "False"
    sys.exit(_run(sys.argv[1:]))


def _open_what_is_closed() -> None:
    """Who closes a stream wants none of it; Python then has no stream at all."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123 - to the end of the run


def _print_version() -> int:
    """Without the libraries that all other ways need, so that it answers at once."""
    from ecodemo import __version__

    try:
        sys.stdout.write(f"ecodemo {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        return _cannot_print(error)
    return 0


def _run(arguments: list[str]) -> int:
    from ecodemo.cli.settings import SPEAKER, common_first, own_file_named
    from ecodemo.errors import EcodemoError, ExitCode

    try:
        from ecodemo.cli.app import app

        try:
            app(own_file_named(common_first(arguments)), prog_name="ecodemo", standalone_mode=True)
        finally:
            # Here a full disk can be said; at the interpreter's own end it would be a traceback.
            sys.stdout.flush()
    except EcodemoError as error:
        sys.stderr.write(SPEAKER.say(error.message) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.CLOSED
    except OSError as error:
        if error.errno not in _CANNOT_PRINT:
            return _fault(error, arguments)
        return _cannot_print(error)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else ExitCode.OPEN
    except Exception as error:  # noqa: BLE001 - a fault of the program ends with its own status
        return _fault(error, arguments)
    return ExitCode.OPEN


def _fault(error: Exception, arguments: list[str]) -> int:
    """Say that the program is at fault, without a traceback unless it is asked for."""
    import traceback

    from ecodemo.cli.settings import SPEAKER
    from ecodemo.errors import ExitCode

    sys.stderr.write(SPEAKER.text("A fault of the program; nothing was changed. Please report this:") + "\n")
    if "--debug" in arguments:
        sys.stderr.write("".join(traceback.format_exception(error)))
    else:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.write(SPEAKER.text("Run it again with --debug for the whole of it.") + "\n")
    return ExitCode.FAULT


def _cannot_print(error: OSError) -> int:
    from ecodemo.cli.settings import SPEAKER
    from ecodemo.errors import ExitCode, system_reason
    from ecodemo.model.message import message

    said = message("What is printed could not be written: {reason}.", reason=system_reason(error))
    sys.stderr.write(SPEAKER.say(said) + "\n")
    # What is left in the buffer goes nowhere, so that it is not tried again at the interpreter's end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.UNUSABLE


def _use_utf8() -> None:
    """A GBK console must not raise on “✓”; what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
