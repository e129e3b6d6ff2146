"""Names of uploaded files: whatever the title and the limit, one that every system holds, never too long, never twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.model.file_names import FORBIDDEN, HIDDEN, LONGEST_NAME, is_device
from ecodemo.model.upload import LEAST_NAME, MOST_NAME, PLACEHOLDERS
from ecodemo.upload_kit.file_naming import FileNaming, characters

PATTERNS = [
    "{no}_{seq}_{title}",
    "{title}",
    "{seq}",
    "{unit}/{title}.{year}",
    "con{seq}",
    "{item}：{title}" * 5,
    "".join(f"{{{name}}}" for name in PLACEHOLDERS),
]


@given(
    titles=st.lists(st.text(), min_size=1, max_size=6),
    longest=st.integers(LEAST_NAME, MOST_NAME),
    pattern=st.sampled_from(PATTERNS),
    no=st.text(max_size=30),
    suffix=st.sampled_from(["pdf", "jpg", "docx"]),
)
def test_any_title_and_limit_give_names_that_fit_everywhere(
    titles: list[str], longest: int, pattern: str, no: str, suffix: str
) -> None:
    naming = FileNaming(pattern, longest)
    names = [
        naming.new({"no": no, "seq": str(number), "title": title, "item": title, "unit": no}, suffix)
        for number, title in enumerate(titles, 1)
    ]
    for name in names:
        assert characters(name) <= longest
        assert len(name.encode()) <= LONGEST_NAME
        assert re.fullmatch(rf".+\.{suffix}", name, re.DOTALL)
        assert not FORBIDDEN.search(name)
        assert not HIDDEN.search(name)
        assert "/" not in name
        assert not is_device(name)
        assert name[0] not in " .~"
    assert len({name.casefold() for name in names}) == len(names)


def test_the_title_gives_way_and_the_numbers_stay() -> None:
    name = FileNaming("{no}_{seq}_{title}", 20).new({"no": "7.1", "seq": "3", "title": "空气质量" * 9}, "pdf")
    assert name == "7.1_3_空气质量空气质量空气.pdf"


def test_long_chinese_titles_that_are_alike_keep_their_marks() -> None:
    naming = FileNaming("{title}", MOST_NAME)
    names = [naming.new({"title": "长" * 200}, "pdf") for _ in range(3)]
    assert [name[-6:] for name in names[1:]] == ["_2.pdf", "_3.pdf"]


@pytest.mark.parametrize("pattern", ["{seq:02}", "{no!r}", "{title", "}", "{}", "{title.x}", "{0}"])
def test_more_than_names_between_braces_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of the standard library or ours
        FileNaming(pattern, 60)
