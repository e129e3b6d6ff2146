"""Pictures: decoded whole once, to be sure that they can be; small copies serve for the rest."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import IO, BinaryIO

from PIL import Image

from ecodemo.formats import limits, tiff
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.model.evidence import Condition, Facts, Searchable

_FORMATS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tif": "TIFF", "webp": "WEBP"}
_PLUGINS = {
    "JPEG": "JpegImagePlugin",
    "JPEG2000": "Jpeg2KImagePlugin",
    "PNG": "PngImagePlugin",
    "GIF": "GifImagePlugin",
    "BMP": "BmpImagePlugin",
    "TIFF": "TiffImagePlugin",
    "WEBP": "WebPImagePlugin",
}
"""Pillow imports all of its plug-ins to find one that it does not begin with."""
_TAIL_BYTES = 1 << 20
"""Cameras write previews and their own data after a picture's end."""

_PNG_END = b"IEND\xae\x42\x60\x82"

_SMALL = 256
"""Pixels of the longer side of a copy on which a line of words still shows, and the grain of paper does not."""
_MARGIN = 0.04
"""Scanners leave shadows at the edges."""
_UNIFORM = 24
"""Shades of grey, of 256, between the darkest and the lightest spot of a sheet with nothing on it."""

_HASH_SIZE = 8
_EXIF, _ORIENTATION, _CHANGED, _TAKEN = 0x8769, 0x0112, 0x0132, 0x9003
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of a picture.

    Raises:
        ContentError: it cannot be decoded.
    """
    kind, pages, ends_early = _structure(stream, size)
    with (
        _any_size(),
        _named(stream, size, kind, ends_early=ends_early),
        opened(stream, _FORMATS[kind]) as image,
    ):
        width, height = image.size
        known = Facts(
            size=size, kind=kind, width=width, height=height, pages=pages, searchable=Searchable.SCAN
        )
        with known_as(known):
            if ends_early:
                raise ContentError(Condition.TRUNCATED)
            if width * height > limits.PICTURE_PIXELS or _decoded_bytes(image) > limits.PICTURE_BYTES:
                raise ContentError(Condition.TOO_LARGE)
            exif = image.getexif()
            small = small_copy(image)
            blank = is_near_uniform(small)
            return Facts(
                size=size,
                kind=kind,
                width=width,
                height=height,
                pages=pages,
                blank_pages=(1,) if blank else (),
                searchable=Searchable.SCAN,
                taken=_day(exif.get_ifd(_EXIF).get(_TAKEN)) or _day(exif.get(_CHANGED)),
                likeness="" if blank else _likeness(_upright(small, exif.get(_ORIENTATION))),
            )


def opened(stream: IO[bytes], *formats: str) -> Image.Image:
    """A picture in one of these formats; no other plug-in of Pillow gets to see the file.

    Raises:
        OSError: it is in none of them.
    """
    for name in formats:
        import_module(f"PIL.{_PLUGINS[name]}")
    return Image.open(stream, formats=formats)


def small_copy(image: Image.Image) -> Image.Image:
    """A small grey copy, made with as little memory as the format allows; what is transparent is white."""
    image.draft("L", (_SMALL, _SMALL))
    try:
        image.load()
    except OSError as error:
        if "truncated" in str(error) or "premature" in str(error).lower():
            raise ContentError(Condition.TRUNCATED) from error
        raise
    if image.mode.startswith(("I", "F")):
        return _deep_to_grey(image)
    is_transparent = image.has_transparency_data
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if is_transparent else "L")
    factor = max(1, min(image.size) // _SMALL)
    small = image.reduce(factor) if factor > 1 else image
    if is_transparent:
        coloured = small.convert("RGBA")
        sheet = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(sheet, coloured)
    return small.convert("L")


def is_near_uniform(grey: Image.Image) -> bool:
    """Whether nothing but paper can be seen on a small grey copy."""
    width, height = grey.size
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    lowest, highest = grey.crop((across, down, width - across, height - down)).getextrema()
    return _number(highest) - _number(lowest) <= _UNIFORM


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _deep_to_grey(image: Image.Image) -> Image.Image:
    """Pictures of measured heights have shades of more than eight bits: the whole range becomes grey."""
    deep = image.convert("F")
    small = deep.resize((min(deep.width, _SMALL), min(deep.height, _SMALL)), Image.Resampling.BOX)
    lowest, highest = (_number(value) for value in small.getextrema())
    scale = 255 / (highest - lowest) if highest > lowest else 0.0
    return small.point(lambda value: (value - lowest) * scale).convert("L")


def _likeness(grey: Image.Image) -> str:
    """The difference hash: for each of 8 x 8 places, whether the next one to the right is lighter."""
    tiny = grey.resize((_HASH_SIZE + 1, _HASH_SIZE), Image.Resampling.BOX)
    rows = (tiny.crop((0, row, _HASH_SIZE + 1, row + 1)).tobytes() for row in range(_HASH_SIZE))
    bits = "".join("01"[left < right] for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"


def _upright(grey: Image.Image, orientation: object) -> Image.Image:
    """As it is shown: programs that send photographs turn them and leave the note out."""
    for turn in _TURNS.get(orientation, ()) if isinstance(orientation, int) else ():
        grey = grey.transpose(turn)
    return grey


def _day(written: object) -> date | None:
    """The day of `2020:05:12 09:30:00`; cameras without a clock write noughts."""
    text = written.decode("ascii", "replace") if isinstance(written, bytes) else str(written or "")
    try:
        year, month, day = (int(part) for part in text.strip()[:10].replace("-", ":").split(":"))
        return date(year, month, day)
    except ValueError:
        return None


def _decoded_bytes(image: Image.Image) -> int:
    """What Pillow takes in memory for the decoded picture and for what is made of it."""
    pixels = image.width * image.height
    if image.format in ("JPEG", "MPO"):
        # A draft is an eighth as wide and high; a progressive file is kept whole as coefficients first.
        return pixels * 3 if image.info.get("progressive") else pixels // 16
    if image.mode == "P" and image.has_transparency_data:
        return pixels * 5
    kept = pixels * {"1": 2, "L": 1, "P": 2, "I;16": 6, "I": 8, "F": 8}.get(image.mode, 4)
    # A strip of a TIFF is unpacked beside the picture, and may be all of it.
    return kept * 4 // 3 if image.format == "TIFF" else kept


@contextmanager
def _any_size() -> Iterator[None]:
    """Pillow refuses large pictures without telling their size; ours are measured before they are decoded."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextmanager
def _named(stream: BinaryIO, size: int, kind: str, *, ends_early: bool) -> Iterator[None]:
    """What cannot even be opened is truncated if its end is missing, and damaged otherwise."""
    try:
        with known_as(Facts(size=size, kind=kind, searchable=Searchable.SCAN)):
            yield
    except ContentError as error:
        if ends_early and error.condition is Condition.DAMAGED and error.facts is not None:
            raise ContentError(Condition.TRUNCATED) from error
        raise


def _structure(stream: BinaryIO, size: int) -> tuple[str, int | None, bool]:
    """The kind by the first bytes, its pages, and whether the end that it should have is missing."""
    head = stream.read(12).ljust(12, b"\x00")
    stream.seek(max(0, size - _TAIL_BYTES))
    tail = stream.read(_TAIL_BYTES)
    stream.seek(0)
    match head[:2]:
        case b"\xff\xd8":
            return "jpg", 1, b"\xff\xd9" not in tail
        case b"\x89P":
            return "png", 1, _PNG_END not in tail
        case b"GI":
            return "gif", 1, not tail.rstrip(b"\x00").endswith(b";")
        case b"BM":
            return "bmp", 1, struct.unpack_from("<I", head, 2)[0] > size
        case b"RI":
            return "webp", 1, struct.unpack_from("<I", head, 4)[0] + 8 > size
    pages, ends_early = tiff.structure(stream, size)
    stream.seek(0)
    return "tif", pages or None, ends_early
