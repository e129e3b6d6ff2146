"""The keys of each data file, from the schemas that editors use."""

from __future__ import annotations

from typing import Any

from ecodemo.language import Language
from ecodemo.load.file import FILES
from ecodemo.setup.schemas import json_schema

PLACE = {"standard": "standards/*.yaml", "progress": "progress/*.yaml"}
HEAD = {
    "zh": """# 数据文件的键

本页由程序生成，与编辑器中的提示一致（可用 `ecodemo schema 名称` 输出）。数值可填 `92.30`、`1.2万`，日期可填
`2021-05-20`、`2021年5月20日`。未知的键列为错误，不予忽略。

标题中的 `[]` 表示列表中的一项，`.` 表示下一级的键。
""",
    "en": """# Keys of the data files

This page is generated from the schemas that editors use (`ecodemo schema NAME` prints them). Numbers can be written as `92.30` or
`1.2万`, dates as `2021-05-20` or `2021年5月20日`. An unknown key is an error, never ignored.

In a heading `[]` is one entry of a list, and `.` separates levels.
""",
}
COLUMNS = {"zh": ("键", "填写内容", "说明"), "en": ("key", "value", "meaning")}
WORDS = {
    "string": ("文字", "text"),
    "integer": ("整数", "integer"),
    "number": ("数值", "number"),
    "boolean": ("true 或 false", "true or false"),
    "object": ("若干键", "keys"),
}
LIST = {"zh": "列表：{}", "en": "list: {}"}
MAPPING = {"zh": "各键：{}", "en": "each key: {}"}
OR = {"zh": "，或", "en": ", or "}
SUCH_AS = {"zh": "，如 ", "en": ", such as "}
BETWEEN = {"zh": "；", "en": "; "}
NEEDED = {"zh": "（必填）", "en": " (required)"}

Schema = dict[str, Any]


def data_page(language: str) -> str:
    lines = [HEAD[language]]
    for name in FILES:
        lines += [f"## {PLACE.get(name, f'{name}.yaml')}", "", *_File(name, language).lines(), ""]
    return "\n".join(lines).rstrip() + "\n"


def fields_of(name: str, language: str) -> list[str]:
    """The tables of what a command prints."""
    return _File(name, language).lines()


class _File:
    """The tables of one kind of file: its own keys, then those of each record below, each where it is first met."""

    def __init__(self, name: str, language: str) -> None:
        self._schema = json_schema(name, Language(language))
        self._language = language
        self._where: dict[str, str] = {}

    def lines(self) -> list[str]:
        pending: list[tuple[str, Schema]] = [("", self._schema)]
        lines: list[str] = []
        if "items" in self._schema:
            lines, pending = [_meaning(self._schema), ""], []
            self._kind(self._schema["items"], "[]", pending)
        while pending:
            path, record = pending.pop(0)
            below: list[tuple[str, Schema]] = []
            table = self._table(path, record, below)
            lines += [*([f"### {path}", ""] if path else []), _meaning(record), "", *table, ""]
            pending = [*below, *pending]
        return lines

    def _table(self, path: str, record: Schema, below: list[tuple[str, Schema]]) -> list[str]:
        rows = [f"| {' | '.join(COLUMNS[self._language])} |", "|---|---|---|"]
        for key, value in record["properties"].items():
            own = f"{path}.{key}" if path else key
            kind = self._kind(value, own, below)
            needed = NEEDED[self._language] if key in record.get("required", ()) else ""
            rows.append(f"| `{key}`{needed} | {kind} | {_meaning(value)} |")
        return rows

    def _kind(self, value: Schema, path: str, below: list[tuple[str, Schema]]) -> str:
        """What may be written there, in words; records that are met for the first time go to `below`."""
        if "$ref" in value:
            return self._record(value["$ref"].rsplit("/", 1)[1], path, below)
        if "enum" in value or "const" in value:
            return self._choice(value)
        for union in ("anyOf", "oneOf"):
            if union in value:
                return self._one_of(value[union], path, below)
        types = value.get("type", "object")
        if isinstance(types, list):
            bare = {key: part for key, part in value.items() if key != "examples"}
            kinds = self._one_of([{**bare, "type": one} for one in types], path, below)
            return kinds + self._example(value)
        if types == "array":
            items = value.get("items") or {"anyOf": value.get("prefixItems", [])}
            return LIST[self._language].format(self._kind(items, f"{path}[]", below))
        if entries := _entries(value):
            return MAPPING[self._language].format(self._kind(entries, f"{path}.*", below))
        return self._word(types) + self._example(value)

    def _example(self, value: Schema) -> str:
        return "".join(f"{SUCH_AS[self._language]}`{one}`" for one in value.get("examples", ())[:1])

    def _choice(self, value: Schema) -> str:
        """The words that may be written, with what they mean."""
        words = [f"`{_written(one)}`" for one in value.get("enum", [value.get("const")])]
        meanings = value.get("enumDescriptions")
        if meanings is None:
            return " ".join(words)
        return BETWEEN[self._language].join(f"{w} {m}" for w, m in zip(words, meanings, strict=True))

    def _one_of(self, options: list[Schema], path: str, below: list[tuple[str, Schema]]) -> str:
        """Several kinds of record, of which one is to be chosen, share a table."""
        names = [option["$ref"].rsplit("/", 1)[1] for option in options if "$ref" in option]
        if len(names) > 1:
            records = [self._schema["$defs"][name] for name in names]
            below.append((path, {"properties": {k: v for r in records for k, v in r["properties"].items()}}))
            return f"`{path}`"
        kinds = [self._kind(one, path, below) for one in options if one.get("type") != "null"]
        return OR[self._language].join(dict.fromkeys(kinds))

    def _word(self, kind: str) -> str:
        return WORDS[kind][self._language == "en"]

    def _record(self, name: str, path: str, below: list[tuple[str, Schema]]) -> str:
        record = self._schema["$defs"][name]
        if "enum" in record:
            return self._choice(record)
        if "properties" not in record:
            first = self._where.setdefault(name, path)
            return self._kind(record, path, below) if first == path else f"`{first}`"
        if name not in self._where:
            self._where[name] = path
            below.append((path, record))
        return f"`{self._where[name]}`"


def _meaning(value: Schema) -> str:
    """The sentence of a key or record, fit for a table."""
    return str(value.get("description", "")).replace("|", "\\|")


def _entries(value: Schema) -> Schema | None:
    """The values of each key where the keys themselves are free."""
    free = [*value.get("patternProperties", {}).values(), value.get("additionalProperties")]
    return next((entry for entry in free if isinstance(entry, dict) and entry), None)


def _written(value: object) -> str:
    """As YAML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
