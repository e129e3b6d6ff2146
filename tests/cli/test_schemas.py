"""`ecodemo schema NAME` accepts the data that ship, as an editor reads them, and rejects a misspelt key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from cli.running import ecodemo
from ecodemo._resources import bundled

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
    ran = ecodemo("schema", name)
    assert ran.code == 0
    loaded: dict[str, Any] = json.loads(ran.out)
    return loaded


def files(data: Path, name: str) -> Iterator[Path]:
    folder = FOLDERS.get(name)
    yield from sorted((data / folder).glob("*.yaml")) if folder else [data / f"{name}.yaml"]


def as_editors_read(file: Path) -> Any:
    return yaml.load(file.read_bytes(), EditorLoader)  # noqa: S506 - a SafeLoader


@pytest.mark.parametrize("name", [*NAMES, "report", "complaints", "catalogue"])
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


OPEN = (".targets", ".rules", ".due", ".need", ".drop", ".change")
"""Mappings whose keys are the data's own, or that the schema describes only in words."""


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
