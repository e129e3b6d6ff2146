"""XML read from its beginning, a piece at a time, without declarations of types and entities."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from enum import Enum
from typing import IO, NoReturn
from xml.parsers import expat

from ecodemo.formats.content_error import ContentError
from ecodemo.model.evidence import Condition

_BLOCK = 1 << 16


class Event(Enum):
    """What comes next in a text of XML."""

    START = "start"
    END = "end"
    TEXT = "text"


Happening = tuple[Event, str, Mapping[str, str]]
"""An element's name or a text, and the attributes of an element that starts; names without their namespaces."""

_NONE: Mapping[str, str] = {}
_BLANKS = frozenset(("tab", "br", "s", "line-break"))


def happenings(stream: IO[bytes], limit: int) -> Iterator[Happening]:
    """What stands in a text of XML, in order, up to a number of bytes.

    Raises:
        ContentError: it is not well-formed, or declares types or entities, which no document needs.
    """
    waiting: list[Happening] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: waiting.append(
        (Event.START, _local(name), {_local(key): value for key, value in attributes.items()})
    )
    parser.EndElementHandler = lambda name: waiting.append((Event.END, _local(name), _NONE))
    parser.CharacterDataHandler = lambda text: waiting.append((Event.TEXT, text, _NONE))
    parser.StartDoctypeDeclHandler = _refuse
    remaining = limit
    while remaining > 0:
        block = stream.read(min(_BLOCK, remaining))
        remaining -= len(block)
        try:
            parser.Parse(block, not block)
        except expat.ExpatError as error:
            raise ContentError(Condition.DAMAGED) from error
        yield from waiting
        waiting.clear()
        if not block:
            return


def paragraphs(
    stream: IO[bytes], limit: int, *, holds: str = "t", ends: Container[str] = ("p",)
) -> Iterator[str]:
    """The text of each paragraph: what stands in elements named `holds`, joined where one of `ends` ends.

    Raises:
        ContentError: as `happenings`.
    """
    pieces: list[str] = []
    depth = 0
    for event, name, _ in happenings(stream, limit):
        if event is Event.TEXT:
            if depth:
                pieces.append(name)
            continue
        if name == holds:
            depth += 1 if event is Event.START else -1
        elif event is Event.START and name in _BLANKS:
            pieces.append(" ")
        if event is Event.END and name in ends and pieces:
            yield "".join(pieces)
            pieces.clear()
    if pieces:
        yield "".join(pieces)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> NoReturn:
    raise ContentError(Condition.DAMAGED)
