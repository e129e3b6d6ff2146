"""Certificates of vetoes that are there and settle nothing: they end too early, or the unit has not answered with them."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.timeliness import RETURNED, ItemTiming
from ecodemo.assess.veto import VetoJudgement, VetoStanding

_FALLS_SHORT = (VetoStanding.OPEN, VetoStanding.UNPROVEN, VetoStanding.UNANSWERED)


def certificates_falling_short(
    assessment: Assessment, unit: str
) -> Iterator[tuple[VetoJudgement, ItemTiming]]:
    """Those that a unit answers for; one that is missing or was returned is outstanding as any document."""
    for judged in assessment.vetoes:
        if judged.responsible == unit and judged.standing in _FALLS_SHORT:
            for timing in assessment.timings:
                is_its_own = timing.item.requirement is judged.requirement and timing.item.unit == unit
                if is_its_own and not timing.item.lacking and timing.standing not in RETURNED:
                    yield judged, timing
