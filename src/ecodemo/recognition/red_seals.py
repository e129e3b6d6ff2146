"""Red seals by their colour, size and roundness; those on grey scans cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecodemo.model.recognised import Box

if TYPE_CHECKING:
    from PIL import Image

_SMALLEST, _LARGEST = 0.10, 0.42
"""Of the page's shorter side: seals measure 30 to 58 mm, and a page may be A3 or a photograph of a part of one."""
_ROUND = 0.7
"""How far its height and width may differ."""
_LEAST_RED, _MOST_RED = 0.03, 0.75
"""How much of its square is red: a ring and some words; a red sheet of paper or a flag is full."""
_LEAST_RING = 0.5
"""How many of the directions from the middle meet red near the rim: letters of a red title do not."""
_DIRECTIONS = 72
_COLOURFUL = 0.0005
"""The share of coloured points from which a page was scanned in colour."""


def seals_of(image: Image.Image) -> tuple[tuple[Box, ...], bool]:
    """The places of red seals on a page, and whether it is without any colour."""
    import cv2
    import numpy as np

    picture = np.asarray(image)
    hue = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    is_coloured = (hue[..., 1] > 60) & (hue[..., 2] > 60)
    if float(is_coloured.mean()) < _COLOURFUL:
        return (), True
    red = (is_coloured & ((hue[..., 0] < 12) | (hue[..., 0] > 165))).astype("uint8")
    height, width = red.shape
    short = min(width, height)
    gap = max(3, short // 100)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((gap, gap), "uint8"))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, wide, high, _ in stats[1:]:
        side = max(wide, high)
        if not _SMALLEST * short <= side <= _LARGEST * short or min(wide, high) < _ROUND * side:
            continue
        inside = red[top : top + high, left : left + wide]
        if _LEAST_RED <= float(inside.mean()) <= _MOST_RED and _ring(inside) >= _LEAST_RING:
            found.append(_box(left, top, left + wide, top + high, width, height))
    return tuple(found), False


def _ring(inside: Any) -> float:  # noqa: ANN401 - an array of a library that may not be installed
    """The share of directions from the middle in which something red is met near the rim."""
    import numpy as np

    high, wide = inside.shape
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    met: Any = np.zeros(_DIRECTIONS, bool)
    for share in np.linspace(0.8, 1.0, 12):
        rows = np.clip(((1 + share * np.sin(angles)) * high / 2).astype(int), 0, high - 1)
        columns = np.clip(((1 + share * np.cos(angles)) * wide / 2).astype(int), 0, wide - 1)
        met |= inside[rows, columns] > 0
    return float(met.mean())


def _box(left: int, top: int, right: int, bottom: int, width: int, height: int) -> Box:
    return (
        int(1000 * left / width),
        int(1000 * top / height),
        int(1000 * right / width),
        int(1000 * bottom / height),
    )
