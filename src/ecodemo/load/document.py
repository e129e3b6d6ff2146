"""YAML bytes to plain data with the place of every key and item, in one pass over the parser's events.

Scalars are kept as written (an unquoted `0451` stays text, `no` stays a word); the models decide types.
Nothing is composed: PyYAML's C composer recurses and takes the process down on some tens of thousands of
nested brackets. Anchors, tags, merge keys and second documents are refused, which also ends the
"billion laughs".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Protocol

import yaml

from ecodemo import conflict
from ecodemo.load.lines import ENDS_FOR_YAML_ALONE, Lines, Place
from ecodemo.model.finding import Step
from ecodemo.model.message import Message, listing, message

_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _Mark(Protocol):
    """What both of PyYAML's parsers say of a place; counted from 0."""

    index: int
    line: int
    column: int


HAS_FAST_PARSER = hasattr(yaml, "CBaseLoader")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_DEEPEST = 64


@dataclass(slots=True)
class Tree:
    """The place of a value, and below it those of its entries."""

    place: Place
    below: Mapping[Step, Tree]


_NOTHING: Mapping[Step, Tree] = {}  # pickled with results, as a proxy cannot be


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with the text itself, whatever it says."""

    code: str
    place: Place
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Plain data, where each of it is written, and what was wrong with the text."""

    data: object
    tree: Tree
    complaints: tuple[Complaint, ...]

    def place(self, path: tuple[Step, ...]) -> Place:
        """Where the value at `path` is written; the nearest enclosing one if it is not there."""
        tree = self.tree
        for step in path:
            if step not in tree.below:
                break
            tree = tree.below[step]
        return tree.place

    def without(self, faulty: set[tuple[Step, ...]]) -> YamlDocument:
        """The document without the top-level keys, or the entries of top-level lists, that are named."""
        assert isinstance(self.data, dict)  # noqa: S101 - only mappings have faulty entries
        data: dict[str, object] = {}
        places: dict[Step, Tree] = {}
        for key, value in self.data.items():
            if (key,) in faulty:
                continue
            data[key], places[key] = value, self.tree.below[key]
            if isinstance(value, list):
                kept = [index for index in range(len(value)) if (key, index) not in faulty]
                data[key] = [value[index] for index in kept]
                below = self.tree.below[key]
                places[key] = Tree(below.place, {new: below.below[old] for new, old in enumerate(kept)})
        return YamlDocument(data, Tree(self.tree.place, places), self.complaints)


class _RefusedError(Exception):
    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message.text)
        self.complaint = complaint


def read(content: bytes) -> YamlDocument:
    """The document that `content` holds; never raises on any bytes."""
    try:
        text = _decode(content)
        return _Reader(text).read()
    except _RefusedError as refused:
        return YamlDocument(None, Tree((1, 1), _NOTHING), (refused.complaint,))


@lru_cache(maxsize=1)
def read_again(content: bytes) -> YamlDocument:
    """As `read`, where a text is changed step by step: each step begins with what the last one ended with.

    What the document holds is everybody's, and not to be changed.
    """
    return read(content)


def _decode(content: bytes) -> str:
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        readable = content[: error.start].decode("utf-8")
        raise _RefusedError(
            Complaint(
                "SC101",
                Lines(readable).place(len(readable)),
                message("The file is not UTF-8 text."),
                message("The file was saved as “Unicode”. Save it as UTF-8.")
                if is_utf16
                else message("The file was probably saved as GBK/ANSI. Save it as UTF-8."),
            )
        ) from None


@dataclass(slots=True)
class _Open:
    """A mapping or a list whose end has not been read yet."""

    value: dict[str, object] | list[object]
    below: dict[Step, Tree]
    key: tuple[str, Place] | None = None
    """Of a mapping, the key whose value comes next."""

    @property
    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.value, dict)


class _Reader:
    """One pass over the events of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        has_odd_ends = any(sign in text for sign in ENDS_FOR_YAML_ALONE)
        self.lines = Lines(text) if has_odd_ends else None
        """Where the parser counts lines otherwise than editors do."""
        self.complaints: list[Complaint] = []
        self.may_hide_signs = "\\" in text or _CONTROL.search(text.replace("\r", "")) is not None
        """Whether some scalar may hold a sign that no text should: as it is, or as an escape."""
        self.root: list[object] = []
        self.open = [_Open(self.root, {})]
        """From the document itself, as the one entry of a list, to what is being read."""

    def read(self) -> YamlDocument:
        left_by_git = _left_by_git(self.text)
        try:
            self._consume(yaml.parse(self.text, Loader=_Loader))
        except _RefusedError as refused:
            self.complaints.append(refused.complaint)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            if left_by_git is None:
                self.complaints.append(explain(error, self.text))
        if left_by_git is not None:
            self.complaints.append(left_by_git)
        data, tree = (self.root[0], self.open[0].below[0]) if self.root else (None, Tree((1, 1), _NOTHING))
        return YamlDocument(data, tree, tuple(self.complaints))

    def _consume(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._open_container(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.open.pop()
                case yaml.AliasEvent():
                    raise self._refuse(event, message("Aliases (*) are not allowed; write the value out."))
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise self._refuse(
                            event, message("Several documents (---) in one file are not allowed.")
                        )
                case _:
                    pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._at(event.start_mark)
        if event.tag not in (None, "!"):
            self._complain("SC104", place, message("Tags are not allowed: {tag}.", tag=event.tag))
        if event.anchor is not None:
            self._complain("SC104", place, message("Anchors (&) are not allowed."))
        if self.may_hide_signs:
            self._look_for_signs(event.value, place)
        holder = self.open[-1]
        if holder.awaits_key:
            if event.value == "<<" and not event.style:
                self._complain(
                    "SC104", place, message("Merge keys (<<) are not allowed; write the values out.")
                )
            holder.key = intern(event.value), place  # the same few words in every entry
        else:
            is_null = not event.style and event.value in _NULL  # the C parser says "", the other None
            self._add(holder, None if is_null else event.value, Tree(place, _NOTHING))

    def _look_for_signs(self, text: str, place: Place) -> None:
        if _HALF.search(text):  # an escape, which the C parser refuses by itself
            raise _RefusedError(Complaint("SC101", place, _HALF_CHARACTER))
        if _CONTROL.search(text):
            self._complain("SC101", place, message("The text contains an invisible control character."))

    def _open_container(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = self._at(event.start_mark)
        holder = self.open[-1]
        if holder.awaits_key:
            raise self._refuse(
                event,
                message("A key must be a single word."),
                message("Text with braces or brackets must be quoted."),
            )
        if len(self.open) > _DEEPEST:
            raise self._refuse(event, _TOO_DEEP)
        if event.tag is not None:
            self._complain("SC104", place, message("Tags are not allowed: {tag}.", tag=event.tag))
        if event.anchor is not None:
            self._complain("SC104", place, message("Anchors (&) are not allowed."))
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        opened = _Open(value, {})
        self._add(holder, value, Tree(place, opened.below))
        self.open.append(opened)

    def _add(self, holder: _Open, value: object, tree: Tree) -> None:
        container = holder.value
        if isinstance(container, list):
            step: Step = len(container)
            container.append(value)
        else:
            assert holder.key is not None  # noqa: S101 - a value in a mapping always follows its key
            step, tree.place = holder.key
            holder.key = None
            if step in container:
                first = holder.below[step].place[0]
                self._complain(
                    "SC103",
                    tree.place,
                    message(
                        "Duplicate key “{key}”; first used in line {line}.",
                        key=step,
                        line=first,
                    ),
                )
            container[step] = value
        holder.below[step] = tree

    def _complain(self, code: str, place: Place, text: Message) -> None:
        self.complaints.append(Complaint(code, place, text))

    def _refuse(self, event: yaml.Event, text: Message, hint: Message | None = None) -> _RefusedError:
        return _RefusedError(Complaint("SC104", self._at(event.start_mark), text, hint))

    def _at(self, mark: _Mark | None) -> Place:
        if mark is None:
            return 1, 1
        return (mark.line + 1, mark.column + 1) if self.lines is None else self.lines.place(mark.index)


_HALF_CHARACTER = message("Invalid character (unpaired surrogate).")
_TOO_DEEP = message("Nested deeper than {deepest} levels.", deepest=_DEEPEST)
_PARSER_TOO_DEEP = "exceeded maximum nesting depth"
"""PyYAML 6.0.4 looks so far ahead in brackets that its own bound comes first."""
_FULLWIDTH_COLON = re.compile(r"^\s*(?:-\s+)?[^\s:：'\"#{\[][^:：]*：\s*\S*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def _left_by_git(text: str) -> Complaint | None:
    """Both versions of lines that two people changed, as git leaves them when it cannot know which is right."""
    if not any(sign in text for sign in ("<<<<<<<", "=======", ">>>>>>>")):
        return None
    marked = conflict.marks(Lines(text).texts)
    if not marked:
        return None
    return Complaint(
        "SC102",
        (marked[0], 1),
        message("Unresolved git conflict: two versions of these lines, between <<<<<<< and >>>>>>>."),
        message(
            "Keep the correct version and delete the conflict markers in lines {lines}.",
            lines=listing(*map(str, marked), most=len(marked)),
        ),
    )


def explain(error: Exception, text: str) -> Complaint:
    """A syntax error in words that a clerk understands, at the place that needs mending."""
    if isinstance(error, UnicodeEncodeError):
        return Complaint(
            "SC101",
            Lines(text).place(error.start),
            _HALF_CHARACTER,
        )
    if isinstance(error, yaml.reader.ReaderError):
        # The C parser counts bytes up to it, and gives its number; the other one gives itself.
        character = chr(error.character) if isinstance(error.character, int) else error.character
        return Complaint(
            "SC101",
            Lines(text).place(text.find(character) if isinstance(character, str) else 0),
            message("Invisible control character."),
            message("Delete it and enter the text again."),
        )
    counted = Lines(text)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = counted.texts
    line, column = counted.place(mark.index) if mark else (1, 1)
    here = lines[line - 1] if line <= len(lines) else ""
    earlier = range(min(line - 2, len(lines) - 1), -1, -1)
    above = next((i for i in earlier if lines[i].strip() and not lines[i].lstrip().startswith("#")), None)
    problem = str(getattr(error, "problem", None) or "?")
    if problem == _PARSER_TOO_DEEP:
        return Complaint("SC104", (line, column), _TOO_DEEP)
    return _known_slip(here, lines, above, (line, column), problem) or Complaint(
        "SC102",
        (line, column),
        message("Invalid YAML: {problem}.", problem=problem),
        message("Check the indentation, brackets and quotation marks of this line and the one before."),
    )


def _known_slip(
    here: str, lines: list[str], above: int | None, place: Place, problem: str
) -> Complaint | None:
    """The slips that clerks make most, told apart by the text of the line and the written one above it."""
    line, column = place
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Complaint(
            "SC102",
            (line, here.index("\t") + 1),
            message("The line is indented with a tab."),
            message("Indent with spaces."),
        )
    if re.match(r"[%@`]", here[column - 1 :]):
        return Complaint(
            "SC102",
            (line, column),
            message("Text that starts with {sign} must be quoted.", sign=here[column - 1]),
            message(
                "Write it as '{sign}'.",
                sign=here[column - 1 :].split(",", maxsplit=1)[0].split("}", maxsplit=1)[0].strip(),
            ),
        )
    written_above = [(above + 1, lines[above])] if above is not None else []
    for number, written in ((line, here), *written_above):
        if _FULLWIDTH_COLON.match(written) and not re.search(r":(\s|$)", written.split("：")[0]):
            return Complaint(
                "SC102",
                (number, written.index("：") + 1),
                message("Full-width colon ： after the key."),
                message("Use a half-width colon and a space: “: ”."),
            )
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), here)
    if "，" in unquoted and re.search(r"[{\[]", unquoted):
        return Complaint(
            "SC102",
            (line, unquoted.index("，") + 1),
            message("Full-width comma ， between entries."),
            message("Use a half-width comma and a space: “, ”."),
        )
    if "mapping values are not allowed" in problem:
        return Complaint(
            "SC102",
            (line, column),
            message("The text contains a colon and a space."),
            message("Quote the whole text: '…'."),
        )
    if "expected ','" in problem:
        return Complaint(
            "SC102",
            (line, column),
            message("Missing comma or closing bracket before this place."),
            message("Separate entries in brackets with a half-width comma and a space: “, ”."),
        )
    return None
