"""Scans for tests, and an engine that needs no library: it says of each page what the test wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ecodemo.model.recognised import PageFault
from ecodemo.recognition import character_reader
from ecodemo.recognition.character_reader import PageReader
from ecodemo.recognition.page_words import PageWords, WordLine

FONTS = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
Page = PageWords | str | Exception


def picture(mark: int = 0) -> Image.Image:
    """A small picture that is not blank; others have another mark."""
    image = Image.new("RGB", (120, 160), "white")
    draw = ImageDraw.Draw(image)
    for row in range(10, 150, 10):
        draw.line((10, row, 20 + (row * 7 + mark * 13) % 90, row), fill="black", width=3)
    return image


def png(mark: int = 0) -> bytes:
    stream = BytesIO()
    picture(mark).save(stream, "PNG")
    return stream.getvalue()


def image_pdf(images: Sequence[Image.Image], resolution: float = 72) -> bytes:
    """A PDF that has a picture on each page and no words."""
    stream = BytesIO()
    images[0].save(stream, "PDF", save_all=True, append_images=images[1:], resolution=resolution)
    return stream.getvalue()


def page(
    *lines: str, confidence: float = 0.98, fault: PageFault | None = None, seal: bool = False
) -> PageWords:
    boxes = [(100, 50 * number, 900, 50 * number + 30) for number in range(1, len(lines) + 1)]
    return PageWords(
        tuple(WordLine(text, confidence, box) for text, box in zip(lines, boxes, strict=True)),
        ((600, 700, 800, 850),) if seal else (),
        fault=fault,
    )


def fake_engine(
    monkeypatch: pytest.MonkeyPatch,
    pages: Mapping[tuple[str, int], PageWords],
    log: Path | None = None,
    before: Callable[[str, int], object] | None = None,
) -> None:
    """The engine is there and reads these pages, by name of the file and number; of others, nothing."""
    monkeypatch.setattr(character_reader, "is_installed", lambda: True)
    monkeypatch.setattr(character_reader, "make_page_reader", lambda _: fake_reader(pages, log, before))


def fake_reader(
    pages: Mapping[tuple[str, int], PageWords],
    log: Path | None = None,
    before: Callable[[str, int], object] | None = None,
) -> PageReader:
    def read(path: Path, _: str, number: int) -> PageWords:
        if log is not None:
            with log.open("a", encoding="utf-8") as stream:
                stream.write(f"{path.name} {number}\n")
        if before is not None:
            before(path.name, number)
        page = (path.name, number)
        return pages[page] if page in pages or isinstance(pages, defaultdict) else PageWords()

    return read


def official_page() -> Image.Image:
    """A page of A4 at 150 dpi with a red head, a number, figures, a day and a red seal over it."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    red = (215, 25, 25)

    def write(
        place: tuple[int, int], text: str, size: int, fill: str | tuple[int, int, int] = "black"
    ) -> None:
        draw.text(place, text, fill=fill, font=ImageFont.truetype(str(FONTS[0]), size))

    write((330, 120), "安化县人民政府", 80, red)
    write((450, 260), "安政发〔2021〕12号", 34)
    write((250, 360), "关于农业废弃物综合利用情况的说明", 40)
    for number, text in enumerate(("秸秆综合利用率92.4％，农膜回收率82.1％。", "合计利用秸秆33932.5吨。")):
        write((150, 480 + 70 * number), text, 34)
    write((720, 1200), "安化县人民政府", 34)
    write((740, 1260), "2021年5月19日", 34)
    seal = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((720, 1130, 960, 1370), outline=red, width=8)
    write((800, 1230), "★", 60, red)
    return ImageChops.multiply(image, seal)  # ink over ink
