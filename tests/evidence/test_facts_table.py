"""evidence.facts.csv: read again as it was written, one line a content, and safe against any line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.evidence.facts_table import HEAD, ContentRecord, joined, parse_table, table_content
from ecodemo.model.evidence import BadLine, Condition, Facts, LineFault, Searchable
from ecodemo.model.imprint import Imprint
from ecodemo.model.recognised import Candidate, HeadKind, PageFault, RecognisedFacts

HASH = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
COUNT = st.integers(0, 10**9)
DAY = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FACTS = st.builds(
    Facts,
    size=COUNT,
    kind=st.sampled_from(["", "pdf", "docx"]),
    condition=st.sampled_from(Condition),
    pages=st.none() | COUNT,
    blank_pages=st.lists(st.integers(1, 999), max_size=4).map(tuple),
    searchable=st.none() | st.sampled_from(Searchable),
    macros=st.booleans(),
    width=st.none() | COUNT,
    height=st.none() | COUNT,
    taken=DAY,
    likeness=st.sampled_from(["", "0123456789abcdef"]),
    personal=st.dictionaries(st.sampled_from(["identity", "bank"]), st.integers(1, 99)),
    numbers=st.lists(st.sampled_from(["安政发〔2021〕3号", "湘环发〔2020〕10号"]), unique=True).map(tuple),
    imprint=st.builds(
        Imprint,
        number=st.sampled_from(["", "安政发〔2021〕3号"]),
        issued=DAY,
        issuer=st.sampled_from(["", "中共安化县委办公室 安化县人民政府办公室"]),
    ),
)
PAGE = st.integers(1, 999)
CANDIDATE = st.builds(
    Candidate,
    text=TEXT,
    page=PAGE,
    confidence=st.sampled_from([0.0, 0.87, 1.0]),
    box=st.tuples(*[st.integers(0, 1000)] * 4),
)
RECOGNISED_FACTS = st.builds(
    RecognisedFacts,
    read=COUNT,
    of=COUNT,
    heads=st.fixed_dictionaries(
        {},
        optional={
            HeadKind.NUMBER: st.tuples(CANDIDATE),
            HeadKind.ISSUED: st.tuples(CANDIDATE.map(lambda one: replace(one, text="2021-05-19"))),
            HeadKind.ISSUER: st.tuples(CANDIDATE),
        },
    ),
    personal=st.just({"identity": 2, "secrecy": 1}),
    personal_pages=st.dictionaries(
        st.sampled_from(["identity", "secrecy"]), st.lists(PAGE, min_size=1, max_size=3).map(tuple)
    ),
    seals=st.lists(PAGE, max_size=3).map(tuple),
    grey=st.lists(PAGE, max_size=3).map(tuple),
    faults=st.dictionaries(PAGE, st.sampled_from(PageFault), max_size=3),
    figures=st.dictionaries(
        st.sampled_from(["p1", "p2"]), st.dictionaries(TEXT, TEXT, min_size=1), max_size=2
    ),
)
RECORDS = st.builds(
    ContentRecord,
    facts=FACTS,
    readings=st.dictionaries(TEXT, TEXT, max_size=3),
    recorded=DAY,
    recognised=st.none() | RECOGNISED_FACTS,
)


@given(st.dictionaries(HASH, RECORDS, max_size=5))
def test_what_is_written_is_read_again(records: dict[str, ContentRecord]) -> None:
    table = parse_table(table_content(records))
    assert (table.records, table.bad_lines) == (records, ())


@given(st.dictionaries(HASH, RECORDS, max_size=5))
def test_lines_are_sorted_by_hash(records: dict[str, ContentRecord]) -> None:
    table = parse_table(table_content(dict(reversed(records.items()))))
    assert list(table.records) == sorted(records)


def test_a_table_without_recognised_pages_is_as_it_was_before_there_were_any() -> None:
    content = table_content({"a" * 64: ContentRecord(Facts(3, "txt"))}).decode()
    assert content.splitlines()[0] == ",".join(HEAD)
    assert content.splitlines()[1] == "a" * 64 + ",3,txt,sound" + "," * (len(HEAD) - 4)


def test_lines_from_before_and_after_are_in_one_table() -> None:
    before = table_content({"a" * 64: ContentRecord(Facts(3, "txt"))}).decode()
    seen = ContentRecord(Facts(9, "jpg"), recognised=RecognisedFacts(1, 1, seals=(1,)))
    after = table_content({"b" * 64: seen}).decode()
    table = parse_table((before + after.split("\n", 1)[1]).encode())
    assert not table.bad_lines
    assert table.records["a" * 64].recognised is None
    assert table.records["b" * 64] == seen


def test_of_two_lines_the_one_with_more_pages_read_is_believed() -> None:
    less, more = (ContentRecord(Facts(9, "pdf"), recognised=RecognisedFacts(n, 3)) for n in (1, 2))
    for one, other in ((less, more), (more, less)):
        both = joined({"a" * 64: one}, [("a" * 64, other)])
        assert both["a" * 64].recognised == more.recognised


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash(content: bytes) -> None:
    parse_table(content)


def test_a_table_of_before_without_the_last_columns_is_read() -> None:
    record = ContentRecord(Facts(3, "txt"), recorded=date(2021, 9, 18))
    lines = table_content({"a" * 64: record}).decode().splitlines()
    before = "\n".join(line.rsplit(",", 3)[0] for line in lines)
    assert before.splitlines()[0].endswith(",recorded")
    assert parse_table(before.encode()).records == {"a" * 64: record}


def test_a_broken_line_is_named_and_the_others_are_kept() -> None:
    good = table_content({"a" * 64: ContentRecord(Facts(3, "txt"))}).decode()
    table = parse_table(f"{good}{'b' * 64},many,pdf\n".encode())
    assert table.bad_lines == (BadLine("evidence.facts.csv", 3),)
    assert set(table.records) == {"a" * 64}


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("readings", "[1]"),
        ("readings", "5"),
        ("readings", "[" * 100_000),
        ("likeness", "zz"),
        ("pages", "-5"),
        ("size", "1e9"),
        ("condition", "fine"),
        ("recorded", "yesterday"),
    ],
)
def test_a_line_that_somebody_changed_by_hand_is_named(column: str, written: str) -> None:
    cells = dict.fromkeys(HEAD, "") | {"sha256": "b" * 64, "size": "3", "condition": "sound", column: written}
    good = table_content({"a" * 64: ContentRecord(Facts(3, "txt"))}).decode()
    table = parse_table(f"{good}{','.join(cells.values())}\n".encode())
    assert (set(table.records), table.bad_lines) == ({"a" * 64}, (BadLine("evidence.facts.csv", 3),))


def test_many_numbers_on_many_pages_are_read_again() -> None:
    readings = {f"p{page}": " ".join(str(10_000 + number) for number in range(600)) for page in range(80)}
    records = {"a" * 64: ContentRecord(Facts(3, "pdf"), readings), "b" * 64: ContentRecord(Facts(3, "txt"))}
    table = parse_table(table_content(records))
    assert (table.records, table.bad_lines) == (records, ())


def test_a_table_from_a_windows_checkout_is_read() -> None:
    records = {"a" * 64: ContentRecord(Facts(3, "txt"), {"A1": "1"})}
    content = b"\xef\xbb\xbf" + table_content(records).replace(b"\n", b"\r\n")
    assert parse_table(content).records == records


def test_of_known_bytes_the_facts_and_the_day_stay_and_readings_add_up() -> None:
    old = ContentRecord(Facts(3, "txt"), {"A1": "1"}, date(2021, 5, 1))
    new = ContentRecord(Facts(3, "xlsx"), {"B2": "2"}, date(2021, 9, 1))
    assert joined({"a" * 64: old}, [("a" * 64, new)])["a" * 64] == ContentRecord(
        old.facts, {"A1": "1", "B2": "2"}, old.recorded
    )


def test_nothing_in_a_line_begins_like_a_formula() -> None:
    record = ContentRecord(Facts(3, "txt"), {"=cmd|'/c calc'!A1": "=1+1"})
    cells = table_content({"a" * 64: record}).decode().splitlines()[1].split(",")
    assert len(HEAD) <= len(cells)
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "+", "-", "@"))]


def test_of_lines_that_git_could_not_merge_those_of_both_sides_are_read() -> None:
    early, late = date(2021, 5, 1), date(2021, 9, 1)
    facts = Facts(1, "pdf", pages=1)
    same = "b" * 64
    ours = {same: ContentRecord(facts, {"1": "92.4"}, late), "c" * 64: ContentRecord(facts)}
    theirs = {same: ContentRecord(facts, {"2": "8.1"}, early), "d" * 64: ContentRecord(facts)}
    head, *mine = table_content(ours).splitlines(keepends=True)
    yours = table_content(theirs).splitlines(keepends=True)[1:]
    content = b"".join([head, b"<<<<<<< HEAD\n", *mine, b"=======\n", *yours, b">>>>>>> other\n"])
    table = parse_table(content)
    both = ContentRecord(facts, {"1": "92.4", "2": "8.1"}, early)
    assert table.records == {same: both, "c" * 64: ours["c" * 64], "d" * 64: theirs["d" * 64]}
    assert [(bad.line, bad.fault) for bad in table.bad_lines] == [
        (2, LineFault.MARK),
        (5, LineFault.MARK),
        (8, LineFault.MARK),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le"])
def test_a_table_in_another_encoding_is_named_once(encoding: str) -> None:
    records = {digit * 64: ContentRecord(Facts(1, "xlsx"), {"汇总!C40": "甲"}) for digit in "abc"}
    records["d" * 64] = ContentRecord(Facts(1, "pdf"))
    table = parse_table(table_content(records).decode().encode(encoding))
    assert set(table.records) <= {"d" * 64}
    assert table.bad_lines
    if encoding == "gb18030":
        assert set(table.records) == {"d" * 64}
        assert table.bad_lines == (BadLine("evidence.facts.csv", 2, LineFault.NOT_UTF8),)
