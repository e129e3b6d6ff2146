"""The pieces that an edit puts into a YAML text, or in place of others; each as little as will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecodemo.load.flow import EditError, YamlValue, flow, word
from ecodemo.load.nodes import BREAK, BREAKS, Node, Nodes
from ecodemo.model.finding import Step
from ecodemo.model.message import message

_ORDINARY_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Addition:
    """Entries for the list `key` of the mapping at a path."""

    path: tuple[Step, ...]
    key: str
    items: Sequence[Mapping[str, YamlValue]]
    opens_brackets: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    start: int
    end: int
    text: str


def _inserted(offset: int, text: str) -> Replacement:
    return Replacement(offset, offset, text)


def insertion(nodes: Nodes, addition: Addition) -> Replacement:
    path, key = addition.path, addition.key
    entries = [flow(item) for item in addition.items]
    lines = [f"- {entry}" for entry in entries]
    listed = ", ".join(entries)
    if not path and (nodes.root is None or nodes.root.empty):
        return _at_end(nodes, 0, f"{word(key)}:", *lines)
    holder = mapping_at(nodes.root, path)
    value = holder.below.get(key)
    if (
        addition.opens_brackets
        and value is not None
        and not holder.flow
        and _is_empty_brackets(nodes.text, value)
    ):
        return _in_place_of_brackets(nodes.text, value, lines)
    if value is not None:
        return _into_value(nodes.text, holder, key, entries)
    if holder.flow:
        return _into_brackets(holder, f"{word(key)}: [{listed}]")
    if not path:
        return _at_end(nodes, holder.column, f"{word(key)}:", *lines)
    return _on_next_line(nodes.text, holder.end, holder.column, f"{word(key)}: [{listed}]")


def list_insertion(nodes: Nodes, items: Sequence[Mapping[str, YamlValue]]) -> Replacement:
    """Entries for a text that is one list."""
    root, entries = nodes.root, [flow(item) for item in items]
    lines = [f"- {entry}" for entry in entries]
    if root is None or root.empty:
        return _at_end(nodes, 0, *lines)
    if root.kind != "list":
        raise EditError(message("The file is not a list."))
    if root.flow:
        return _into_brackets(root, ", ".join(entries))
    return _on_next_line(nodes.text, root.end, root.column, *lines)


def mapping_at(root: Node | None, path: tuple[Step, ...]) -> Node:
    node = root
    for step in path:
        node = node.below.get(step) if node else None
    if node is None:
        raise EditError(message("The file has no entry {path}.", path=".".join(map(str, path))))
    if node.kind != "mapping":
        raise EditError(message("Line {line} is not a key with a value.", line=node.line))
    return node


def _into_value(text: str, holder: Node, key: str, entries: Sequence[str]) -> Replacement:
    value = holder.below[key]
    listed = ", ".join(entries)
    lines = [f"- {entry}" for entry in entries]
    match value:
        case Node(kind="list", flow=True):
            return _into_brackets(value, listed)
        case Node(kind="list"):
            return _on_next_line(text, value.end, value.column, *lines)
        case Node(empty=True) if holder.flow:
            space = "" if text[value.end - 1].isspace() else " "
            return _inserted(value.end, f"{space}[{listed}]")
        case Node(empty=True):
            return _on_next_line(text, value.end, holder.column, *lines)
        case _:
            raise EditError(message("“{key}” in line {line} is not a list.", key=key, line=value.line))


def _is_empty_brackets(text: str, value: Node) -> bool:
    return value.kind == "list" and value.flow and not text[value.start + 1 : value.end - 1].strip(" \t")


def _in_place_of_brackets(text: str, value: Node, lines: Sequence[str]) -> Replacement:
    """The rest of the line, as a stays where it is; the entries come below it."""
    end = BREAK.search(text, value.end)
    line_end = end.start() if end else len(text)
    behind = text[value.end : line_end].rstrip()
    newline = _newline(text, line_end)
    start = value.start if behind else len(text[: value.start].rstrip(" \t"))
    return Replacement(start, line_end, behind + "".join(f"{newline}{line}" for line in lines))


def _into_brackets(node: Node, words: str) -> Replacement:
    """Directly behind the last entry: before a comma or comment that follows it, and so never in a comment."""
    if not node.below:
        return _inserted(node.start + 1, words)
    return _inserted(node.entries_end, f", {words}")


def _on_next_line(text: str, offset: int, column: int, *words: str) -> Replacement:
    """After the line that `offset` is in, behind its comment too."""
    lines = [f"{' ' * column}{line}" for line in words]
    end = BREAK.search(text, offset)
    if end is None:
        newline = _newline(text, len(text))
        return _inserted(len(text), "".join(f"{newline}{line}" for line in lines))
    newline = _newline(text, end.start())
    return _inserted(end.end(), "".join(f"{line}{newline}" for line in lines))


def _at_end(nodes: Nodes, column: int, *words: str) -> Replacement:
    """Lines at the end of the document, after an empty line where the file parts its keys with such lines."""
    text = nodes.text[: nodes.end]
    newline = _newline(text, 0)
    added = newline.join(f"{' ' * column}{line}" for line in words)
    lines = BREAK.split(text)
    complete = not lines[-1]
    written = [line.strip() for line in (lines[:-1] if complete else lines)]
    parted = "" in written and bool(written[-1])
    # After a |+ text an empty line would be a part of it.
    block_text = nodes.root is not None and nodes.root.ends_in_block_text
    gap = newline if parted and not block_text else ""
    return _inserted(nodes.end, f"{gap}{added}{newline}" if complete else f"{newline}{gap}{added}")


def _newline(text: str, offset: int) -> str:
    """The line break at `offset` or, if there is none or it is an odd one, the file's first."""
    found = _ORDINARY_BREAK.match(text, offset) or _ORDINARY_BREAK.search(text)
    return found.group() if found else "\n"


# What takes the place of what


def replacements(text: str, holder: Node, values: Mapping[str, YamlValue | None]) -> Iterator[Replacement]:
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
        yield (
            _into_brackets(holder, ", ".join(added))
            if holder.flow
            else _on_next_line(text, holder.end, holder.column, *added)
        )


def _in_place(text: str, holder: Node, key: str, words: str) -> Replacement:
    value = holder.below[key]
    written = text[value.start : value.end]
    if value.kind != "scalar" and "#" in written:
        raise _by_hand(value)
    needs_space = value.empty and (value.end == 0 or not text[value.end - 1].isspace())
    if value.empty:
        return Replacement(value.end, value.end, f" {words}" if needs_space else words)
    return Replacement(value.start, value.end, words)


def _renamed(text: str, holder: Node, old: str, key: str, words: str) -> Iterator[Replacement]:
    start = holder.keys[old]
    colon = text.index(":", _end_of_key(text, start))
    yield Replacement(start, colon, word(key))
    yield _in_place(text, holder, old, words)


def _end_of_key(text: str, start: int) -> int:
    """After the closing quotation mark of a key that is quoted; else its beginning."""
    return text.index(text[start], start + 1) + 1 if text[start] in "'\"" else start


def _without(text: str, holder: Node, gone: list[str]) -> Iterator[Replacement]:
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


def _line_of(text: str, holder: Node, key: str) -> Replacement:
    """The lines of a key in a block, without what comes before it in its first line (the `- ` of a list)."""
    keys = list(holder.below)
    start, place = holder.keys[key], keys.index(key)
    end = holder.below[key].end
    found = BREAK.search(text, end)
    if found is None or text[end : found.start()].strip() or "#" in text[start:end]:
        raise _by_hand(holder)
    line_start = max(text.rfind(sign, 0, start) for sign in BREAKS) + 1
    if not text[line_start:start].strip():
        return Replacement(line_start, found.end(), "")
    if place + 1 == len(keys) or text[found.end() : holder.keys[keys[place + 1]]].strip():
        raise _by_hand(holder)
    return Replacement(start, holder.keys[keys[place + 1]], "")


def without_entry(nodes: Nodes, path: tuple[Step, ...], place: int) -> Replacement:
    """The lines of an entry of a list in a block, with the remark after it; remarks between entries stay."""
    listed = nodes.root
    for step in path:
        listed = listed.below.get(step) if listed else None
    entry = listed.below.get(place) if listed else None
    if listed is None or entry is None or listed.kind != "list":
        raise EditError(message("The file has no entry {path}.", path=".".join(map(str, (*path, place)))))
    text, start = nodes.text, max(nodes.text.rfind(sign, 0, entry.start) for sign in BREAKS) + 1
    found = BREAK.search(text, entry.end)
    behind = text[entry.end : found.start() if found else len(text)].strip()
    is_whole = text[start : entry.start].strip() == "-" and (not behind or behind.startswith("#"))
    if listed.flow or not is_whole or _says_beside(text[entry.start : entry.end]):
        raise _by_hand(entry)
    return Replacement(start, found.end() if found else len(text), "")


def _says_beside(text: str) -> bool:
    """Whether a line of its own inside an entry is a comment."""
    return any(line.lstrip().startswith("#") for line in BREAK.split(text))


def _whole_piece(text: str, start: int, end: int, holder: Node) -> Replacement:
    if "#" in text[start:end]:
        raise _by_hand(holder)
    return Replacement(start, end, "")


def _by_hand(node: Node) -> EditError:
    return EditError(
        message("Cannot edit the entry in line {line} automatically; change it by hand.", line=node.line)
    )


def put_in(text: str, pieces: Sequence[Replacement]) -> str:
    parts: list[str] = []
    done = 0
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        parts += (text[done : piece.start], piece.text)
        done = piece.end
    return "".join((*parts, text[done:]))
