"""Files that are one list: read, placed and edited as others are; and what in them does not fit the other data."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.running import invoke
from ecodemo.load.edit import append_entries, set_values
from ecodemo.load.flow import EditError
from ecodemo.load.workspace import load


def complaints(county: Path, name: str, text: str) -> str:
    (county / "data" / name).write_text(text, encoding="utf-8")
    ran = invoke("-C", county, "--lang", "en", "check")
    assert ran.exit_code == 2
    return ran.stdout


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_a_list_may_be_empty(county: Path, text: str) -> None:
    (county / "data" / "opinions.yaml").write_text(text, encoding="utf-8")
    assert load(county).workspace.opinions == ()


@pytest.mark.parametrize(
    ("name", "text", "place", "said"),
    [
        ("opinions.yaml", "rounds: []\n", "1:1", "Expected a list"),
        ("opinions.yaml", "# x\n- {round: 0, by: x, on: 2021-09-01}\n", "2:4", "at least 1"),
        ("opinions.yaml", "- {by: x, on: 2021-09-01}\n", "1:3", "Missing key “round”"),
        ("opinions.yaml", "- {round: 1, by: x, on: 2021-09-01, bid: none}\n", "1:37", "Unknown bid"),
        (
            "opinions.yaml",
            "- {round: 1, by: x, on: 2021-09-01, opinions: [\n  {row: 99, opinion: asked, ledger: ZG-099}]}\n",
            "2:4",
            "Unknown row “99”",
        ),
        (
            "opinions.yaml",
            "- {round: 1, by: x, on: 2021-09-01, opinions: [\n  {row: 7, opinion: asked, ledger: ZG-099}]}\n",
            "2:28",
            "Unknown ledger entry “ZG-099”",
        ),
        (
            "samples.yaml",
            "- {on: 2021-09-01, seed: 1, drawn: 6, of: 5, wrong: 0, bound: 0}\n",
            "1:3",
            "The counts contradict each other",
        ),
    ],
)
def test_a_mistake_in_a_list_is_said_where_it_is(
    county: Path, name: str, text: str, place: str, said: str
) -> None:
    printed = " ".join(complaints(county, name, text).split())
    assert f"data/{name}:{place}" in printed
    assert said in printed


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


@given(
    st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["", "# said\n", "- {a: b}   # c\n", "[{a: b}]"])
)
def test_entries_are_added_and_every_other_byte_stays(texts: list[str], before: str) -> None:
    content = append_entries(before.encode(), [{"note": text} for text in texts])
    assert yaml.safe_load(content) == [*(yaml.safe_load(before) or []), *({"note": text} for text in texts)]
    assert all(line in content.decode() for line in before.rstrip("]").splitlines())
    changed = set_values(content, {(0,): {"a": 1}})
    assert yaml.safe_load(changed)[0]["a"] == 1


def test_entries_are_not_added_to_what_is_no_list() -> None:
    with pytest.raises(EditError):
        append_entries(b"a: b\n", [{"c": "d"}])
