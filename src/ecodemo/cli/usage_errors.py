"""What the library below typer says of a wrong call, in the speaker's language: options and commands that do not exist."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from ecodemo.language import Language, Speaker
from ecodemo.language import marked as _

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"No such option:? '?(?P<name>[^']*?)'?\.?", _("No such option: {name}.")),
        (r"No such command '(?P<name>[^']*)'\.?", _("No such command: {name}.")),
        (r"Missing option '(?P<name>.*?)'\.(?P<rest>.*)", _("Missing option: {name}.{rest}")),
        (r"Missing argument '(?P<name>.*?)'\.(?P<rest>.*)", _("Missing argument: {name}.{rest}")),
        (r"Missing command\.", _("Missing command.")),
        (r"Option '(?P<name>.*?)' requires an argument\.", _("Option {name} requires a value.")),
        (r"Option '(?P<name>.*?)' does not take a value\.", _("Option {name} takes no value.")),
        (r"Got unexpected extra arguments? \((?P<words>.*)\)", _("Unexpected arguments: {words}.")),
        (
            r"Invalid value for (?P<name>.*?): '(?P<value>.*?)' is not one of (?P<choices>.*)\.",
            _("{name}: “{value}” is not one of {choices}."),
        ),
        (
            r"Invalid value for (?P<name>.*?): '?(?P<value>.*?)'? is not a valid integer.*",
            _("{name}: “{value}” is not a whole number."),
        ),
        (
            r"Invalid value for (?P<name>.*?): (?P<value>.*?) is not in the range x>=(?P<least>-?\d+)\.",
            _("{name}: “{value}” is less than {least}."),
        ),
    )
)
_SUGGESTED = re.compile(r" ?\(?Did you mean (?:one of: )?(?P<words>[^?]*)\?\)?$")
_BETWEEN = re.compile(r"', '")


def say_usage_errors_in(command: Any, speaker: Speaker) -> None:  # noqa: ANN401 - of the library below typer
    """Let the speaker word errors of usage; in English the library's own words are as good."""
    if speaker.language is not Language.EN:
        command.make_context = _said(command.make_context, speaker)
        command.invoke = _said(command.invoke, speaker)


def _said(call: Callable[..., Any], speaker: Speaker) -> Callable[..., Any]:
    @wraps(call)
    def called(*arguments: object, **named: object) -> Any:  # noqa: ANN401
        try:
            return call(*arguments, **named)
        except Exception as error:
            if hasattr(error, "format_message") and type(error).__name__ != "NoArgsIsHelpError":
                error.show = partial(_show, error, speaker)  # type: ignore[attr-defined] # the library calls it
            raise

    return called


def _show(error: Any, speaker: Speaker) -> None:  # noqa: ANN401 - of the library below typer
    if (context := error.ctx) is not None:
        hint = speaker.text(_("Try “{command} --help”."))
        sys.stderr.write(f"{context.get_usage()}\n{hint.format(command=context.command_path)}\n\n")
    sys.stderr.write(in_words(error.format_message(), speaker) + "\n")


def in_words(said: str, speaker: Speaker) -> str:
    """The sentence that the library says, in the speaker's words; one that is not known stays as it is."""
    suggested = _SUGGESTED.search(said)
    words = ""
    if suggested:
        said = said[: suggested.start()]
        names = _BETWEEN.sub("、", suggested["words"].strip("'"))
        words = speaker.text(_("Did you mean {words}?")).format(words=names)
    for pattern, text in _SAID:
        if found := pattern.fullmatch(said):
            gaps = {name: _plain(value or "") for name, value in found.groupdict().items()}
            return speaker.text(text).format(**gaps) + words
    return said + words


def _plain(text: str) -> str:
    return _BETWEEN.sub("、", text.strip().strip("'")).replace("' / '", "、")
