"""Values as one line of YAML that every reader understands alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ecodemo.errors import EcodemoError
from ecodemo.model.message import message

YamlValue: TypeAlias = "str | int | Decimal | date | bool | Sequence[YamlValue] | Mapping[str, YamlValue]"
"""What can be written; a missing value is a missing key."""


class EditError(EcodemoError):
    """The text cannot be changed without a person; nothing was changed."""


def top_level(key: str, value: YamlValue) -> Iterator[str]:
    """The lines of a top-level key; the entries of a list are one to a line."""
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield ""
        yield f"{word(key)}:"
        yield from (f"- {flow(item)}" for item in value)
    else:
        yield f"{word(key)}: {flow(value)}"


def comment(line: str) -> str:
    """A line of comment, with its sign if it has none."""
    return line if line.startswith("#") else f"# {line}".rstrip()


def flow(value: YamlValue) -> str:
    """The value in one line, as it can be written between brackets."""
    match value:
        case str():
            return word(value)
        case Mapping():
            return f"{{{', '.join(f'{word(key)}: {flow(item)}' for key, item in value.items())}}}"
        case Sequence():
            return f"[{', '.join(map(flow, value))}]"
        case _:
            return _bare(value)


def plain(value: YamlValue) -> object:
    """The value as `read` gives it: all scalars are text."""
    match value:
        case str():
            return str.__str__(value)
        case Mapping():
            return {str.__str__(key): plain(item) for key, item in value.items()}
        case Sequence():
            return [plain(item) for item in value]
        case _:
            return _bare(value)


def _bare(value: int | Decimal | date) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:d}"
        case Decimal() if not value.is_finite():
            raise EditError(message("{value} is not a number.", value=str(value)))
        case Decimal():
            return f"{value:f}"
        case _:
            return value.isoformat()


_ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that YAML forbids, takes for the end of a line, or that nobody sees."""
_SYNTAX = re.compile(
    r"""
    \s | [-?:,\[\]{}\#&*!|>'"%@`]   # at the beginning
    | .*(?:
        [,\[\]{}?]                  # PyYAML's own parser ends a text between brackets at a question mark
        | :\ | \ \# | [\s:]\Z       # a key, a comment, the end
    )
    | (?: <<)? \Z                   # a merge key, or nothing
    """,
    re.VERBOSE,
)
_OTHER_TYPE = re.compile(
    r"""
    ~ | = | null | true | false | yes | no | on | off | y | n
    | [-+]? (?:
        0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-f_]+
        | [0-9][0-9_]* (?: :[0-9_]+ )* (?: \.[0-9_]* )? (?: e[-+]?[0-9]+ )?
        | \.[0-9_]+ (?: e[-+]?[0-9]+ )?
        | \.inf
    )
    | \.nan
    | [0-9]{4}-[0-9]{2}-[0-9]{2}
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: t | [ ]+ ) [0-9:.]+ [ ]* (?: z | [-+][0-9:]+ )?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""What a reader of YAML 1.1 or 1.2 takes for a number, a date, a truth value or nothing."""


def word(text: str) -> str:
    """A text or key that every reader takes for text: a hash of digits only, `07`, `no` and `2021-05-19` are quoted."""
    is_bare = not (_OTHER_TYPE.fullmatch(text) or _ESCAPED.search(text) or _SYNTAX.match(text))
    return str.__str__(text) if is_bare else _quoted(text)


def _quoted(text: str) -> str:
    if not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{_ESCAPED.sub(_escape, escaped)}"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    names = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
    code = ord(character)
    return names.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def encoded(text: str) -> bytes:
    """The text as UTF-8.

    Raises:
        EditError: it has half of a pair of characters.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EditError(
            message(
                "“{text}” contains an invalid character (unpaired surrogate).", text=ascii(text[error.start])
            )
        ) from None
