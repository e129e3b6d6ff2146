"""The ids of what a workspace has, by the names that people call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ecodemo.model.county import Bid, Phase
from ecodemo.model.indicator import Indicator
from ecodemo.model.organisation import Group, Unit


@dataclass(frozen=True)
class NameLookup:
    """Finds ids by names; a word that names nothing is returned as it is."""

    units: Mapping[str, Unit]
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    phases: tuple[Phase, ...]
    bids: tuple[Bid, ...]
    files: frozenset[tuple[str, str]]
    """The files of every unit's register: unit and path."""

    def unit(self, word: str) -> str:
        """The id of a unit by its id, name, short or former name; the word itself when nothing has this name."""
        return self.units_by_any_name.get(word, word)

    @cached_property
    def units_by_any_name(self) -> Mapping[str, str]:
        """The ids of the units by id, name, short and former name, and by the folders that only their register knows."""
        own = {
            name: unit.id for unit in reversed(tuple(self.units.values())) for name in (*unit.names, unit.id)
        }
        return {**self.former_folders, **own}

    @cached_property
    def former_folders(self) -> Mapping[str, str]:
        """Folders that no unit is called by, with the one unit whose register has their documents: it was renamed since."""
        own = {name for unit in self.units.values() for name in (unit.id, *unit.names)}
        holders: dict[str, set[str]] = {}
        for unit, file in sorted(self.files):
            folders = file.split("/")[:-1]
            if unit in self.units and len(folders) > 1 and own.isdisjoint(folders):
                holders.setdefault(folders[1], set()).add(unit)
        return {
            folder: next(iter(units))
            for folder, units in holders.items()
            if len(units) == 1 and not folder[:1].isdigit()
        }

    def indicator(self, word: str) -> str:
        """The id of an indicator by its id, number, name, or one of its measures; else the word itself."""

        def names(indicator: Indicator) -> Iterator[str]:
            yield from (
                indicator.id,
                indicator.no,
                indicator.no.lstrip("0"),
                indicator.name,
                indicator.name_en,
            )
            for measure in indicator.measures:
                yield from filter(None, (measure.id, measure.no, measure.name))

        return next((indicator.id for indicator in self.indicators if word in names(indicator)), word)

    def group(self, word: str) -> str:
        """The id of a working group by its id or name; else the word itself."""
        called = (group.id for group in self.groups if word in (group.id, group.name, group.name_en))
        return next(called, word)

    def phase(self, word: str) -> str:
        """The id of a phase by its id or name; else the word itself."""
        called = (phase.id for phase in self.phases if word in (phase.id, phase.name, phase.name_en))
        return next(called, word)

    def bid(self, word: str) -> str:
        """The id of a bid by its id or name; else the word itself."""
        called = (bid.id for bid in self.bids if word in (bid.id, bid.name, bid.name_en))
        return next(called, word)
