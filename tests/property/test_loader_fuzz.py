"""A small sample of what benchmarks/loader_fuzz.py tries by the hundred thousand."""

from __future__ import annotations

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

from ecodemo.load.lines import Lines

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = spec_from_file_location("loader_fuzz", ROOT / "benchmarks" / "loader_fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_broken_documents_neither_crash_the_loader_nor_hold_it_up_and_every_mistake_is_placed(
    fuzz: ModuleType, small_workspace: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(small_workspace, tmp_path / "county"))
    documents = fuzz.Documents(fuzz.sources(root), seed=1)
    faults = [
        (number, kind, fault)
        for number, (kind, file, _, content) in enumerate(islice(documents, 400))
        for fault, _ in [fuzz.fault_of(root, kind, file, content, whole=number % 10 == 0)]
        if fault is not None
    ]
    assert faults == []


def test_the_fuzz_notices_a_mistake_that_is_placed_wrongly(
    fuzz: ModuleType, small_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(small_workspace, tmp_path / "county"))
    content = "county: 甲\x07\n".encode()
    assert fuzz.fault_of(root, "county", "data/county.yaml", content, whole=False) == (None, 1)
    monkeypatch.setattr(Lines, "place", lambda *_: (9, 1))
    fault, _ = fuzz.fault_of(root, "county", "data/county.yaml", content, whole=False)
    assert "outside the file" in fault
