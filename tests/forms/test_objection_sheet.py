"""What the record of the sheet of objections keeps of a mark is read as it was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.contract import written
from ecodemo.forms.sheets.objection_sheet import RECORDED, MarkToCheck, counted_then, objection_table
from ecodemo.model.objection import CountedAs, CountedMark

DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(
    st.sampled_from(list(CountedAs)),
    DAYS,
    DAYS,
    st.integers(0, 9999),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.lists(st.integers(2000, 2099), max_size=5).map(tuple),
)
def test_a_mark_survives_its_record(
    kind: CountedAs, due: date | None, received: date | None, days: int, on: date, years: tuple[int, ...]
) -> None:
    counted = CountedMark.model_validate(
        {"as": kind, "due": due, "received": received, "days": days, "on": on}
    )
    [row] = objection_table([MarkToCheck("04-3", "巡河记录", years, "—", counted, "…")], "南金乡").rows
    recorded = {name: written(content) for name, content in row.recorded.items()}
    assert counted_then(recorded) == (counted, years)


@pytest.mark.parametrize("broken", RECORDED[:1] + RECORDED[3:])
def test_a_record_that_somebody_changed_is_no_mark(broken: str) -> None:
    recorded = dict(zip(RECORDED, ("late", "2021-05-20", "", "7", "2021-09-20", "2020"), strict=True))
    with pytest.raises(ValueError, match="x"):
        counted_then(recorded | {broken: "x"})
