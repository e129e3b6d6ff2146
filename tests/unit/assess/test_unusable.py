"""A file that cannot be opened proves nothing: what it should prove is lacking."""

from __future__ import annotations

from datetime import date

import pytest

from ecodemo.assess.owed import Item, OwedIndex, Presence, Slot, is_there, items
from ecodemo.assess.shelf import Shelf, can_prove
from ecodemo.load.workspace import load
from ecodemo.model.evidence import Condition, EvidenceFile, Facts
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace
from support import BASE

TODAY = date(2021, 11, 1)
SOUND = EvidenceFile(
    "16/2018-2020/16-1 森林资源数据.pdf",
    size=9,
    requirement="16-1",
    unit="forestry",
    years=(2018, 2019, 2020),
    facts=Facts(9, "pdf"),
)
UNUSABLE = [condition for condition in Condition if condition is not Condition.SOUND]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    loaded = load(BASE).workspace
    assert loaded is not None
    return loaded


def _with(condition: Condition) -> EvidenceFile:
    return SOUND._replace(path=f"16/{condition}.pdf", facts=Facts(9, "pdf", condition))


def _item(workspace: Workspace, *files: EvidenceFile) -> Item:
    found = items(workspace, workspace.bid("provincial-2021"), TODAY, Shelf(workspace, files))
    return next(item for item in found if item.requirement.no == "16-1")


def _slot(workspace: Workspace, *files: EvidenceFile) -> Slot:
    return _item(workspace, *files).slots[-1]


@pytest.mark.parametrize("condition", UNUSABLE)
def test_what_cannot_be_opened_is_lacking(workspace: Workspace, condition: Condition) -> None:
    item = _item(workspace, _with(condition))
    assert {slot.presence for slot in item.slots} == {Presence.UNUSABLE}
    assert not item.is_complete
    shelf = Shelf(workspace, [_with(condition)])
    assert not is_there(Reference("16-1", 2020), "forestry", OwedIndex([item]), shelf, TODAY)


def test_one_that_opens_is_enough(workspace: Workspace) -> None:
    files = [_with(Condition.DAMAGED), SOUND]
    item = _item(workspace, *files)
    assert item.is_complete
    assert is_there(Reference("16-1", 2020), "forestry", OwedIndex([item]), Shelf(workspace, files), TODAY)


def test_what_nobody_has_looked_into_counts(workspace: Workspace) -> None:
    assert can_prove(SOUND._replace(facts=None))
    assert _slot(workspace, SOUND._replace(facts=None)).presence is Presence.PRESENT


def test_an_empty_file_is_called_empty_only_when_there_is_no_other(workspace: Workspace) -> None:
    empty = SOUND._replace(size=0, facts=Facts(0))
    assert _slot(workspace, empty).presence is Presence.EMPTY
    assert _slot(workspace, empty, _with(Condition.ENCRYPTED)).presence is Presence.UNUSABLE


def test_a_reference_to_what_cannot_be_opened_proves_nothing(workspace: Workspace) -> None:
    ledger = SOUND._replace(
        path="25/25-1.pdf", requirement="25-1", unit="xihe", facts=Facts(9, "pdf", Condition.DAMAGED)
    )
    found = items(workspace, workspace.bid("provincial-2021"), TODAY, Shelf(workspace, [ledger]))
    item = next(item for item in found if item.requirement.no == "07-3" and item.unit == "xihe")
    assert item.slots[-1].presence is Presence.UNUSABLE
