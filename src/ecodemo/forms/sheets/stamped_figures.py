"""Computed measures in the sheets: they have no number, and bear that of the first one they come from.

There the name belongs to the key of a row: `25.1/秸秆综合利用率（全县盖章数）`, what a lead reports under its stamp.
"""

from __future__ import annotations

from ecodemo.forms.words import STAMPED
from ecodemo.model.indicator import Measure
from ecodemo.model.workspace import Workspace

_END = STAMPED.format(name="")


def standing_number(measure: Measure, workspace: Workspace) -> str:
    """Its own number; a computed measure bears that of the first one that it comes from."""
    if measure.no:
        return measure.no
    return (
        standing_number(workspace.measures[measure.made_from[0]], workspace)
        if measure.made_from
        else measure.id
    )


def stamped_name(measure: Measure) -> str:
    """What the row of a stamped figure is called."""
    return STAMPED.format(name=measure.name)


def figure_key(no: str, name: str) -> str:
    """The key of a row in the sheet of figures."""
    return f"{no}/{name}" if name.endswith(_END) else no


def stamped_key(measure: Measure, workspace: Workspace) -> str:
    """The key of the row of a stamped figure."""
    return figure_key(standing_number(measure, workspace), stamped_name(measure))
