"""One page as a picture, from a PDF or a picture file; what is hostile breaks in the process that reads it."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

from PIL import Image, ImageOps

from ecodemo.formats import limits
from ecodemo.formats.picture import opened

_PDFS = frozenset(("pdf", "portfolio", "xfa"))
_FORMATS = {
    "jpg": ("JPEG",),
    "png": ("PNG",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "tif": ("TIFF",),
    "webp": ("WEBP",),
}
KINDS = _PDFS | _FORMATS.keys()
"""The kinds of files whose pages can be seen."""
_LONG_SIDE = 2_000
"""Pixels; A4 has 1,918 of them, at 164 dpi."""
_PIXELS = 2_600_000
"""A page of so many takes the engine up to 900 MB; a square one with that side would take more than a page may."""
_POINTS_AN_INCH = 72
_MOST_DPI = 200


def page_image(path: Path, kind: str, page: int) -> Image.Image:
    """A page, from 1, upright and in colour.

    Raises:
        Exception: whatever the library says of a page that cannot be shown.
    """
    return _of_pdf(path, page) if kind in _PDFS else _of_picture(path, kind, page)


def _of_pdf(path: Path, page: int) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = min(_MOST_DPI / _POINTS_AN_INCH, _scale(width, height))
        image: Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def _of_picture(path: Path, kind: str, page: int) -> Image.Image:
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        with path.open("rb") as stream, opened(stream, *_FORMATS[kind]) as image:
            image.seek(page - 1)
            if image.width * image.height > limits.PICTURE_PIXELS:
                raise ValueError(image.size)
            image.draft("RGB", (_LONG_SIDE, _LONG_SIDE))
            return _small(image)
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _small(image: Image.Image) -> Image.Image:
    """Upright, on white where it is transparent, and no larger than what is read."""
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        whole: Image.Image = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
    else:
        whole = (
            image.convert("L" if image.mode == "1" else "RGB") if image.mode in ("1", "P", "CMYK") else image
        )
    scale = _scale(*whole.size)
    if scale < 1:
        size = max(1, int(whole.width * scale)), max(1, int(whole.height * scale))
        whole = whole.resize(size, Image.Resampling.BOX)
    return ImageOps.exif_transpose(whole).convert("RGB")


def _scale(width: float, height: float) -> float:
    """How much a page may be enlarged at most."""
    return min(_LONG_SIDE / max(width, height, 1), sqrt(_PIXELS / max(width * height, 1)))
