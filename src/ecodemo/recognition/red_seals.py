"""Red seals by their rings: circles of red in the size of seals; those on grey scans cannot be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import Image

from ecodemo.model.recognised import Box

_SMALLEST, _LARGEST = 0.10, 0.42
"""Of the page's shorter side: seals measure 30 to 58 mm, and a page may be A3 or a photograph of a part of one."""
_SIDE = 480
"""Points of the shorter side on which rings are looked for; noise and blocks of JPEG even out."""
_REDDER = 0.09
"""How much more of the light of the paper is left in the red part than in the green and blue ones; a pale seal leaves a tenth."""
_FULL = 0.4
"""The same without regard to the paper, which is not seen in the middle of a red sheet."""
_STEP = 1.04
"""From one radius to the next."""
_RING = 0.4
"""The share of a circle that is red, less that of the circle around it, from which it is looked at closely."""
_LEAST_RING = 0.6
"""How many of the directions from the middle meet red at the rim: letters of a red title do not."""
_MOST_AROUND = 0.25
"""How much may be red around the rim: a sheet printed in red has as much there."""
_LEAST_RED, _MOST_RED = 0.02, 0.6
"""How much is red within: a star and some words; an emblem is full."""
_DIRECTIONS = 72
_BESIDE = 10
"""Of the width of a seal, what is cleaned around it."""
_COARSE = 3
"""How much smaller the picture is in which the paper is looked for."""
_BLACK, _INK = 0.2, 0.75
"""Of the light of the paper, what print and red ink leave of it in the red part."""
_MOST = 20
"""Circles that are looked at closely."""
_COLOURFUL = 0.0005
"""The share of coloured points from which a page was scanned in colour."""


def seals_of(image: Image.Image) -> tuple[tuple[Box, ...], bool]:
    """The places of red seals on a page, and whether it is without any colour."""
    import cv2
    import numpy as np

    picture = np.asarray(image)
    hue = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    if float(((hue[..., 1] > 60) & (hue[..., 2] > 60)).mean()) < _COLOURFUL:
        return (), True
    scale = _SIDE / min(image.size)
    size = max(_SIDE, round(image.width * scale)), max(_SIDE, round(image.height * scale))
    red = _red(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return tuple(_box(*circle, size) for circle in _circles(red) if _is_seal(red, *circle)), False


def without_seals(image: Image.Image, seals: tuple[Box, ...]) -> Image.Image:
    """The page with its seals as light as paper: black words beneath them are as dark in the red part as before."""
    import cv2
    import numpy as np

    if not seals:
        return image
    picture = np.array(image)
    height, width = picture.shape[:2]
    for left, top, right, bottom in seals:
        apart = (right - left) // _BESIDE
        rows = slice(max(0, top - apart) * height // 1000, (bottom + apart) * height // 1000)
        columns = slice(max(0, left - apart) * width // 1000, (right + apart) * width // 1000)
        part = picture[rows, columns]
        small = cv2.resize(part, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
        paper = cv2.resize(_paper(small), part.shape[1::-1]).astype("float32")
        black = np.clip((part[..., :1] / np.maximum(paper[..., :1], 1) - _BLACK) / (_INK - _BLACK), 0, 1)
        picture[rows, columns] = paper * black
    return Image.fromarray(picture)


def _paper(picture: Any) -> Any:  # noqa: ANN401 - arrays of a library that may not be installed
    """The paper alone, as light as it is at each place."""
    import cv2
    import numpy as np

    return cv2.GaussianBlur(cv2.dilate(picture, np.ones((15, 15), "uint8")), (31, 31), 0)


def _red(picture: Any) -> Any:  # noqa: ANN401
    """Which points are redder than the paper around them, in light and in shadow."""
    import numpy as np

    seen = picture.astype("float32")
    left = seen / np.maximum(_paper(picture), 1)
    is_full = seen[..., 0] - seen[..., 1:].max(axis=2) > _FULL * seen[..., 0]
    return (is_full | (left[..., 0] - left[..., 1:].max(axis=2) > _REDDER)).astype("float32")


def _circles(red: Any) -> Iterator[tuple[int, int, float]]:  # noqa: ANN401
    """Middles and radii of red circles, the clearest first, each once."""
    import cv2
    import numpy as np

    if not red.any():
        return
    wide = cv2.dilate(red, np.ones((3, 3), "uint8"))
    best: Any = np.zeros(red.shape, "float32")
    radii: Any = np.zeros(red.shape, "float32")
    radius = _SMALLEST * _SIDE / 2
    while radius <= _LARGEST * _SIDE / 2:
        answer = cv2.filter2D(wide, -1, _ring(radius), borderType=cv2.BORDER_CONSTANT)
        radii[answer > best] = radius
        best = np.maximum(best, answer)
        radius *= _STEP
    rows: Any
    columns: Any
    rows, columns = np.indices(red.shape)
    for _ in range(_MOST):
        down, across = np.unravel_index(best.argmax(), best.shape)
        if best[down, across] < _RING:
            return
        radius = float(radii[down, across])
        yield int(across), int(down), radius
        best[(rows - down) ** 2 + (columns - across) ** 2 < (1.2 * radius) ** 2] = 0


def _ring(radius: float) -> Any:  # noqa: ANN401
    """What a circle of red is multiplied with: itself, less what is around it."""
    import numpy as np

    half = int(radius * 1.25) + 2
    away: Any = np.hypot(*(np.indices((2 * half + 1, 2 * half + 1)) - half))
    rim = abs(away - radius) <= 1
    around = (away > radius * 1.1 + 1) & (away < radius * 1.22 + 1)
    return (rim / rim.sum() - around / around.sum()).astype("float32")


def _is_seal(red: Any, across: int, down: int, radius: float) -> bool:  # noqa: ANN401
    """Whether a circle is red at the rim, hardly around it and in part within."""
    import numpy as np

    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)

    def at(shares: Any) -> Any:  # noqa: ANN401
        away = radius * np.asarray(shares)[:, None]
        rows = np.clip((down + away * np.sin(angles)).astype(int), 0, red.shape[0] - 1)
        columns = np.clip((across + away * np.cos(angles)).astype(int), 0, red.shape[1] - 1)
        return red[rows, columns]

    rim = float(at(np.linspace(0.92, 1.08, 10)).any(axis=0).mean())
    around = float(at(np.linspace(1.12, 1.25, 5)).mean())
    rows, columns = np.indices(red.shape)
    within = float(red[(rows - down) ** 2 + (columns - across) ** 2 < (0.85 * radius) ** 2].mean())
    return rim >= _LEAST_RING and around <= _MOST_AROUND and _LEAST_RED <= within <= _MOST_RED


def _box(across: int, down: int, radius: float, size: tuple[int, int]) -> Box:
    width, height = size
    return (
        max(0, int(1000 * (across - radius) / width)),
        max(0, int(1000 * (down - radius) / height)),
        min(1000, int(1000 * (across + radius) / width)),
        min(1000, int(1000 * (down + radius) / height)),
    )
