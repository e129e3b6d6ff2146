"""Files that are one list: read as if their entries were under a key, so that they are checked as all others."""

from __future__ import annotations

from dataclasses import replace

from ecodemo.load.document import Tree, YamlDocument
from ecodemo.model.base import ListFile, Record

ENTRIES = "entries"


def with_entries(document: YamlDocument, model: type[Record]) -> YamlDocument:
    """The document as its model has it: of a file that is one list, under the key of its entries."""
    if not issubclass(model, ListFile) or (document.data is None and document.complaints):
        return document
    data = {ENTRIES: [] if document.data is None else document.data}
    return replace(document, data=data, tree=Tree(document.tree.place, {ENTRIES: document.tree}))
