"""How the figure of the assessed year follows from its parts, written out so that it can be added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ecodemo.assess.figures import Figure, Figures, Origin
from ecodemo.assess.margin import telling_decimals
from ecodemo.assess.row import MeasureJudgement
from ecodemo.language import Language, Speaker
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Listing, listing, message
from ecodemo.model.number import plain
from ecodemo.model.organisation import UnitKind
from ecodemo.report.contents.indicator_page_view import Calculation
from ecodemo.report.contents.indicator_rows import figure_text, part_name
from ecodemo.report.papers.shortening import shortened

_SHOWN_FIRST, _SHOWN_AT_ALL = 2, 3
_MOST_LACKS = 2
_UNIT, _NAME = 16, 28
"""Width of a name in Latin characters."""
_SIGNS = {
    Language.ZH: {"plus": "＋", "minus": "－", "equals": "＝", "by": "÷", "per_cent": "×100%", "colon": "："},
    Language.EN: {
        "plus": " + ",
        "minus": " − ",
        "equals": " = ",
        "by": " ÷ ",
        "per_cent": " × 100%",
        "colon": ": ",
    },
}


class Calculations:
    """The calculations of one bid in one language."""

    def __init__(self, figures: Figures, speaker: Speaker) -> None:
        self._figures, self._speaker = figures, speaker
        self._workspace, self._year = figures.workspace, figures.assessed
        self._signs = _SIGNS[speaker.language]

    def of(self, part: MeasureJudgement) -> Calculation | None:
        """How a measure follows from its parts; `None` where it is simply what one unit reported."""
        measure = part.measure
        if measure is None:
            return None
        built, adopted = (ask(measure.id, self._year) for ask in (self._figures.built, self._figures.of))
        if not built.parts or built.not_involved:
            return None
        collected, result = self.collected(measure), self._result(built, part)
        return Calculation(
            name=shortened(part_name(part, self._speaker), _NAME),
            units=self.counted(involved_units(collected, self._figures)),
            left_out=tuple(self._left_out(collected)),
            lines=tuple(self._lines(measure, built, result, is_brief=False)),
            short_lines=tuple(self._lines(measure, built, result, is_brief=True)),
            computed=result,
            adopted=self._result(adopted, part),
            differs=built.is_known and adopted.text != built.text,
        )

    def collected(self, measure: Measure) -> tuple[Figure, ...]:
        """The figures of the assessed year that several units handed in and that a measure is made of."""
        if measure.made_from:
            made = (self._workspace.measures[part] for part in measure.made_from)
            return tuple(figure for part in made for figure in self.collected(part))
        built = self._figures.built(measure.id, self._year)
        return (built,) if built.parts else ()

    def _lines(self, measure: Measure, built: Figure, result: str, *, is_brief: bool) -> Iterator[str]:
        if measure.ratio is not None:
            for part in measure.made_from:
                yield self._term(part, is_brief=is_brief)
            above, below = (self._side(side) for side in measure.ratio)
            if built.value is not None:
                times = self._signs["per_cent"] if measure.unit == "%" else ""
                yield f"{above}{self._signs['by']}{below}{times}{self._signs['equals']}{result}"
        elif measure.drop is not None or measure.change is not None:
            yield from self._compared(measure, built, result)
        else:
            yield self._sum(built, is_brief=is_brief)
        yield from (self._speaker.say(lack.message).rstrip(" 。.") for lack in built.lacks[:_MOST_LACKS])

    def _term(self, measure_id: str, *, is_brief: bool) -> str:
        """One of the figures of a ratio, with the units that it is the sum of."""
        built, used = (ask(measure_id, self._year) for ask in (self._figures.built, self._figures.of))
        name = shortened(self._speaker.say(used.measure.label), _NAME)
        if not built.parts or built.measure.is_computed or built.measure.states:
            said = figure_text(used, self._speaker) or self._speaker.text("unknown")
        else:
            said = self._sum(built, is_brief=is_brief)
            if used.origin is Origin.REPORTED and used.text != built.text:
                stamped = message("the lead unit's stamped figure {value} is used", value=used.text)
                said = self._speaker.say(message("{sum}; {stamped}", sum=said, stamped=stamped))
        return f"{name}{self._signs['colon']}{said}"

    def _sum(self, built: Figure, *, is_brief: bool) -> str:
        """The first two and the last of the parts, and their total."""
        if built.measure.states:
            return self._speaker.say(
                message("The worst state of all units: {state}", state=built.state or "–")
            )
        reporters = self._workspace.reporters(built.measure.id)
        known = [
            (unit, part)
            for unit, part in zip(reporters, built.parts, strict=False)
            if part.value is not None and not part.not_involved
        ]
        if is_brief:
            terms = [self.counted([unit for unit, _ in known])] if known else []
        else:
            terms = [f"{self._unit(unit)} {part.text}" for unit, part in known]
            if len(terms) > _SHOWN_AT_ALL:
                terms = [*terms[:_SHOWN_FIRST], "…", terms[-1]]
        sum_ = self._signs["equals"] + built.text if built.value is not None else ""
        return self._signs["plus"].join(terms) + sum_

    def _side(self, measures: Sequence[str]) -> str:
        figures = [self._figures.of(measure_id, self._year) for measure_id in measures]
        texts = [figure.text for figure in figures if figure.value is not None]
        joined = self._signs["plus"].join(texts)
        return f"({joined})" if len(texts) > 1 else joined

    def _compared(self, measure: Measure, built: Figure, result: str) -> Iterator[str]:
        """The two years, and the fall in per cent or the difference."""
        parts = sorted(built.parts, key=lambda figure: figure.year)
        yield from (
            f"{shortened(self._speaker.say(part.measure.label), _NAME)} {part.year}{self._signs['colon']}"
            f"{part.text or self._speaker.text('unknown')}"
            for part in parts
        )
        if built.value is None:
            return
        earlier, now = (
            plain(part.value) if part.written is None else part.text
            for part in parts
            if part.value is not None
        )
        minus, by, times = (self._signs[sign] for sign in ("minus", "by", "per_cent"))
        if measure.drop is not None:
            yield f"({earlier}{minus}{now}){by}{earlier}{times}{self._signs['equals']}{result}"
        else:
            yield f"{now}{minus}{earlier}{self._signs['equals']}{result}"

    def _result(self, figure: Figure, part: MeasureJudgement) -> str:
        """A figure with its per cent sign; one that only rounds to its target has the decimals that show it."""
        if figure.value is None:
            return figure_text(figure, self._speaker)
        decimals = telling_decimals(part)
        is_told = decimals is not None and figure.written is None
        text = plain(figure.value, decimals) if is_told else figure.text
        return f"{text}%" if figure.measure.unit == "%" else text

    def _left_out(self, collected: Iterable[Figure]) -> Iterator[str]:
        absent, waiting, missing = _absent(collected, self._figures)
        if absent:
            yield self._speaker.say(message("without {units}", units=self._named(absent)))
        if waiting:
            yield self._speaker.say(message("to be recognised: {units}", units=self._named(waiting)))
        if missing:
            yield self._speaker.say(message("not reported: {units}", units=self._named(missing)))

    def _named(self, units: Iterable[str]) -> Listing:
        return listing(*map(self._unit, units), most=_SHOWN_AT_ALL)

    def _unit(self, unit: str) -> str:
        known = self._workspace.units.get(unit)
        short = known.short if known and self._speaker.language is Language.ZH else ""
        return shortened(short or self._speaker.say(self._workspace.label(unit)), _UNIT)

    def counted(self, units: Sequence[str]) -> str:
        """So many townships, or units of whatever kind; nothing where one unit reports alone."""
        if not units:
            return ""
        kinds = {self._workspace.units[unit].kind for unit in units if unit in self._workspace.units}
        if kinds == {UnitKind.TOWNSHIP}:
            return self._speaker.say(message("Townships: {count}", count=len(units)))
        return self._speaker.say(message("Units: {count}", count=len(units)))


def involved_units(collected: Iterable[Figure], figures: Figures) -> list[str]:
    """The units whose figures are in some sums."""
    reporters = figures.workspace.reporters
    found = {
        unit: None
        for figure in collected
        for unit, part in zip(reporters(figure.measure.id), figure.parts, strict=False)
        if part.is_known and not part.not_involved
    }
    return list(found)


def _absent(collected: Iterable[Figure], figures: Figures) -> tuple[list[str], list[str], list[str]]:
    """The units that some sums do not concern, those that only say so, and those that have reported nothing."""
    reporters = figures.workspace.reporters
    absent: dict[str, None] = {}
    waiting: dict[str, None] = {}
    missing: dict[str, None] = {}
    for figure in collected:
        for unit, part in zip(reporters(figure.measure.id), figure.parts, strict=False):
            if part.not_involved:
                absent[unit] = None
            elif not part.is_known:
                (waiting if part.reported else missing)[unit] = None
    return list(absent), list(waiting), list(missing)
