"""The survey as it is remembered: the same as a fresh one, and never used once anything was touched."""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.check.locking import plan_lock, write_lock
from ecodemo.check.session import take_survey
from ecodemo.evidence import cache as cache_module
from ecodemo.evidence import survey as survey_module
from ecodemo.evidence.inventory import FolderListing
from ecodemo.evidence.stored_survey import survey_from, survey_lines
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Condition, Counts, EvidenceFile, Facts, Link, Searchable, Survey
from ecodemo.model.imprint import Imprint
from ecodemo.model.recognised import Candidate, HeadKind, PageFault, RecognisedFacts
from support import workspace


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_UNCERTAIN", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path / "county")
    loaded = load(root)
    surveyed = take_survey(root, loaded.workspace, is_for_lock=True)
    write_lock(root, plan_lock(root, loaded.workspace, surveyed, date(2021, 6, 1), update=False))
    return root


def look(root: Path, *, version: str | None = None) -> Survey:
    loaded = load(root)
    return take_survey(root, loaded.workspace, version=loaded.version if version is None else version)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workspaces whose lock and table were read."""
    read: list[Path] = []
    before = survey_module.read_records

    def counted(root: Path, *rest: Any) -> Any:
        read.append(root)
        return before(root, *rest)

    monkeypatch.setattr(survey_module, "read_records", counted)
    return read


def test_what_was_not_touched_is_neither_read_nor_filed_again(root: Path, read: list[Path]) -> None:
    first = look(root)
    again = look(root)
    assert again == first
    assert again.counts.trusted == len(first.files)
    assert (again.counts.computed, again.counts.facts_read) == (0, 0)
    assert len(read) == 1


def _touch(root: Path) -> None:
    file = next(path for path in (root / "evidence").rglob("*") if path.is_file())
    os.utime(file, (1, 1))


def _add(root: Path) -> None:
    (root / "evidence" / "another.txt").write_text("words")


def _remove(root: Path) -> None:
    next(path for path in (root / "evidence").rglob("*") if path.is_file()).unlink()


def _rewrite_lock(root: Path) -> None:
    path = root / "evidence.sha256"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def _remove_facts(root: Path) -> None:
    (root / "evidence.facts.csv").unlink()


def _change_data(root: Path) -> None:
    path = root / "data" / "county.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")


@pytest.mark.parametrize("change", [_touch, _add, _remove, _rewrite_lock, _remove_facts, _change_data])
def test_whatever_is_touched_everything_is_looked_at_again(root: Path, read: list[Path], change: Any) -> None:
    look(root)
    change(root)
    changed = look(root)
    assert len(read) == 2
    assert changed == look(root, version="")


def test_a_file_that_is_not_as_locked_is_read_every_time(root: Path) -> None:
    file = next(path for path in (root / "evidence").rglob("*") if path.is_file())
    file.write_bytes(b"other words")
    assert look(root).counts.computed == 1
    assert look(root).counts.computed == 1


def test_what_is_damaged_is_as_good_as_none(root: Path, cache: Path, read: list[Path]) -> None:
    first = look(root)
    (kept,) = cache.glob("ecodemo/*/survey.jsonl")
    kept.write_bytes(kept.read_bytes().replace(b'"years"', b'"bears"', 1)[:-9])
    assert look(root) == first
    assert len(read) == 2


_days = st.dates(date(2018, 1, 1), date(2021, 12, 31))
_texts = st.text("字a1 \x00\udc80", max_size=3)
_recognised = st.builds(
    RecognisedFacts,
    read=st.integers(1, 9),
    of=st.integers(1, 9),
    heads=st.sampled_from([{}, {HeadKind.NUMBER: (Candidate("〔2020〕1号", 1, 0.5, (1, 2, 3, 4)),)}]),
    personal=st.sampled_from([{}, {"identity": 2}]),
    faults=st.sampled_from([{}, {2: PageFault.BLANK}]),
)
_facts = st.builds(
    Facts,
    st.integers(0, 99),
    st.sampled_from(["", "pdf"]),
    st.sampled_from(Condition),
    st.none() | st.integers(0, 9),
    st.lists(st.integers(1, 9), max_size=2).map(tuple),
    st.none() | st.sampled_from(Searchable),
    st.booleans(),
    taken=st.none() | _days,
    personal=st.sampled_from([{}, {"identity": 2}]),
    numbers=st.lists(_texts, max_size=2).map(tuple),
    imprint=st.builds(Imprint, _texts, st.none() | _days, _texts),
)
_files = st.builds(
    EvidenceFile,
    path=st.lists(st.text("乡a 1\udc80", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join),
    size=st.integers(0, 99),
    requirement=st.none() | st.sampled_from(["25-1", "00-2"]),
    unit=st.none() | st.sampled_from(["east", "west"]),
    event=st.none(),
    years=st.lists(st.integers(2018, 2020), max_size=2).map(tuple),
    part=st.none() | st.integers(1, 3),
    sha256=st.sampled_from(["a" * 64, "b" * 64]),
    facts=st.none() | _facts,
    is_pointer=st.booleans(),
    readings=st.dictionaries(_texts, _texts, max_size=2),
    recognised=st.none() | _recognised,
)


@given(
    files=st.lists(_files, max_size=4, unique_by=lambda file: file.path),
    lost=st.lists(_files, max_size=2),
    recorded=st.dictionaries(st.sampled_from(["a" * 64, "c" * 64]), _days),
    is_locked=st.booleans(),
)
def test_a_survey_comes_back_as_it_was(
    *, files: list[EvidenceFile], lost: list[EvidenceFile], recorded: dict[str, date], is_locked: bool
) -> None:
    files = sorted(files, key=lambda file: file.path)
    lost = [file for file in lost if file.path not in {other.path for other in files}]
    locked = {file.path: file.sha256 for file in (*files[::2], *lost)} if is_locked else None
    survey = Survey(
        tuple(files),
        ("~$1",),
        (Link("away", leaves=True),),
        lock=locked,
        recorded=recorded,
        lost=tuple(lost) if is_locked else (),
        counts=Counts(1, 2, 3, 4, 5, 6),
    )
    listing = FolderListing(
        dict.fromkeys((file.path for file in reversed(files)), ""), ["~$1"], list(survey.links)
    )
    lines = list(survey_lines(survey))
    back = survey_from(lines, deepcopy(listing))
    assert back is not None
    assert back == survey
    assert back.counts == Counts(0, 3, 3, 0, 9, 6)
    assert survey_from(lines, FolderListing({**listing.files, "one more": ""})) is None
    assert survey_from(lines[:-1], deepcopy(listing)) is None or not files
