"""Scenes, screenshots and maps drawn with simple shapes; nobody takes them for photographs."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from scripts.build_example.content import MARK, Picture

_SIZE = (420, 300)
_PREVIEW = (280, 200)
_BAND = 46
"""The caption below the scene."""
_GROUND = 205
Draw = ImageDraw.ImageDraw
_EXIF_BLOCK, _EXIF_TAKEN, _EXIF_CHANGED = 0x8769, 0x9003, 0x0132


def jpeg_bytes(picture: Picture, font: Path) -> bytes:
    image = _drawn(picture, font)
    if picture.is_preview:
        image = image.resize(_PREVIEW, Image.Resampling.LANCZOS)
    exif = image.getexif()
    if not (picture.is_resent or picture.is_preview):
        taken = f"{picture.day:%Y:%m:%d} 10:20:00"
        exif[_EXIF_CHANGED] = taken
        exif.get_ifd(_EXIF_BLOCK)[_EXIF_TAKEN] = taken
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=26 if picture.is_resent else 34, optimize=True, exif=exif)
    return buffer.getvalue()


def png_bytes(picture: Picture, font: Path) -> bytes:
    buffer = io.BytesIO()
    _drawn(picture, font).quantize(24).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _drawn(picture: Picture, font: Path) -> Image.Image:
    image = Image.new("RGB", _SIZE, (201, 226, 240))
    draw = ImageDraw.Draw(image)
    large, small = (ImageFont.truetype(str(font), size) for size in (17, 12))
    dice = random.Random(picture.seed)  # noqa: S311 - for variety only
    _SCENES[picture.scene](draw, dice)
    if picture.sign and picture.scene in _SIGNS:
        box = _SIGNS[picture.scene]
        draw.rectangle(box, fill=(255, 255, 250), outline=(90, 90, 90))
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        draw.text(middle, picture.sign, font=small, fill=(30, 60, 120), anchor="mm")
    width, height = _SIZE
    draw.rectangle((0, height - _BAND, width, height), fill=(250, 250, 248))
    draw.text((8, height - _BAND + 4), picture.title, font=large, fill=(20, 20, 20))
    draw.text((8, height - 19), f"{picture.place}  {picture.day:%Y-%m-%d}", font=small, fill=(80, 80, 80))
    draw.text((width - 8, height - 19), MARK, font=small, fill=(190, 30, 30), anchor="ra")
    return image


def _hills(draw: Draw, dice: random.Random) -> None:
    for base, shade in ((120, 118), (150, 138)):
        left = -40
        while left < _SIZE[0]:
            wide, high = dice.randint(120, 220), dice.randint(50, 105)
            green = (shade - 40 + dice.randint(0, 18), shade + 34, shade - 30)
            draw.ellipse((left, base - high, left + wide, base + 120), fill=green)
            left += dice.randint(70, 130)
    draw.rectangle((0, 150, _SIZE[0], _SIZE[1]), fill=(150, 178, 112))


def _person(draw: Draw, x: int, y: int, colour: tuple[int, int, int]) -> None:
    draw.ellipse((x - 6, y - 34, x + 6, y - 22), fill=(236, 200, 170))
    draw.rectangle((x - 8, y - 22, x + 8, y), fill=colour)


def _river(draw: Draw, dice: random.Random) -> None:
    _hills(draw, dice)
    draw.polygon([(0, 170), (_SIZE[0], 190), (_SIZE[0], 254), (0, 236)], fill=(104, 158, 196))
    draw.rectangle((92, 130, 98, 222), fill=(110, 84, 60))
    draw.rectangle((282, 130, 288, 222), fill=(110, 84, 60))
    for _ in range(3):
        _person(draw, dice.randint(310, 400), 196 + dice.randint(0, 30), (214, 96, 60))


def _bins(draw: Draw, dice: random.Random) -> None:
    _hills(draw, dice)
    draw.rectangle((40, 92, 380, 108), fill=(120, 70, 60))
    colours = ((52, 98, 170), (60, 140, 76), (190, 60, 50), (120, 120, 120))
    for index, colour in enumerate(colours):
        left = 62 + index * 78
        draw.rectangle((left, 150, left + 56, 236), fill=colour)
        draw.rectangle((left - 4, 142, left + 60, 152), fill=tuple(part // 2 for part in colour))
    _person(draw, 396, 238, (230, 140, 40))


def _toilet(draw: Draw, dice: random.Random) -> None:
    _hills(draw, dice)
    wall = (238, 232, 216 + dice.randint(0, 20))
    draw.rectangle((60, 132, 210, 236), fill=wall, outline=(120, 110, 100))
    draw.polygon([(48, 132), (135, 88), (222, 132)], fill=(150, 84, 70))
    draw.rectangle((112, 168, 156, 236), fill=(120, 150, 180))
    draw.rectangle((262, 214, 372, 246), fill=(130, 130, 128), outline=(80, 80, 80))
    for x in (290, 317, 344):
        draw.ellipse((x - 9, 220, x + 9, 238), fill=(70, 110, 90))
    _person(draw, 236, 236, (60, 90, 150))


def _meeting(draw: Draw, dice: random.Random) -> None:
    draw.rectangle((0, 0, *_SIZE), fill=(226, 214, 196))
    draw.rectangle((30, 20, 390, 58), fill=(190, 36, 36))
    draw.rectangle((70, 104, 350, 128), fill=(126, 84, 54))
    for x in range(100, 340, 48):
        _person(draw, x, 104, (40, 44, 60))
    for row in range(3):
        for x in range(24 + row * 12, 420, 44):
            shade = dice.randint(40, 100)
            _person(draw, x, 190 + row * 34, (shade, shade, shade + 30))


def _drill(draw: Draw, dice: random.Random) -> None:
    _river(draw, dice)
    left = dice.randint(10, 230)
    draw.rectangle((left, 196, left + 110, 236), fill=(206, 60, 50))
    draw.rectangle((left + 110, 208, left + 138, 236), fill=(230, 230, 230))
    for x in (left + 24, left + 88, left + 124):
        draw.ellipse((x - 10, 228, x + 10, 248), fill=(30, 30, 30))
    for x in dice.sample(range(20, 400, 24), dice.randint(4, 7)):
        _person(draw, x, 238, (232, 150, 30))


def _street(draw: Draw, dice: random.Random) -> None:
    _hills(draw, dice)
    draw.polygon([(30, 120), (390, 120), (360, 168), (60, 168)], fill=(70, 140, 90))
    for x in range(70, 370, 50):
        _person(draw, x, 236, (dice.randint(60, 220), dice.randint(60, 180), 90))


def _page(draw: Draw, dice: random.Random) -> None:
    draw.rectangle((0, 0, *_SIZE), fill=(250, 250, 250))
    draw.rectangle((0, 0, _SIZE[0], 24), fill=(214, 218, 222))
    draw.rectangle((0, 24, _SIZE[0], 66), fill=(38, 92, 152))
    for row in range(6):
        y = 108 + row * 22
        draw.rectangle((24, y, 24 + dice.randint(180, 290), y + 8), fill=(150, 160, 170))
        draw.rectangle((340, y, 396, y + 8), fill=(196, 200, 206))


def _map(draw: Draw, dice: random.Random) -> None:
    draw.rectangle((0, 0, *_SIZE), fill=(244, 244, 236))
    outline = [
        (40, 130),
        (96, 50),
        (180, 34),
        (262, 52),
        (352, 40),
        (394, 110),
        (356, 190),
        (250, 236),
        (130, 226),
    ]
    draw.polygon(outline, fill=(222, 232, 206), outline=(90, 90, 90))
    for _ in range(9):
        x, y, r = dice.randint(100, 320), dice.randint(80, 180), dice.randint(10, 30)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(120, 176, 110))
    draw.line([(42, 150), (120, 140), (190, 160), (270, 130), (390, 120)], fill=(80, 140, 200), width=5)


_SCENES: Mapping[str, Callable[[Draw, random.Random], None]] = {
    "river": _river,
    "bins": _bins,
    "toilet": _toilet,
    "meeting": _meeting,
    "drill": _drill,
    "street": _street,
    "page": _page,
    "map": _map,
}
_SIGNS = {
    "river": (64, 96, 316, 150),
    "drill": (64, 96, 316, 150),
    "meeting": (60, 26, 360, 52),
    "page": (24, 76, 396, 98),
    "street": (90, 130, 330, 158),
}
