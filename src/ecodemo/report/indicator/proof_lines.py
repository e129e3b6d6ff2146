"""The documents that prove an indicator, as the first sheet of its volume lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ecodemo.assess.bid import Assessment
from ecodemo.language import Language, Speaker
from ecodemo.model.message import message
from ecodemo.model.organisation import UnitKind
from ecodemo.report.catalogue.build_catalogue import issuer_of, number_of, title_of
from ecodemo.report.contents.catalogue_entries import CatalogueEntry, entries
from ecodemo.report.contents.indicator_page_view import ProofLine
from ecodemo.report.contents.written_days import with_written_days

_MOST_LINES = 8
"""Beyond them the documents of many units become one line."""


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """A line of the archive's list with its running number and its pages in the volume, where they can be counted."""

    entry: CatalogueEntry
    reference: str
    first: int | None
    pages: int | None

    @property
    def last(self) -> int | None:
        return None if self.first is None or self.pages is None else self.first + self.pages - 1


class ProofLines:
    """The documents of one bid in one language."""

    def __init__(self, assessment: Assessment, speaker: Speaker) -> None:
        self._workspace, self._speaker = assessment.workspace, speaker
        self._by_box: Mapping[str, list[PlacedEntry]] = {
            box: list(placed_entries(group))
            for box, group in groupby(entries(assessment), lambda entry: entry.item.holder.no)
        }

    def of(self, boxes: Iterable[str]) -> tuple[tuple[ProofLine, ...], int]:
        """The lines of some volumes, at most eight, and how many documents are not listed."""
        placed = [one for box in boxes for one in self._by_box.get(box, ())]
        groups = [[one] for one in placed]
        for is_gathered in (_is_of_many, _is_any):
            if len(groups) > _MOST_LINES:
                groups = list(_gathered(placed, is_gathered))
        lines = tuple(self._line(group) for group in groups[:_MOST_LINES])
        return lines, len(placed) - sum(map(len, groups[:_MOST_LINES]))

    def _line(self, group: list[PlacedEntry]) -> ProofLine:
        entry = group[0].entry
        is_one = len(group) == 1
        days = sorted(
            one.entry.document.issued for one in group if one.entry.document and one.entry.document.issued
        )
        return ProofLine(
            reference=group[0].reference if is_one else entry.number,
            title=self._title(entry) if is_one else self._titles(group),
            issuer=self._issuers(group),
            number=number_of(entry.document) if is_one else "",
            day="" if not days else f"{days[0]:%Y%m%d}" if is_one else self._since(f"{days[0]:%Y%m%d}"),
            pages=self._pages(group),
            files=sum(one.entry.file is not None for one in group),
        )

    def _title(self, entry: CatalogueEntry) -> str:
        title = with_years(
            with_written_days(title_of(entry), self._speaker.language), entry.years, self._speaker
        )
        see = entry.document.see if entry.document and entry.file is None else None
        if see is None:
            return title
        return self._speaker.say(message("{title} (see {reference})", title=title, reference=see.requirement))

    def _titles(self, group: list[PlacedEntry]) -> str:
        name = self._speaker.say(group[0].entry.item.requirement.label)
        return self._speaker.say(message("{name}, {count} documents", name=name, count=len(group)))

    def _issuers(self, group: list[PlacedEntry]) -> str:
        issuers = list(dict.fromkeys(issuer_of(one.entry, self._workspace) for one in group))
        if len(issuers) == 1:
            return issuers[0]
        units = {one.entry.item.unit for one in group}
        if len(units) < len(issuers):
            return self._speaker.say(message("Units: {count}", count=len(issuers)))
        kinds = {self._workspace.units[unit].kind for unit in units}
        if kinds == {UnitKind.TOWNSHIP}:
            return self._speaker.say(message("Townships: {count}", count=len(units)))
        return self._speaker.say(message("Units: {count}", count=len(units)))

    def _since(self, day: str) -> str:
        return self._speaker.say(message("from {day}", day=day))

    def _pages(self, group: list[PlacedEntry]) -> str:
        """Their first and last page in the volume; else how many they have, if that is known."""
        if all(one.entry.file is None for one in group):
            return ""
        first, last = group[0].first, group[-1].last
        if first is not None and last is not None:
            dash = "—" if self._speaker.language is Language.ZH else "–"
            return str(first) if first == last else f"{first}{dash}{last}"
        counted = [one.pages for one in group if one.entry.file is not None]
        known = [pages for pages in counted if pages is not None]
        if len(known) < len(counted):
            return ""
        return self._speaker.say(message("pages: {count}", count=sum(known)))


def with_years(title: str, years: tuple[int, ...], speaker: Speaker) -> str:
    """The title with the years that it does not say itself."""
    if not years or any(str(year) in title for year in years):
        return title
    span = str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"
    if title.startswith("年"):
        return f"{span}{title}"
    return speaker.say(message("{title} of {years}", title=title, years=span))


def placed_entries(box: Iterable[CatalogueEntry]) -> Iterator[PlacedEntry]:
    """Running numbers within a requirement; pages are counted up to the first file that does not say how many it has."""
    serials: Counter[str] = Counter()
    first: int | None = 1
    for entry in box:
        serials[entry.number] += 1
        facts = entry.file.facts if entry.file else None
        pages = 0 if entry.file is None else facts.pages if facts else None
        yield PlacedEntry(entry, f"{entry.number}-{serials[entry.number]:02}", first, pages)
        first = None if first is None or pages is None else first + pages


def _gathered(
    placed: list[PlacedEntry], is_gathered: Callable[[list[PlacedEntry]], bool]
) -> Iterator[list[PlacedEntry]]:
    for _, group in groupby(placed, lambda one: one.entry.number):
        its = list(group)
        if is_gathered(its):
            yield its
        else:
            yield from ([one] for one in its)


def _is_of_many(group: list[PlacedEntry]) -> bool:
    return len({one.entry.item.unit for one in group}) > 1


def _is_any(group: list[PlacedEntry]) -> bool:
    return len(group) > 1
