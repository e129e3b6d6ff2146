"""Names of the files of an item: by its pattern, never longer than the system takes, and such as every system holds."""

from __future__ import annotations

from collections.abc import Mapping

from ecodemo.acceptance.package_names import alike, package_name
from ecodemo.model.file_names import DROPPED_AT_END
from ecodemo.model.upload import PLACEHOLDERS, pattern_parts

_SHORTENED = ("title", "item", "unit", "year", "no")
"""What gives way first where a name is too long; the running number never does."""
_MOST_BYTES, _BYTES = 180, 3
"""Bytes of a name with its suffix, and of most Chinese characters."""


def characters(text: str) -> int:
    """As Windows and JavaScript count: those beyond the first plane twice, so that no system counts more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class FileNaming:
    """The names of one item's files, each given out once."""

    def __init__(self, pattern: str, longest: int) -> None:
        """`longest`: characters with the suffix, at least `LEAST_NAME`."""
        self._parts = list(pattern_parts(pattern))
        self._longest = longest
        self._taken: set[str] = set()

    def new(self, values: Mapping[str, str], suffix: str) -> str:
        """A name that none of the others has.

        Args:
            values: by placeholder.
            suffix: of the format, without the dot.
        """
        number = 1
        while True:
            mark = f"_{number}" if number > 1 else ""
            name = self._within(values, f"{mark}.{suffix}")
            if (key := alike(name)) not in self._taken:
                self._taken.add(key)
                return name
            number += 1

    def _within(self, values: Mapping[str, str], ending: str) -> str:
        """The name, what gives way first cut from its end until everything fits."""
        kept = {name: _as_part(values.get(name, "")) for name in PLACEHOLDERS}
        for part in _SHORTENED:
            while kept[part] and (over := self._over(self._stem(kept), ending)) > 0:
                kept[part] = kept[part][: -max(1, over // 2)]
        stem = self._stem(kept)
        name = _safe(stem, ending)
        while stem and (characters(name) > self._longest or not name.endswith(ending)):
            stem = stem[:-1]
            name = _safe(stem, ending)
        return name

    def _over(self, stem: str, ending: str) -> int:
        """By how many characters a name is too long, for the system or for the disks of all systems."""
        of_disk = len(f"{stem}{ending}".encode("utf-8", "replace")) - _MOST_BYTES
        return max(characters(f"{stem}{ending}") - self._longest, -(-of_disk // _BYTES))

    def _stem(self, values: Mapping[str, str]) -> str:
        return "".join(text + values.get(name, "") for text, name in self._parts)


def _as_part(value: str) -> str:
    """A value without what no name holds."""
    return package_name(value) if value.strip() else ""


def _safe(stem: str, ending: str) -> str:
    name = package_name(f"{stem.rstrip(DROPPED_AT_END)}{ending}")
    return name if name.endswith(ending) or stem else f"_{ending}"
