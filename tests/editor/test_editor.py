"""What somebody sees who edits data/ with the YAML extension of an editor: the real server, asked as editors ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor.language_server import LanguageServer


@pytest.fixture(scope="module")
def editor(example: Path) -> Iterator[LanguageServer]:
    """One that has the example county open."""
    with LanguageServer(example) as server:
        yield server


@pytest.fixture
def indicators(example: Path) -> tuple[Path, str]:
    """indicators.yaml and what is in it."""
    file = example / "data" / "indicators.yaml"
    return file, file.read_text(encoding="utf-8")


def position(text: str, at: str, *, behind: bool = False) -> dict[str, int]:
    """Where `at` begins in the text, or where it ends."""
    before = text[: text.index(at) + (len(at) if behind else 0)]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


def completions(editor: LanguageServer, file: Path, text: str) -> dict[str, dict[str, Any]]:
    """What is offered at the end of the text, by label."""
    with editor.opened(file, text) as document:
        end = position(text, text, behind=True)
        answer = editor.ask("textDocument/completion", {"textDocument": document, "position": end})
    return {item["label"]: item for item in answer["items"]}


def hover(editor: LanguageServer, file: Path, text: str, at: str) -> str:
    with editor.opened(file, text) as document:
        answer = editor.ask("textDocument/hover", {"textDocument": document, "position": position(text, at)})
    shown: str = answer["contents"]["value"]
    return shown


def marks(editor: LanguageServer, file: Path, text: str) -> list[tuple[str, str]]:
    """What is marked, as the marked text and its message."""
    lines = text.splitlines()
    with editor.opened(file, text) as document:
        found = editor.marks(document)
    return [
        (
            lines[mark["range"]["start"]["line"]][
                mark["range"]["start"]["character"] : mark["range"]["end"]["character"]
            ],
            mark["message"],
        )
        for mark in found
    ]


@pytest.mark.long
def test_no_file_of_the_example_is_marked(editor: LanguageServer, example: Path) -> None:
    files = sorted((example / "data").rglob("*.yaml"))
    assert len(files) > 40
    marked = {
        file.name: found for file in files if (found := marks(editor, file, file.read_text(encoding="utf-8")))
    }
    assert marked == {}


def test_keys_are_completed_with_what_they_mean(editor: LanguageServer, indicators: tuple[Path, str]) -> None:
    file, text = indicators
    head = text.partition("\n")[0]
    offered = completions(
        editor, file, f"{head}\nboxes:\n- no: '00'\n  name: 综合材料\n  requirements:\n  - no: 00-1\n    "
    )
    assert {"name", "from", "form", "years", "due"} <= offered.keys()
    assert "盖章或出具单位" in str(offered["stamp"]["documentation"])
    assert "The unit whose stamp" in str(offered["stamp"]["documentation"])
    assert "requirements" not in offered


def test_words_are_completed_with_what_they_mean(
    editor: LanguageServer, indicators: tuple[Path, str]
) -> None:
    file, text = indicators
    head = text.partition("\n")[0]
    offered = completions(
        editor, file, f"{head}\nboxes:\n- no: '00'\n  requirements:\n  - no: 00-1\n    form: "
    )
    assert {"document", "table", "photo"} <= offered.keys()
    assert "台账" in str(offered["table"]["documentation"])


@pytest.mark.parametrize(
    ("name", "start", "label", "first"),
    [
        ("progress/new.yaml", "unit: new\nobservations:\n- ", "新增一项数据", "measure"),
        ("waivers.yaml", "extensions:\n- ", "新增一条延期", "unit"),
        ("rectification.yaml", "rectification:\n- ", "新增一条整改", "'no'"),
    ],
)
def test_a_new_entry_is_offered_to_fill_in(
    editor: LanguageServer, example: Path, name: str, start: str, label: str, first: str
) -> None:
    schema = "../.schema/progress.json" if "/" in name else f".schema/{name.removesuffix('.yaml')}.json"
    file = example / "data" / name
    offered = completions(editor, file, f"# yaml-language-server: $schema={schema}\n{start}")
    [entry] = [item for name, item in offered.items() if name.startswith(label)]
    assert entry["insertText"].startswith(f"{first}: ${{1:")


def test_hovering_over_a_key_says_in_both_languages_what_it_means(
    editor: LanguageServer, indicators: tuple[Path, str]
) -> None:
    shown = hover(editor, *indicators, "due: 2021")
    assert shown.startswith("#### due\n")
    assert "报送期限；可按乡镇和部门分别填写。" in shown
    assert "The due date" in shown


def test_hovering_over_a_word_says_what_it_and_its_siblings_mean(
    editor: LanguageServer, indicators: tuple[Path, str]
) -> None:
    shown = hover(editor, *indicators, "minutes}")
    assert "* `minutes`: 纪要、签到表 / minutes or sign-in sheet" in shown
    assert "* `photo`: 照片 / photograph" in shown


@pytest.mark.parametrize(
    ("right", "wrong", "marked", "said"),
    [
        ("  lead: ", "  leed: ", "leed", "leed"),
        ("form: minutes", "form: minuets", "minuets", '"minutes"'),
        ("due: 2021-04-30", "due: 4月30日", "4月30日", "日期写成 2021-05-20"),
        ("'no': 00-2", "'no': 00_2", "00_2", "材料编号含连字符"),
        ("years: once", "years: never", "never", "年度|each"),
    ],
    ids=["key", "word", "day", "number", "years"],
)
def test_what_is_wrong_is_marked_at_its_place(
    editor: LanguageServer, indicators: tuple[Path, str], right: str, wrong: str, marked: str, said: str
) -> None:
    file, text = indicators
    assert right in text
    [(where, what)] = marks(editor, file, text.replace(right, wrong, 1))
    assert where == marked
    assert re.search(said, what), what
