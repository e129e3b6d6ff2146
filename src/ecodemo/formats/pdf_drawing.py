"""What is to be seen on a page of a PDF besides its words: nothing, a drawing, or a picture such as a scan."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from io import BytesIO

from PIL import Image
from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from ecodemo.formats import limits
from ecodemo.formats.picture import is_near_uniform, opened, small_copy

_DRAWN_BYTES = 200_000
"""A page with more operators than fit in here is not blank."""
_FILLS = frozenset((b"f", b"F", b"f*"))
_LINES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh"))
_WORDS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_WHITE = {b"g": [1.0], b"rg": [1.0, 1.0, 1.0], b"k": [0.0, 0.0, 0.0, 0.0]}
_COLOURS = frozenset((*_WHITE, b"sc", b"scn", b"cs"))
_PHOTOGRAPH = "/DCTDecode"
_WHOLE_FILES = frozenset((_PHOTOGRAPH, "/JPXDecode", "/CCITTFaxDecode"))
"""Filters whose output a picture library can open by itself."""


class Sight(IntEnum):
    """What is seen, the more telling the higher."""

    NOTHING = 0
    DRAWING = 1
    TEXT = 2
    PICTURE = 3


def content_of(page: PageObject) -> bytes:
    """The operators of a page, unpacked.

    Raises:
        LimitReachedError: they grow beyond the limits.
    """
    content = page.get("/Contents")
    content = content.get_object() if content is not None else None
    streams = content if isinstance(content, ArrayObject) else [content]
    pieces: list[bytes] = []
    length = 0
    for stream in (part.get_object() for part in streams if part is not None):
        if isinstance(stream, StreamObject) and length <= limits.PDF_CONTENT_BYTES:
            pieces.append(stream.get_data())
            length += len(pieces[-1])
    return b"\n".join(pieces)


def sight_of(page: PageObject, words: Sight) -> Sight:
    """What is seen on a page that has hardly any words, or whose words were not read.

    Args:
        page: the page.
        words: what operators that show words count as: nothing, where reading them gave none (blanks, mostly).
    """
    if _has_stamps(page):
        return Sight.PICTURE
    if len(content_of(page)) > _DRAWN_BYTES:
        return Sight.DRAWING
    contents = page.get_contents()
    return Sight.NOTHING if contents is None else _Look(words).at(contents, _dictionary(page, "/Resources"))


def _has_stamps(page: PageObject) -> bool:
    """Seals and signatures are laid on a page as annotations with an appearance of their own."""
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else None
    return isinstance(notes, ArrayObject) and any(
        isinstance(note := one.get_object(), DictionaryObject) and "/AP" in note for one in notes[:100]
    )


class _Look:
    """A look at one page; what is placed on it many times, as backgrounds are, is looked at once."""

    def __init__(self, words: Sight) -> None:
        self._words = words
        self._known: dict[int, Sight] = {}

    def at(self, contents: ContentStream, resources: DictionaryObject) -> Sight:
        """The most telling of what the operators show."""
        return max(self._seen(contents, resources), default=Sight.NOTHING)

    def _seen(self, contents: ContentStream, resources: DictionaryObject) -> Iterator[Sight]:
        """What each operator that leaves a mark shows; white on the white sheet leaves none."""
        is_white = False
        for operands, operator in contents.operations:
            if operator in _COLOURS:
                is_white = _WHITE.get(operator) == [_number(operand) for operand in operands]
            elif operator in _LINES or (operator in _FILLS and not is_white):
                yield Sight.DRAWING
            elif operator in _WORDS:
                yield self._words
            elif operator == b"INLINE IMAGE":
                yield Sight.PICTURE
            elif operator == b"Do" and operands:
                yield self._placed(_dictionary(resources, "/XObject").get(operands[0]), resources)

    def _placed(self, placed: object, resources: DictionaryObject) -> Sight:
        """What a picture, or a drawing within the drawing, shows."""
        thing = placed.get_object() if hasattr(placed, "get_object") else None
        if not isinstance(thing, StreamObject):
            return Sight.NOTHING
        if id(thing) not in self._known:
            if len(self._known) >= limits.PDF_FORMS:
                return Sight.DRAWING
            # A drawing that contains itself shows nothing more by that.
            self._known[id(thing)] = Sight.NOTHING
            self._known[id(thing)] = self._shown_by(thing, resources)
        return self._known[id(thing)]

    def _shown_by(self, thing: StreamObject, resources: DictionaryObject) -> Sight:
        if thing.get("/Subtype") == "/Image":
            return Sight.NOTHING if _is_blank(thing) else Sight.PICTURE
        if len(thing.get_data()) > _DRAWN_BYTES:
            return Sight.DRAWING
        pdf = getattr(thing.indirect_reference, "pdf", None)
        return self.at(ContentStream(thing, pdf), _dictionary(thing, "/Resources") or resources)


def _is_blank(picture: StreamObject) -> bool:
    """Nothing but paper is on a picture; one that is packed in many bytes has something on it."""
    width, height = _number(picture.get("/Width")), _number(picture.get("/Height"))
    filters = picture.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    packed = len(picture._data)  # noqa: SLF001 - pypdf drops /Length, and unpacking is what this avoids
    bits = 1 if _PHOTOGRAPH in names else 0.125
    pixels = width * height
    if not 0 < pixels <= limits.PICTURE_PIXELS or packed * 8 > max(pixels * bits, 16_000):
        return False
    try:
        grey = _grey(picture.get_data(), int(width), int(height), is_file=not _WHOLE_FILES.isdisjoint(names))
    except (PyPdfError, OSError, ValueError, NotImplementedError):
        return False
    return grey is not None and is_near_uniform(grey)


def _grey(data: bytes, width: int, height: int, *, is_file: bool) -> Image.Image | None:
    if is_file:
        with opened(BytesIO(data), "JPEG", "JPEG2000", "TIFF") as image:
            return small_copy(image)
    if len(data) >= width * height:
        # Neighbouring colours become neighbouring shades: uniform ones stay nearly so.
        return small_copy(Image.frombytes("L", (len(data) // height, height), data))
    if len(data) >= (width + 7) // 8 * height:
        return small_copy(Image.frombytes("1", (width, height), data))
    return None


def _dictionary(holder: DictionaryObject, name: str) -> DictionaryObject:
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _number(value: object) -> float:
    value = value.get_object() if hasattr(value, "get_object") else value
    return float(value) if isinstance(value, (int, float)) else 0.0
