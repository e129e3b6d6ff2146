"""Seals drawn on small pages without words: what is one, what is none, and what is left when it is taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw

pytest.importorskip("cv2", reason="opencv comes with the ocr extra")

from ecodemo.recognition.red_seals import seals_of, without_seals

RED, PALE = (215, 25, 35), (245, 195, 195)
PLACE = (500, 700, 700, 900)


def sheet(draw: Callable[[ImageDraw.ImageDraw], object]) -> Image.Image:
    """A page with black rows, and over them what is drawn in red."""
    page, over = (Image.new("RGB", (826, 1169), "white") for _ in range(2))
    pen = ImageDraw.Draw(page)
    for row in range(150, 1000, 40):
        pen.line((100, row, 720, row), fill=(30, 30, 30), width=6)
    pen.line((100, 100, 720, 100), fill=RED, width=6)
    draw(ImageDraw.Draw(over))
    return ImageChops.multiply(page, over)


def seal(ink: tuple[int, int, int] = RED, gaps: int = 0) -> Callable[[ImageDraw.ImageDraw], None]:
    """A ring with a star and strokes for characters; with gaps, it is worn."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        left, top, right, bottom = PLACE
        step = 360 / max(1, gaps)
        for start in range(max(1, gaps)):
            pen.arc(PLACE, start * step, (start + 1) * step - (8 if gaps else 0), fill=ink, width=6)
        pen.regular_polygon(((left + right) / 2, (top + bottom) / 2, 24), 5, fill=ink)
        for across in range(left + 50, right - 50, 25):
            pen.line((across, top + 40, across, top + 60), fill=ink, width=4)

    return draw


@pytest.mark.parametrize(("ink", "gaps"), [(RED, 0), (PALE, 0), (RED, 8)])
def test_a_seal_is_seen_once_fresh_pale_or_worn(ink: tuple[int, int, int], gaps: int) -> None:
    [(left, top, right, bottom)], is_grey = seals_of(sheet(seal(ink, gaps)))
    expected = (500 / 0.826, 700 / 1.169, 700 / 0.826, 900 / 1.169)
    assert (left, top, right, bottom) == pytest.approx(expected, abs=15)
    assert not is_grey


def test_a_seal_is_seen_in_shadow() -> None:
    dark = Image.linear_gradient("L").resize((826, 1169)).point([80 + shade // 2 for shade in range(256)])
    seals, _ = seals_of(ImageChops.multiply(sheet(seal()), dark.convert("RGB")))
    assert len(seals) == 1


@pytest.mark.parametrize(
    "draw",
    [
        lambda pen: pen.ellipse(PLACE, fill=RED),
        lambda pen: pen.rectangle(PLACE, outline=RED, width=8),
        lambda pen: [
            pen.rectangle((x, 200, x + 90, 300), outline=RED, width=16) for x in range(100, 700, 110)
        ],
        lambda pen: [pen.line((60, y, 760, y), fill=RED, width=3) for y in range(200, 1000, 14)],
        lambda pen: [
            pen.rectangle((x, y, x + 12, y + 14), fill=RED)
            for x in range(60, 760, 22)
            for y in range(200, 1000, 30)
        ],
    ],
    ids=["disc", "square", "title", "lines", "words"],
)
def test_what_is_red_and_no_ring_is_no_seal(draw: Callable[[ImageDraw.ImageDraw], object]) -> None:
    assert seals_of(sheet(draw)) == ((), False)


def test_black_words_stay_and_red_ink_goes_where_a_seal_is_taken_away() -> None:
    page = sheet(seal())
    seals, _ = seals_of(page)
    clean = without_seals(page, seals)
    ring_between_rows, row_within = (clean.convert("L").getpixel(place) for place in ((503, 800), (640, 830)))
    assert ring_between_rows == pytest.approx(255, abs=50)
    assert row_within == pytest.approx(30, abs=30)
    assert without_seals(page, ()) is page
