"""Entries and values added to a YAML text, or put in place of others; every other byte stays, with comments,
order, quoting and line ends.

The file is never dumped: the place of the change is found in the parser's events, and pieces of text are put in
there. Each result is read again, and is only given out when it has the same data as before, and the change. What
cannot be done in this way is refused, for a person to write by hand.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from ecodemo.load.document import read_again
from ecodemo.load.flow import EditError, YamlValue, comment, encoded, plain, top_level
from ecodemo.load.nodes import BREAK, Nodes
from ecodemo.load.pieces import (
    Addition,
    Replacement,
    insertion,
    list_insertion,
    mapping_at,
    put_in,
    replacements,
    without_entry,
)
from ecodemo.model.finding import Step
from ecodemo.model.message import message


def append_item(content: bytes, key: str, item: Mapping[str, YamlValue]) -> bytes:
    """Add an entry at the end of the top-level list `key`; a key that is absent comes at the file's end.

    Raises:
        EditError: the text is not understood, or the key holds something other than a list.
    """
    return append_items(content, key, [item])


def append_items(
    content: bytes, key: str, items: Sequence[Mapping[str, YamlValue]], *, opens_brackets: bool = False
) -> bytes:
    """Add entries, in their order, at the end of the top-level list `key`; one entry a line.

    With `opens_brackets` an empty `[]`, as the starter has it, gives way to entries of a line each.

    Raises:
        EditError: as `append_item`.
    """
    return _edited(content, [Addition((), key, items, opens_brackets)]) if items else content


def append_entries(content: bytes, items: Sequence[Mapping[str, YamlValue]]) -> bytes:
    """Add entries, in their order, at the end of a text that is one list, or holds nothing yet; one entry a line.

    Raises:
        EditError: the text is not understood, or holds something other than a list.
    """
    mark, text, data = _understood(content)
    piece = list_insertion(Nodes(text), items)
    before = data if isinstance(data, list) else []
    return _checked(mark + encoded(put_in(text, [piece])), [*before, *map(plain, items)])


def set_values(content: bytes, changes: Mapping[tuple[Step, ...], Mapping[str, YamlValue | None]]) -> bytes:
    """Put values in place of others, add keys, or take keys away, in mappings that are there.

    Args:
        content: the file's bytes.
        changes: by the path of each mapping, as in `("observations", 3)`: the keys and their new values; a key
            whose value is `None` is taken away.

    Raises:
        EditError: the text is not understood, nothing is at a path, or there is a comment inside what would go.
    """
    mark, text, data = _understood(content)
    nodes = Nodes(text)
    pieces: list[Replacement] = []
    for path, values in changes.items():
        holder = mapping_at(nodes.root, path)
        pieces += replacements(text, holder, values)
    return _checked(mark + encoded(put_in(text, pieces)), _with_values(data, changes))


def remove_item(content: bytes, path: tuple[Step, ...], place: int) -> bytes:
    """Take an entry out of the list at `path`, as in `("groups",)`.

    Raises:
        EditError: the text is not understood, there is no such entry, or there is a comment inside it.
    """
    mark, text, data = _understood(content)
    new = deepcopy(data)
    piece = without_entry(Nodes(text), path, place)
    holder = _holder(new, path[:-1])
    holder[str(path[-1])].pop(place)
    if not holder[str(path[-1])]:
        holder[str(path[-1])] = None
    return _checked(mark + encoded(put_in(text, [piece])), new)


def add_to_item(content: bytes, path: tuple[Step, ...], key: str, item: Mapping[str, YamlValue]) -> bytes:
    """Add an entry at the end of the list `key` in the mapping at `path`; a key that is absent is added.

    Args:
        content: the file's bytes.
        path: keys and numbers from the top, as in `("documents", 3)`.
        key: the list, as in `"redelivered"`.
        item: the entry.

    Raises:
        EditError: the text is not understood, nothing is at `path`, or the key holds no list.
    """
    return _edited(content, [Addition(path, key, [item])])


def add_to_items(
    content: bytes, key: str, items: Mapping[tuple[Step, ...], Sequence[Mapping[str, YamlValue]]]
) -> bytes:
    """Add entries as `add_to_item`, to many lists called `key` at once: the text is understood only once.

    Args:
        content: the file's bytes.
        key: the lists, as in `"reviews"`.
        items: the entries of each list, by the path of the mapping that holds it.

    Raises:
        EditError: as `add_to_item`.
    """
    additions = [Addition(path, key, added) for path, added in items.items() if added]
    return _edited(content, additions) if additions else content


def new_file(header: Sequence[str], values: Mapping[str, YamlValue]) -> bytes:
    """A text of comment lines and top-level keys; the entries of a list are one to a line.

    Raises:
        EditError: a text has characters that no file can hold.
    """
    lines = [comment(line) for words in header for line in BREAK.split(words)]
    for key, value in values.items():
        lines += top_level(key, value)
    text = "".join(f"{line}\n" for line in lines)
    return _checked(encoded(text), plain(values) if values else None)


def _understood(content: bytes) -> tuple[bytes, str, object]:
    """The mark at the beginning, the text, and what it says.

    Raises:
        EditError: something is wrong with the text.
    """
    old = read_again(content)
    if old.complaints:
        first = old.complaints[0]
        raise EditError(
            message("Line {line}: {problem} Fix this first.", line=first.place[0], problem=first.message)
        )
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark, content.removeprefix(mark).decode("utf-8"), old.data


def _edited(content: bytes, additions: Sequence[Addition]) -> bytes:
    mark, text, data = _understood(content)
    nodes = Nodes(text)
    pieces = [insertion(nodes, addition) for addition in additions]
    return _checked(mark + encoded(put_in(text, pieces)), _with_items(data, additions))


def _with_items(data: object, additions: Sequence[Addition]) -> object:
    """The data as they must be read after the edit."""
    new: object = {} if data is None else deepcopy(data)
    for addition in additions:
        holder = _holder(new, addition.path)
        holder[addition.key] = [*(holder.get(addition.key) or ()), *map(plain, addition.items)]
    return new


def _with_values(data: object, changes: Mapping[tuple[Step, ...], Mapping[str, YamlValue | None]]) -> object:
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
    document = read_again(content)
    if document.complaints or document.data != expected:
        raise EditError(message("The entry cannot be added without changing other content; add it by hand."))
    return content
