"""Pictures made such as a system takes them: upright, without the place where they were taken, no larger than it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from ecodemo.formats import limits
from ecodemo.formats.picture import opened
from ecodemo.model.message import message
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim

PICTURES = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF", "bmp": "BMP", "gif": "GIF", "webp": "WEBP"}
"""The kinds of picture that are read, and what Pillow calls them."""
_PAGE_INCHES = 11.69
"""The longer side of A4: a photograph is read as a page."""
_CREDIBLE_DPI = (100, 1200)
"""What a scanner writes; programs that know nothing write 72 or 96."""
_GPS = 0x8825
_PLACES = (b"GPSLatitude", b"GPSLongitude")
_WELL_ABOVE = 400
"""Dots per inch from which a JPEG is decoded smaller at once: the memory of a large photograph is saved."""


def names_its_place(stream: BinaryIO, kind: str) -> bool:
    """Whether a picture says where it was taken."""
    with _sound(), opened(stream, PICTURES[kind]) as image:
        if image.getexif().get_ifd(_GPS):
            return True
        written = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        written = written.encode() if isinstance(written, str) else bytes(written)
        return any(place in written for place in _PLACES)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page of a picture: upright, grey or RGB, white where it is transparent."""

    image: Image.Image
    dpi: float
    """Of the page as it is read: as a scanner wrote it, or as if its longer side were that of A4, whichever is less."""

    def jpeg(self, dpi: float, quality: int) -> bytes:
        """As JPEG, with no more dots per inch than that; never with more than it has."""
        image, own = self.image, self.dpi
        if own > dpi:
            size = (max(1, round(image.width * dpi / own)), max(1, round(image.height * dpi / own)))
            image, own = image.resize(size, Image.Resampling.LANCZOS), dpi
        made = BytesIO()
        image.save(made, "JPEG", quality=quality, optimize=True, dpi=(round(own), round(own)))
        return made.getvalue()


def pages_of(stream: BinaryIO, kind: str) -> Iterator[PicturePage]:
    """The pages of a picture, one after the other.

    Raises:
        CannotFitError: it is animated, too large, or broken.
    """
    with _sound(), opened(stream, PICTURES[kind]) as image:
        frames = (
            1 if kind == "jpg" else getattr(image, "n_frames", 1)
        )  # a photograph may hold small ones of itself
        if frames > 1 and kind != "tif":
            raise CannotFitError(
                message("The picture is animated."),
                message("Save the picture that proves it as JPEG, and register that."),
            )
        if frames > limits.PICTURE_FRAMES:
            raise _too_large()
        for number in range(frames):
            image.seek(number)
            if image.width * image.height > limits.PICTURE_PIXELS:
                raise _too_large()
            dpi, before = _dots_per_inch(image), max(image.size)
            if dpi > _WELL_ABOVE:
                part = _WELL_ABOVE / dpi
                image.draft(image.mode, (int(image.width * part), int(image.height * part)))
            page = _plain(ImageOps.exif_transpose(image))
            yield PicturePage(page, dpi * max(page.size) / before)


def best_jpeg(page: PicturePage, aim: FittingAim) -> bytes:
    """A page as the best JPEG that is small enough.

    Raises:
        CannotFitError: even the smallest that may be is too large.
    """
    for dpi, quality in ((float("inf"), 95), *aim.steps()):
        content = page.jpeg(dpi, quality)
        if len(content) <= aim.largest:
            return content
    raise CannotFitError(
        message(
            "Too large even at {dpi} dpi and quality {quality}.", dpi=aim.fit.dpi, quality=aim.fit.quality
        ),
        message("Divide the document into several, and register them."),
    )


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        return _stretched(image)
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        sheet = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(sheet, coloured).convert("RGB")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Measured heights as shades of grey, the lowest black and the highest white."""
    deep = image.convert("F")
    lowest, highest = (float(value) for value in deep.getextrema() if isinstance(value, (int, float)))
    scale = 255 / (highest - lowest) if highest > lowest else 0.0
    return deep.point(lambda value: value * scale - lowest * scale).convert("L")


def _dots_per_inch(image: Image.Image) -> float:
    longer, written = max(image.size), image.info.get("dpi", (0, 0))
    try:
        least = float(min(written))
    except (TypeError, ValueError, ZeroDivisionError):
        least = 0.0
    is_credible = _CREDIBLE_DPI[0] <= least <= _CREDIBLE_DPI[1]
    return longer / max(_PAGE_INCHES, longer / least if is_credible else 0.0)


def _too_large() -> CannotFitError:
    return CannotFitError(
        message("The picture has too many pixels to be read."),
        message("Save it smaller with another program, and register that."),
    )


@contextmanager
def _sound() -> Iterator[None]:
    """Whatever Pillow says of a broken file is one thing."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # ours are measured before they are decoded
    try:
        yield
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, MemoryError) as error:
        raise CannotFitError(
            message("The picture is damaged."),
            message("Request an undamaged file from the unit, and replace it."),
        ) from error
    finally:
        Image.MAX_IMAGE_PIXELS = before
