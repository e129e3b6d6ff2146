"""The page of words: one meaning, one word, in both languages."""

from __future__ import annotations

from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("words.yaml")
HEAD = {
    "zh": """# 用词

工具、数据和说明中，一个概念只用一个词。右栏为数据文件和英文版中的词。

| 用词 | 含义 | 英文 |
|---|---|---|
""",
    "en": """# Glossary

One word for one meaning, in the tool, the data and these pages.

| word | Chinese | meaning |
|---|---|---|
""",
}
FOOT = {
    "zh": """
四项内容分列四栏：**达标**（结论）、**佐证**（已有 / 应交）、**审核**（已审核）、**时限**（灯色）。完成进度不等于达标。
""",
    "en": """
Four things are separate, in four columns: **met** (达标), **proof** (佐证), **reviewed** (审核), **time** (时限). Progress is not compliance.
""",
}


def words() -> list[dict[str, str]]:
    """All words, in the order of the file."""
    listed: list[dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["words"]
    return listed


def words_page(language: str) -> str:
    """docs/<language>/reference/words.md."""
    rows = "".join(f"| {' | '.join(_cells(word, language))} |\n" for word in words())
    return HEAD[language] + rows + FOOT[language]


def _cells(word: dict[str, str], language: str) -> tuple[str, ...]:
    if language == "zh":
        return word["zh"], word["zh_means"], word["en"]
    return word["en"], word["zh"], word["en_means"]
