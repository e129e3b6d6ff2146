"""The positions of the values in a YAML text, in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import yaml

from ecodemo.model.finding import Step

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
BREAKS = "\r\n\x85\u2028\u2029"
"""The ends of lines for both of PyYAML's parsers."""
BREAK = re.compile(f"\r\n|[{BREAKS}]")
_LAST_BREAK = re.compile(rf"(?:\r\n|[{BREAKS}])\Z")


@dataclass(slots=True)
class Node:
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
    below: dict[Step, Node] = field(default_factory=dict)
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


class Nodes:
    """The nodes of a text that `read` had no complaints about: one document, no anchors, simple keys, not deep.

    Offsets are the marks' `index`: a mark's line may be beyond the text's last, because libyaml counts its
    end as the end of a line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.end = len(text)
        """Where the document ends: before its `...`, if it has one."""
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.root = self._node(next(self.events))
            elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                self.end = _start(event)

    def _node(self, event: yaml.Event) -> Node:
        match event:
            case yaml.MappingStartEvent():
                return self._filled(self._new(event, "mapping", flow=bool(event.flow_style)))
            case yaml.SequenceStartEvent():
                return self._filled(self._new(event, "list", flow=bool(event.flow_style)))
            case _:
                return self._scalar(event)

    def _new(self, event: yaml.Event, kind: Literal["list", "mapping"], *, flow: bool) -> Node:
        assert event.start_mark is not None  # noqa: S101 - both parsers mark every event
        mark = event.start_mark
        return Node(kind, mark.index, mark.index, mark.line + 1, mark.column, flow=flow)

    def _filled(self, node: Node) -> Node:
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

    def _scalar(self, event: yaml.Event) -> Node:
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - aliases were refused
        assert event.start_mark is not None  # noqa: S101 - both parsers mark every event
        mark = event.start_mark
        block_text = event.style in ("|", ">")
        end = self._block_text_end(mark.index, _end(event)) if block_text else _end(event)
        return Node("scalar", mark.index, end, mark.line + 1, mark.column, block_text=block_text)

    def _block_text_end(self, start: int, end: int) -> int:
        """Before the line break that ends a | or > text; its mark is the start of the line after.

        Empty lines at its end are left out, so that additions do not come after them, except where the text
        keeps them (|+).
        """
        written = self.text[start:end]
        if "+" in written[1:3]:
            last = _LAST_BREAK.search(written)
            return start + last.start() if last else end
        return start + len(written.rstrip(BREAKS))


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0
