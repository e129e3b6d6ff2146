"""The engine that recognises characters (rapidocr on onnxruntime); its models are in its wheel, nothing is fetched.

It is imported in the processes that read pages, and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecodemo.model.recognised import Box, PageFault
from ecodemo.recognition.page_words import PageWords, WordLine, in_reading_order

if TYPE_CHECKING:
    from PIL import Image

PageReader = Callable[[Path, str, int], PageWords]
"""Reads a page of a file of some kind."""
NEEDED = ("rapidocr", "onnxruntime", "pypdfium2")
PIP = "pip install 'ecodemo[ocr]'"

_LEAST_CONFIDENCE = 0.75
"""Mean over the characters of a page, below which a person has to look."""
_FLAT = 6
"""Shades of grey by which the points of an empty sheet deviate."""
_EDGE, _MOST_AT_EDGE = 2, 0.25
"""Thousandths of a page's width, and the share of lines that may run into the edge."""
_ENOUGH_LINES = 4
_LIGHT_IS_WHITE = [min(255, max(0, (shade - 40) * 255 // 130)) for shade in range(256)]
"""Red ink has shades from 170 on in the red part, black print below 100."""
_SHORTEST_SIDE = 500
"""Pixels."""
_BESIDE = 10
"""Thousandths of a page's height."""


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
            "Cls.cls_batch_num": 1,
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

    from ecodemo.recognition.red_seals import seals_of

    if float(np.asarray(image.convert("L")).std()) < _FLAT:
        return PageWords(fault=PageFault.BLANK)
    seals, is_grey = seals_of(image)
    lines = list(_lines(engine, image, 0, 1000))
    for seal in seals:
        lines = _read_below(engine, image, seal, lines)
    return PageWords(in_reading_order(lines), seals, is_grey, _fault(lines))


def _read_below(engine: Any, image: Image.Image, seal: Box, lines: list[WordLine]) -> list[WordLine]:  # noqa: ANN401
    """The lines with those beside and below a seal read again, where that is surer.

    Words below a seal are black; in the red part of the picture red ink is as light as paper.
    """
    top, bottom = max(0, seal[1] - _BESIDE), min(1000, seal[3] + _BESIDE)

    def is_beside(line: WordLine) -> bool:
        return top <= (line.box[1] + line.box[3]) / 2 <= bottom

    before = [line for line in lines if is_beside(line)]
    first = min((line.box[1] - _BESIDE for line in before), default=top)
    last = max((line.box[3] + _BESIDE for line in before), default=bottom)
    red_part = image.getchannel("R").point(_LIGHT_IS_WHITE).convert("RGB")
    again = [
        line
        for line in _lines(engine, red_part, max(0, min(top, first)), min(1000, max(bottom, last)))
        if is_beside(line)
    ]
    if _certainty(again) < _certainty(before):
        return lines
    return [line for line in lines if line not in before] + again


def _lines(engine: Any, image: Image.Image, first: int, last: int) -> Iterator[WordLine]:  # noqa: ANN401
    """The lines between two heights of a page; boxes are of the whole page."""
    import numpy as np

    width, height = image.size
    top = first * height // 1000
    crop = image.crop((0, top, width, last * height // 1000))
    read = engine(np.ascontiguousarray(np.asarray(_padded(crop))[:, :, ::-1]))
    if read.txts is None:
        return
    for text, score, corners in zip(read.txts, read.scores, read.boxes, strict=True):
        across, down = corners[:, 0], corners[:, 1] + top
        box = (
            max(0, int(1000 * across.min() / width)),
            max(0, int(1000 * down.min() / height)),
            min(1000, int(1000 * across.max() / width)),
            min(1000, int(1000 * down.max() / height)),
        )
        if text.strip():
            yield WordLine(text.strip(), round(float(score), 2), box)


def _padded(image: Image.Image) -> Image.Image:
    """With white to the right and below where a side is short: the engine enlarges pictures by their shorter side."""
    from PIL import Image

    size = max(image.width, _SHORTEST_SIDE), max(image.height, _SHORTEST_SIDE)
    if size == image.size:
        return image
    whole = Image.new("RGB", size, "white")
    whole.paste(image)
    return whole


def _certainty(lines: list[WordLine]) -> float:
    """Characters that are certain, less those that are not."""
    return sum(len(line.text) * (line.confidence - 0.5) for line in lines)


def _fault(lines: list[WordLine]) -> PageFault | None:
    characters = sum(len(line.text) for line in lines)
    if not characters:
        return None
    if sum(len(line.text) * line.confidence for line in lines) / characters < _LEAST_CONFIDENCE:
        return PageFault.BLURRED
    cut = sum(line.box[0] <= _EDGE or line.box[2] >= 1000 - _EDGE for line in lines)
    if len(lines) >= _ENOUGH_LINES and cut > _MOST_AT_EDGE * len(lines):
        return PageFault.CUT_OFF
    return None
