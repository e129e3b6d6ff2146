"""What a PDF holds that its pages do not show: other documents, and forms that only one program draws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

_MOST = 1_000
_DEEPEST = 20
_DATA = frozenset((".xml", ".json", ".txt", ".csv", ".xsd", ".xsl", ".dat", ".joboptions", ""))
"""What invoices and signed papers carry with them for programs."""


def kind_of(reader: PdfReader) -> str:
    """`portfolio` where documents are inside as files, `xfa` where the pages are drawn by Adobe alone, else `pdf`."""
    root = _dictionary(reader.trailer.get("/Root"))
    if "/Collection" in root or any(_is_document(name) for name in islice(_attached(root), _MOST)):
        return "portfolio"
    form = _dictionary(root.get("/AcroForm"))
    needs_rendering = root.get("/NeedsRendering")
    return "xfa" if "/XFA" in form and bool(getattr(needs_rendering, "value", needs_rendering)) else "pdf"


def _is_document(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() not in _DATA


def _attached(root: DictionaryObject) -> Iterator[str]:
    """The names of the files that the catalogue lists as attached."""
    waiting = [(_dictionary(_dictionary(root.get("/Names")).get("/EmbeddedFiles")), 0)]
    while waiting:
        node, depth = waiting.pop()
        names = _array(node.get("/Names"))
        for specification in islice(names, 1, 2 * _MOST, 2):
            file = _dictionary(specification)
            yield str(file.get("/UF") or file.get("/F") or "")
        if depth < _DEEPEST:
            waiting += [(_dictionary(kid), depth + 1) for kid in islice(_array(node.get("/Kids")), _MOST)]


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value: PdfObject | None) -> ArrayObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()
