"""Entries added to a YAML text; every byte that was there stays, with comments, order, quoting and line ends.

Nothing is dumped anew: the place of the addition is found in the parser's events, and one piece of text is
put in there. Each result is read again, and is only given out when it says what it said before, and the
addition. What cannot be added in this way is refused, for a person to write by hand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal

import yaml

from ecodemo.load.document import read
from ecodemo.load.flow import EditError, Value, comment, encoded, flow, plain, top_level, word
from ecodemo.model.finding import Step
from ecodemo.model.message import message

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BREAKS = "\r\n\x85\u2028\u2029"
"""The ends of lines for both of PyYAML's parsers."""
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_LAST_BREAK = re.compile(rf"(?:\r\n|[{_BREAKS}])\Z")
_ORDINARY_BREAK = re.compile(r"\r\n|\n|\r")


def append_item(content: bytes, key: str, item: Mapping[str, Value]) -> bytes:
    """Add an entry at the end of the top-level list `key`; a key that is absent comes at the file's end.

    Raises:
        EditError: the text is not understood, or the key holds something other than a list.
    """
    return _edited(content, (), key, item)


def add_to_item(content: bytes, path: tuple[Step, ...], key: str, item: Mapping[str, Value]) -> bytes:
    """Add an entry at the end of the list `key` in the mapping at `path`; a key that is absent is added.

    Args:
        content: the file's bytes.
        path: keys and numbers from the top, as in `("documents", 3)`.
        key: the list, as in `"redelivered"`.
        item: the entry.

    Raises:
        EditError: the text is not understood, nothing is at `path`, or the key holds no list.
    """
    return _edited(content, path, key, item)


def new_file(header: Sequence[str], values: Mapping[str, Value]) -> bytes:
    """A text of comment lines and top-level keys; the entries of a list stand one to a line.

    Raises:
        EditError: a text has characters that no file can hold.
    """
    lines = [comment(line) for words in header for line in _BREAK.split(words)]
    for key, value in values.items():
        lines += top_level(key, value)
    text = "".join(f"{line}\n" for line in lines)
    return _checked(encoded(text), plain(values) if values else None)


def _edited(content: bytes, path: tuple[Step, ...], key: str, item: Mapping[str, Value]) -> bytes:
    old = read(content)
    if old.complaints:
        first = old.complaints[0]
        raise EditError(
            message(
                "Line {line}: {problem} Put that right first.", line=first.place[0], problem=first.message
            )
        )
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.removeprefix(mark).decode("utf-8")
    insertion = _insertion(text, path, key, item)
    before = len(mark) + len(text[: insertion.offset].encode("utf-8"))
    new = content[:before] + encoded(insertion.text) + content[before:]
    return _checked(new, _with_item(old.data, path, key, item))


def _with_item(data: object, path: tuple[Step, ...], key: str, item: Mapping[str, Value]) -> object:
    """The data as they must be read after the edit."""
    new: object = {} if data is None else deepcopy(data)
    holder: object = new
    for step in path:
        holder = holder[step]  # type: ignore[index] # the way was walked before
    assert isinstance(holder, dict)  # noqa: S101 - as above
    holder[key] = [*(holder.get(key) or ()), plain(item)]
    return new


def _checked(content: bytes, expected: object) -> bytes:
    document = read(content)
    if document.complaints or document.data != expected:
        raise EditError(
            message(
                "The entry does not fit into the file without changing what else it says; add it by hand."
            )
        )
    return content


# Where things stand


@dataclass(slots=True)
class _Node:
    """A value's place in the text; offsets are characters."""

    kind: Literal["scalar", "list", "mapping"]
    start: int
    end: int
    """After its last character; for blocks that of the last scalar or bracket in them."""
    line: int
    column: int
    flow: bool = False
    """Written in brackets."""
    block_text: bool = False
    """A text that began with | or >."""
    below: dict[Step, _Node] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing at all was written, not even quotation marks."""
        return self.kind == "scalar" and self.start == self.end

    @property
    def entries_end(self) -> int:
        """After the last entry of this mapping or list, before what may follow in its brackets."""
        return next(reversed(self.below.values())).end

    @property
    def ends_in_block_text(self) -> bool:
        return next(reversed(self.below.values())).ends_in_block_text if self.below else self.block_text


class _Nodes:
    """The nodes of a text that `read` had no complaints about: one document, no anchors, simple keys, not deep.

    Offsets are the marks' `index`: a mark's line may lie beyond the text's last, because libyaml counts its
    end as the end of a line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: _Node | None = None
        self.end = len(text)
        """Where the document ends: before its `...`, if it has one."""
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.root = self._node(next(self.events))
            elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                self.end = _start(event)

    def _node(self, event: yaml.Event) -> _Node:
        match event:
            case yaml.MappingStartEvent():
                return self._filled(self._new(event, "mapping", flow=bool(event.flow_style)))
            case yaml.SequenceStartEvent():
                return self._filled(self._new(event, "list", flow=bool(event.flow_style)))
            case _:
                return self._scalar(event)

    def _new(self, event: yaml.Event, kind: Literal["list", "mapping"], *, flow: bool) -> _Node:
        assert event.start_mark is not None  # noqa: S101 - both parsers mark every event
        mark = event.start_mark
        return _Node(kind, mark.index, mark.index, mark.line + 1, mark.column, flow=flow)

    def _filled(self, node: _Node) -> _Node:
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                # A block's own end is the start of the next token, and that of the pair in [key: value] too.
                bracketed = self.text[node.start] in "[{" and node.flow
                node.end = _end(event) if bracketed else node.entries_end
                break
            if isinstance(event, yaml.ScalarEvent) and node.kind == "mapping":
                node.below[event.value] = self._node(next(self.events))
            else:
                node.below[len(node.below)] = self._node(event)
        return node

    def _scalar(self, event: yaml.Event) -> _Node:
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - aliases were refused
        assert event.start_mark is not None  # noqa: S101 - both parsers mark every event
        mark = event.start_mark
        block_text = event.style in ("|", ">")
        end = self._block_text_end(mark.index, _end(event)) if block_text else _end(event)
        return _Node("scalar", mark.index, end, mark.line + 1, mark.column, block_text=block_text)

    def _block_text_end(self, start: int, end: int) -> int:
        """Before the line break that ends a | or > text; its mark is the start of the line after.

        Empty lines at its end are left out, so that additions do not come after them, except where the text
        keeps them (|+).
        """
        written = self.text[start:end]
        if "+" in written[1:3]:
            last = _LAST_BREAK.search(written)
            return start + last.start() if last else end
        return start + len(written.rstrip(_BREAKS))


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


# What is put where


@dataclass(frozen=True, slots=True)
class _Insertion:
    offset: int
    text: str


def _insertion(text: str, path: tuple[Step, ...], key: str, item: Mapping[str, Value]) -> _Insertion:
    nodes = _Nodes(text)
    entry = flow(item)
    if not path and (nodes.root is None or nodes.root.empty):
        return _at_end(nodes, 0, f"{word(key)}:", f"- {entry}")
    holder = _mapping_at(nodes.root, path)
    value = holder.below.get(key)
    if value is not None:
        return _into_value(text, holder, key, entry)
    if holder.flow:
        return _into_brackets(holder, f"{word(key)}: [{entry}]")
    if not path:
        return _at_end(nodes, holder.column, f"{word(key)}:", f"- {entry}")
    return _on_next_line(text, holder.end, holder.column, f"{word(key)}: [{entry}]")


def _mapping_at(root: _Node | None, path: tuple[Step, ...]) -> _Node:
    node = root
    for step in path:
        node = node.below.get(step) if node else None
    if node is None:
        raise EditError(message("The file has no entry {path}.", path=".".join(map(str, path))))
    if node.kind != "mapping":
        raise EditError(
            message("In line {line} stands something other than keys and values.", line=node.line)
        )
    return node


def _into_value(text: str, holder: _Node, key: str, entry: str) -> _Insertion:
    value = holder.below[key]
    match value:
        case _Node(kind="list", flow=True):
            return _into_brackets(value, entry)
        case _Node(kind="list"):
            return _on_next_line(text, value.end, value.column, f"- {entry}")
        case _Node(empty=True) if holder.flow:
            space = "" if text[value.end - 1].isspace() else " "
            return _Insertion(value.end, f"{space}[{entry}]")
        case _Node(empty=True):
            return _on_next_line(text, value.end, holder.column, f"- {entry}")
        case _:
            raise EditError(
                message("“{key}” in line {line} holds something other than a list.", key=key, line=value.line)
            )


def _into_brackets(node: _Node, words: str) -> _Insertion:
    """Directly behind the last entry: before a comma or comment that follows it, and so never in a comment."""
    if not node.below:
        return _Insertion(node.start + 1, words)
    return _Insertion(node.entries_end, f", {words}")


def _on_next_line(text: str, offset: int, column: int, words: str) -> _Insertion:
    """After the line that `offset` is in, behind its comment too."""
    line = f"{' ' * column}{words}"
    end = _BREAK.search(text, offset)
    if end is None:
        return _Insertion(len(text), f"{_newline(text, len(text))}{line}")
    return _Insertion(end.end(), f"{line}{_newline(text, end.start())}")


def _at_end(nodes: _Nodes, column: int, *words: str) -> _Insertion:
    """Lines at the end of the document, after an empty line where the file parts its keys with such lines."""
    text = nodes.text[: nodes.end]
    newline = _newline(text, 0)
    added = newline.join(f"{' ' * column}{line}" for line in words)
    lines = _BREAK.split(text)
    complete = not lines[-1]
    written = [line.strip() for line in (lines[:-1] if complete else lines)]
    parted = "" in written and bool(written[-1])
    # After a |+ text an empty line would be a part of it.
    block_text = nodes.root is not None and nodes.root.ends_in_block_text
    gap = newline if parted and not block_text else ""
    return _Insertion(nodes.end, f"{gap}{added}{newline}" if complete else f"{newline}{gap}{added}")


def _newline(text: str, offset: int) -> str:
    """The line break at `offset` or, if there is none or it is an odd one, the file's first."""
    found = _ORDINARY_BREAK.match(text, offset) or _ORDINARY_BREAK.search(text)
    return found.group() if found else "\n"
