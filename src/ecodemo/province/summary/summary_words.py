"""What a summary says in sentences, in one language; the numbers are the summary's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ecodemo.language import Speaker
from ecodemo.model.message import Counted, Message, Value, counted, listing, message
from ecodemo.province.summary.summary_labels import BID, GATE
from ecodemo.province.summary.summary_tables import SummaryTables
from ecodemo.province.summary.summary_view import CountyLine, Summary
from ecodemo.report.contents import labels
from ecodemo.report.contents.board_view import Gauge
from ecodemo.report.contents.file_address import spelt
from ecodemo.table import TitledTable


@dataclass(frozen=True, slots=True)
class Tile:
    """A county on the map of tiles."""

    code: str
    name: str
    kind: str
    """A verdict, or `unjudged`: how it is coloured."""
    label: str
    marks: tuple[str, ...]
    href: str
    """Its board, or its line on the page."""


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The counties of a city."""

    name: str
    share: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class CountyFilter:
    """What the map can be limited to: the kind of its tiles, none for all of them."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SummaryContents:
    """A summary in words, finished but for its form."""

    language: str
    name: str
    """Of its file, without suffix."""
    title: str
    day: str
    day_words: str
    example_note: str
    conclusion: str
    sentences: tuple[str, ...]
    gauges: tuple[Gauge, ...]
    tables: tuple[TitledTable[Any], ...]
    map: tuple[TileGroup, ...]
    filters: tuple[CountyFilter, ...]
    tool: str


def contents_of(summary: Summary, speaker: Speaker, tool: str) -> SummaryContents:
    """The summary in the speaker's language; `tool` is the version that writes it."""
    return _Words(summary, speaker).contents(tool)


class _Words:
    def __init__(self, summary: Summary, speaker: Speaker) -> None:
        self._summary, self._speaker = summary, speaker
        self._say, self._text = speaker.say, speaker.text
        self._tables = SummaryTables(summary, speaker)

    def contents(self, tool: str) -> SummaryContents:
        summary, text = self._summary, self._text
        day = summary.last_day
        return SummaryContents(
            language=self._speaker.language,
            name=f"province-{day}" if day else "province",
            title=self._say(self._title()),
            day=day or "2000-01-01",
            day_words=self._say(date.fromisoformat(day)) if day else "",
            example_note=self._say(self._example_note()),
            conclusion=self._say(self._conclusion()),
            sentences=tuple(self._say(said) for said in self._sentences()),
            gauges=(
                _gauge(summary.judged, summary.counties, text("counties judged")),
                _gauge(summary.passing, summary.judged, text("would pass today")),
                _gauge(summary.open, summary.judged, text("gate open")),
                _gauge(len(summary.near), summary.judged, text("one row or veto short")),
            ),
            tables=tuple(self._tables.tables()),
            map=tuple(self._map()),
            filters=tuple(self._filters()),
            tool=tool,
        )

    def _title(self) -> Message:
        provinces = {self._tables.province(city.province) for city in self._summary.cities}
        if len(provinces) == 1 and (province := provinces.pop()):
            return message("{province}: progress of bids by county", province=province)
        return message("Progress of bids by county")

    def _example_note(self) -> Message | None:
        summary = self._summary
        if not summary.examples:
            return None
        is_all = summary.examples == summary.judged
        return labels.EXAMPLE if is_all else message("Contains examples with made-up values")

    def _conclusion(self) -> Message:
        summary = self._summary
        return message(
            "{judged} of {counties} judged; {passing} would pass today.",
            judged=summary.judged,
            counties=_counties(summary.counties),
            passing=summary.passing,
        )

    def _sentences(self) -> Iterator[Message]:
        """The numbers, and then whatever limits a comparison of the counties."""
        summary = self._summary
        if summary.judged:
            yield message(
                "The gate is open in {open} of {judged}. {near} one row or veto short of passing.",
                open=summary.open,
                judged=_counties(summary.judged),
                near=counted(len(summary.near), "{n} county is", "{n} counties are"),
            )
        if summary.unjudged:
            yield message(
                "Could not be judged: {unjudged} ({names}). No other number includes them.",
                unjudged=_counties(len(summary.unjudged)),
                names=listing(*(line.name or line.code for line in summary.unjudged)),
            )
        yield from self._limits()

    def _limits(self) -> Iterator[Message]:
        summary = self._summary
        days = sorted({run.day for run in summary.runs})
        tools = sorted({run.tool for run in summary.runs})
        if len(days) > 1:
            yield message(
                "The counties were judged as of different days, from {first} to {last}.",
                first=date.fromisoformat(days[0]),
                last=date.fromisoformat(days[-1]),
            )
        if len(tools) > 1:
            yield message(
                "They were judged by different versions of the tool: {versions}.", versions=_all(tools)
            )
        if len(summary.standards) > 1:
            yield message(
                "They were judged by {lists}; each list has a ranking of its own.",
                lists=counted(len(summary.standards), "{n} list of indicators", "{n} lists of indicators"),
            )
        if any(line.unverified for line in summary.standards):
            unverified = [line for line in summary.standards if line.unverified]
            yield message(
                "Not verified against a published text: {lists}. Verdicts that rest on it are provisional.",
                lists=_all([self._tables.list_name(line.id) for line in unverified]),
            )
        if summary.replaced:
            yield message(
                "{counties} in several results: the one of the latest day was used.",
                counties=counted(summary.replaced, "{n} county was", "{n} counties were"),
            )
        if summary.examples:
            yield message(
                "{counties} with made-up values.",
                counties=counted(summary.examples, "{n} county is an example", "{n} counties are examples"),
            )

    def _map(self) -> Iterator[TileGroup]:
        text = self._text
        tiles: dict[tuple[str, str], list[Tile]] = {}
        for county in self._summary.ranking:
            tiles.setdefault((county.code[:2], county.city), []).append(self._tile(county))
        for lost in self._summary.unjudged:
            tile = Tile(
                lost.code,
                lost.name,
                "unjudged",
                text("not judged"),
                (),
                f"#county-{lost.code}",
            )
            tiles.setdefault((lost.code[:2], lost.city), []).append(tile)
        for city in self._summary.cities:
            words = message("{judged} of {counties} judged", judged=city.judged, counties=city.counties)
            name = self._tables.city(city)
            if self._tables.has_provinces:
                name = f"{self._tables.province(city.province)} {name}".strip()
            found = sorted(tiles[city.province, city.city], key=lambda tile: tile.code)
            yield TileGroup(name, self._say(words), tuple(found))

    def _filters(self) -> Iterator[CountyFilter]:
        text = self._text
        counts = Counter[str](county.verdict for county in self._summary.ranking)
        yield CountyFilter("", text("all"), self._summary.counties)
        for verdict, words in BID.items():
            if count := counts[verdict]:
                yield CountyFilter(verdict.replace(" ", "-"), self._say(words), count)
        if lost := len(self._summary.unjudged):
            yield CountyFilter("unjudged", text("not judged"), lost)

    def _tile(self, county: CountyLine) -> Tile:
        say = self._say
        marks = (
            GATE[county.gate],
            message("Rows {counted}/{applicable}", counted=county.counted, applicable=county.applicable),
            message("Documents {there}/{owed}", there=county.there, owed=county.owed),
        )
        return Tile(
            county.code,
            county.name,
            county.verdict,
            say(BID[county.verdict]),
            tuple(map(say, marks)),
            spelt(county.board) or f"#county-{county.code}",
        )


def _gauge(count: int, of: int, label: str) -> Gauge:
    percent = 100 * count // of if of else 0
    return Gauge(label=label, count=str(count), of=str(of), percent=str(percent), is_good=count == of)


def _counties(number: int) -> Counted:
    return counted(number, "{n} county", "{n} counties")


def _all(items: list[str] | list[Value]) -> Value:
    return listing(*items, most=len(items))
