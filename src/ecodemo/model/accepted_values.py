"""What was accepted when the title was conferred: the values that none may fall below afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AcceptedValues:
    """The values of a bid's assessed year as they were when it was closed: numbers or states, as written."""

    bid: str
    year: int
    values: Mapping[str, str] = field(default_factory=dict)
    """By the id of the measure."""
