"""Ways in which a text file comes back wrong from a clerk, an editor or a network."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

SIGNS = "：，、。％“”‘’（）｛｝［］＃　\t\x00\x07\x1b\x7f\u2028\ufeff\ufffe\r\n{}[]&*!|>'\"%@`#?-:,~<= 0年万"
_TOKEN = re.compile(r"[^\s:,\[\]{}]+")


def _delete(text: str, at: int, length: int, other: int) -> str:
    return text[:at] + text[at + length :]


def _insert(text: str, at: int, length: int, other: int) -> str:
    return text[:at] + SIGNS[other % len(SIGNS)] * (1 + length % 3) + text[at:]


def _replace(text: str, at: int, length: int, other: int) -> str:
    return text[:at] + SIGNS[other % len(SIGNS)] + text[at + 1 :]


def _repeat_line(text: str, at: int, length: int, other: int) -> str:
    lines = text.splitlines(keepends=True)
    line = text.count("\n", 0, at)
    return "".join([*lines[: line + 1], *lines[line : line + 1], *lines[line + 1 :]])


def _swap_lines(text: str, at: int, length: int, other: int) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        one, two = text.count("\n", 0, at) % len(lines), other % len(lines)
        lines[one], lines[two] = lines[two], lines[one]
    return "".join(lines)


def _other_word(text: str, at: int, length: int, other: int) -> str:
    """A word of the file in the place of another: well-formed, but an id, number or kind too few."""
    words = list(_TOKEN.finditer(text))
    if not words:
        return text
    one, two = words[at % len(words)], words[other % len(words)]
    return text[: one.start()] + two[0] + text[one.end() :]


_WAYS: tuple[Callable[[str, int, int, int], str], ...] = (
    _delete,
    _insert,
    _replace,
    _repeat_line,
    _swap_lines,
    _other_word,
    _other_word,
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    """The bytes of `text` after one to four mishaps, sometimes cut off within a character."""
    for _ in range(draw(st.integers(1, 4))):
        way = draw(st.sampled_from(_WAYS))
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        text = way(text, at, draw(st.integers(1, 12)), draw(st.integers(0, 10_000)))
    content = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 5)) == 0:
        content = content[: draw(st.integers(0, len(content)))]
    return content
