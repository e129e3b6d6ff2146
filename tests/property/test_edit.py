"""Whatever the file looks like: an edit is one insertion, and the file says what it said, and the addition."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.load.document import read
from ecodemo.load.edit import add_to_item, append_item, new_file
from ecodemo.load.flow import EditError, YamlValue

# Files as people write them: lines that say something, and whether the last of them is a | or > text.

Lines = list[str]
ENDS_IN_BLOCK_TEXT = "\0"
"""At the end of a line: the line is the last of a | or > text."""

_words = st.sampled_from(
    [
        "25-1",
        "2020",
        "'it''s'",
        '"a\\tb"',
        "25 农业/龙塘镇/2020/25-1 秸秆 台账.xlsx",
        "a: b".join("''"),
        "'# ]}'",
        "😀",
        "null",
    ]
)
_comments = st.sampled_from(["", "", "", "   # 只有结论, [没有] 数", " # it's: {", "  #"])
_between = st.lists(st.sampled_from(["", "# 以下待补", "", "   # indented: [", "  "]), max_size=2)
_lists_in_flow = st.sampled_from(
    [
        "",
        "[]",
        "[ ]",
        "[2020]",
        "[a, b ]",
        "[{on: 2021-06-09, hash: '12'}]",
        "[{on: 1}, ]",
        "[[a], {b: }]",
        "[a: , b: {c}]",
    ]
)


@st.composite
def _flow_mappings(draw: st.DrawFn) -> str:
    entries = [f"file: {draw(_words)}"] if draw(st.booleans()) else []
    keys = draw(st.lists(st.sampled_from(["years", "reviews", "redelivered"]), unique=True))
    entries += [f"{key}: {draw(_lists_in_flow)}" for key in keys]
    return f"{{{draw(st.sampled_from(['', ' ']))}{', '.join(entries)}{draw(st.sampled_from(['', ' ']))}}}"


@st.composite
def _flow_lists_over_lines(draw: st.DrawFn, column: int) -> Lines:
    indentation = " " * (column + 2)
    entries = draw(st.lists(_flow_mappings(), min_size=1, max_size=3))
    lines = [f"{indentation}{entry},{draw(_comments)}" for entry in entries]
    if draw(st.booleans()):
        lines[-1] = f"{indentation}{entries[-1]}{draw(_comments)}"
    return ["[", *lines, f"{indentation}]{draw(_comments)}"]


@st.composite
def _block_lists(draw: st.DrawFn, column: int, depth: int) -> Lines:
    column += draw(st.sampled_from([0, 2, 3]))
    lines: Lines = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["flow", "flow", "word", "block", "nothing"]))
        if kind == "block" and depth < 2:
            first, *others = draw(_block_mappings(column + draw(st.sampled_from([2, 4])), depth + 1))
            lines += [f"{' ' * column}-{first[column + 1 :]}", *others]
        else:
            entry = {"flow": draw(_flow_mappings()), "nothing": ""}.get(kind) or draw(_words)
            lines.append(f"{' ' * column}- {entry}{draw(_comments)}")
        lines += draw(_between)
    return lines


@st.composite
def _block_mappings(draw: st.DrawFn, column: int, depth: int) -> Lines:
    lines: Lines = []
    keys = ["file", "note", "years", "documents", "reviews", "redelivered"]
    for key in draw(st.lists(st.sampled_from(keys), unique=True, min_size=1)):
        lines += draw(_block_entries(f"{' ' * column}{key}:", key, column, depth))
        lines += draw(_between)
    return lines


@st.composite
def _block_entries(draw: st.DrawFn, start: str, key: str, column: int, depth: int) -> Lines:
    comment = draw(_comments)
    if key == "file":
        return [f"{start} {draw(_words)}{comment}"]
    if key == "note":
        indentation = " " * (column + 2)
        mark = draw(st.sampled_from(["|", ">", "|-", "|+", ">+"]))
        empty = draw(st.sampled_from([[], [""], ["", indentation[:-1], ""]]))
        text = [f"{indentation}缺签字。", "", f"{indentation}  - # 不是注释: ["]
        return [
            f"{start} {mark}{comment}",
            *text,
            *empty[:-1],
            *(f"{line}{ENDS_IN_BLOCK_TEXT}" for line in empty[-1:]),
        ]
    match draw(st.sampled_from(["flow", "flow over lines", "block", "nothing"])):
        case "flow":
            return [f"{start} {draw(_lists_in_flow)}{comment}"]
        case "flow over lines":
            first, *others = draw(_flow_lists_over_lines(column))
            return [f"{start} {first}", *others]
        case "block":
            return [f"{start}{comment}", *draw(_block_lists(column, depth))]
        case _:
            return [f"{start}{comment}"]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file's bytes: a mapping in block style, with whatever people put between its lines."""
    lines = [*draw(_between), *draw(_block_mappings(draw(st.sampled_from([0, 0, 0, 2])), 0))]
    if draw(st.booleans()):
        lines = ["---", *lines]
    if draw(st.integers(0, 9)) == 0:
        lines.append("...")
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = newline.join(line.rstrip(ENDS_IN_BLOCK_TEXT) for line in lines) + newline
    if draw(st.booleans()) and not _ends_in_block_text(text):
        text = text.removesuffix(newline)
    mark = codecs.BOM_UTF8 if draw(st.booleans()) else b""
    return mark + text.encode()


def _ends_in_block_text(text: str) -> bool:
    """Without its last line break such a text says something else; nothing can be added after it then."""
    said = [
        line for line in re.split("\r\n|[\r\n]", text) if line.strip() and not re.match(r" *#|\.\.\.", line)
    ]
    return bool(said) and said[-1].strip() == "- # 不是注释: ["


# What is added

_characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n")
_texts = st.one_of(
    st.text(_characters, max_size=30),
    st.text("-?:,[]{}#&*!|>'\"%@` \t\n\\~=<.+0123456789eExXabfnoyTZ_：，。、\u2028\ufeff", max_size=8),
    st.sampled_from(
        [
            "",
            "no",
            "NULL",
            "~",
            "07",
            "0x1f",
            "1e5",
            "12:30",
            "2021-05-19",
            "2021-5-9 1:02:03",
            "=",
            "<<",
            ".nan",
            "-.inf",
            "0o7",
        ]
    ),
    st.from_regex(r"[0-9a-f]{12,20}", fullmatch=True),
)
_values: st.SearchStrategy[YamlValue] = st.recursive(
    st.one_of(
        _texts,
        st.integers(),
        st.booleans(),
        st.dates(),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    ),
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(_texts, below, max_size=3)),
    max_leaves=8,
)
_items = st.dictionaries(_texts, _values, max_size=4)
_KEYS = ["documents", "reviews", "redelivered", "years", "标题", "on"]


def said(value: YamlValue) -> object:
    """The value as the reader gives it, worked out apart from the code under test."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, Mapping):
        return {key: said(item) for key, item in value.items()}
    return [said(item) for item in value]


def _inserted(old: bytes, new: bytes) -> bool:
    """Some one piece of `new`, taken out, leaves `old`."""
    length = len(new) - len(old)
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return length > 0 and old[same:] == new[same + length :]


def _with(data: Any, path: tuple[str | int, ...], key: str, item: Mapping[str, YamlValue]) -> Any:
    data = deepcopy(data)
    holder = data
    for step in path:
        holder = holder[step]
    holder[key] = [*(holder.get(key) or []), said(item)]
    return data


def _mappings(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    match data:
        case dict():
            return [path, *(found for key in data for found in _mappings(data[key], (*path, key)))]
        case list():
            return [found for index, item in enumerate(data) for found in _mappings(item, (*path, index))]
        case _:
            return []


def _has_no_room(content: bytes, path: tuple[str | int, ...], key: str) -> bool:
    """Whether the key holds a text, or the mapping at `path` is the pair of a list [key: value]."""
    holder: Any = read(content).data
    for step in path:
        holder = holder[step]
    return (bool(holder.get(key)) and isinstance(holder[key], str)) or _is_pair(content, path)


def _is_pair(content: bytes, path: tuple[str | int, ...]) -> bool:
    line, column = read(content).place(path)
    text = content.removeprefix(codecs.BOM_UTF8).decode()
    written = re.split("\r\n|[\r\n]", text)[line - 1][column - 1 :]
    return bool(path) and isinstance(path[-1], int) and re.match(r"[ab]: ", written) is not None


@given(files(), st.sampled_from(_KEYS), _items)
@settings(max_examples=80)
def test_an_entry_is_appended_to_a_top_level_list(
    content: bytes, key: str, item: dict[str, YamlValue]
) -> None:
    old = read(content)
    assert old.complaints == ()
    new = append_item(content, key, item)
    assert _inserted(content, new)
    assert read(new).complaints == ()
    assert read(new).data == _with(old.data, (), key, item)


@given(files(), st.data(), st.sampled_from(_KEYS), _items)
@settings(max_examples=100)
def test_an_entry_is_added_to_a_list_at_any_depth(
    content: bytes, data: st.DataObject, key: str, item: dict[str, YamlValue]
) -> None:
    old = read(content)
    path = data.draw(st.sampled_from(_mappings(old.data)))
    if _has_no_room(content, path, key):
        with pytest.raises(EditError):
            add_to_item(content, path, key, item)
        return
    new = add_to_item(content, path, key, item)
    assert _inserted(content, new)
    assert read(new).complaints == ()
    assert read(new).data == _with(old.data, path, key, item)


@given(files(), st.lists(st.tuples(st.sampled_from(_KEYS), _items), min_size=2, max_size=5))
def test_several_edits_in_a_row_add_up(content: bytes, edits: list[tuple[str, dict[str, YamlValue]]]) -> None:
    expected = read(content).data
    for key, item in edits:
        grown = append_item(content, key, item)
        assert _inserted(content, grown)
        last = len(read(grown).data[key]) - 1  # type: ignore[index]
        grown_again = add_to_item(grown, (key, last), "reviews of it", {"by": "办公室"})
        assert _inserted(grown, grown_again)
        expected = _with(expected, (), key, {**item, "reviews of it": [{"by": "办公室"}]})
        content = grown_again
    assert read(content).data == expected


@given(files(), st.sampled_from(_KEYS), _items)
def test_lines_keep_their_ends_and_the_file_its_missing_one(
    content: bytes, key: str, item: dict[str, YamlValue]
) -> None:
    new = append_item(content, key, item)
    breaks = re.compile(rb"\r\n|\r|\n")
    assert set(breaks.findall(new)) <= (set(breaks.findall(content)) or {b"\n"})
    assert new.endswith((b"\n", b"\r")) == content.endswith((b"\n", b"\r"))
    assert new.startswith(codecs.BOM_UTF8) == content.startswith(codecs.BOM_UTF8)
    assert new.count(codecs.BOM_UTF8) == content.count(codecs.BOM_UTF8)


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
@given(text=_texts)
def test_a_text_is_a_text_for_other_readers_too(loader: Any, text: str) -> None:
    new = append_item("unit: 龙塘\nlist: [a]\n".encode(), "list", {"k": text, "below": [text, {text: text}]})
    assert yaml.load(new, Loader=loader)["list"][1] == {"k": text, "below": [text, {text: text}]}  # noqa: S506


_CORE_SCHEMA = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
"""What YAML 1.2 takes for something other than text."""


@given(_texts)
def test_a_text_that_yaml_1_2_takes_for_something_else_is_quoted(text: str) -> None:
    new = append_item(b"list: []\n", "list", {"k": text}).decode()
    bare = new.removeprefix("list: [{k: ").removesuffix("}]\n")
    assert bare[:1] in ("'", '"') or not _CORE_SCHEMA.fullmatch(bare)


@given(st.lists(st.text(_characters, max_size=20), max_size=3), st.dictionaries(_texts, _values, max_size=4))
def test_a_new_file_holds_the_values(header: list[str], values: dict[str, YamlValue]) -> None:
    try:
        new = new_file(header, values)
    except EditError:
        assert re.search(
            "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "".join(header)
        )
        return
    assert read(new).complaints == ()
    assert read(new).data == (said(values) if values else None)
    assert not read(append_item(new, "a list of its own", {"on": "2021-05-19"})).complaints


_PIECES = [*"a文-[]{}'\"#:\n\t\x85\u2028", ": ", "- ", ", ", "  ", " #", "\r\n", "\n  ", "\n- ", "\n- a: "]
_PIECES += ["documents", "documents:", "? ", "& ", "*a", "!t ", ">\n", "\n|", "|+\n  x\n", "---\n", "...\n"]
_scribbles = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=14).map("".join),
    st.text(_characters),
).map(str.encode)
_edits: list[tuple[tuple[str | int, ...], Callable[[bytes, Mapping[str, YamlValue]], bytes]]] = [
    ((), lambda content, item: append_item(content, "documents", item)),
    ((), lambda content, item: append_item(content, "a", item)),
    (("documents", 0), lambda content, item: add_to_item(content, ("documents", 0), "a", item)),
    (("a",), lambda content, item: add_to_item(content, ("a",), "documents", item)),
]


@given(st.one_of(_scribbles, st.binary()), st.sampled_from(_edits), _items)
@settings(max_examples=200)
def test_scribbles_are_edited_or_refused_and_never_spoilt(
    content: bytes,
    edit: tuple[tuple[str | int, ...], Callable[[bytes, Mapping[str, YamlValue]], bytes]],
    item: dict[str, YamlValue],
) -> None:
    try:
        new = edit[1](content, item)
    except EditError:
        return
    assert _inserted(content, new)
    assert not read(new).complaints


@given(st.integers(0, 80))
def test_depth_is_refused_and_not_a_crash(depth: int) -> None:
    content = f"a: {'[' * depth}{']' * depth}\n".encode()
    try:
        assert not read(append_item(content, "documents", {"k": ["v"]})).complaints
    except EditError:
        assert depth > 60


@given(st.characters(categories=["Cc"], exclude_characters="\t\n"))
def test_a_control_character_is_refused_because_no_reader_of_ours_takes_it(control: str) -> None:
    with pytest.raises(EditError):
        append_item(b"list: []\n", "list", {"k": f"a{control}b"})
