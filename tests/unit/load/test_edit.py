"""Entries added to the files of the sample and of the example county: what exactly changes in them."""

from __future__ import annotations

import codecs
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ecodemo.load.document import read
from ecodemo.load.edit import add_to_item, add_to_items, append_item, append_items, new_file, remove_item
from ecodemo.load.flow import EditError, YamlValue

TOP = Path(__file__).resolve().parents[3]
SAMPLE = TOP / "tests" / "sample" / "data" / "progress"
EXAMPLE = TOP / "examples" / "anhua" / "data" / "progress"

DOCUMENT: dict[str, YamlValue] = {
    "file": "25 农业废弃物综合利用率/梅城镇/2020/25-1 秸秆综合利用台账.xlsx",
    "requirement": "25-1",
    "years": [2020],
    "received": date(2021, 5, 19),
}
DOCUMENT_LINE = (
    "- {file: 25 农业废弃物综合利用率/梅城镇/2020/25-1 秸秆综合利用台账.xlsx, requirement: 25-1,"
    " years: [2020], received: 2021-05-19}\n"
)
REDELIVERY: dict[str, YamlValue] = {"on": date(2021, 6, 9), "hash": "7d20b8c3f1aa"}
REVIEW: dict[str, YamlValue] = {
    "on": date(2021, 6, 3),
    "by": "agriculture",
    "result": "returned",
    "reason": "缺签字: 与C40不符, 见 #3",
    "hash": "912044023704",
}


def _added(old: bytes, new: bytes) -> tuple[str, str]:
    """The line before the addition, and the addition; nothing else may differ."""
    length = len(new) - len(old)
    for at in range(len(old), -1, -1):
        if new[:at] == old[:at] and new[at + length :] == old[at:]:
            before = old[:at].decode().splitlines()
            return (before[-1] if before else ""), new[at : at + length].decode()
    raise AssertionError("something else differs")


def _edit(old: str, key: str = "list", **item: YamlValue) -> str:
    return append_item(old.encode(), key, item).decode()


def _entry(content: bytes, start: str) -> tuple[int, list[str]]:
    """The first document that is written like this and was never redelivered: its number and its lines."""
    lines = content.decode().splitlines()
    entries: list[list[str]] = []
    for line in lines[lines.index("documents:") + 1 :]:
        if line.startswith("- "):
            entries.append([])
        entries[-1].append(line)
    return next(
        (number, entry)
        for number, entry in enumerate(entries)
        if entry[0].startswith(start) and "redelivered" not in "".join(entry)
    )


# The sample and the example


def test_a_document_is_registered_where_others_are() -> None:
    old = (SAMPLE / "ecology.yaml").read_bytes()
    before, added = _added(old, append_item(old, "documents", DOCUMENT))
    assert before.startswith("- {file: 01 生态文明建设规划")
    assert added == DOCUMENT_LINE


def test_a_document_is_registered_at_the_end_of_the_register() -> None:
    old = (EXAMPLE / "longtang.yaml").read_bytes()
    before, added = _added(old, append_item(old, "documents", DOCUMENT))
    assert before == old.decode().splitlines()[-1]
    assert added == DOCUMENT_LINE


def test_the_first_document_of_a_file_that_has_no_empty_lines() -> None:
    old = (SAMPLE / "meicheng.yaml").read_bytes()
    _, added = _added(old, append_item(old, "documents", DOCUMENT))
    assert added == f"documents:\n{DOCUMENT_LINE}"


def test_the_first_list_of_its_kind_in_a_file_with_empty_lines() -> None:
    old = (EXAMPLE / "longtang.yaml").read_bytes()
    _, added = _added(old, append_item(old, "vetoes", {"id": "incident", "answer": "clear"}))
    assert added == "\nvetoes:\n- {id: incident, answer: clear}\n"


def test_a_list_in_the_middle_grows_before_the_empty_line_and_the_next_key() -> None:
    old = (SAMPLE / "ecology.yaml").read_bytes()
    before, added = _added(old, append_item(old, "assigned", {"measure": "pm25", "at_most": Decimal("35.0")}))
    assert before.endswith("# 只有考核结论，没有数")
    assert added == "- {measure: pm25, at_most: 35.0}\n"


def test_the_first_redelivery_of_an_entry_in_one_line() -> None:
    old = (EXAMPLE / "longtang.yaml").read_bytes()
    number, written = _entry(old, "- {file: ")
    before, added = _added(old, add_to_item(old, ("documents", number), "redelivered", REDELIVERY))
    assert f"{before}}}" == written[0]
    assert added == ", redelivered: [{'on': 2021-06-09, hash: 7d20b8c3f1aa}]"


def test_the_first_redelivery_of_an_entry_in_several_lines() -> None:
    old = (EXAMPLE / "longtang.yaml").read_bytes()
    number, written = _entry(old, "- file: ")
    before, added = _added(old, add_to_item(old, ("documents", number), "redelivered", REDELIVERY))
    assert before == written[-1]
    assert added == "  redelivered: [{'on': 2021-06-09, hash: 7d20b8c3f1aa}]\n"


def test_a_further_redelivery() -> None:
    old = (SAMPLE / "longtang.yaml").read_bytes()
    new = add_to_item(old, ("documents", 0), "redelivered", REDELIVERY)
    line = "  redelivered: [{on: 2021-06-09, hash: 7d20b8c3f1aa}, {'on': 2021-06-09, hash: 7d20b8c3f1aa}]\n"
    assert line in new.decode()


def test_a_review() -> None:
    old = (SAMPLE / "longtang.yaml").read_bytes()
    before, added = _added(old, add_to_item(old, ("documents", 0), "reviews", REVIEW))
    assert before == "  - {on: 2021-06-11, by: agriculture, result: accepted, hash: 7d20b8c3f1aa}"
    assert added == (
        "  - {'on': 2021-06-03, by: agriculture, result: returned,"
        " reason: '缺签字: 与C40不符, 见 #3', hash: '912044023704'}\n"
    )


def test_the_first_review_of_the_last_entry_comes_after_its_comment_and_last_line() -> None:
    old = (SAMPLE / "longtang.yaml").read_bytes()
    before, added = _added(old, add_to_item(old, ("documents", 2), "reviews", {"by": "ecology"}))
    assert before == "  received: 2021-05-19"
    assert added == "  reviews: [{by: ecology}]\n"


@pytest.mark.parametrize(
    "path", sorted([*SAMPLE.glob("*.yaml"), *EXAMPLE.glob("*.yaml")]), ids=lambda path: path.name
)
def test_every_entry_of_every_file_takes_an_addition(path: Path) -> None:
    content = path.read_bytes()
    data = read(content).data
    assert isinstance(data, dict)
    for key in ("documents", "observations"):
        _added(content, append_item(content, key, DOCUMENT))
        for index in range(0, len(data.get(key, ())), 7):
            _added(content, add_to_item(content, (key, index), "reviews", REVIEW))
            _added(content, add_to_item(content, (key, index), "redelivered", REDELIVERY))


# Ways to write a list


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "list:\n- {k: v}\n"),
        ("# 空\n", "# 空\nlist:\n- {k: v}\n"),
        ("# 空", "# 空\nlist:\n- {k: v}"),
        ("---\n", "---\nlist:\n- {k: v}\n"),
        ("a: 1\n...\n", "a: 1\nlist:\n- {k: v}\n...\n"),
        ("a: 1\n\n# 完\n", "a: 1\n\n# 完\n\nlist:\n- {k: v}\n"),
        ("a: 1\n\n\n", "a: 1\n\n\nlist:\n- {k: v}\n"),
        ("  a: 1\n", "  a: 1\n  list:\n  - {k: v}\n"),
        ("a: |+\n  text\n\n", "a: |+\n  text\n\nlist:\n- {k: v}\n"),
        ("{}\n", "{list: [{k: v}]}\n"),
        ("{a: 1 } # c\n", "{a: 1, list: [{k: v}] } # c\n"),
        ("list:\na: 1\n", "list:\n- {k: v}\na: 1\n"),
        ("list:   # 待补\n\na: 1\n", "list:   # 待补\n- {k: v}\n\na: 1\n"),
        ("list:", "list:\n- {k: v}"),
        ("{list: , a: 1}\n", "{list: [{k: v}], a: 1}\n"),
        ('{"list":}\n', '{"list": [{k: v}]}\n'),
        ("list: []  # 待补\n", "list: [{k: v}]  # 待补\n"),
        ("list: [ ]\n", "list: [{k: v} ]\n"),
        ("list: [a, b, ]\n", "list: [a, b, {k: v}, ]\n"),
        ("list: [\n  a,  # ]\n  b  # ]\n]\n", "list: [\n  a,  # ]\n  b, {k: v}  # ]\n]\n"),
        ("list:\n  - a\n  # 完\na: 1\n", "list:\n  - a\n  - {k: v}\n  # 完\na: 1\n"),
        ("list:\n- a   # 甲", "list:\n- a   # 甲\n- {k: v}"),
        ("list:\n-\n- \nb: 1\n", "list:\n-\n- \n- {k: v}\nb: 1\n"),
        ("list:\n- 'a\n\n  b'\n", "list:\n- 'a\n\n  b'\n- {k: v}\n"),
        ("list:\n- |\n  a\n\n\nb: 1\n", "list:\n- |\n  a\n- {k: v}\n\n\nb: 1\n"),
        ("list:\n- |+\n  a\n\n\nb: 1\n", "list:\n- |+\n  a\n\n\n- {k: v}\nb: 1\n"),
        ("list:\n- - a\n  - b\n", "list:\n- - a\n  - b\n- {k: v}\n"),
        ("list:\r\n- a\r\nb: 1\n", "list:\r\n- a\r\n- {k: v}\r\nb: 1\n"),
        ('"list": [a]', '"list": [a, {k: v}]'),
    ],
)
def test_a_list_however_it_is_written(old: str, new: str) -> None:
    assert _edit(old, k="v") == new


def test_the_byte_order_mark_stays_the_first_thing() -> None:
    assert append_item(codecs.BOM_UTF8, "list", {"k": "v"}) == codecs.BOM_UTF8 + b"list:\n- {k: v}\n"


def test_a_path_of_no_steps_is_the_top() -> None:
    assert add_to_item(b"a: 1\n", (), "list", {"k": "v"}) == append_item(b"a: 1\n", "list", {"k": "v"})


# Ways to write a text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("25-1", "25-1"),
        ("25 农业/龙塘镇/2018-2020/25-1 台账（二）.xlsx", "25 农业/龙塘镇/2018-2020/25-1 台账（二）.xlsx"),
        ("安政发〔2021〕（示例）号：一，二", "安政发〔2021〕（示例）号：一，二"),
        ("汇总!C40", "汇总!C40"),
        ("a:b#c'd\"e", "a:b#c'd\"e"),
        ("7d20b8c3f1aa", "7d20b8c3f1aa"),
        ("912044023704", "'912044023704'"),
        ("41204402370e4", "'41204402370e4'"),
        ("07", "'07'"),
        ("12:30", "'12:30'"),
        ("2021-05-19", "'2021-05-19'"),
        ("no", "'no'"),
        ("Null", "'Null'"),
        ("~", "'~'"),
        ("", "''"),
        (" a", "' a'"),
        ("a ", "'a '"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("a #b", "'a #b'"),
        ("a, b", "'a, b'"),
        ("(a) [b]", "'(a) [b]'"),
        ("'a'", "'''a'''"),
        ("- a", "'- a'"),
        ("@a", "'@a'"),
        ("a\nb", r'"a\nb"'),
        ('\\ "\u2028\t', r'"\\ \"\u2028\t"'),
        (7, "7"),
        (-7, "-7"),
        (Decimal("95.10"), "95.10"),
        (Decimal("1E+3"), "1000"),
        (date(2021, 5, 19), "2021-05-19"),
        (True, "true"),
        ([2018, 2019], "[2018, 2019]"),
        ({"was": "1", "on": date(2021, 5, 19)}, "{was: '1', 'on': 2021-05-19}"),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_a_value_is_quoted_only_when_it_must_be(value: YamlValue, written: str) -> None:
    assert _edit("list: []\n", k=value) == f"list: [{{k: {written}}}]\n"


def test_a_long_line_stays_one_line() -> None:
    text = "缺村级负责人签字 " * 200 + "完"
    assert _edit("list: []\n", k=text).count("\n") == 1


# Refusals


@pytest.mark.parametrize(
    ("old", "says"),
    [
        ("list: [\n", "Line 2: Invalid YAML"),
        ("a: &x []\nlist: *x\n", "Line 1: Anchors (&) are not allowed"),
        ("a: &x []\n", "Line 1: Anchors (&) are not allowed"),
        ("list: []\nlist: []\n", "Line 2: Duplicate key “list”"),
        ("a: 1\n---\nb: 1\n", "Line 2: Several documents (---) in one file"),
        ("list: ~\n", "“list” in line 1 is not a list"),
        ("list: ''\n", "“list” in line 1 is not a list"),
        ("list: {}\n", "“list” in line 1 is not a list"),
        ("list: 无\n", "“list” in line 1 is not a list"),
        ("- a\n", "Line 1 is not a key with a value"),
        ("无\n", "Line 1 is not a key with a value"),
        ("? list\n", "without changing other content"),
        ("{list}\n", "without changing other content"),
        ("a: |\n  text that would gain a line break", "without changing other content"),
    ],
)
def test_a_text_that_a_person_must_change(old: str, says: str) -> None:
    with pytest.raises(EditError) as refused:
        _edit(old, k="v")
    assert says in str(refused.value)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(EditError):
        append_item("文: 1\n".encode("gbk"), "list", {"k": "v"})


@pytest.mark.parametrize("path", [("documents", 9), ("documents", -1), ("nothing",), ("unit", "a"), (0,)])
def test_a_path_that_is_not_there(path: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError, match="has no entry"):
        add_to_item(b"unit: a\ndocuments:\n- {file: a}\n", path, "reviews", {"by": "b"})


@pytest.mark.parametrize("path", [("unit",), ("documents",)])
def test_a_path_to_something_other_than_a_mapping(path: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError, match="is not a key with a value"):
        add_to_item(b"unit: a\ndocuments:\n- {file: a}\n", path, "reviews", {"by": "b"})


@pytest.mark.parametrize("value", ["\ud800", Decimal("NaN"), Decimal("-Infinity")])
def test_values_that_no_file_can_hold(value: YamlValue) -> None:
    with pytest.raises(EditError):
        _edit("list: []\n", k=value)


# A new file


def test_a_new_file_looks_like_those_that_people_write() -> None:
    new = new_file(
        ["yaml-language-server: $schema=../.schema/progress.json", "# 由工具登记", ""],
        {"unit": "meicheng", "documents": [DOCUMENT], "vetoes": []},
    )
    assert new.decode() == (
        "# yaml-language-server: $schema=../.schema/progress.json\n# 由工具登记\n#\n"
        f"unit: meicheng\n\ndocuments:\n{DOCUMENT_LINE}vetoes: []\n"
    )
    assert append_item(new, "documents", DOCUMENT).decode().count(DOCUMENT_LINE) == 2


def test_a_header_cannot_break_out_of_its_comment() -> None:
    assert new_file(["a\nb: 1\u2028c: 2"], {"unit": "x"}).decode() == "# a\n# b: 1\n# c: 2\nunit: x\n"


def test_reviews_of_many_documents_at_once() -> None:
    content = (
        "documents:\n"
        "- {file: a.pdf, reviews: [{on: 2021-06-01}]}   # 一行\n"
        "- file: b.pdf      # 几行\n"
        "  reviews:\n"
        "  - {on: 2021-06-02}\n"
        "- file: c.pdf\n"
    )
    added: dict[tuple[str | int, ...], list[dict[str, YamlValue]]] = {
        ("documents", index): [{"on": date(2021, 6, 9 + index)}] for index in (2, 0, 1)
    }
    assert add_to_items(content.encode(), "reviews", added).decode() == (
        "documents:\n"
        "- {file: a.pdf, reviews: [{on: 2021-06-01}, {'on': 2021-06-09}]}   # 一行\n"
        "- file: b.pdf      # 几行\n"
        "  reviews:\n"
        "  - {on: 2021-06-02}\n"
        "  - {'on': 2021-06-10}\n"
        "- file: c.pdf\n"
        "  reviews: [{'on': 2021-06-11}]\n"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("entries: []\n# more\n", "entries:\n- {'no': 1}\n- {'no': 2}\n# more\n"),
        ("entries: []", "entries:\n- {'no': 1}\n- {'no': 2}"),
        ("entries: [ ]  # 空\r\nunit: a\r\n", "entries:   # 空\r\n- {'no': 1}\r\n- {'no': 2}\r\nunit: a\r\n"),
        ("entries: [{no: 0}]\n", "entries: [{no: 0}, {'no': 1}, {'no': 2}]\n"),
        ("{entries: []}\n", "{entries: [{'no': 1}, {'no': 2}]}\n"),
    ],
    ids=["as the starter", "no line end", "comment", "not empty", "in braces"],
)
def test_empty_brackets_give_way_to_an_entry_a_line(old: str, new: str) -> None:
    items: list[dict[str, YamlValue]] = [{"no": 1}, {"no": 2}]
    assert append_items(old.encode(), "entries", items, opens_brackets=True).decode() == new


LISTED = (
    "groups:\n# 两个组\n- {id: a, name: 甲}\n- id: b      # 乙\n  name: 乙\n- {id: c}   # 只督查\nunits: []\n"
)


@pytest.mark.parametrize(
    ("place", "new"),
    [
        (0, "groups:\n# 两个组\n- id: b      # 乙\n  name: 乙\n- {id: c}   # 只督查\nunits: []\n"),
        (1, "groups:\n# 两个组\n- {id: a, name: 甲}\n- {id: c}   # 只督查\nunits: []\n"),
        (2, "groups:\n# 两个组\n- {id: a, name: 甲}\n- id: b      # 乙\n  name: 乙\nunits: []\n"),
    ],
    ids=["first", "of several lines", "with a remark behind it"],
)
def test_an_entry_is_taken_out_and_every_other_byte_stays(place: int, new: str) -> None:
    assert remove_item(LISTED.encode(), ("groups",), place).decode() == new


@pytest.mark.parametrize(
    ("text", "place"),
    [(LISTED, 3), ("groups: [{id: a}, {id: b}]\n", 0), ("groups:\n- id: a\n  # 说明\n  name: 甲\n", 0)],
    ids=["not there", "in brackets", "a comment inside"],
)
def test_an_entry_that_cannot_be_taken_out_alone_is_left(text: str, place: int) -> None:
    with pytest.raises(EditError):
        remove_item(text.encode(), ("groups",), place)
