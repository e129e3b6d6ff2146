"""The way in: streams, language, and what an exception ends with."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line; every way out has its documented exit status."""
    if sys.argv[1:] == ["--version"]:
        from ecodemo import __version__

        sys.stdout.write(f"ecodemo {__version__}\n")
        return
    _use_utf8()
    # Nearly all that a run makes lives to its end: looking for garbage after every 700 objects finds none.
    gc.set_threshold(100_000)
    # Pydantic looks for plugins in everything that is installed, at every start; there are none for us.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # With lxml, which python-docx brings along, openpyxl writes the same workbook in other bytes.
    os.environ["OPENPYXL_LXML"] = "False"
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    from ecodemo.cli.settings import SPEAKER, common_first, own_file_named
    from ecodemo.errors import EcodemoError, ExitCode

    try:
        from ecodemo.cli.app import app

        app(own_file_named(common_first(arguments)), prog_name="ecodemo", standalone_mode=True)
    except EcodemoError as error:
        sys.stderr.write(SPEAKER.say(error.message) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.CLOSED
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else ExitCode.OPEN
    except Exception as error:  # noqa: BLE001 - a fault of the program ends with its own status
        import traceback

        sys.stderr.write(
            SPEAKER.text("A fault of the program; nothing was changed. Please report this:") + "\n"
        )
        if "--debug" in arguments:
            sys.stderr.write(traceback.format_exc())
        else:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.write(SPEAKER.text("Run it again with --debug for the whole of it.") + "\n")
        return ExitCode.FAULT
    return ExitCode.OPEN


def _use_utf8() -> None:
    """A GBK console must not raise on “✓”; what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
