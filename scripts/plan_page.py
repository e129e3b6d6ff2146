"""docs/<language>/plan.md: each sentence of the shipped county's plan, and where the tool has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ("data", "material", "rules", "commands", "reports", "otherwise")
_HEADS = {
    "zh": """# 方案逐句对应

逐句列出安化县2021年工作实施方案所对应的数据、材料、规则、命令或报告；不由工具处理的，写明决定单位。方案第二部分以前的内容和两个附件未公开。
""",
    "en": """# The plan, sentence by sentence

What each sentence of Anhua County's work plan of 2021 has become: data, documents, rules, commands or reports; or who decides instead.
What comes before part II, and both annexes, is not published.
""",
}
_COLUMNS = {
    "zh": ("方案", "数据", "材料", "规则", "命令", "报告", "另由谁决定"),
    "en": ("Plan", "Data", "Documents", "Rules", "Commands", "Reports", "Decided elsewhere"),
}


def parts() -> list[dict[str, Any]]:
    """The parts of the plan with their sentences, each with at least one of `ANSWERS`."""
    loaded: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / "scripts" / "plan.yaml").read_text(encoding="utf-8")
    )
    return loaded


def plan_page(language: str) -> str:
    """The page in one language."""
    return "\n".join([_HEADS[language], *_lines(language)]).rstrip() + "\n"


def _lines(language: str) -> Iterator[str]:
    suffix = "" if language == "zh" else "_en"
    columns = _COLUMNS[language]
    for part in parts():
        yield f"## {part[f'part{suffix}']} {part[f'title{suffix}']}"
        yield ""
        yield f"| {' | '.join(columns)} |"
        yield "|---" * len(columns) + "|"
        for sentence in part["sentences"]:
            text = sentence["text"] if language == "zh" else f"{sentence['en']} ({sentence['text']})"
            coded = [
                _code(sentence.get("data")),
                _plain(sentence.get("material")),
                _rules(sentence.get("rules")),
            ]
            named = [_code(sentence.get("commands")), _code(sentence.get("reports"))]
            yield f"| {' | '.join([text, *coded, *named, sentence.get(f'otherwise{suffix}', '')])} |"
        yield ""


def _code(words: list[str] | None) -> str:
    return ", ".join(f"`{word}`" for word in words or ())


def _plain(words: list[str] | None) -> str:
    return ", ".join(words or ())


def _rules(codes: list[str] | None) -> str:
    return ", ".join(f"[{code}](../rules.md)" for code in codes or ())
