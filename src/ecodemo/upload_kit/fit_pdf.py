"""PDFs made smaller by their pictures alone: words, pages and everything else stay as they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from ecodemo.formats import limits
from ecodemo.formats.picture import opened
from ecodemo.model.message import message
from ecodemo.upload_kit.fitting_aim import CannotFitError, FittingAim

if TYPE_CHECKING:
    import pikepdf

_POINTS = 72
_SPARED = 1.1
"""A picture that has hardly more dots than wanted is left as it is."""
_LEAST_BYTES = 20_000
"""What smaller pictures take up is not worth touching them."""
_DEEPEST = 20
"""Forms within forms, and fields within fields."""
_CHANNELS = {"/DeviceGray": 1, "/DeviceRGB": 3}


def shrink_pdf(source: Path, target: Path, aim: FittingAim) -> None:
    """Write a PDF whose pictures are made smaller until it is small enough.

    Raises:
        CannotFitError: it is signed, protected or broken, or what may be done does not suffice.
        OSError: it cannot be read, or the copy cannot be written.
    """
    before, tried = source.stat().st_size, None
    steps = list(aim.steps())
    for step in steps:
        if tried is not None and step != steps[-1] and aim.is_beyond(*tried, step):
            continue
        with _opened_pdf(source) as pdf:
            if not _shrink_pictures(pdf, *step):
                continue
            pdf.remove_unreferenced_resources()
            pdf.save(target, deterministic_id=True, object_stream_mode=_object_streams())
        size = target.stat().st_size
        if size <= aim.largest:
            return
        tried = (min(size, before), step)
    raise CannotFitError(
        message(
            "Too large even at {dpi} dpi and quality {quality}.", dpi=aim.fit.dpi, quality=aim.fit.quality
        ),
        message("Divide the document into several, and register them."),
    )


def pdf_of_pictures(jpegs: Sequence[tuple[bytes, float]], target: Path) -> None:
    """Write a PDF with a picture a page.

    Args:
        jpegs: the pictures with their dots per inch.
        target: the file.
    """
    pikepdf = _library()
    with pikepdf.new() as pdf:
        for content, dpi in jpegs:
            with Image.open(BytesIO(content), formats=["JPEG"]) as image:
                width, height, mode = image.width, image.height, image.mode
            picture = pdf.make_stream(content)
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            picture.Width, picture.Height, picture.BitsPerComponent = width, height, 8
            picture.ColorSpace = pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB
            picture.Filter = pikepdf.Name.DCTDecode
            across, down = round(width * _POINTS / dpi, 2), round(height * _POINTS / dpi, 2)
            page = pdf.add_blank_page(page_size=(across, down))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
            page.Contents = pdf.make_stream(f"q {across} 0 0 {down} 0 0 cm /P Do Q".encode())
        pdf.save(target, deterministic_id=True)


@contextmanager
def _opened_pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    """A PDF that may be rewritten.

    Raises:
        CannotFitError: it may not, or cannot.
    """
    pikepdf = _library()
    try:
        with pikepdf.open(path) as pdf:
            _refuse_protected(pdf)
            yield pdf
    except pikepdf.PasswordError as error:
        raise _protected() from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CannotFitError(
            message("The PDF is damaged."),
            message("Request an undamaged file from the unit, and replace it."),
        ) from error


def _library() -> Any:  # noqa: ANN401 - a module
    try:
        import pikepdf
    except ImportError:
        raise CannotFitError(
            message("PDFs cannot be fitted: pikepdf is not installed."),
            message("Run: pip install 'ecodemo[upload]'"),
        ) from None
    return pikepdf


def _object_streams() -> Any:  # noqa: ANN401 - an enumeration of the library's
    return _library().ObjectStreamMode.generate


def _refuse_protected(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise _protected()
    if _is_signed(pdf):
        raise CannotFitError(
            message("The PDF is signed; rewriting it would break the signature."),
            message(
                "Ask the signer for a smaller file, or arrange the upload with the operator of the system."
            ),
        )


def _protected() -> CannotFitError:
    return CannotFitError(
        message("The PDF is protected by a password or against changes."),
        message("Request an unprotected file from the unit, and replace it."),
    )


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a field holds a signature, or the document says that it is certified."""
    root = pdf.Root
    if "/Perms" in root and {"/DocMDP", "/UR3"} & set(root.Perms.keys()):
        return True
    form = root.get("/AcroForm")
    if form is None:
        return False
    return int(form.get("/SigFlags", 0)) & 1 == 1 or _has_signature(form.get("/Fields", []), 0)


def _has_signature(fields: Any, depth: int) -> bool:  # noqa: ANN401 - an array of the library's
    return depth < _DEEPEST and any(
        (str(field.get("/FT", "")) == "/Sig" and "/V" in field)
        or _has_signature(field.get("/Kids", []), depth + 1)
        for field in fields
    )


def _shrink_pictures(pdf: pikepdf.Pdf, dpi: int, quality: int) -> int:
    """Make the pictures smaller, each once; how many were."""
    shrunk = 0
    for picture, own in _pictures(pdf):
        made = _smaller(picture, own, dpi, quality)
        if made is None or len(made[0]) >= int(picture.stream_dict.get("/Length", 0)):
            continue
        _replace(picture, *made)
        shrunk += 1
    return shrunk


def _pictures(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, float]]:
    """The pictures of the pages, each with the dots per inch that it has at least, wherever it is shown.

    A picture is shown no larger than its page. Where it is shown smaller it has more dots, and is left larger than need be.
    """
    found: dict[tuple[int, int], tuple[Any, float]] = {}
    for page in pdf.pages:
        sides = sorted(_inches(page))
        for picture in _shown(page.get("/Resources"), 0, set()):
            lengths = sorted((int(picture.Width), int(picture.Height)))
            own = max(length / side for length, side in zip(lengths, sides, strict=True))
            known = found.get(picture.objgen)
            found[picture.objgen] = (picture, min(own, known[1]) if known else own)
    yield from found.values()


def _inches(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in page.mediabox)
    unit = float(page.get("/UserUnit", 1)) / _POINTS
    return max(abs(right - left) * unit, 1.0), max(abs(top - bottom) * unit, 1.0)


def _shown(resources: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[Any]:  # noqa: ANN401
    """The pictures of a page and of the forms on it."""
    if resources is None or depth > _DEEPEST:
        return
    for shown in resources.get("/XObject", {}).values():
        if shown.objgen in seen:
            continue
        seen.add(shown.objgen)
        if str(shown.get("/Subtype", "")) == "/Image":
            yield shown
        elif str(shown.get("/Subtype", "")) == "/Form":
            yield from _shown(shown.get("/Resources"), depth + 1, seen)


def _smaller(picture: Any, own: float, dpi: int, quality: int) -> tuple[bytes, int, int, str] | None:  # noqa: ANN401
    """A picture as JPEG with its new sides and mode; `None` where it is better left as it is."""
    if len(picture.read_raw_bytes()) < _LEAST_BYTES:
        return None
    image = _decoded(picture)
    if image is None:
        return None
    if own > dpi * _SPARED:
        size = (max(1, round(image.width * dpi / own)), max(1, round(image.height * dpi / own)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    made = BytesIO()
    image.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue(), image.width, image.height, image.mode


def _decoded(picture: Any) -> Image.Image | None:  # noqa: ANN401
    """The pixels, of kinds that are safely made a JPEG of: grey or RGB, eight bits, no mask of colours."""
    width, height = int(picture.Width), int(picture.Height)
    if width * height > limits.PICTURE_PIXELS or "/Decode" in picture or picture.get("/ImageMask", False):
        return None
    if isinstance(mask := picture.get("/Mask"), _library().Array) and mask is not None:
        return None
    channels = _channels(picture.get("/ColorSpace"))
    named = picture.get("/Filter")
    kinds = [str(one) for one in named] if isinstance(named, _library().Array) else [str(named)]
    try:
        match kinds:
            case ["/DCTDecode"] if channels:
                image = opened(BytesIO(picture.read_raw_bytes()), "JPEG")
                image.load()
            case ["/FlateDecode"] if channels and int(picture.get("/BitsPerComponent", 0)) == 8:
                if not _is_honest(picture.read_raw_bytes(), (width * channels + 1) * height):
                    return None
                image = Image.frombytes(
                    "L" if channels == 1 else "RGB", (width, height), picture.read_bytes()
                )
            case _:
                return None
    except (OSError, ValueError, SyntaxError):
        return None
    return (
        image if image.mode == ("L" if channels == 1 else "RGB") and image.size == (width, height) else None
    )


def _channels(space: Any) -> int:  # noqa: ANN401
    """Of a colour space in which the numbers of a picture stay what they are; 0 of others."""
    pikepdf = _library()
    if isinstance(space, pikepdf.Array) and len(space) == 2 and str(space[0]) == "/ICCBased":
        components = int(space[1].get("/N", 0))
        return components if components in (1, 3) else 0
    if isinstance(space, pikepdf.Array) and len(space) == 2:
        return {"/CalGray": 1, "/CalRGB": 3}.get(str(space[0]), 0)
    return _CHANNELS.get(str(space), 0)


def _is_honest(packed: bytes, expected: int) -> bool:
    """Whether compressed bytes do not grow beyond what the picture says that it has."""
    try:
        return len(zlib.decompressobj().decompress(packed, expected + 2)) <= expected + 1
    except zlib.error:
        return False


def _replace(picture: Any, content: bytes, width: int, height: int, mode: str) -> None:  # noqa: ANN401
    """Put a JPEG in the place of a picture's bytes; its colour space stays."""
    pikepdf = _library()
    picture.write(content, filter=pikepdf.Name.DCTDecode)
    picture.Width, picture.Height, picture.BitsPerComponent = width, height, 8
    if "/DecodeParms" in picture:
        del picture.DecodeParms
    if "/ColorSpace" not in picture:
        picture.ColorSpace = pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB
