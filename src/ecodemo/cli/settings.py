"""What holds for every command: folder, day, language, how much is printed."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ecodemo.language import Language, Speaker
from ecodemo.model.message import Message, message

if TYPE_CHECKING:
    from rich.console import Console

    from ecodemo.cli.stored_screen import Screen

Colour = Literal["auto", "always", "never"]
_TAKING_VALUE = frozenset({"-C", "--directory", "--today", "--lang", "--color"})
_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose", "--debug"})
OWN_FILE = ":own:"
"""Stands for the workspace's own baseline or folder where none is named; no file can be called so on Windows."""
_MAY_STAND_ALONE = frozenset({"--baseline", "--write-baseline", "--return"})
_POSSIBLE_WIDTH = re.compile(r"0*[1-9][0-9]{0,3}", re.ASCII)
_LANGUAGE_LINE = re.compile(rb"^language:\s*['\"]?(zh|en)\b", re.MULTILINE)


def common_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the common options moved before the command, so that they may be written anywhere."""
    common: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        name = argument.split("=", 1)[0]
        if argument == "--":
            rest.extend((argument, *pending))
        elif argument in _FLAGS or (name in _TAKING_VALUE and "=" in argument):
            common.append(argument)
        elif argument in _TAKING_VALUE:
            common.extend((argument, *[value for value in [next(pending, None)] if value is not None]))
        else:
            rest.append(argument)
    return [*common, *rest]


def folder_and_command(arguments: Sequence[str]) -> tuple[Path, list[str]]:
    """The workspace's folder as the common options name it, and the arguments without these options."""
    folder, words = Path(), common_first(arguments)
    while words and (words[0] in _FLAGS or words[0].split("=", 1)[0] in _TAKING_VALUE):
        name, has_value, value = words.pop(0).partition("=")
        if name in _TAKING_VALUE and not has_value:
            value = words.pop(0) if words else ""
        if name in ("-C", "--directory"):
            folder = Path(value)
    return folder, words


def own_file_named(arguments: Sequence[str]) -> list[str]:
    """The arguments with the workspace's own file behind options that may be written without one."""
    named: list[str] = []
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue="-"):
        named.append(argument)
        if argument in _MAY_STAND_ALONE and following.startswith("-"):
            named.append(OWN_FILE)
    return named


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Speaker, Message]:
    """Who speaks for a run, and what chose that language.

    `--lang`, then ECODEMO_LANG, then the workspace's `language`, then the locale, then English.
    """
    given = _value_of("--lang", arguments) or environment.get("ECODEMO_LANG", "")
    if given in set(Language):
        source = "--lang" if _value_of("--lang", arguments) else "ECODEMO_LANG"
        return Speaker(Language(given)), message("{language}, from {source}.", language=given, source=source)
    folder = Path(_value_of("-C", arguments) or _value_of("--directory", arguments) or ".")
    if own := _language_of_workspace(folder):
        return Speaker(Language(own)), message("{language}, from county.yaml of the workspace.", language=own)
    named = environment.get("LC_ALL") or environment.get("LANG") or locale.getlocale()[0] or ""
    language = Language.ZH if named.lower().startswith(("zh", "chinese")) else Language.EN
    return Speaker(language), message(
        "{language}, from the system locale {locale}; override with --lang or ECODEMO_LANG.",
        language=language.value,
        locale=named or message("(none)"),
    )


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument.split("=", 1)[1]
    return None


def _language_of_workspace(folder: Path) -> str | None:
    """The line `language:` of the nearest county.yaml, read without a parser: this runs at every start."""
    from ecodemo.files import LARGEST_YAML, read_control_file

    try:
        folder = folder.absolute()
    except OSError:  # the current folder was deleted
        return None
    for above in (folder, *folder.parents):
        try:
            content = read_control_file(above / "data" / "county.yaml", above, LARGEST_YAML)
        except OSError:
            if (above / ".git").exists():
                return None
            continue
        found = _LANGUAGE_LINE.search(content)
        return found[1].decode() if found else None
    return None


@dataclass(frozen=True, slots=True)
class Settings:
    """The common options of one run."""

    folder: Path
    today: date | None
    speaker: Speaker
    language_source: Message
    """The language and what chose it."""
    quiet: bool
    verbose: bool
    debug: bool
    colour: Colour
    jobs: int | None = None
    """Processes that may hash or read evidence; `None`: as many as there are cores to use."""
    screen: Screen | None = None
    """What is printed, where it may be shown again."""

    def console(self, *, stderr: bool = False) -> Console:
        """A console that follows --color, NO_COLOR and the terminal; as wide as the terminal, else 100."""
        from rich.console import Console

        if not _POSSIBLE_WIDTH.fullmatch(os.environ.get("COLUMNS", "")):
            os.environ.pop("COLUMNS", None)  # rich would take 0 for a width, not for unknown
        stream = sys.stderr if stderr else sys.stdout
        wide = None if stream.isatty() or "COLUMNS" in os.environ else 100
        console = Console(
            file=stream,
            width=wide,
            no_color=True if self.colour == "never" else None,
            force_terminal=True if self.colour == "always" else None,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )
        if self.screen is not None and console.legacy_windows:
            self.screen.is_text = False
        return console
