"""What a file is fitted to, the steps towards it, and the reasons why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecodemo.model.message import Message
from ecodemo.model.upload import UploadFit, UploadFormat

_STEPS = ((300, 90), (300, 80), (250, 80), (200, 80), (200, 75), (150, 75))
"""Dots per inch and JPEG quality, each step smaller than the one before; 300 dpi is what archives scan at (DA/T 31-2017)."""


@dataclass(frozen=True, slots=True)
class FittingAim:
    """What the system takes, and how far pictures may be made smaller for it."""

    formats: tuple[UploadFormat, ...]
    largest: int
    """Bytes."""
    fit: UploadFit

    def takes(self, kind: str) -> bool:
        return kind in {*self.formats}

    def steps(self) -> Iterator[tuple[int, int]]:
        """Dots per inch and quality to try, the best first; the last is as small as it may become."""
        least = self.fit.dpi, self.fit.quality
        tried: dict[tuple[int, int], None] = {}
        for dpi, quality in _STEPS:
            tried[max(dpi, least[0]), max(quality, least[1])] = None
        tried.pop(least, None)
        yield from (*tried, least)


class CannotFitError(Exception):
    """A document cannot be made such as the system takes it."""

    def __init__(self, reason: Message, action: Message) -> None:
        super().__init__(reason.text)
        self.reason, self.action = reason, action
