"""Text that means something to Markdown, HTML, Excel or a terminal, put wherever data hold free text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from ecodemo.model.base import Record
from ecodemo.model.workspace import Workspace

TEXTS = (
    "| 甲 | 乙 |",
    "a|b\\|c\\\\|d",
    "`code` ``` ```py",
    "# 标题",
    "甲\n# 标题\n\n---\n|a|b|\n|-|-|",
    "=cmd|'/c calc'!A0",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1+1",
    "<script>alert(1)</script>",
    "<!-- 注 --> <b>粗</b>",
    "&lt;b&gt; &#124; &amp;",
    "[链接](javascript:alert(1)) ![图](x)",
    "<https://example.org> www.example.org",
    "**粗** _斜_ ~~删~~",
    "- 项目",
    "1. 项目",
    "2020) 项目",
    "> 引用",
    "***",
    "===",
    "    缩进",
    "{{ report.county }} {% raw %}",
    "{written} {0} %s",
    "甲\x00\x07\x1b[31m\x7f\x85\u2028乙",
    "\u202e反\u2066写",
    "很" * 700,
    "a" * 300,
    "\\",
    "甲\\",
    "_x0041_",
)
LONG = "很" * 40_000
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.text("|`\\*_[]<>#=+-@&;~!(){}%\n\r\t 甲a1.\x1b", min_size=1, max_size=20).filter(str.strip),
)
FREE = frozenset(
    [
        "name",
        "name_en",
        "short",
        "note",
        "note_en",
        "reason",
        "text",
        "title",
        "title_en",
        "source",
        "source_en",
        "basis",
        "problem",
        "action",
        "person",
        "ask",
        "done",
        "problems",
        "next",
        "number",
        "duties",
        "stamp",
        "document",
        "by",
        "definition",
        "formula",
        "domain",
        "task",
        "proof",
        "url",
        "retrieved",
    ]
)
"""Keys that hold free text; those among them that name a thing elsewhere are left alone where they are no text."""


def replaced(value: Any, text: Callable[[str, str], str], key: str = "") -> Any:
    """The value with all its free texts replaced by `text(key, old)`."""
    if isinstance(value, Workspace):
        changed = {f.name: replaced(getattr(value, f.name), text, f.name) for f in fields(value)}
        return replace(value, **changed)
    if isinstance(value, Record):
        update = {name: replaced(getattr(value, name), text, name) for name in type(value).model_fields}
        for name in ("by", "closed"):  # ids of units and groups, but for an assignment and a ledger entry
            if name in update and type(value).__name__ not in ("Assignment", "RectificationEntry"):
                update[name] = getattr(value, name)
        return value.model_copy(update=update)
    if isinstance(value, tuple):
        return tuple(replaced(item, text, key) for item in value)
    if isinstance(value, dict):
        return {name: replaced(item, text, key) for name, item in value.items()}
    if type(value) is str and key in FREE and value:
        return text(key, value)
    return value
