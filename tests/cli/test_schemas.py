"""`ecodemo schema NAME` accepts the data that ship, as an editor reads them, and rejects a misspelt key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from cli.running import invoke
from ecodemo._resources import bundled
from ecodemo.load.file import FILES
from ecodemo.model.base import read_day
from ecodemo.model.progress import Observation
from ecodemo.setup.schemas import json_schema
from ecodemo.setup.stored_schemas import NAMES as STORED
from ecodemo.setup.stored_schemas import OF_FILES, stored_schema

NAMES = ("county", "indicators", "groups", "townships", "standard", "progress", "rectification", "waivers")
FOLDERS = {"standard": "standards", "progress": "progress"}


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: no dates, no 1.1 booleans."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool") or first in "tTfF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def schema(name: str) -> dict[str, Any]:
    ran = invoke("schema", name)
    assert ran.exit_code == 0
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded


def test_every_kind_of_data_file_has_a_stored_schema() -> None:
    assert tuple(FILES) == OF_FILES


@pytest.mark.parametrize("name", STORED)
def test_the_stored_schema_is_that_of_the_models(name: str) -> None:
    assert stored_schema(name) == json_schema(name)


def files(data: Path, name: str) -> Iterator[Path]:
    folder = FOLDERS.get(name)
    yield from sorted((data / folder).glob("*.yaml")) if folder else [data / f"{name}.yaml"]


def as_editors_read(file: Path) -> Any:
    return yaml.load(file.read_bytes(), EditorLoader)  # noqa: S506 - a SafeLoader


@pytest.mark.parametrize(
    "name",
    [
        *NAMES,
        "report",
        "state",
        "complaints",
        "catalogue",
        "tasks",
        "leader",
        "indicator-pages",
        "supervise",
        "slip",
        "meeting",
        "duties",
        "counties",
    ],
)
def test_it_is_a_json_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_accepts_the_data_that_ship_and_those_of_the_example(
    name: str, example: Path, small_workspace: Path
) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    shipped = Path(str(bundled("data")))
    listed = [*files(example / "data", name), *files(small_workspace / "data", name)]
    listed += [file for file in files(shipped, name) if file.exists()]
    assert listed
    for file in listed:
        errors = [
            f"{file.name} {error.json_path}: {error.message}"
            for error in validator.iter_errors(as_editors_read(file))
        ]
        assert errors == []


def mappings(value: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, below in value.items():
            yield from mappings(below, f"{path}.{key}")
    elif isinstance(value, list):
        for below in value[:3]:
            yield from mappings(below, f"{path}[]")


OPEN = (".targets", ".rules")
"""Mappings whose keys are the data's own."""


@pytest.mark.parametrize("name", NAMES)
def test_it_rejects_a_misspelt_key_at_every_depth(name: str, small_workspace: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    data = as_editors_read(next(files(small_workspace / "data", name)))
    accepted = []
    for path, mapping in mappings(data):
        if any(part in path for part in OPEN):
            continue
        key = next(iter(mapping))
        mapping[f"{key}x"] = mapping.pop(key)
        if validator.is_valid(data):
            accepted.append(path)
        mapping[key] = mapping.pop(f"{key}x")
    assert accepted == []


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_init_leaves_for_editors_are_the_same(name: str, example: Path) -> None:
    kept = example / "data" / ".schema" / f"{name}.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == schema(name)


def described(value: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record and every key of a schema, by its path."""
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict):
            yield path, value
            yield from ((f"{path}.{key}", below) for key, below in value["properties"].items())
        for key, below in value.items():
            yield from described(below, f"{path}/{key}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from described(below, f"{path}/{index}")


def in_both_languages(text: str, between: str) -> bool:
    """Chinese first, then English, which may name a Chinese word."""
    chinese, _, english = text.partition(between)
    return bool(re.search(r"[\u4e00-\u9fff]", chinese)) and bool(re.match(r"[A-Za-z]", english))


@pytest.mark.parametrize("name", NAMES)
def test_every_record_and_key_is_described_in_both_languages(name: str) -> None:
    found = dict(described(schema(name)))
    assert len(found) > 5
    assert [
        path for path, part in found.items() if not in_both_languages(part.get("description", ""), "\n")
    ] == []


def lists_of_words(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "enum" in value:
            yield value
        for key, below in value.items():
            if key not in ("body", "default", "examples"):
                yield from lists_of_words(below)
    elif isinstance(value, list):
        for below in value:
            yield from lists_of_words(below)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_that_may_be_written_is_described_in_both_languages(name: str) -> None:
    for part in lists_of_words(schema(name)):
        meanings = part.get("enumDescriptions", [])
        assert len(meanings) == len(part["enum"]), part["enum"]
        assert [text for text in meanings if not in_both_languages(text, " / ")] == []


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("year", ["2020", "2020年", "２０２０", 2020, " 2020 "]),
        ("value", ["92.30", "1.2万", "１２３", "21,430", "+3", "-0.5", "－３．５", 92.3, 7]),
        ("proof", ["07-1/2020", "25-1/2020@meicheng", "V3", "100-12"]),
    ],
)
def test_an_editor_takes_every_spelling_that_the_tool_reads(key: str, written: list[object]) -> None:
    rules = schema("progress")["$defs"]["Observation"]["properties"][key]
    for value in written:
        Observation.model_validate({"measure": "a", "year": 2020, key: str(value)})
        assert jsonschema.Draft202012Validator(rules).is_valid(value), value


@pytest.mark.parametrize(
    "written", ["2021-05-20", "2021年5月20日", "2021.5.20", "2021/5/20", "２０２１－５－２０"]
)
def test_an_editor_takes_every_spelling_of_a_day(written: str) -> None:
    rules = schema("rectification")["$defs"]["RectificationEntry"]["properties"]["due"]
    assert read_day(written) == date(2021, 5, 20)
    assert jsonschema.Draft202012Validator(rules).is_valid(written)


@pytest.mark.parametrize("name", NAMES)
def test_what_an_editor_fills_in_has_only_keys_that_exist(name: str) -> None:
    for record in schema(name).get("$defs", {}).values():
        for snippet in record.get("defaultSnippets", ()):
            keys = {key.strip("'") for key in snippet["body"]}
            assert set(record.get("required", ())) <= keys <= set(record["properties"])
            assert {repr(key) for key in keys & {"no", "on"}} <= set(snippet["body"])
            assert in_both_languages(snippet["label"], " / ")
