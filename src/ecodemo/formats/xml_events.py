"""XML read from its beginning, a piece at a time, without declarations of types and entities."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from enum import Enum
from math import inf
from typing import IO, NoReturn
from xml.parsers import expat

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError
from ecodemo.model.evidence import Condition

_BLOCK = 1 << 16


class XmlEvent(Enum):
    """What comes next in a text of XML."""

    START = "start"
    END = "end"
    TEXT = "text"


_Attributes = Mapping[str, str]
"""Names are without their namespaces."""
_NONE: _Attributes = {}
_BLANKS = frozenset(("tab", "br", "s", "line-break"))


def iter_events(
    stream: IO[bytes], limit: int, deepest: float = inf
) -> Iterator[tuple[XmlEvent, str, _Attributes]]:
    """The contents of an XML text, in order: an element's name or a text, and the attributes of an element that starts.

    Args:
        stream: the text.
        limit: how many bytes of it are read.
        deepest: how many elements may be within one another.

    Raises:
        ContentError: it is not well-formed, has more elements than any honest document, or declares types or
            entities, which no document needs.
    """
    waiting: list[tuple[XmlEvent, str, _Attributes]] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise ContentError(Condition.TOO_LARGE)
        local = {key[key.rfind(" ") + 1 :]: value for key, value in attributes.items()}
        waiting.append((XmlEvent.START, name[name.rfind(" ") + 1 :], local))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        waiting.append((XmlEvent.END, name[name.rfind(" ") + 1 :], _NONE))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: waiting.append((XmlEvent.TEXT, text, _NONE))
    parser.StartDoctypeDeclHandler = _refuse
    remaining, events = limit, limits.XML_EVENTS
    while remaining > 0:
        block = stream.read(min(_BLOCK, remaining))
        remaining -= len(block)
        try:
            parser.Parse(block, not block)
        except expat.ExpatError as error:
            raise ContentError(Condition.DAMAGED) from error
        events -= len(waiting)
        if events < 0:
            raise ContentError(Condition.TOO_LARGE)
        yield from waiting
        waiting.clear()
        if not block:
            return


def paragraphs(
    stream: IO[bytes], limit: int, *, holds: Container[str] = ("t",), ends: Container[str] = ("p",)
) -> Iterator[str]:
    """The text of each paragraph: the content of elements that `holds` names, joined where one of `ends` ends.

    Raises:
        ContentError: as `iter_events`.
    """
    pieces: list[str] = []
    depth = 0
    for event, name, _ in iter_events(stream, limit):
        if event is XmlEvent.TEXT:
            if depth:
                pieces.append(name)
            continue
        if name in holds:
            depth += 1 if event is XmlEvent.START else -1
        elif event is XmlEvent.START and name in _BLANKS:
            pieces.append(" ")
        if event is XmlEvent.END and name in ends and pieces:
            yield "".join(pieces)
            pieces.clear()
    if pieces:
        yield "".join(pieces)


def _refuse(*_: object) -> NoReturn:
    raise ContentError(Condition.DAMAGED)
