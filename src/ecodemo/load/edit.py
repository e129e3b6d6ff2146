"""Entries and values added to a YAML text, or put in place of others; every other byte stays, with comments,
order, quoting and line ends.

Nothing is dumped anew: the place of the change is found in the parser's events, and pieces of text are put in
there. Each result is read again, and is only given out when it says what it said before, and the change. What
cannot be done in this way is refused, for a person to write by hand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

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
    return append_items(content, key, [item])


def append_items(content: bytes, key: str, items: Sequence[Mapping[str, Value]]) -> bytes:
    """Add entries, in their order, at the end of the top-level list `key`; one entry a line.

    Raises:
        EditError: as `append_item`.
    """
    return _edited(content, (), key, items) if items else content


def set_values(content: bytes, changes: Mapping[tuple[Step, ...], Mapping[str, Value | None]]) -> bytes:
    """Put values in place of others, add keys, or take keys away, in mappings that are there.

    Args:
        content: the file's bytes.
        changes: by the path of each mapping, as in `("observations", 3)`: the keys and their new values; a key
            whose value is `None` is taken away.

    Raises:
        EditError: the text is not understood, nothing is at a path, or a comment stands inside what would go.
    """
    mark, text, data = _understood(content)
    nodes = _Nodes(text)
    replacements: list[_Replacement] = []
    for path, values in changes.items():
        holder = _mapping_at(nodes.root, path)
        replacements += _replacements(text, holder, values)
    pieces: list[str] = []
    done = 0
    for piece in sorted(replacements, key=lambda piece: (piece.start, piece.end)):
        pieces += (text[done : piece.start], piece.text)
        done = piece.end
    new = encoded("".join((*pieces, text[done:])))
    return _checked(mark + new, _with_values(data, changes))


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
    return _edited(content, path, key, [item])


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


def _understood(content: bytes) -> tuple[bytes, str, object]:
    """The mark at the beginning, the text, and what it says.

    Raises:
        EditError: something is wrong with the text.
    """
    old = read(content)
    if old.complaints:
        first = old.complaints[0]
        raise EditError(
            message(
                "Line {line}: {problem} Put that right first.", line=first.place[0], problem=first.message
            )
        )
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark, content.removeprefix(mark).decode("utf-8"), old.data


def _edited(content: bytes, path: tuple[Step, ...], key: str, items: Sequence[Mapping[str, Value]]) -> bytes:
    mark, text, data = _understood(content)
    insertion = _insertion(text, path, key, items)
    before = len(mark) + len(text[: insertion.offset].encode("utf-8"))
    new = content[:before] + encoded(insertion.text) + content[before:]
    return _checked(new, _with_items(data, path, key, items))


def _with_items(
    data: object, path: tuple[Step, ...], key: str, items: Sequence[Mapping[str, Value]]
) -> object:
    """The data as they must be read after the edit."""
    new: object = {} if data is None else deepcopy(data)
    holder = _holder(new, path)
    holder[key] = [*(holder.get(key) or ()), *map(plain, items)]
    return new


def _with_values(data: object, changes: Mapping[tuple[Step, ...], Mapping[str, Value | None]]) -> object:
    new = deepcopy(data)
    for path, values in changes.items():
        holder = _holder(new, path)
        for key, value in values.items():
            if value is None:
                holder.pop(key, None)
            else:
                holder[key] = plain(value)
    return new


def _holder(data: object, path: tuple[Step, ...]) -> dict[str, Any]:
    holder: object = data
    for step in path:
        holder = holder[step]  # type: ignore[index] # the way was walked before
    assert isinstance(holder, dict)  # noqa: S101 - as above
    return holder


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
    keys: dict[Step, int] = field(default_factory=dict)
    """Where each key of a mapping begins."""

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
                node.keys[event.value] = _start(event)
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


def _insertion(
    text: str, path: tuple[Step, ...], key: str, items: Sequence[Mapping[str, Value]]
) -> _Insertion:
    nodes = _Nodes(text)
    entries = [flow(item) for item in items]
    lines = [f"- {entry}" for entry in entries]
    listed = ", ".join(entries)
    if not path and (nodes.root is None or nodes.root.empty):
        return _at_end(nodes, 0, f"{word(key)}:", *lines)
    holder = _mapping_at(nodes.root, path)
    value = holder.below.get(key)
    if value is not None:
        return _into_value(text, holder, key, entries)
    if holder.flow:
        return _into_brackets(holder, f"{word(key)}: [{listed}]")
    if not path:
        return _at_end(nodes, holder.column, f"{word(key)}:", *lines)
    return _on_next_line(text, holder.end, holder.column, f"{word(key)}: [{listed}]")


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


def _into_value(text: str, holder: _Node, key: str, entries: Sequence[str]) -> _Insertion:
    value = holder.below[key]
    listed = ", ".join(entries)
    lines = [f"- {entry}" for entry in entries]
    match value:
        case _Node(kind="list", flow=True):
            return _into_brackets(value, listed)
        case _Node(kind="list"):
            return _on_next_line(text, value.end, value.column, *lines)
        case _Node(empty=True) if holder.flow:
            space = "" if text[value.end - 1].isspace() else " "
            return _Insertion(value.end, f"{space}[{listed}]")
        case _Node(empty=True):
            return _on_next_line(text, value.end, holder.column, *lines)
        case _:
            raise EditError(
                message("“{key}” in line {line} holds something other than a list.", key=key, line=value.line)
            )


def _into_brackets(node: _Node, words: str) -> _Insertion:
    """Directly behind the last entry: before a comma or comment that follows it, and so never in a comment."""
    if not node.below:
        return _Insertion(node.start + 1, words)
    return _Insertion(node.entries_end, f", {words}")


def _on_next_line(text: str, offset: int, column: int, *words: str) -> _Insertion:
    """After the line that `offset` is in, behind its comment too."""
    lines = [f"{' ' * column}{line}" for line in words]
    end = _BREAK.search(text, offset)
    if end is None:
        newline = _newline(text, len(text))
        return _Insertion(len(text), "".join(f"{newline}{line}" for line in lines))
    newline = _newline(text, end.start())
    return _Insertion(end.end(), "".join(f"{line}{newline}" for line in lines))


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


# What takes the place of what


@dataclass(frozen=True, slots=True)
class _Replacement:
    start: int
    end: int
    text: str


def _replacements(text: str, holder: _Node, values: Mapping[str, Value | None]) -> Iterator[_Replacement]:
    """The pieces for one mapping. Keys that go leave room for as many that come, so that a line keeps its order."""
    gone = [key for key, value in values.items() if value is None and key in holder.below]
    come = [(key, value) for key, value in values.items() if value is not None and key not in holder.below]
    for key, value in values.items():
        if value is not None and key in holder.below:
            yield _in_place(text, holder, key, flow(value))
    renamed = list(zip(gone, come, strict=False))
    for old, (key, value) in renamed:
        yield from _renamed(text, holder, old, key, flow(value))
    left = gone[len(renamed) :]
    if left:
        yield from _without(text, holder, left)
    added = [f"{word(key)}: {flow(value)}" for key, value in come[len(renamed) :]]
    if added:
        if left and len(left) == len(holder.below):
            raise _by_hand(holder)
        at = (
            _into_brackets(holder, ", ".join(added))
            if holder.flow
            else _on_next_line(text, holder.end, holder.column, *added)
        )
        yield _Replacement(at.offset, at.offset, at.text)


def _in_place(text: str, holder: _Node, key: str, words: str) -> _Replacement:
    value = holder.below[key]
    written = text[value.start : value.end]
    if value.kind != "scalar" and "#" in written:
        raise _by_hand(value)
    needs_space = value.empty and (value.end == 0 or not text[value.end - 1].isspace())
    if value.empty:
        return _Replacement(value.end, value.end, f" {words}" if needs_space else words)
    return _Replacement(value.start, value.end, words)


def _renamed(text: str, holder: _Node, old: str, key: str, words: str) -> Iterator[_Replacement]:
    start = holder.keys[old]
    colon = text.index(":", _end_of_key(text, start))
    yield _Replacement(start, colon, word(key))
    yield _in_place(text, holder, old, words)


def _end_of_key(text: str, start: int) -> int:
    """After the closing quotation mark of a key that is quoted; else its beginning."""
    return text.index(text[start], start + 1) + 1 if text[start] in "'\"" else start


def _without(text: str, holder: _Node, gone: list[str]) -> Iterator[_Replacement]:
    keys = list(holder.below)
    if len(gone) == len(keys):
        raise _by_hand(holder)
    for key in gone:
        value = holder.below[key]
        start, end = holder.keys[key], max(value.end, holder.keys[key])
        if not holder.flow:
            yield _line_of(text, holder, key)
        elif (place := keys.index(key)) and not set(keys[:place]) <= set(gone):
            before = holder.below[keys[place - 1]].end
            if keys[place - 1] in gone:
                before = text.rindex(",", 0, start)
            yield _whole_piece(text, before, end, holder)
        else:
            yield _whole_piece(text, start, holder.keys[keys[place + 1]], holder)


def _line_of(text: str, holder: _Node, key: str) -> _Replacement:
    """The lines of a key in a block, without what stands before it in its first line (the `- ` of a list)."""
    keys = list(holder.below)
    start, place = holder.keys[key], keys.index(key)
    end = holder.below[key].end
    found = _BREAK.search(text, end)
    if found is None or text[end : found.start()].strip() or "#" in text[start:end]:
        raise _by_hand(holder)
    line_start = max(text.rfind(sign, 0, start) for sign in _BREAKS) + 1
    if not text[line_start:start].strip():
        return _Replacement(line_start, found.end(), "")
    if place + 1 == len(keys) or text[found.end() : holder.keys[keys[place + 1]]].strip():
        raise _by_hand(holder)
    return _Replacement(start, holder.keys[keys[place + 1]], "")


def _whole_piece(text: str, start: int, end: int, holder: _Node) -> _Replacement:
    if "#" in text[start:end]:
        raise _by_hand(holder)
    return _Replacement(start, end, "")


def _by_hand(node: _Node) -> EditError:
    return EditError(
        message(
            "The entry in line {line} cannot be changed without a person; change it by hand.", line=node.line
        )
    )
