"""A form as a tree of texts, and that tree as one template whose loops repeat rows and paragraphs.

A loop that ends in the cell where it begins repeats text. One that ends elsewhere repeats the rows (or paragraphs) from
the one where it begins to the one where it ends; a row that holds nothing but such tags is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jinja2.exceptions import TemplateSyntaxError

from ecodemo.model.message import Message, message
from ecodemo.report.papers.sandbox import Sandbox

_WITHIN = r"(?:(?!\{[{%#]).)*?"
"""What ends where another tag begins: else each beginning without an end would be looked for through the whole text."""
TAG = re.compile(rf"\{{\{{{_WITHIN}\}}\}}|\{{%{_WITHIN}%\}}|\{{#{_WITHIN}#\}}", re.DOTALL)
_KEYWORD = re.compile(r"\{%([-+]?)\s*(?:(?:tr|tc|p)\s+)?(\w*)")
"""docxtpl's `{%tr for … %}` is taken too: where a loop repeats rows is seen from where it ends."""
_OPENING, _MIDDLE, _CLOSING = ("for", "if"), ("elif", "else"), ("endfor", "endif")
_LONGEST_TAG, _MOST_TAGS = 2_000, 5_000
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
"""Word turns quotes into these while they are typed."""
_FULL_WIDTH = re.compile(r"｛｛|｛%|｛％|{\s+{|{％")
_HOLDS_TAG = re.compile(r"\{[{%#]")
OPEN, CLOSE, TEXT = "(", ")", "="


@dataclass(slots=True)
class Text:
    """A text of the form: a cell, or the characters of one look in a paragraph."""

    key: object
    place: Message | str
    text: str


@dataclass(slots=True)
class Flow:
    """Texts that are one sentence: a tag may begin in one and its end may be in another."""

    key: object
    texts: list[Text]
    within: list[TextGroup] = field(default_factory=list)
    """The content of boxes that are anchored to it."""

    @property
    def is_fixed(self) -> bool:
        """There is nothing in it to fill in."""
        return not self.within and not holds_tag("".join(text.text for text in self.texts))


@dataclass(slots=True)
class TextGroup:
    """Rows, paragraphs or cells; a loop may repeat several of its contents."""

    key: object
    children: list[TextGroup | Flow | Text]
    is_closed: bool = False
    """No loop leads out of it, such as of a sheet."""
    keeps_together: bool = False
    """It is a row: repeated whole, by a loop that begins or ends in its cells."""


Node = Text | Flow | TextGroup


@dataclass(frozen=True, slots=True)
class PlaceholderProblem:
    """What is wrong with a placeholder, and where."""

    place: Message | str
    reason: Message


@dataclass(slots=True)
class _Tag:
    source: str
    word: str
    text: Text

    @property
    def is_control(self) -> bool:
        return self.word in (*_OPENING, *_MIDDLE, *_CLOSING)


def holds_tag(text: str) -> bool:
    """Whether a text may hold a placeholder, perhaps a wrong one."""
    return bool(_HOLDS_TAG.search(text) or _FULL_WIDTH.search(text))


class FormLimitError(Exception):
    """A form has more placeholders than anybody writes, or becomes larger than any."""


class FormTemplate:
    """The one template made of a form."""

    def __init__(self, root: TextGroup) -> None:
        """Put it together.

        Raises:
            FormLimitError: nobody wrote that form.
        """
        self._numbers: dict[int, int] = {}
        self.tags = 0
        """How many placeholders there are."""
        self.nodes: list[Node] = []
        """In the order of their numbers in the template."""
        self.problems: list[PlaceholderProblem] = []
        self._parser = Sandbox()
        items = self._settled(self._composed(root)[0])
        for item in items:
            if isinstance(item, _Tag):
                self._complain(item)
        self.source = "".join(item if isinstance(item, str) else "" for item in items)

    def place(self, number: int) -> Message | str:
        """Where a text is."""
        node = self.nodes[number]
        return node.place if isinstance(node, Text) else ""

    def _number(self, node: Node) -> int:
        self._numbers[id(node)] = len(self.nodes)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _composed(self, node: Node) -> tuple[list[str | _Tag], bool]:
        """The template of a node, and whether it holds nothing but tags that belong to what is around it."""
        number = self._number(node)
        match node:
            case Text():
                items, is_empty = self._of_text(node, number)
                return (items, is_empty) if is_empty else self._with_free_outside(items)
            case Flow():
                items, is_empty = self._of_flow(node)
            case TextGroup():
                items, is_empty = self._of_group(node)
        is_row = isinstance(node, TextGroup) and node.keeps_together
        if is_empty and (is_row or isinstance(node, Flow)):
            return [item for item in items if isinstance(item, _Tag)], True
        begin, end = f"{_mark(OPEN, number)}{{{{ _on() }}}}", _mark(CLOSE, number)
        if isinstance(node, TextGroup) and not is_row:
            items = self._settled(items)
            if node.is_closed:
                for item in items:
                    if isinstance(item, _Tag):
                        self._complain(item)
                items = [item for item in items if isinstance(item, str)]
        outside, _ = self._with_free_outside(items, begin, end)
        return outside, is_empty

    def _with_free_outside(
        self, items: list[str | _Tag], begin: str = "", end: str = ""
    ) -> tuple[list[str | _Tag], bool]:
        before = [i for i in items if isinstance(i, _Tag) and i.word not in _CLOSING]
        after = [i for i in items if isinstance(i, _Tag) and i.word in _CLOSING]
        return [*before, begin, *(i for i in items if isinstance(i, str)), end, *after], False

    def _of_text(self, node: Text, number: int) -> tuple[list[str | _Tag], bool]:
        items = self._settled([_mark(TEXT, number), f"{{{{ _in({number}) }}}}", *self._pieces(node)])
        return items, self._is_only_tags(items, node.text)

    def _of_flow(self, node: Flow) -> tuple[list[str | _Tag], bool]:
        items: list[str | _Tag] = []
        for text in () if node.is_fixed else node.texts:
            number = self._number(text)
            items += [_mark(TEXT, number), f"{{{{ _in({number}) }}}}", *self._pieces(text)]
        items = self._settled(items)
        is_empty = self._is_only_tags(items, "".join(text.text for text in node.texts)) and not node.within
        for group in node.within:
            items += self._composed(group)[0]
        return items, is_empty

    def _of_group(self, node: TextGroup) -> tuple[list[str | _Tag], bool]:
        items: list[str | _Tag] = []
        are_empty = True
        for child in node.children:
            inside, is_empty = self._composed(child)
            are_empty = are_empty and (is_empty or _has_no_text(child))
            items += inside
        holds_free = any(isinstance(item, _Tag) for item in items)
        return items, are_empty and holds_free

    @staticmethod
    def _is_only_tags(items: Iterable[str | _Tag], text: str) -> bool:
        return (
            any(isinstance(item, _Tag) for item in items)
            and not TAG.sub(lambda found: "" if found[0].startswith(("{%", "{#")) else "x", text).strip()
        )

    def _pieces(self, node: Text) -> Iterator[str | _Tag]:
        """A text cut at its tags; what is wrong with one of them is noted, and it is left out."""
        place = 0
        for found in TAG.finditer(node.text):
            self.tags += 1
            if self.tags > _MOST_TAGS:
                raise FormLimitError
            yield from self._plain(node, node.text[place : found.start()])
            place = found.end()
            source = found[0].translate(_QUOTES)
            if source.startswith("{#"):
                continue
            if source.startswith("{{"):
                if self._is_right(node, source, source):
                    yield source
                continue
            named = _KEYWORD.match(source)
            word = named[2] if named else ""
            source = _KEYWORD.sub(r"{%\1 \2", source, count=1)
            if word not in (*_OPENING, *_MIDDLE, *_CLOSING, "set"):
                self._note(node, message("“{tag}” is not supported in forms; use for, if or set", tag=source))
            elif self._is_right(node, source, _whole(source, word)):
                yield source if word == "set" else _Tag(source, word, node)
        yield from self._plain(node, node.text[place:])

    def _plain(self, node: Text, text: str) -> Iterator[str]:
        if found := _FULL_WIDTH.search(text):
            self._note(
                node,
                message(
                    "“{written}” is not a placeholder; type half-width braces without spaces between them",
                    written=found[0],
                ),
            )
        elif _HOLDS_TAG.search(text):
            self._note(node, message("a placeholder has no end; each needs its own in the same paragraph"))
        else:
            yield text

    def _is_right(self, node: Text, source: str, whole: str) -> bool:
        if len(source) > _LONGEST_TAG:
            self._note(node, message("the placeholder is longer than {most} characters", most=_LONGEST_TAG))
            return False
        try:
            self._parser.parse(whole)
        except (TemplateSyntaxError, RecursionError) as error:
            self._note(node, message("{tag}: {reason}", tag=source, reason=str(error)))
            return False
        return True

    def _settled(self, items: Sequence[str | _Tag]) -> list[str | _Tag]:
        """The items with those tags as text that begin and end among them."""
        settled = list(items)
        open_: list[list[int]] = []
        for place, item in enumerate(settled):
            if not isinstance(item, _Tag):
                continue
            if item.word in _OPENING:
                open_.append([place])
            elif item.word in _MIDDLE and open_:
                open_[-1].append(place)
            elif item.word in _CLOSING and open_ and _begins(settled[open_[-1][0]], item):
                for other in (*open_.pop(), place):
                    tag = settled[other]
                    if isinstance(tag, _Tag):
                        settled[other] = f"{{{{ _in({self._place_of(tag)}) }}}}{tag.source}"
        return settled

    def _place_of(self, tag: _Tag) -> int:
        return self._numbers[id(tag.text)]

    def _complain(self, tag: _Tag) -> None:
        if tag.word in _OPENING:
            reason = message("“{tag}” has no end in the same table or text", tag=tag.source)
        else:
            reason = message(
                "“{tag}” has no matching opening placeholder in the same table or body text", tag=tag.source
            )
        self._note(tag.text, reason)

    def _note(self, node: Text, reason: Message) -> None:
        self.problems.append(PlaceholderProblem(node.place, reason))


def _begins(tag: str | _Tag, end: _Tag) -> bool:
    return isinstance(tag, _Tag) and end.word == f"end{tag.word}"


def _has_no_text(node: Node) -> bool:
    match node:
        case Text():
            return not node.text.strip()
        case Flow():
            return not node.within and not any(text.text.strip() for text in node.texts)
        case TextGroup():
            return all(map(_has_no_text, node.children))


def _whole(source: str, word: str) -> str:
    """A tag with what makes it a template of its own."""
    if word in _OPENING:
        return f"{source}{{% end{word} %}}"
    if word in _MIDDLE:
        return f"{{% if x %}}{source}{{% endif %}}"
    if word in _CLOSING:
        return f"{{% {'for x in x' if word == 'endfor' else 'if x'} %}}{source}"
    return source


def _mark(kind: str, number: int) -> str:
    return f"\x02{kind}{number}\x03"


_MARK = re.compile(r"\x02([(=)])(\d+)\x03")


@dataclass(slots=True)
class Filled:
    """What became of a node, once or several times: texts, or its contents."""

    number: int
    text: str = ""
    inside: list[Filled] = field(default_factory=list)


def read_filled(rendered: str) -> list[Filled]:
    """The tree that a rendered template says.

    Raises:
        ValueError: its marks are not in order.
    """
    root = Filled(-1)
    path = [root]
    place = 0
    pieces = list(_MARK.finditer(rendered))
    for found, following in zip(pieces, [*pieces[1:], None], strict=True):
        kind, number = found[1], int(found[2])
        text = rendered[found.end() : following.start() if following else len(rendered)]
        if kind == OPEN:
            path.append(Filled(number))
            path[-2].inside.append(path[-1])
        elif kind == CLOSE:
            if path[-1].number != number:
                raise ValueError(number)
            path.pop()
        else:
            path[-1].inside.append(Filled(number, text))
        place = found.end()
    if len(path) != 1 or place > len(rendered):
        raise ValueError(place)
    return root.inside
