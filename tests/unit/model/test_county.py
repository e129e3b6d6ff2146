"""What the profile of a county says of itself."""

from __future__ import annotations

import pytest

from ecodemo.model.county import ARID, County
from ecodemo.model.standard import Applies


@pytest.mark.parametrize(
    ("given", "terrain", "arid"),
    [
        ({"terrain": "干旱半干旱地区"}, ARID, True),
        ({"terrain": "干旱半干旱"}, ARID, True),
        ({"arid": "true"}, ARID, True),
        ({"arid": True}, ARID, True),
        ({"arid": False}, None, False),
        ({"terrain": "山区"}, "山区", None),
        ({}, None, None),
    ],
)
def test_being_arid_is_a_terrain(given: dict[str, object], terrain: str | None, arid: bool | None) -> None:  # noqa: FBT001
    county = County.model_validate({"name": "县", "code": "430900", **given})
    assert (county.terrain, county.arid) == (terrain, arid)
    assert county.fits(Applies(arid=True)) is arid
    assert not county.contradicts_itself
