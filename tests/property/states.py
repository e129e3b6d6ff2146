"""What must hold of every State, wherever it comes from."""

from __future__ import annotations

from ecodemo.report.state import SlimState, State
from ecodemo.report.view_base import View


def complete_views(view: type[View] = View) -> None:
    """Complete the class of every view: hypothesis draws one by its fields, which a class shows only then."""
    view.model_rebuild()
    for each in view.__subclasses__():
        complete_views(each)


def assert_survives(state: State) -> None:
    """Written and read again it is the same, by value and by byte, and so is its slim form."""
    written = state.canonical()
    assert State.model_validate_json(written) == state
    assert State.model_validate_json(state.model_dump_json()) == state
    assert State.model_validate_json(written).canonical() == written
    slim = state.slim()
    assert SlimState.model_validate_json(slim.canonical()) == slim
    assert SlimState.model_validate_json(slim.canonical()).canonical() == slim.canonical()
    for counted in (slim.findings.by_code, slim.findings.by_unit):
        assert sum(count for *_, count in counted) == len(state.findings)
