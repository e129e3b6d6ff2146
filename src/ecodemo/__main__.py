"""The way in: streams, language, and what an exception ends with."""

from __future__ import annotations

import errno
import gc
import os
import sys

TYPE_CHECKING = False  # as `typing` has it, whose import every start would pay for
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn, TextIO

    from ecodemo.cli.stored_screen import Screen
    from ecodemo.language import Speaker

_CANNOT_PRINT = frozenset((errno.ENOSPC, errno.EIO, errno.EFBIG))
"""Why the system does not take what is printed: the disk is full or broken, the file too large."""
_DONE = (0, 1)
"""As `ExitCode.OPEN` and `CLOSED`: the command did what it was asked for."""
_ASKED_BY_A_SHELL = "_ECODEMO_COMPLETE"
"""The variable in which it says how it wants to be answered."""
_SHOWING = frozenset({"check", "evidence", "form", "status"})
"""Commands some of whose screens are kept; without a command the workspace is shown too."""
_INTERRUPTED = 130
"""As `ExitCode.INTERRUPTED`, known before anything is imported."""


def main() -> NoReturn:
    """Run the command line; every way out has its documented exit status."""
    _open_what_is_closed()
    if sys.argv[1:] == ["--version"]:
        sys.exit(_print_version())
    if sys.getfilesystemencoding() != "utf-8":
        from ecodemo.encoding import begin_again_in_utf8

        begin_again_in_utf8()
    _choose_encodings()
    # Nearly all that a run makes lives to its end: looking for garbage after every 700 objects finds none.
    gc.set_threshold(100_000)
    # Pydantic looks for plugins in everything that is installed, at every start; there are none for us.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # With lxml, which python-docx brings along, openpyxl writes the same workbook in other bytes.
    os.environ["OPENPYXL_LXML"] = "False"
    _leave_at_once(run(sys.argv[1:], keeps_screens=True))


def run(arguments: Sequence[str], *, keeps_screens: bool = False) -> int:
    """Run one command in this process, on its streams and in its folder, and return the exit status.

    Args:
        arguments: those of the command line.
        keeps_screens: whether what is shown may be what was shown before, of a workspace that is the same.
    """
    try:
        status = _run_interruptibly(arguments, keeps_screens=keeps_screens)
    except BrokenPipeError:
        return _unread()
    if status in _DONE:
        from ecodemo.cli.advice import note_taken

        note_taken(arguments)
    return status


def _run_interruptibly(arguments: Sequence[str], *, keeps_screens: bool) -> int:
    try:
        from ecodemo.cli.settings import choose_language

        chosen = choose_language(arguments, os.environ)
    except KeyboardInterrupt:
        return _interrupted(None)
    speaker, _ = chosen
    try:
        return _run(arguments, chosen, keeps_screens=keeps_screens)
    except KeyboardInterrupt:
        return _interrupted(speaker)


def _run(arguments: Sequence[str], chosen: tuple[Speaker, object], *, keeps_screens: bool) -> int:
    from ecodemo.cli.next_step import StepChosen
    from ecodemo.cli.settings import common_first, own_file_named
    from ecodemo.encoding import as_typed, refuse_other_names
    from ecodemo.errors import EcodemoError, ExitCode

    speaker, _ = chosen
    try:
        try:
            refuse_other_names()
            words = own_file_named(common_first(as_typed(arguments)))
            # A shell that asks what may follow gives the words elsewhere.
            is_asked = _ASKED_BY_A_SHELL in os.environ
            screen = _screen_of(arguments, words, speaker) if keeps_screens and not is_asked else None
            return _shown(words, None if is_asked else words, chosen, screen)
        finally:
            # Here a full disk can be said; at the interpreter's own end it would be a traceback.
            sys.stdout.flush()
    except StepChosen as chosen_step:
        return run(chosen_step.arguments, keeps_screens=keeps_screens)
    except EcodemoError as error:
        sys.stderr.write(speaker.say(error.message) + "\n")
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno not in _CANNOT_PRINT:
            return _fault(error, arguments, speaker)
        return _cannot_print(error, speaker)
    except SystemExit as ending:
        if isinstance(
            ending.__context__, BrokenPipeError
        ):  # typer ends with 1, which says another thing here
            return _unread()
        if ending.code == _INTERRUPTED:
            return _interrupted(speaker)
        return ending.code if isinstance(ending.code, int) else ExitCode.OPEN
    except Exception as error:  # noqa: BLE001 - a fault of the program ends with its own status
        return _fault(error, arguments, speaker)


def _screen_of(arguments: Sequence[str], words: Sequence[str], speaker: Speaker) -> Screen | None:
    """Where a command may show again what it showed before; commands that never do are spared the look."""
    from ecodemo.cli.settings import folder_and_command

    folder, command = folder_and_command(arguments)
    if {"--help", "--no-cache"} & set(command) or (command and command[0] not in _SHOWING):
        return None
    from ecodemo.cli.stored_screen import Screen

    return Screen.of(folder, words, speaker.language, has_advice=not command)


def _shown(
    words: list[str], named: Sequence[str] | None, chosen: tuple[Speaker, object], screen: Screen | None
) -> int:
    """Run the command that the words name, or show again what it showed before."""
    import contextlib

    from ecodemo.cli.next_step import offer

    speaker, _ = chosen
    if screen is not None and (shown := screen.show_again()):
        if shown.choices:
            offer(shown.choices, speaker)
        return shown.status
    from ecodemo.cli.app import command_in

    with contextlib.nullcontext() if screen is None else screen.recorded():
        command_in(speaker, named)(words, prog_name="ecodemo", obj=(*chosen, screen))
    return 0


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
    except BrokenPipeError:
        return _unread()
    except OSError as error:
        return _cannot_print(error)
    return 0


def _leave_at_once(status: int) -> NoReturn:
    """Python's own end takes apart every object that the run made, and may turn an interrupt's status into a signal's."""
    import contextlib

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _interrupted(speaker: Speaker | None) -> int:
    """Say it in one sentence, in English where the language is not known yet."""
    from ecodemo.model.message import message

    said = message("Interrupted. Run the command again to complete it.")
    sys.stderr.write((speaker.say(said) if speaker else said.text) + "\n")
    return _INTERRUPTED


def _unread() -> int:
    """Who reads what is printed has enough: no fault, and nothing of the gate; the status is that of a signal's end."""
    from ecodemo.errors import ExitCode

    for stream in (sys.stdout, sys.stderr):
        _drop_what_is_left(stream)
    return ExitCode.UNREAD


def _fault(error: Exception, arguments: Sequence[str], speaker: Speaker) -> int:
    """Say that the program is at fault, without a traceback unless it is asked for."""
    import traceback

    from ecodemo.errors import ExitCode

    sys.stderr.write(speaker.text("Internal error. Please report this:") + "\n")
    if "--debug" in arguments:
        sys.stderr.write("".join(traceback.format_exception(error)))
    else:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.write(speaker.text("Run again with --debug for the full traceback.") + "\n")
    return ExitCode.FAULT


def _cannot_print(error: OSError, speaker: Speaker | None = None) -> int:
    from ecodemo.errors import ExitCode, system_reason
    from ecodemo.model.message import message

    said = message("Cannot write the output: {reason}.", reason=system_reason(error))
    if speaker is None:
        from ecodemo.cli.settings import choose_language

        speaker, _ = choose_language((), os.environ)
    sys.stderr.write(speaker.say(said) + "\n")
    _drop_what_is_left(sys.stdout)
    return ExitCode.UNUSABLE


def _drop_what_is_left(stream: TextIO) -> None:
    """So that what is in the buffer is not tried again at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _choose_encodings() -> None:
    """A GBK terminal must not raise on “✓”: it shows a question mark, and what is not Unicode is escaped."""
    from ecodemo.encoding import printed_in

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = printed_in(stream)
            errors = "backslashreplace" if encoding == "utf-8" else "replace"
            stream.reconfigure(encoding=encoding, errors=errors)


if __name__ == "__main__":
    main()
