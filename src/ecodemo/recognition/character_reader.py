"""The engine that recognises characters (rapidocr on onnxruntime); its models are in its wheel, nothing is fetched.

It is imported in the processes that read pages, and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecodemo.model.recognised import PageFault
from ecodemo.recognition.page_words import PageWords, WordLine, in_reading_order

if TYPE_CHECKING:
    from PIL import Image

PageReader = Callable[[Path, str, int], PageWords]
"""Reads a page of a file of some kind."""
NEEDED = ("rapidocr", "onnxruntime", "pypdfium2")
PIP = "pip install 'ecodemo[ocr]'"

_LEAST_CONFIDENCE = 0.75
"""Mean over the characters of a page, below which a person has to look."""
_UPRIGHT = 0.85
"""Mean over the characters of a page, below which it may be upside down."""
_FLAT = 6
"""Shades of grey by which the points of an empty sheet deviate."""
_EDGE, _MOST_AT_EDGE = 2, 0.25
"""Thousandths of a page's width, and the share of lines that may run into the edge."""
_ENOUGH_LINES = 4
_LONG = 40
"""Thousandths of a page's width; frames of shorter lines are turned by chance."""
_SHORTEST_SIDE = 500
"""Pixels."""


def is_installed() -> bool:
    """Whether pages can be read here."""
    return all(find_spec(name) for name in NEEDED)


def make_page_reader(threads: int) -> PageReader:
    """The engine, loaded: a second and 100 MB; a page takes 3 to 5 seconds of one core and up to 900 MB.

    Raises:
        Exception: it cannot be loaded here.
    """
    os.environ["OMP_NUM_THREADS"] = str(threads)
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(threads)
    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Rec.rec_batch_num": 1,  # six lines at once, as is usual, take half as much memory again and no less time
            "Global.use_cls": False,
            "Global.log_level": "critical",
        }
    )

    def read(path: Path, kind: str, page: int) -> PageWords:
        from ecodemo.recognition.page_images import page_image

        return read_image(engine, page_image(path, kind, page))

    return read


def read_image(engine: Any, image: Image.Image) -> PageWords:  # noqa: ANN401 - of a library without types
    """What is recognised on a page."""
    import numpy as np

    from ecodemo.recognition.red_seals import seals_of, without_seals

    if float(np.asarray(image.convert("L")).std()) < _FLAT:
        return PageWords(fault=PageFault.BLANK)
    seals, is_grey = seals_of(image)
    lines = _upright_lines(engine, without_seals(image, seals))
    return PageWords(lines, seals, is_grey, _fault(lines))


def _upright_lines(engine: Any, image: Image.Image) -> tuple[WordLine, ...]:  # noqa: ANN401
    """The lines of a page that may be upside down.

    That is asked of the page, not of each line: 91 is 16 when it is turned, and either is read surely.
    """
    lines = _lines(engine, image)
    if _mean_confidence(lines) >= _UPRIGHT:
        return lines
    turned = _lines(engine, image.rotate(180))
    if _certainty(turned) <= _certainty(lines):
        return lines
    return tuple(
        replace(line, box=(1000 - line.box[2], 1000 - line.box[3], 1000 - line.box[0], 1000 - line.box[1]))
        for line in turned
    )


def _lines(engine: Any, image: Image.Image) -> tuple[WordLine, ...]:  # noqa: ANN401
    """The lines of a page in the order in which they are read."""
    import numpy as np

    width, height = image.size
    read = engine(np.ascontiguousarray(np.asarray(_padded(image))[:, :, ::-1]))
    if read.txts is None:
        return ()
    lines = []
    corners = np.asarray(read.boxes) * (1000 / width, 1000 / height)
    for text, score, frame in zip(read.txts, read.scores, corners, strict=True):
        left, top = np.maximum(frame.min(axis=0), 0).astype(int)
        right, bottom = np.minimum(frame.max(axis=0), 1000).astype(int)
        if text.strip():
            box = int(left), int(top), int(right), int(bottom)
            lines.append(WordLine(text.strip(), round(float(score), 2), box))
    return in_reading_order(lines, _slope(corners))


def _slope(corners: Any) -> float:  # noqa: ANN401 - an array of a library that may not be installed
    """How steeply the upper edges of long lines fall, as most of them do."""
    import numpy as np

    across, down = (corners[:, 1] - corners[:, 0]).T
    is_long = across > _LONG
    return float(np.median(down[is_long] / across[is_long])) if is_long.any() else 0.0


def _padded(image: Image.Image) -> Image.Image:
    """With white to the right and below where a side is short: the engine enlarges pictures by their shorter side."""
    from PIL import Image

    size = max(image.width, _SHORTEST_SIDE), max(image.height, _SHORTEST_SIDE)
    if size == image.size:
        return image
    whole = Image.new("RGB", size, "white")
    whole.paste(image)
    return whole


def _certainty(lines: Sequence[WordLine]) -> float:
    """Characters that are certain, less those that are not."""
    return sum(len(line.text) * (line.confidence - 0.5) for line in lines)


def _mean_confidence(lines: Sequence[WordLine]) -> float:
    """Over the characters; 0 where there are none."""
    characters = sum(len(line.text) for line in lines)
    return sum(len(line.text) * line.confidence for line in lines) / max(1, characters)


def _fault(lines: Sequence[WordLine]) -> PageFault | None:
    if not lines:
        return None
    if _mean_confidence(lines) < _LEAST_CONFIDENCE:
        return PageFault.BLURRED
    cut = sum(line.box[0] <= _EDGE or line.box[2] >= 1000 - _EDGE for line in lines)
    if len(lines) >= _ENOUGH_LINES and cut > _MOST_AT_EDGE * len(lines):
        return PageFault.CUT_OFF
    return None
