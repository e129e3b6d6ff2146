"""Reading YAML: nothing raises, everything is found where it is written, data are what PyYAML gives."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cli.running import environment
from ecodemo.load import document
from ecodemo.load.document import read
from property.mutations import mutated

Path: TypeAlias = tuple[str | int, ...]
NULLS = ("", "~", "null", "Null", "NULL")


def same(ours: object, base: object) -> bool:
    """Whether data equal those of PyYAML's BaseLoader, which knows no null."""
    if ours is None:
        return base is None or base in NULLS
    if isinstance(ours, dict):
        return (
            isinstance(base, dict) and list(ours) == list(base) and all(same(ours[k], base[k]) for k in ours)
        )
    if isinstance(ours, list):
        return isinstance(base, list) and len(ours) == len(base) and all(map(same, ours, base))
    return ours == base


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example("a: \ud800".encode("utf-8", "surrogatepass"))
@example(b"a: &x [*x]")
@example(b"? [a]: b")
@example(b"<<: {a: b}")
@example(b"--- a\n--- b")
@example(b"a: !!python/object:os.system x")
@settings(max_examples=120)
def test_no_bytes_make_reading_raise(content: bytes) -> None:
    document = read(content)
    for complaint in document.complaints:
        line, column = complaint.place
        assert line >= 1
        assert column >= 1


SAMPLE = """\
rows:
- {no: 7, name: 空气, targets: {good-days: {all_of: [assigned, not_worse]}}, ok: yes}
- no: 12
  text: "quoted: 'text'"   # remark
  list: [a, ~, '', 92.30, 0451]
  folded: >
    two
    lines
"""


@given(mutated(SAMPLE))
@settings(max_examples=120)
def test_what_is_read_without_complaint_is_what_pyyaml_reads(content: bytes) -> None:
    document = read(content)
    if not document.complaints:
        assert same(document.data, yaml.load(content, yaml.CBaseLoader))  # noqa: S506 - makes only text


@dataclass(frozen=True)
class Scalar:
    """A text and how it is written."""

    text: str
    style: str

    @property
    def written(self) -> str:
        if self.style == "'":
            return "'" + self.text.replace("'", "''") + "'"
        if self.style == '"':
            return '"' + self.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return self.text


@dataclass(frozen=True)
class Mapping:
    entries: tuple[tuple[Scalar, Node], ...]
    flow: bool


@dataclass(frozen=True)
class Sequence:
    items: tuple[Node, ...]
    flow: bool


Node: TypeAlias = "Scalar | Mapping | Sequence"

_QUOTED = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff"
    ),
    max_size=8,
)
_PLAIN = st.from_regex(
    r"\A[A-Za-z0-9一-龥。：，（][A-Za-z0-9一-龥：，、 ._/（）-]{0,8}[A-Za-z0-9一-龥）]\Z"
).filter(lambda text: text not in NULLS)
scalars = st.one_of(
    st.builds(Scalar, _PLAIN, st.just("")),
    st.builds(Scalar, _QUOTED, st.just("'")),
    st.builds(Scalar, _QUOTED, st.just('"')),
)


def _containers(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    entries = st.lists(st.tuples(scalars, children), max_size=4, unique_by=lambda entry: entry[0].text)
    return st.one_of(
        st.builds(Mapping, entries.map(tuple), st.booleans()),
        st.builds(Sequence, st.lists(children, max_size=4).map(tuple), st.booleans()),
    )


nodes: st.SearchStrategy[Node] = st.recursive(scalars, _containers, max_leaves=25)


@dataclass
class Writer:
    """Writes a node as YAML and notes where everything is."""

    text: str = ""
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def note(self, path: Path) -> None:
        self.places[path] = self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def inline(self, node: Node, path: Path) -> None:
        match node:
            case Scalar():
                self.text += node.written
            case Mapping():
                self.text += "{"
                for number, (key, value) in enumerate(node.entries):
                    self.text += ", " if number else ""
                    self.note((*path, key.text))
                    self.text += f"{key.written}: "
                    self.inline(value, (*path, key.text))
                self.text += "}"
            case Sequence():
                self.text += "["
                for number, item in enumerate(node.items):
                    self.text += ", " if number else ""
                    self.note((*path, number))
                    self.inline(item, (*path, number))
                self.text += "]"

    def block(self, node: Node, path: Path, indent: int) -> None:
        """Write a block that begins where the text now ends, its further lines at `indent`."""
        if isinstance(node, Mapping) and node.entries and not node.flow:
            for number, (key, value) in enumerate(node.entries):
                self.text += f"\n{' ' * indent}" if number else ""
                self.note((*path, key.text))
                self.text += f"{key.written}:"
                if is_block(value):
                    self.text += f"\n{' ' * (indent + 2)}"
                    self.block(value, (*path, key.text), indent + 2)
                else:
                    self.text += " "
                    self.inline(value, (*path, key.text))
        elif isinstance(node, Sequence) and node.items and not node.flow:
            for number, item in enumerate(node.items):
                self.text += f"\n{' ' * indent}" if number else ""
                self.text += "- "
                self.note((*path, number))
                self.block(item, (*path, number), indent + 2)
        else:
            self.inline(node, path)


def is_block(node: Node) -> bool:
    match node:
        case Mapping():
            return bool(node.entries) and not node.flow
        case Sequence():
            return bool(node.items) and not node.flow
        case Scalar():
            return False


def data_of(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {key.text: data_of(value) for key, value in node.entries}
        case Sequence():
            return [data_of(item) for item in node.items]


@given(nodes)
@settings(max_examples=120)
def test_every_key_and_item_is_found_at_its_place(node: Node) -> None:
    writer = Writer()
    writer.block(node, (), 0)
    document = read(writer.text.encode())
    assert document.complaints == (), writer.text
    assert document.data == data_of(node)
    assert same(document.data, yaml.load(writer.text, yaml.CBaseLoader))  # noqa: S506 - makes only text
    assert {path: document.place(path) for path in writer.places} == writer.places


@given(nodes, st.sampled_from(["\r\n", "\ufeff"]))
@settings(max_examples=100)
def test_line_ends_and_byte_order_marks_move_nothing(node: Node, odd: str) -> None:
    writer = Writer()
    writer.block(node, (), 0)
    text = odd + writer.text if odd == "\ufeff" else writer.text.replace("\n", odd)
    document = read(text.encode())
    assert document.data == data_of(node)
    assert {path: document.place(path) for path in writer.places} == writer.places


@given(nodes, st.lists(st.one_of(st.integers(0, 3), st.text(max_size=3)), max_size=3))
@settings(max_examples=100)
def test_what_is_not_there_is_placed_at_what_encloses_it(node: Node, beyond: list[str | int]) -> None:
    writer = Writer()
    writer.block(node, (), 0)
    document = read(writer.text.encode())
    for path, place in writer.places.items():
        missing = (*path, "no such key, surely", *beyond)
        assert document.place(missing) == place


@pytest.mark.parametrize(
    "content",
    [
        "'[' * 100_000",
        "'{a: ' * 100_000",
        "'- ' * 100_000",
        "'? ' * 100_000",
        "'[{' * 50_000 + '}]' * 50_000",
    ],
)
def test_a_hundred_thousand_levels_do_not_kill_the_process(content: str) -> None:
    script = f"from ecodemo.load.document import read; print(*[c.code for c in read(({content}).encode()).complaints])"
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["SC104"]


@pytest.mark.parametrize("written", ["", "~", "null"])
@pytest.mark.parametrize("around", ["a: {}", "- {}", "{{a: {}, b: c}}"])
def test_nothing_written_is_nothing(written: str, around: str) -> None:
    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for below in value.values() for leaf in leaves(below)]
        return [leaf for below in value for leaf in leaves(below)] if isinstance(value, list) else [value]

    assert None in leaves(read(around.format(written).encode()).data)


@pytest.mark.parametrize(
    "written", ["'~'", '"null"', "''", "nul", "否", "no", "off", ".nan", "0451", "12:30"]
)
def test_what_is_quoted_or_only_looks_special_stays_text(written: str) -> None:
    assert read(f"a: {written}".encode()).data == {"a": written.strip("'\"")}


@pytest.mark.parametrize(
    "content",
    [
        "a: &x b",
        "a: *x",
        "a: !tag b",
        "[a]: b",
        "a: b\n---\nc: d",
        "<<: {a: b}",
    ],
)
def test_what_yaml_can_but_data_may_not_is_refused(content: str) -> None:
    assert [complaint.code for complaint in read(content.encode()).complaints] == ["SC104"]


@pytest.mark.parametrize("parser", [yaml.CBaseLoader, yaml.BaseLoader], ids=["C", "Python"])
@pytest.mark.parametrize("text", ['a: 1\n"\\ud800": x\n', 'a: 1\nb: ["\\udfff"]\n'], ids=["key", "value"])
def test_an_escaped_half_of_a_pair_is_refused_by_either_parser(
    text: str, parser: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_Loader", parser)
    [complaint] = read(text.encode()).complaints
    assert complaint.place[0] == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("名: 甲\n乙: 丙\x07丁\n", (2, 5)),
        (f"名: {'甲' * 5000}\n乙: 丙\x07丁\n", (2, 5)),
        ("甲: 1\r乙: 丙\x07丁\r", (2, 5)),
        ("甲: 1\u2028乙: \ud800\n", (1, 9)),
    ],
    ids=["after-chinese", "after-much-chinese", "lines-of-old-macs", "half-of-a-pair"],
)
def test_a_character_that_may_not_be_there_is_placed_by_characters_and_lines(
    text: str, place: tuple[int, int]
) -> None:
    [complaint] = read(text.encode("utf-8", "surrogatepass")).complaints
    assert complaint.code == "SC101"
    assert complaint.place == place
