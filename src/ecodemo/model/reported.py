"""An observation with where it was reported."""

from __future__ import annotations

from dataclasses import dataclass

from ecodemo.model.finding import Ref
from ecodemo.model.progress import Observation


@dataclass(frozen=True, slots=True)
class Reported:
    """An observation with the unit that reported it and its place in that unit's list."""

    unit: str
    index: int
    observation: Observation

    @property
    def ref(self) -> Ref:
        return Ref("observation", f"{self.unit}/{self.index}")

    @property
    def value_ref(self) -> Ref:
        """Where the number, the state or the 不涉及 is written."""
        key = next(k for k in ("value", "state", "not_involved") if getattr(self.observation, k) is not None)
        return Ref("observation", f"{self.unit}/{self.index}", (key,))
