"""The published lists that ship with the tool: their titles and names in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ecodemo._resources import bundled
from ecodemo.load.file import load_file
from ecodemo.model.message import Name
from ecodemo.model.standard import Standard


class ListTexts:
    """What lists, rows and vetoes are called; those of a county's own list as it calls them itself."""

    def __init__(self, ids: Iterable[str]) -> None:
        """Read the lists of these ids, and those whose rows they use."""
        self._lists: dict[str, Standard] = {}
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            shipped = None if id_ in self._lists else _shipped(id_)
            if shipped is not None:
                self._lists[id_] = shipped
                waiting += [shipped.rows_of] if shipped.rows_of else []

    def title(self, id_: str) -> Name:
        """A list with its number."""
        return self._lists[id_].label if id_ in self._lists else Name(id_)

    def row(self, id_: str, no: str, name: str) -> Name:
        """A row, called `name` by the county."""
        rows = self._text(id_).rows if id_ in self._lists else ()
        return next((row.label for row in rows if (row.no, row.name) == (no, name)), Name(name))

    def veto(self, id_: str, text: str) -> Name:
        """A veto, of which the county has this text."""
        vetoes = self._text(id_).vetoes if id_ in self._lists else ()
        return next((veto.label for veto in vetoes if veto.text == text), Name(text))

    def _text(self, id_: str) -> Standard:
        listed = self._lists[id_]
        return self._lists.get(listed.rows_of, listed) if listed.rows_of else listed


def _shipped(id_: str) -> Standard | None:
    folder = bundled("data") / "standards"
    name = f"{id_}.yaml"
    file = next((file for file in folder.iterdir() if file.name == name), None)
    if file is None:
        return None
    loaded = load_file(Path(), "standard", Path("standards", name), [], content=file.read_bytes())
    return loaded.record if loaded else None
