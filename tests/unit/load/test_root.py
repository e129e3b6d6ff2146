"""Which folder is judged: the nearest workspace for a person who is in one, exactly the one named for a province."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ecodemo.check.session import open_workspace
from ecodemo.errors import EcodemoError, ExitCode
from ecodemo.load.root import exact_root, find_root


def test_a_county_without_data_is_never_taken_for_the_workspace_above_it(county: Path) -> None:
    inner = county / "counties" / "430922"
    inner.mkdir(parents=True)
    assert find_root(inner) == county.resolve()
    with pytest.raises(EcodemoError) as error:
        open_workspace(inner, is_exact=True)
    assert error.value.exit_code is ExitCode.UNUSABLE
    assert "430922 contains no data/county.yaml" in str(error.value)


def test_a_county_inside_another_workspace_is_judged_by_its_own_data(county: Path, tmp_path: Path) -> None:
    inner = county / "counties" / "430922"
    shutil.copytree(county / "data", inner / "data")
    assert open_workspace(inner, is_exact=True).root == inner
    assert exact_root(inner) == inner


def test_a_folder_that_is_not_there_is_no_county(tmp_path: Path) -> None:
    with pytest.raises(EcodemoError):
        exact_root(tmp_path / "430922")
