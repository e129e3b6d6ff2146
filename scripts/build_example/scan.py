"""Papers as they come from a scanner: a picture of a page, with the grain of paper and, mostly, a red seal."""

from __future__ import annotations

import io
import random
import re
import zlib
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from scripts.build_example.content import MARK, Paper, Scan, Table

_SIZE = (900, 1273)
"""A4 at 109 dpi: enough to be read, and small."""
_LEFT, _RIGHT = 90, 810
_RED, _BLACK, _LINE = (200, 30, 30), (25, 25, 25), (110, 110, 110)
_PIECE = re.compile(r"(?:[!-~]+|.)[，。；：、！？）〕》”％]*")
_QUALITIES, _MOST_BYTES = range(58, 3, -3), 59_000


class _Page:
    """A page that is written from top to bottom."""

    def __init__(self, font: Path) -> None:
        self.image = Image.new("RGB", _SIZE, "white")
        self.draw = ImageDraw.Draw(self.image)
        self._font = font
        self.y = 40

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self._font), size)

    def line(self, text: str, size: int, anchor: str = "la", colour: tuple[int, int, int] = _BLACK) -> None:
        x = {"l": _LEFT, "m": _SIZE[0] // 2, "r": _RIGHT}[anchor[0]]
        self.draw.text((x, self.y), text, font=self.font(size), fill=colour, anchor=anchor)
        self.y += size * 7 // 4

    def paragraph(self, text: str, size: int) -> None:
        font, lines = self.font(size), [""]
        for piece in _PIECE.findall(f"　　{text}"):
            if lines[-1] and font.getlength(lines[-1] + piece) > _RIGHT - _LEFT:
                lines.append("")
            lines[-1] += piece
        for line in lines:
            self.line(line, size)

    def table(self, table: Table, size: int = 21) -> None:
        """The first column is the wide one."""
        font, height = self.font(size), size * 2
        rest = 110
        first = _RIGHT - _LEFT - rest * (len(table.heads) - 1)
        edges = [_LEFT, *(_LEFT + first + rest * number for number in range(len(table.heads)))]
        self.y += size
        for row in (table.heads, *table.rows):
            for text, left, right in zip(row, edges, edges[1:], strict=False):
                self.draw.rectangle((left, self.y, right, self.y + height), outline=_LINE)
                middle = ((left + right) / 2, self.y + height / 2)
                self.draw.text(middle, text, font=font, fill=_BLACK, anchor="mm")
            self.y += height

    def seal(self) -> None:
        """Ink over ink, at the signature; nobody takes it for a real one."""
        x, y, radius = _RIGHT - 130, self.y - 50, 78
        ink = Image.new("RGB", _SIZE, "white")
        draw = ImageDraw.Draw(ink)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=6)
        draw.text((x, y - 34), "示例章", font=self.font(26), fill=_RED, anchor="mm")
        self.image = ImageChops.multiply(self.image, ink)


def scan_bytes(scan: Scan, font: Path) -> bytes:
    """The page as a JPEG."""
    paper = scan.paper
    (content,) = paper.pages
    page = _Page(font)
    page.line(MARK, 24, "ma", _RED)
    page.y += 30
    page.line(paper.title, 34, "ma")
    page.y += 16
    for paragraph in content.paragraphs:
        page.paragraph(paragraph, 24)
    if content.table:
        page.table(content.table)
    page.y += 50
    page.line(f"{paper.issuer}（盖章）", 24, "ra")
    page.line(f"{paper.day.year}年{paper.day.month}月{paper.day.day}日", 24, "ra")
    if scan.is_sealed:
        page.seal()
    image = _grained(page.image, paper)
    return next(data for quality in _QUALITIES if len(data := _jpeg(image, quality)) < _MOST_BYTES)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _grained(image: Image.Image, paper: Paper) -> Image.Image:
    """A little grey everywhere, the same every time."""
    dice = random.Random(zlib.crc32(f"{paper.issuer}{paper.title}".encode()))  # noqa: S311 - not secret
    width, height = image.size
    noise = Image.frombytes("L", (width, height), dice.randbytes(width * height))
    grey = noise.point([255 - shade * 4 // 255 for shade in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (grey, grey, grey)))
